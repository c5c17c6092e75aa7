"""Broken text as a flowable: drawn line by line, split over pages without lonely lines."""

from dataclasses import dataclass, replace

from reportlab.platypus import Flowable

from csq_desktop.domain.tones import Tone
from csq_desktop.reports.paper import pen, structure, style
from csq_desktop.reports.paper.blocks import Heading
from csq_desktop.reports.paper.structure import Element
from csq_desktop.reports.typography import fonts, typeset


@dataclass(frozen=True, kw_only=True)
class TextStyle:
    """How a text is set: size, tone, indent, space around it, and the mark before it."""

    size: float = style.TEXT
    tone: Tone = Tone.PLAIN
    leading: float = style.LEADING
    before: float = 0.0
    after: float = 6.0
    indent: float = 0.0
    mark: str = ""
    with_next: bool = False


_ON_ONE_LINE = 230.0  # points that a heading may take in both languages


class TextFlow(Flowable):
    """Text that fills the width it is given."""

    def __init__(
        self, text: typeset.Text, setting: TextStyle, path: structure.Path | None = None
    ) -> None:
        super().__init__()
        self._text, self._setting = text, setting
        self._path = path or structure.paragraph()
        self._lines: tuple[typeset.Line, ...] = ()
        self.spaceBefore, self.spaceAfter = setting.before, setting.after
        self.keepWithNext = setting.with_next

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break the text to a width; the size it takes."""
        self.width = width
        self._lines = typeset.lines(self._text, self._setting.size, width - self._setting.indent)
        self.height = len(self._lines) * self._step
        return width, self.height

    def start(self, width: float) -> float:
        """Height of the least of it that may stand at the foot of a page."""
        self.wrap(width, style.HEIGHT)
        return self._step * (2 if len(self._lines) > 3 else len(self._lines))

    def split(self, width: float, height: float) -> list[Flowable]:
        """The part that fits and the part that follows; no line stands alone on either side."""
        fits = int(height / self._step + 1e-6)
        if len(self._lines) - fits == 1:
            fits -= 1
        if fits < 2:
            return []
        rest = replace(self._setting, before=0.0, mark="")
        first = replace(self._setting, after=0.0)
        head, tail = self._lines[:fits], self._lines[fits:]
        return [
            TextFlow(typeset.rejoined(head), first, self._path),
            TextFlow(typeset.rejoined(tail), rest, self._path),
        ]

    def draw(self) -> None:
        """Write the lines."""
        self._draw_mark(self._first_baseline)
        with self.canv.marked(*self._path):
            self._write()

    def _write(self) -> None:
        size, tone = self._setting.size, self._setting.tone
        for row, line in enumerate(self._lines):
            y = self._first_baseline - row * self._step
            pen.words(self.canv, (self._setting.indent, y), line.spans, size, tone)

    @property
    def _first_baseline(self) -> float:
        return self.height - self._step / 2 - self._setting.size * fonts.CAP_HEIGHT / 2

    @property
    def _step(self) -> float:
        return self._setting.size * self._setting.leading

    def _draw_mark(self, y: float) -> None:
        mark, size = self._setting.mark, self._setting.size
        if not mark:
            return
        label = Element("Lbl", actual=mark if mark == "□" else "")
        with self.canv.marked(*self._path[:-1], label):
            if mark == "□":
                pen.tick_box(self.canv, 0, y - size * 0.08, size * 0.86)
            else:
                pen.line(self.canv, (0, y), pen.soft(mark), size)


class HeadingFlow(TextFlow):
    """A heading that enters itself in the outline; `page` is where it stands, 0 until it does.

    A short one of a page's part has its second language behind it.
    """

    page = 0

    def __init__(self, heading: Heading, setting: TextStyle) -> None:
        own = typeset.TextSpan(heading.text, bold=True)
        both: typeset.Text = own
        if heading.second:
            both = (own, "  ", *pen.soft(heading.second))
        is_short = typeset.width(both, setting.size) <= _ON_ONE_LINE
        self.is_in_both = bool(heading.second) and heading.level > 1 and is_short
        super().__init__(both if self.is_in_both else own, setting)
        self.title = typeset.plain(heading.text).replace("\n", " ")
        self.second = heading.second
        self._level, self._anchor = heading.level, heading.anchor

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The lines as even as their number allows."""
        taken = super().wrap(width, height)
        self._lines = typeset.balanced(self._text, self._setting.size, width)
        return taken

    def draw(self) -> None:
        """Write the heading and bind the outline to it."""
        self.page = self.canv.getPageNumber()
        depth = self.canv.begin_part(self.title, self._level, self.height + 8)
        if self._anchor:
            self.canv.begin_anchor(self._anchor, self.height + 8)
        self._path = (Element(f"H{depth}"),)
        super().draw()

    def split(self, width: float, height: float) -> list[Flowable]:
        """A heading is never split."""
        return []

    def again(self, page: int) -> typeset.Text:
        """What repeats it on another page than its own; nothing on its own."""
        if self.page in (0, page):
            return ""
        return (self.title, "\n", *typeset.spans(self.second)) if self.second else self.title


class RepeatedHeading(TextFlow):
    """A heading of another page above what goes on under it; no content: it was read before."""

    def draw(self) -> None:
        """Write the lines."""
        self._write()


class PartBegins(Flowable):
    """What is drawn from here on stands in an element; in none but the document after it."""

    def __init__(self, part: Element | None) -> None:
        super().__init__()
        self._part = part

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """It takes no room."""
        return 0.0, 0.0

    def draw(self) -> None:
        """Begin the part."""
        self.canv.stand_in(self._part)


class SecondHeadingFlow(TextFlow):
    """A heading in another language, under the one it repeats."""
