"""What stands around the text of every page: header, footer, page x of y."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from csq_desktop.reports.paper import pen, style
from csq_desktop.reports.paper.structure import Element, TaggedCanvas
from csq_desktop.reports.typography import typeset
from csq_desktop.reports.typography.typeset import Text, TextSpan
from csq_desktop.texts import speaking, tr

_HEADER_Y = style.PAGE[1] - 44
_BAND_Y, _BAND_HEIGHT = _HEADER_Y - 26, 14.0
_BAND_STEP = style.SMALL * 1.25
_FOOTER_Y = 36.0
_LEAST_NAME = 40.0  # points; a name shortened further says nothing
_FOOTER_SIZE = style.SMALL


@dataclass(frozen=True)
class Furniture:
    """The words in header and footer; their parts are separated by dots.

    Where they have no room the first part is shortened: at the right the shop's name, never the
    branch code after it. The band is what every page warns of. `footer_again` and
    `band_again` say the same in the document's `second` language.
    """

    header_left: tuple[Text, ...] = ()
    header_right: tuple[Text, ...] = ()
    footer: tuple[str, ...] = ()
    band: str = ""
    footer_again: tuple[str, ...] = ()
    band_again: str = ""
    second: str = ""

    def again(self, text: str) -> TextSpan:
        """A text in the second language."""
        return TextSpan(text, language=self.second)


def draw_header(canvas: Any, furniture: Furniture) -> None:
    """Document and period at the left, shop and branch at the right, a rule beneath."""
    y = _HEADER_Y + (_BAND_STEP if furniture.band_again else 0.0)  # a band of two lines has room
    whole = typeset.width(_joined(furniture.header_right, style.WIDTH), style.SMALL)
    left = _joined(furniture.header_left, max(style.WIDTH * 0.5, style.WIDTH - whole - 12))
    room = style.WIDTH - typeset.width(left, style.SMALL) - 12
    right = _joined(furniture.header_right, room)
    pen.line(canvas, (style.SIDE, y), pen.soft(left), style.SMALL)
    end = style.PAGE[0] - style.SIDE
    pen.line(canvas, (end, y), pen.soft(right), style.SMALL, "right")
    pen.rule(canvas, (style.SIDE, y - 10, end, y - 10))


def draw_band(canvas: Any, furniture: Furniture, *, header: bool) -> None:
    """The warning across the page, between the header and the text, or in the header's place."""
    if not furniture.band:
        return
    y, again = _BAND_Y if header else _HEADER_Y - 4, furniture.again(furniture.band_again)
    bands = [band for band in (TextSpan(furniture.band), again) if band.text]
    pen.fill(canvas, style.LOOK.warn_wash)
    high = _BAND_HEIGHT + (len(bands) - 1) * _BAND_STEP
    canvas.rect(style.SIDE, y, style.WIDTH, high, stroke=0, fill=1)
    for row, band in zip(range(len(bands))[::-1], bands, strict=True):
        text = typeset.fitted(band, style.SMALL, style.WIDTH - 2 * style.PAD)
        pen.line(canvas, (style.SIDE + style.PAD, y + 4.2 + row * _BAND_STEP), text, style.SMALL)


def draw_footer(canvas: Any, furniture: Furniture, page: int) -> None:
    """Where the paper comes from, and room for its number: a form drawn when all are known."""
    y, end = _FOOTER_Y, style.PAGE[0] - style.SIDE
    pen.rule(canvas, (style.SIDE, y + 12, end, y + 12))
    for i, line in enumerate(_footer_in_both(furniture)):
        place = (style.SIDE, y - i * _FOOTER_SIZE * 1.2)
        pen.line(canvas, place, pen.soft(line), _FOOTER_SIZE)
    canvas.doForm(_form(page))


def _joined(parts: Sequence[Text], room: float) -> Text:
    """The parts on one line, the first shortened where they have no room."""
    first, *rest = [part for part in parts if part] or [""]
    tail = tuple(span for part in rest for span in (TextSpan(tr(" · ")), *typeset.spans(part)))
    left = room - typeset.width(tail, style.SMALL)
    if left >= _LEAST_NAME:
        return (*typeset.fitted(first, style.SMALL, left), *tail)
    return typeset.fitted((*typeset.spans(first), *tail), style.SMALL, room)


def _footer_in_both(furniture: Furniture) -> list[Text]:
    """The footer; in two languages a line for each, what both share at the end of the second."""
    if not furniture.footer_again:
        return list(_footer_lines(furniture.footer))
    *own, shared = [part for part in furniture.footer if part]
    *again, last = [part for part in furniture.footer_again if part]
    with speaking(furniture.second):
        second = furniture.again(tr(" · ").join((*again, last)))
    lines = (TextSpan(tr(" · ").join((*own, shared) if len(own) < 2 else own)), second)
    return [typeset.fitted(line, _FOOTER_SIZE, style.WIDTH - 84) for line in lines]


def _footer_lines(parts: Sequence[str]) -> list[str]:
    """The parts on one line, or the last on a line of its own: a code is not broken in two."""
    room, shown = style.WIDTH - 84, [part for part in parts if part]
    whole = tr(" · ").join(shown)
    if typeset.width(whole, _FOOTER_SIZE) <= room:
        return [whole]
    lines = (tr(" · ").join(shown[:-1]), shown[-1])
    return [typeset.shortened(line, _FOOTER_SIZE, room) for line in lines if line]


def _page_text(page: int, pages: int) -> str:
    return tr("page {page} of {pages}", page=page, pages=pages)


def _anchor_key(anchor: int) -> str:
    return f"part-{anchor}"


def _number_key(at: int) -> str:
    return f"number-{at}"


def _form(page: int) -> str:
    return f"page-{page}"


class PageCanvas(TaggedCanvas):
    """A canvas that numbers its pages once it knows how many there are."""

    def __init__(self, *args: Any, second: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self._second = second
        self._number = 0
        self._levels: list[int] = []
        self._anchors: dict[int, int] = {}
        self._places: list[tuple[int, tuple[float, float]]] = []

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

    def lead_to(
        self, anchor: int, link: Element, box: tuple[float, float, float, float], x: float
    ) -> None:
        """A link over a box, and at x the page it leads to: a form drawn when that is known."""
        self.link(link, _anchor_key(anchor), box)
        left, foot = self.absolutePosition(0, 0)
        self.saveState()
        self.translate(-left, -foot)
        self.doForm(_number_key(len(self._places)))
        self.restoreState()
        self._places.append((anchor, self.absolutePosition(x, box[1])))

    def save(self) -> None:
        """Write the page numbers, then the file."""
        last = self.getPageNumber() - 1
        for page in range(1, last + 1):
            self.beginForm(_form(page), 0, 0, *style.PAGE)
            place = (style.PAGE[0] - style.SIDE, _FOOTER_Y)
            pen.line(self, place, pen.soft(_page_text(page, last)), _FOOTER_SIZE, "right")
            if self._second:
                with speaking(self._second):
                    words = _page_text(page, last)
                text = pen.soft(TextSpan(words, language=self._second))
                place = (place[0], place[1] - _FOOTER_SIZE * 1.2)
                pen.line(self, place, text, _FOOTER_SIZE, "right")
            self.endForm()
        for at, (anchor, place) in enumerate(self._places):
            self.beginForm(_number_key(at), 0, 0, *style.PAGE)
            pen.line(self, place, pen.soft(str(self._anchors[anchor])), style.SMALL)
            self.endForm()
        super().save()
