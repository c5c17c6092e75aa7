"""What is wrong with a printed page: words that touch, are cut, stand alone or have no room."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations

from csq_desktop.domain.paper.charts import SignSpec
from csq_desktop.reports.paper import style, wording
from csq_desktop.reports.paper.blocks import Block, Chart, PaperTable
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.typography.typeset import plain
from csq_desktop.texts import speaking, tr
from tests.pdf_boxes import PrintedPage, PrintedText, read

FRAME = (style.FOOT, style.FOOT + style.HEIGHT)
PANELS = {style.LOOK.wash, style.LOOK.good_wash, style.LOOK.warn_wash, style.LOOK.bad_wash}
WHITE = 2 / 3  # of the height, empty: more than any cards with their chart that go over leave
PACK_WHITE = 0.45  # the same in a pack, whose sections begin where there is room
NEVER_FIRST = "，。、；：？！）」』》・·%"
WORD = re.compile(r"[A-Za-z0-9][\w.,%/–-]*[\w%]", re.ASCII)
UNBREAKABLE = 20  # letters of a word that any column holds
HEADS = 80.0  # points under a title in which the heads of the columns stand
HIGH = 150.0  # points; fewer rows than four are worth a page when they are as high
ALIGNMENTS = {"left", "middle", "right"}


def faults(document: Document, pdf: bytes, white: float = WHITE) -> list[str]:
    """Each fault of the pages a document was printed on, with its page.

    No page but the last two may have so much `white` at its foot: the last is what is to be signed,
    all of it, and what has no room for that before it ends where it ends.
    """
    pages = read(pdf)
    with speaking(document.language):
        return [
            *_faults(pages, document, white),
            *_cut_words(document, pages),
            *_short_remainders(pages, document.second),
        ]


def _faults(pages: tuple[PrintedPage, ...], document: Document, white: float) -> Iterator[str]:
    branch = tuple(map(plain, document.furniture.header_right[-1:]))
    for number, page in enumerate(pages, start=1):
        for check in CHECKS:
            for fault in check(page):
                yield f"page {number}: {fault}"
        body = list(_body(page))
        ends = tuple(text.text.strip() for text in page.texts)
        if number > 1 and branch and not any(end.endswith(branch) for end in ends):
            yield f"page {number}: no branch code"
        if number < len(pages) - 1 and body[-1].place.bottom > FRAME[0] + style.HEIGHT * white:
            yield f"page {number}: mostly white under {body[-1].text!r}"


def _body(page: PrintedPage) -> Iterator[PrintedText]:
    """What stands between header, with the band under it, and footer."""
    low, high = FRAME
    return (text for text in page.texts if low - 20 < text.baseline < high + 8)


def _overlaps(page: PrintedPage) -> Iterator[str]:
    for first, second in combinations(page.texts, 2):
        across, up = first.place.overlap(second.place)
        if across > 0.3 and up > 0.3:
            yield f"{first.text!r} touches {second.text!r}"


def _outside(page: PrintedPage) -> Iterator[str]:
    right = style.PAGE[0] - style.SIDE + 1
    for text in page.texts:
        overhang = max(1.0, text.size * 0.08)  # a j begins left of its own place
        if text.place.left < style.SIDE - overhang or text.place.right > right:
            yield f"{text.text!r} reaches into the margin"
    low, high = FRAME
    for text in _body(page):
        if text.place.bottom < low - 1 or text.place.top > max(high, style.PAGE[1] - style.FOOT):
            yield f"{text.text!r} leaves the frame"


def _out_of_panels(page: PrintedPage) -> Iterator[str]:
    for colour, panel in page.grounds:
        for text in page.texts if colour in PANELS else ():
            across, up = text.place.overlap(panel)
            if across > 0.3 and up > 0.3 and not panel.holds(text.place, 0.6):
                yield f"{text.text!r} leaves its panel"


def _small(page: PrintedPage) -> Iterator[str]:
    for text in page.texts:
        if text.size < 8.99:
            yield f"{text.text!r} is set in {text.size:.1f} points"


def _lonely_heading(page: PrintedPage) -> Iterator[str]:
    *_, last = _body(page)
    if last.bold and last.size > style.CELL + 0.1:
        yield f"the heading {last.text!r} ends the page"


def _stray_marks(page: PrintedPage) -> Iterator[str]:
    for text in page.texts:
        before = (one for one in page.texts if abs(one.baseline - text.baseline) < 0.1)
        if text.text[0] in NEVER_FIRST and not any(
            one.place.left < text.place.left < one.place.right + 12 for one in before
        ):
            yield f"{text.text!r} begins with a mark"


CHECKS: tuple[Callable[[PrintedPage], Iterator[str]], ...] = (
    _overlaps,
    _outside,
    _out_of_panels,
    _small,
    _lonely_heading,
    _stray_marks,
)


def _cut_words(document: Document, pages: tuple[PrintedPage, ...]) -> Iterator[str]:
    """Words and numbers of the blocks that stand on no page in one piece."""
    printed = {word for page in pages for text in page.texts for word in WORD.findall(text.text)}
    for block in document.blocks:
        for text in () if isinstance(block, Chart) else wording.texts(block):
            for word in () if text in _spoken(block) else WORD.findall(text):
                if len(word) < UNBREAKABLE and word not in printed | ALIGNMENTS:
                    yield f"{word!r} of {text!r} is cut"


def _spoken(block: Block) -> set[str]:
    """What a table's signs say to who cannot see them: it is printed nowhere."""
    rows = block.rows if isinstance(block, PaperTable) else ()
    return {cell.title for row in rows for cell in row.cells if isinstance(cell, SignSpec)}


def _continued(language: str) -> str:
    with speaking(language):
        return tr("{title} (continued)", title="").strip()


def _short_remainders(pages: tuple[PrintedPage, ...], second: str) -> Iterator[str]:
    """Tables that go on with fewer than four low rows, or without the heads of their columns."""
    mark = tr("{title} (continued)", title="").strip()
    again = _continued(second) if second else ""
    for number, page in enumerate(pages, start=1):
        for at, first in enumerate(page.texts):
            if first.text.strip().endswith(mark):
                near = (text for text in page.texts if 0 < first.baseline - text.baseline < 40)
                ends = [text for text in near if again and text.text.strip().endswith(again)]
                title = ends[0] if ends else first
                below = [text for text in page.texts[at + 1 :] if text.baseline < title.baseline]
                if not any(text.bold for text in below if text.baseline > title.baseline - HEADS):
                    yield f"page {number}: {title.text!r} has no heads"
                foot = next((text.place.top for text in below if text.size > 9.1), FRAME[0])
                levels = {
                    round(rule.bottom)
                    for rule in page.rules
                    if foot < rule.bottom < title.baseline and rule.right - rule.left > 400
                }
                high = title.baseline - min(levels, default=title.baseline)
                if len(levels) < 5 and high < HIGH:
                    yield f"page {number}: {title.text!r} has {len(levels) - 1} rows"
