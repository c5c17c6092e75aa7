"""What stands around the text of every page: header, footer, page x of y."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from csq_desktop.reports.paper import pen, style
from csq_desktop.reports.paper.structure import TaggedCanvas
from csq_desktop.reports.typography import typeset
from csq_desktop.texts import tr

_HEADER_Y = style.PAGE[1] - 44
_BAND_Y, _BAND_HEIGHT = _HEADER_Y - 26, 14.0
_FOOTER_Y = 36.0
_LEAST_NAME = 40.0  # points; a name shortened further says nothing
_FOOTER_SIZE = style.SMALL


@dataclass(frozen=True)
class Furniture:
    """The words in header and footer; their parts are separated by dots.

    Where they have no room the first part is shortened: at the right the shop's name, never the
    branch code after it. The band is what every page warns of.
    """

    header_left: tuple[str, ...] = ()
    header_right: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    band: str = ""


def draw_header(canvas: Any, furniture: Furniture) -> None:
    """Document and period at the left, shop and branch at the right, a rule beneath."""
    left = _joined(furniture.header_left, style.WIDTH * 0.5)
    room = style.WIDTH - typeset.width(left, style.SMALL) - 12
    right = _joined(furniture.header_right, room)
    pen.line(canvas, (style.SIDE, _HEADER_Y), pen.soft(left), style.SMALL)
    end = style.PAGE[0] - style.SIDE
    pen.line(canvas, (end, _HEADER_Y), pen.soft(right), style.SMALL, "right")
    pen.rule(canvas, (style.SIDE, _HEADER_Y - 10, end, _HEADER_Y - 10))


def draw_band(canvas: Any, furniture: Furniture, *, header: bool) -> None:
    """The warning across the page, between the header and the text, or in the header's place."""
    if not furniture.band:
        return
    y = _BAND_Y if header else _HEADER_Y - 4
    pen.fill(canvas, style.LOOK.warn_wash)
    canvas.rect(style.SIDE, y, style.WIDTH, _BAND_HEIGHT, stroke=0, fill=1)
    text = typeset.shortened(furniture.band, style.SMALL, style.WIDTH - 2 * style.PAD)
    pen.line(canvas, (style.SIDE + style.PAD, y + 4.2), text, style.SMALL)


def draw_footer(canvas: Any, furniture: Furniture, page: int) -> None:
    """Where the paper comes from, and room for its number: a form drawn when all are known."""
    y, end = _FOOTER_Y, style.PAGE[0] - style.SIDE
    pen.rule(canvas, (style.SIDE, y + 12, end, y + 12))
    for i, line in enumerate(_footer_lines(furniture.footer)):
        place = (style.SIDE, y - i * _FOOTER_SIZE * 1.2)
        pen.line(canvas, place, pen.soft(line), _FOOTER_SIZE)
    canvas.doForm(_form(page))


def _joined(parts: Sequence[str], room: float) -> str:
    """The parts on one line, the first shortened where they have no room."""
    first, *rest = [part for part in parts if part] or [""]
    tail = "".join(tr(" · ") + part for part in rest)
    left = room - typeset.width(tail, style.SMALL)
    if left >= _LEAST_NAME:
        return typeset.shortened(first, style.SMALL, left) + tail
    return typeset.shortened(first + tail, style.SMALL, room)


def _footer_lines(parts: Sequence[str]) -> list[str]:
    """The parts on one line, or the last on a line of its own: a code is not broken in two."""
    room, shown = style.WIDTH - 84, [part for part in parts if part]
    whole = tr(" · ").join(shown)
    if typeset.width(whole, _FOOTER_SIZE) <= room:
        return [whole]
    lines = (tr(" · ").join(shown[:-1]), shown[-1])
    return [typeset.shortened(line, _FOOTER_SIZE, room) for line in lines if line]


def _anchor_key(anchor: int) -> str:
    return f"part-{anchor}"


def _form(page: int) -> str:
    return f"page-{page}"


class PageCanvas(TaggedCanvas):
    """A canvas that numbers its pages once it knows how many there are."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._number = 0
        self._levels: list[int] = []
        self._anchors: dict[int, int] = {}
        self._places: dict[int, tuple[float, float]] = {}

    def begin_part(self, title: str, level: int, top: float) -> int:
        """Enter a heading in the outline; its depth from 1 on, one below its parent at most."""
        self._levels = [above for above in self._levels if above < level]
        self._levels.append(level)
        self._number += 1
        key = f"h{self._number}"
        self.bookmarkHorizontal(key, 0, top)
        self.addOutlineEntry(title, key, len(self._levels) - 1)
        return len(self._levels)

    def begin_anchor(self, anchor: int, top: float) -> None:
        """Remember where a part begins, for the contents that lead to it."""
        self.bookmarkHorizontal(_anchor_key(anchor), 0, top)
        self._anchors[anchor] = self.getPageNumber()

    def lead_to(self, anchor: int, box: tuple[float, float, float, float], x: float) -> None:
        """A link over a box, and at x the page it leads to: a form drawn when that is known."""
        self.linkRect("", _anchor_key(anchor), box, relative=1, thickness=0)
        self._places[anchor] = self.absolutePosition(x, box[1])
        left, foot = self.absolutePosition(0, 0)
        self.saveState()
        self.translate(-left, -foot)
        self.doForm(_anchor_key(anchor))
        self.restoreState()

    def save(self) -> None:
        """Write the page numbers, then the file."""
        last = self.getPageNumber() - 1
        for page in range(1, last + 1):
            self.beginForm(_form(page), 0, 0, *style.PAGE)
            place = (style.PAGE[0] - style.SIDE, _FOOTER_Y)
            text = tr("page {page} of {pages}", page=page, pages=last)
            pen.line(self, place, pen.soft(text), _FOOTER_SIZE, "right")
            self.endForm()
        for anchor, place in self._places.items():
            self.beginForm(_anchor_key(anchor), 0, 0, *style.PAGE)
            pen.line(self, place, pen.soft(str(self._anchors[anchor])), style.SMALL)
            self.endForm()
        super().save()
