"""The contents as a flowable: names and pages in a line or two, each a link."""

from reportlab.platypus import Flowable

from csq_desktop.reports.paper import pen, style
from csq_desktop.reports.paper.blocks import ContentsLine
from csq_desktop.reports.paper.structure import Element, paragraph
from csq_desktop.reports.typography import typeset
from csq_desktop.texts import tr

_STEP = style.SMALL * style.LEADING
_NUMBER = 14.0  # points: room for a page number of two digits
_GAP = 3.0  # between a name and its page


class ContentsFlow(Flowable):
    """Each part with its page, broken between parts."""

    def __init__(self, contents: ContentsLine) -> None:
        super().__init__()
        self._contents = contents
        self._places: list[tuple[float, int]] = []
        self.spaceBefore, self.spaceAfter = 0.0, 6.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Place the parts one behind the other; the size they take."""
        self.width = width
        x, row = typeset.width(self._in_language(self._title), style.SMALL), 0
        self._places = []
        for name, _ in self._contents.parts:
            extent = self._extent(name) + _NUMBER
            if x + extent > width:
                x, row = 0.0, row + 1
            self._places.append((x, row))
            x += extent + typeset.width(tr(" · "), style.SMALL)
        self.height = (row + 1) * _STEP
        return width, self.height

    def draw(self) -> None:
        """Write names and pages; a link covers both."""
        top = self.height - _STEP * 0.75
        (whole,) = paragraph()
        with self.canv.marked(whole):
            pen.line(self.canv, (0, top), pen.soft(self._in_language(self._title)), style.SMALL)
        for (name, anchor), (x, row) in zip(self._contents.parts, self._places, strict=True):
            y = top - row * _STEP
            number, link = x + self._extent(name), Element("Link", alt=name)
            with self.canv.marked(whole, link):
                pen.line(self.canv, (x, y), self._in_language(name), style.SMALL)
                self.canv.lead_to(anchor, link, (x, y, number + _NUMBER, y + style.SMALL), number)

    def _extent(self, name: str) -> float:
        return typeset.width(self._in_language(name), style.SMALL) + _GAP

    def _in_language(self, text: str) -> typeset.TextSpan:
        return typeset.TextSpan(text, language=self._contents.language)

    @property
    def _title(self) -> str:
        return f"{self._contents.title} "
