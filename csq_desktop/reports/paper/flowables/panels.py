"""Framed flowables: figure cards, notes, boxes to sign."""

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable

from csq_desktop.domain.tones import SHAPES, Tone
from csq_desktop.reports.paper import pen, structure, style
from csq_desktop.reports.paper.blocks import PaperCard, SignBox
from csq_desktop.reports.paper.structure import Element
from csq_desktop.reports.typography import fonts, typeset
from csq_desktop.texts import speaking, trc

_PAD = 10.0
_SIGN_HEIGHT = 104.0
_BESIDE = 5.0  # points between a value and the same in another language


def _step(size: float) -> float:
    return size * 1.36


def _draw_lines(
    canvas: Any,
    lines: Sequence[typeset.Line],
    place: tuple[float, float],
    size: float,
    tone: Tone = Tone.PLAIN,
) -> float:
    """Write lines under a top left point; the height where they end."""
    x, y = place
    for line in lines:
        pen.words(canvas, (x, y - size * fonts.ASCENT), line.spans, size, tone)
        y -= _step(size)
    return y


class CardsFlow(Flowable):
    """Figure cards side by side, equally wide and high."""

    def __init__(self, cards: Sequence[PaperCard]) -> None:
        super().__init__()
        self._cards = cards
        self.spaceBefore, self.spaceAfter = 6.0, 12.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The size the row takes."""
        self.width = width
        self._labels = [typeset.lines(c.label, style.SMALL, self._room) for c in self._cards]
        self._notes = [typeset.lines(_noted(c), style.SMALL, self._room) for c in self._cards]
        labels = max(len(lines) for lines in self._labels) * _step(style.SMALL)
        notes = max(len(lines) for lines in self._notes) * _step(style.SMALL)
        self._value_top = labels + 2.0
        self.height = 2 * _PAD - 2 + self._value_top + _step(style.FIGURE) + 1 + notes
        return width, self.height

    @property
    def _card_width(self) -> float:
        count = len(self._cards)
        return float(self.width - style.GAP * (count - 1)) / count

    @property
    def _room(self) -> float:
        return self._card_width - 2 * _PAD

    def draw(self) -> None:
        """Draw every card."""
        figures = Element("L")
        for i, card in enumerate(self._cards):
            x = i * (self._card_width + style.GAP)
            box = (x, 0.0, self._card_width, self.height)
            pen.panel(self.canv, box, style.LOOK.wash)
            with self.canv.marked(figures, Element("LI"), Element("LBody")):
                self._draw_card(i, card, x + _PAD)

    def _draw_card(self, index: int, card: PaperCard, x: float) -> None:
        top = self.height - _PAD + 1
        _draw_lines(self.canv, self._labels[index], (x, top), style.SMALL, Tone.SOFT)
        beside = typeset.width(card.second, style.SMALL) + _BESIDE if card.second else 0.0
        size = _fitting(card.value, style.FIGURE, self._room - beside)
        y = top - self._value_top - style.FIGURE * fonts.ASCENT
        value = typeset.TextSpan(card.value, bold=True, tone=card.tone)
        pen.line(self.canv, (x, y), value, size)
        if card.second:
            after = x + typeset.width(value, size) + _BESIDE
            pen.line(self.canv, (after, y), card.second, style.SMALL)
        top -= self._value_top + _step(style.FIGURE) + 1
        _draw_lines(self.canv, self._notes[index], (x, top), style.SMALL, Tone.SOFT)


def _noted(card: PaperCard) -> typeset.Text:
    """The note after the shape of the card's tone."""
    shape = SHAPES[card.tone] if card.tone in (Tone.GOOD, Tone.WARN, Tone.BAD) else ""
    parts = typeset.spans(card.note)
    return (typeset.TextSpan(f"{shape} ", tone=card.tone), *parts) if shape else parts


def _fitting(text: str, size: float, room: float) -> float:
    """The size at which a text fits on one line, at most `size`."""
    wide = typeset.width(typeset.TextSpan(text, bold=True), size)
    return size if wide <= room else size * room / wide


class NoteFlow(Flowable):
    """A remark on a tinted ground, its tone also a shape."""

    def __init__(self, text: typeset.Text, tone: Tone, path: structure.Path | None = None) -> None:
        super().__init__()
        self._text, self._tone = text, tone
        self._path = path or structure.paragraph()
        self.spaceBefore, self.spaceAfter = 6.0, 10.0

    @classmethod
    def shaped(cls, text: typeset.Text, tone: Tone) -> "NoteFlow":
        """A remark that opens with the shape of its tone."""
        opening = typeset.TextSpan(f"{SHAPES[tone]} " if SHAPES[tone] else "", True, tone)
        return cls((opening, *typeset.spans(text)), tone)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The size the note takes."""
        self.width = width
        self._lines = typeset.lines(self._text, style.CELL, width - 2 * _PAD)
        self.height = len(self._lines) * _step(style.CELL) + 2 * _PAD - 4
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The lines that fit on one ground, those that follow on another; none stands alone."""
        fits = min(int((height - 2 * _PAD + 4) / _step(style.CELL)), len(self._lines) - 2)
        if fits < 2:
            return []
        parts = (self._lines[:fits], self._lines[fits:])
        return [NoteFlow(typeset.rejoined(part), self._tone, self._path) for part in parts]

    def draw(self) -> None:
        """Draw ground and words."""
        ground = style.LOOK.wash_of(self._tone)
        pen.panel(self.canv, (0.0, 0.0, self.width, self.height), ground)
        with self.canv.marked(*self._path):
            _draw_lines(self.canv, self._lines, (_PAD, self.height - _PAD + 2), style.CELL)


class SignFlow(Flowable):
    """Boxes to sign, side by side."""

    def __init__(self, boxes: Sequence[SignBox], across: int, second: str = "") -> None:
        super().__init__()
        self._boxes, self._across = boxes, across
        self._labels = _labels(second)  # when it is drawn, another language may be spoken
        self.spaceBefore, self.spaceAfter = 8.0, style.GAP

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The size the boxes take."""
        self.width = width
        self._wide = float(width - style.GAP * (self._across - 1)) / self._across
        room = self._wide - 2 * _PAD
        self._heads = [
            typeset.lines(typeset.bold(box.role), style.CELL, room) for box in self._boxes
        ]
        self._words = [
            typeset.lines(box.statement, style.SMALL, room) if box.statement else ()
            for box in self._boxes
        ]
        tall = max(
            len(head) * _step(style.CELL) + len(words) * _step(style.SMALL)
            for head, words in zip(self._heads, self._words, strict=True)
        )
        self.height = _SIGN_HEIGHT - 24 + tall
        return width, self.height

    def draw(self) -> None:
        """Draw every box with its lines to write on."""
        for i, box in enumerate(self._boxes):
            x = i * (self._wide + style.GAP)
            pen.panel(
                self.canv, (x, 0.0, self._wide, self.height), style.LOOK.paper, style.LOOK.line
            )
            place = (x + _PAD, self.height - _PAD + 1)
            with self.canv.marked(*structure.paragraph()):
                y = _draw_lines(self.canv, self._heads[i], place, style.CELL)
                _draw_lines(self.canv, self._words[i], (place[0], y), style.SMALL, Tone.SOFT)
                self._draw_fields(box, x + _PAD)

    def _draw_fields(self, box: SignBox, x: float) -> None:
        right = x + self._wide - 2 * _PAD
        fields = tuple(zip(self._labels, (box.name, "", ""), strict=True))
        for i, (label, written) in enumerate(fields):
            y = 12.0 + (2 - i) * 20.0
            pen.line(self.canv, (x, y), pen.soft(label), style.SMALL)
            start = x + 8 + max(typeset.width(name, style.SMALL) for name, _ in fields)
            pen.rule(self.canv, (start, y - 2.5, right, y - 2.5), style.LOOK.soft)
            text = typeset.shortened(written, style.CELL, right - start) if written else ""
            pen.line(self.canv, (start + 2, y), text, style.CELL)


def _labels(second: str) -> list[typeset.Text]:
    """What is written in each line of a box, in both languages where there are two."""
    if not second:
        return list(_field_names())
    with speaking(second):
        again = _field_names()
    return [
        (name, " ", typeset.TextSpan(other, language=second))
        for name, other in zip(_field_names(), again, strict=True)
    ]


def _field_names() -> tuple[str, str, str]:
    return trc("sign-off", "Name"), trc("sign-off", "Signature"), trc("sign-off", "Date")
