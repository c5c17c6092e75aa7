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


@dataclass(frozen=True)
class LinkMark:
    """A link's place that can be clicked: the page, counted from 1, and its number there."""

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
    language: str = ""  # one of texts.LANGUAGES, where it is not the document's
    parts: list["Element | PageMark | LinkMark"] = field(default_factory=list)
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
        self._part = self.tree  # what is drawn now stands in it
        self._marks = 0
        self._open: Element | None = None  # whose content is drawn now
        self._spoken: Element | None = None  # what was drawn last in it, in another language

    def place(self, *path: Element) -> Element:
        """Enter elements into the tree where they are not in it yet; the innermost of them."""
        above = self._part
        for element in path:
            if not element.is_placed:
                above.parts.append(element)
                element.is_placed = True
            above = element
        return above

    def stand_in(self, part: Element | None) -> None:
        """Put what is drawn from now on into a part of the document, or into the document."""
        self._part = self.tree
        if part is not None:
            self._part = self.place(part)

    @contextmanager
    def marked(self, *path: Element) -> Iterator[None]:
        """What is drawn inside is the content of the innermost element; never one in another."""
        element = self.place(*path)
        self._end_artifact()
        self._begin(element)
        self._open, self._spoken = element, None
        yield
        self._end(element)
        self._open = None
        self._code.append(_ARTIFACT)

    @contextmanager
    def spoken(self, language: str) -> Iterator[None]:
        """What is drawn inside is in another language than the element that it stands in."""
        around = self._open
        if around is None or not language:
            yield
            return
        before = self._spoken
        if before is not None and before.language == language and self._is_empty(around):
            self._drop(around)  # the line before was in the same language: it goes on
            self._code.pop()
        else:
            self._end(around)
            self._spoken = Element("Span", language=language, is_placed=True)
            around.parts.append(self._spoken)
            self._begin(self._spoken)
        yield
        self._code.append(_END)
        self._begin(around)

    def link(self, element: Element, target: str, box: tuple[float, float, float, float]) -> None:
        """Make a box lead to a bookmark, as what the element says."""
        element.parts.append(LinkMark(self.getPageNumber(), len(self._annotationrefs)))
        self.linkRect(element.alt, target, box, relative=1, thickness=0)

    def _begin(self, element: Element) -> None:
        element.parts.append(PageMark(self.getPageNumber(), self._marks))
        self._code.append(f"/{element.role} <</MCID {self._marks}>> BDC")
        self._marks += 1

    def _end(self, element: Element) -> None:
        """End a stretch; one in which nothing was drawn is left out."""
        if self._is_empty(element):
            self._drop(element)
        else:
            self._code.append(_END)

    def _is_empty(self, element: Element) -> bool:
        last: str = self._code[-1]
        return last == f"/{element.role} <</MCID {self._marks - 1}>> BDC"

    def _drop(self, element: Element) -> None:
        self._code.pop()
        element.parts.pop()
        self._marks -= 1

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
