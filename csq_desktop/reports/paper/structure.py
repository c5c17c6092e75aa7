"""What each part of a page is: the tree of roles that a reader without eyes follows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfgen.canvas import Canvas

_ARTIFACT = "/Artifact BMC"
_END = "EMC"


@dataclass(frozen=True)
class PageMark:
    """A stretch of a page's drawing orders: the page, counted from 1, and its number there."""

    page: int
    number: int


@dataclass(eq=False)
class Element:
    """A node of the tree; `role` is a standard structure type of ISO 32000-1, 14.8.4.

    `alt` describes what is a picture, `actual` is the text that a drawn sign stands for. A
    flowable hands its element to the parts it is split into: what goes over is one paragraph.
    """

    role: str
    alt: str = ""
    actual: str = ""
    scope: str = ""  # of a TH: Column or Row
    across: int = 1  # columns that a cell takes
    is_second: bool = False  # in the document's second language
    parts: list["Element | PageMark"] = field(default_factory=list)
    is_placed: bool = False


Path = tuple[Element, ...]
"""An element after those it stands in, the outermost first."""


def paragraph() -> Path:
    """A new paragraph."""
    return (Element("P"),)


class TaggedCanvas(Canvas):
    """A canvas on which all that is drawn has a role; what nobody gives one is an artifact."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.tree = Element("Document")
        self._marks = 0

    def place(self, *path: Element) -> Element:
        """Enter elements into the tree where they are not in it yet; the innermost of them."""
        above = self.tree
        for element in path:
            if not element.is_placed:
                above.parts.append(element)
                element.is_placed = True
            above = element
        return above

    @contextmanager
    def marked(self, *path: Element) -> Iterator[None]:
        """What is drawn inside is the content of the innermost element; never one in another."""
        element = self.place(*path)
        element.parts.append(PageMark(self.getPageNumber(), self._marks))
        self._end_artifact()
        self._code.append(f"/{element.role} <</MCID {self._marks}>> BDC")
        self._marks += 1
        yield
        self._code += [_END, _ARTIFACT]

    def showPage(self) -> None:
        """End the page; its first and last strokes outside any element are artifacts too."""
        self._code.insert(0, _ARTIFACT)
        self._end_artifact()
        super().showPage()
        self._marks = 0

    def _end_artifact(self) -> None:
        # Between two cells nothing may be drawn: an artifact of nothing is left out.
        if self._code and self._code[-1] == _ARTIFACT:
            self._code.pop()
        else:
            self._code.append(_END)
