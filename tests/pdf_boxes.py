"""Where the words of a printed PDF stand: each line of text with its box, each ground beneath."""

from collections.abc import Iterator
from ctypes import byref, c_uint
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from csq_desktop.reports.paper import style

_TOUCH = 0.6  # points between two pieces of one line: they were set in two faces


class Place(NamedTuple):
    """A rectangle in points from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: "Place") -> tuple[float, float]:
        """How far two rectangles reach into each other, across and up; negative when apart."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across, min(self.top, other.top) - max(self.bottom, other.bottom)

    def holds(self, other: "Place", by: float = 0.0) -> bool:
        """Whether the other lies wholly inside, or sticks out no farther than `by`."""
        return (
            self.left - by <= other.left
            and self.bottom - by <= other.bottom
            and self.right + by >= other.right
            and self.top + by >= other.top
        )


@dataclass(frozen=True)
class PrintedText:
    """Words that stand together on one baseline; `place` is what their letters cover."""

    text: str
    place: Place
    baseline: float
    size: float
    bold: bool


@dataclass(frozen=True)
class PrintedPage:
    """One page: its words from the top down, its filled grounds by colour, its level rules."""

    texts: tuple[PrintedText, ...]
    grounds: tuple[tuple[str, Place], ...]
    rules: tuple[Place, ...]


def read(pdf: bytes) -> tuple[PrintedPage, ...]:
    """Every page of a PDF; one on larger paper is measured as if it were A4."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(_page(page) for page in document)


def _page(page: pypdfium2.PdfPage) -> PrintedPage:
    words, scale = page.get_textpage(), page.get_width() / style.PAGE[0]
    pieces: list[PrintedText] = []
    grounds: list[tuple[str, Place]] = []
    rules: list[Place] = []
    for part in page.get_objects(textpage=words):
        place = Place(*(edge / scale for edge in part.get_bounds()))
        if isinstance(part, pypdfium2.PdfTextObj):
            pieces.append(_piece(part, place, scale))
        elif part.type == pdfium.FPDF_PAGEOBJ_PATH and place.top - place.bottom < 2:
            rules.append(place)
        elif part.type == pdfium.FPDF_PAGEOBJ_PATH:
            grounds.append((_colour(part), place))
    texts = sorted(_joined(pieces), key=lambda text: (-text.baseline, text.place.left))
    return PrintedPage(tuple(texts), tuple(grounds), tuple(rules))


def _colour(part: pypdfium2.PdfObject) -> str:
    parts = [c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(part, *map(byref, parts))
    return "#" + "".join(f"{part.value:02x}" for part in parts[:3])


def _piece(part: pypdfium2.PdfTextObj, place: Place, scale: float) -> PrintedText:
    bold = "Bold" in part.get_font().get_base_name()
    baseline = part.get_matrix().f / scale
    return PrintedText(part.extract(), place, baseline, part.get_font_size(), bold)


def _joined(pieces: list[PrintedText]) -> Iterator[PrintedText]:
    """Pieces that follow each other on a baseline as one text, in the order of writing."""
    held: PrintedText | None = None
    for piece in pieces:
        if held is not None and _follows(held, piece):
            place = Place(
                held.place.left,
                min(held.place.bottom, piece.place.bottom),
                piece.place.right,
                max(held.place.top, piece.place.top),
            )
            bold = held.bold and piece.bold
            held = PrintedText(held.text + piece.text, place, held.baseline, held.size, bold)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def _follows(before: PrintedText, after: PrintedText) -> bool:
    gap = after.place.left - before.place.right
    return (
        abs(before.baseline - after.baseline) < 0.01
        and before.size == after.size
        and -_TOUCH < gap < before.size * 0.9
    )
