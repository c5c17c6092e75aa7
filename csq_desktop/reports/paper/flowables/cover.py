"""The cover as a flowable: who, what and when; what has no room goes on on the next page."""

from collections.abc import Sequence
from dataclasses import replace

from reportlab.platypus import Flowable, NextPageTemplate, PageBreak

from csq_desktop.domain.tones import Tone
from csq_desktop.reports.paper import pen, style
from csq_desktop.reports.paper.blocks import Cover
from csq_desktop.reports.paper.flowables.compound import fact_flows
from csq_desktop.reports.paper.structure import Element, paragraph
from csq_desktop.reports.typography import fonts, typeset

_LABEL = 130.0
_STEP = style.TEXT * 1.5
_BETWEEN = 5.0  # points between two facts
_HIGHEST, _LOWEST = 80.0, 190.0  # where the headline begins under the frame's top
_HIGHEST_ABOVE_OTHERS = 46.0  # the same where more stands on the page
_MOST_LINES = 4  # of the headline, before it is set smaller
_SetFact = tuple[tuple[typeset.Line, ...], tuple[typeset.Line, ...]]  # label and value
_REMARK_STEP = style.SMALL * style.LEADING


class CoverFlow(Flowable):
    """The cover; alone, it takes the whole frame, and its facts flow on where they need more."""

    def __init__(self, cover: Cover) -> None:
        super().__init__()
        self._cover = cover
        self._list = Element("L")

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The whole frame, or more where the facts need it; what it needs if it is not alone."""
        self.width = width
        self._measure(height - 1 if self._cover.alone else 0.0)
        need = self._head + self._highest + sum(map(_height, self._facts)) + self._foot
        self.height = max(height - 1, need) if self._cover.alone else need
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The cover with the facts that fit, and the others on a page of the ordinary kind."""
        self._measure(height - 1)
        room = height - 1 - self._head - self._highest - self._foot
        fits = 0
        for fact in self._facts:
            room -= _height(fact)
            if room < 0:
                break
            fits += 1
        facts = self._cover.facts
        cover = CoverFlow(replace(self._cover, facts=facts[:fits]))
        following = fact_flows(facts, _LABEL, cover._list)[fits:]
        return [cover, NextPageTemplate("page"), PageBreak(), *following]

    def draw(self) -> None:
        """Draw from the top down; the remark stands at the foot."""
        canvas, cover = self.canv, self._cover
        pen.fill(canvas, style.LOOK.accent)
        canvas.rect(0, self.height - 5, 64, 5, stroke=0, fill=1)
        over, *_ = typeset.lines(cover.over, style.HEADING, self.width)
        with canvas.marked(*paragraph()):
            pen.line(canvas, (0, self.height - 34), pen.soft(over.spans), style.HEADING)
        y = self.height - self._start
        canvas.begin_part(typeset.plain(cover.title).replace("\n", " "), 1, self.height)
        with canvas.marked(Element("H1")):
            y = self._lines(self._title, self._size, y)
        with canvas.marked(*paragraph()):
            y = self._lines(self._second, style.TITLE, y - 2)
        self._draw_facts(y - 34)
        y = 4 + len(self._remark) * _REMARK_STEP
        with canvas.marked(*paragraph()):
            for line in self._remark:
                y -= _REMARK_STEP
                pen.words(canvas, (0.0, y), line.spans, style.SMALL, Tone.SOFT)

    def _measure(self, height: float) -> None:
        """Break every text, and place the headline as low as the rest allows."""
        cover = self._cover
        sizes = style.COVER if cover.alone else style.COVER[2:]
        self._size, self._title = _headline(cover.title, self.width, sizes)
        second = pen.soft(cover.second)
        self._second = typeset.lines(second, style.TITLE, self.width) if cover.second else ()
        self._facts = [
            (
                typeset.lines(label, style.TEXT, _LABEL - 8) if label else (),
                typeset.lines(value, style.TEXT, self.width - _LABEL),
            )
            for label, value in cover.facts
        ]
        self._remark = typeset.lines(cover.remark, style.SMALL, self.width) if cover.remark else ()
        self._head = len(self._title) * self._size * 1.3 + len(self._second) * style.TITLE * 1.3
        self._head += 36 if self._facts else 6
        self._foot = len(self._remark) * _REMARK_STEP + (16 if self._remark or self._facts else 0)
        left = height - self._head - sum(map(_height, self._facts)) - self._foot
        self._start = max(self._highest, min(_LOWEST, left))

    @property
    def _highest(self) -> float:
        return _HIGHEST if self._cover.alone else _HIGHEST_ABOVE_OTHERS

    def _lines(self, lines: Sequence[typeset.Line], size: float, y: float) -> float:
        for line in lines:
            pen.words(self.canv, (0, y - size * fonts.ASCENT), line.spans, size)
            y -= size * 1.3
        return y

    def _draw_facts(self, y: float) -> None:
        if not self._facts:
            return
        pen.rule(self.canv, (0, y + 12, self.width, y + 12))
        for label, value in self._facts:
            fact = Element("LI")
            with self.canv.marked(self._list, fact, Element("Lbl")):
                self._draw_lines(label, (0.0, y), Tone.SOFT)
            with self.canv.marked(self._list, fact, Element("LBody")):
                self._draw_lines(value, (_LABEL, y), Tone.PLAIN)
            y -= _height((label, value))

    def _draw_lines(
        self, lines: Sequence[typeset.Line], place: tuple[float, float], tone: Tone
    ) -> None:
        x, top = place
        for i, line in enumerate(lines):
            y = top - style.TEXT * fonts.ASCENT - i * _STEP
            pen.words(self.canv, (x, y), line.spans, style.TEXT, tone)


def _headline(
    title: str, width: float, sizes: Sequence[float]
) -> tuple[float, tuple[typeset.Line, ...]]:
    """The headline's size and lines: the largest size at which it is short enough."""
    text = typeset.TextSpan(title, bold=True)
    tries = ((size, typeset.balanced(text, size, width)) for size in sizes)
    size, lines = next(
        (pair for pair in tries if len(pair[1]) <= _MOST_LINES),
        (sizes[-1], typeset.balanced(text, sizes[-1], width)),
    )
    return size, lines if title else ()


def _height(fact: _SetFact) -> float:
    return max(map(len, fact)) * _STEP + _BETWEEN
