"""Every box of text on the pages of the seven stores: whole, apart, framed, worth its page."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest

from csq_desktop.reports.packs import book
from csq_desktop.reports.packs.facts import Edition
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper import style, wording
from csq_desktop.reports.paper.blocks import Chart
from csq_desktop.reports.paper.document import Document
from csq_desktop.services.packs import facts
from csq_desktop.texts import LANGUAGES, speaking, tr
from tests.pdf_boxes import PrintedPage, PrintedText, read
from tests.services.packs.seven_stores import STORES

EDITIONS = (("en", ""), ("zh_HK", ""), ("zh_CN", ""), ("en", "zh_HK"))
QUIET = {"empty": 8, "one case": 10}
"""Most pages of a month in which little happened."""
FRAME = (style.FOOT, style.FOOT + style.HEIGHT)
PANELS = {style.LOOK.wash, style.LOOK.good_wash, style.LOOK.warn_wash, style.LOOK.bad_wash}
WHITE = 2 / 3  # of the height, empty: more than any cards with their chart that go over leave
NEVER_FIRST = "，。、；：？！）」』》・·%"
WORD = re.compile(r"[A-Za-z0-9][\w.,%/–-]*[\w%]", re.ASCII)
UNBREAKABLE = 20  # letters of a word that any column holds
ALIGNMENTS = {"left", "middle", "right"}
WRITTEN = tuple(f"What the shop wants its readers to know, in short line {n}" for n in range(40))


@pytest.mark.parametrize("name", STORES)
def test_nothing_breaks_on_any_page(name: str, tmp_path: Path) -> None:
    hard = STORES[name](tmp_path)
    with hard.store.reading() as session:
        months = {code: facts.gather(session, hard.month, code) for code in LANGUAGES}
    hard.store.close()
    written = WRITTEN if name == "long words" else ()
    faults = []
    for main, second in EDITIONS:
        voices = Voices(months[main], months.get(second), written, written[:10])
        document = book.document(voices, Edition())
        pages = read(document.pdf())
        with speaking(main):
            found = [*_faults(pages), *_cut_words(document, pages), *_short_remainders(pages)]
        faults += [f"{main} {second} {fault}" for fault in found]
        if name in QUIET and len(pages) > QUIET[name]:
            faults.append(f"{main} {second} has {len(pages)} pages")
    assert not faults, "\n".join(faults)


def _faults(pages: tuple[PrintedPage, ...]) -> Iterator[str]:
    for number, page in enumerate(pages, start=1):
        for check in CHECKS:
            for fault in check(page):
                yield f"page {number}: {fault}"
        body = list(_body(page))
        # The sheet to sign is the last one, and whole.
        if number > 1 and not any(text.text.strip().endswith("SSP01") for text in page.texts):
            yield f"page {number}: no branch code"
        if number < len(pages) - 1 and body[-1].place.bottom > FRAME[0] + style.HEIGHT * WHITE:
            yield f"page {number}: mostly white under {body[-1].text!r}"


def _body(page: PrintedPage) -> Iterator[PrintedText]:
    """What stands between header and footer."""
    low, high = FRAME
    return (text for text in page.texts if low - 20 < text.baseline < high + 20)


def _overlaps(page: PrintedPage) -> Iterator[str]:
    for first, second in combinations(page.texts, 2):
        across, up = first.place.overlap(second.place)
        if across > 0.3 and up > 0.3:
            yield f"{first.text!r} touches {second.text!r}"


def _outside(page: PrintedPage) -> Iterator[str]:
    left, right = style.SIDE - 1, style.PAGE[0] - style.SIDE + 1
    for text in page.texts:
        if text.place.left < left or text.place.right > right:
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
            for word in WORD.findall(text):
                if len(word) < UNBREAKABLE and word not in printed | ALIGNMENTS:
                    yield f"{word!r} of {text!r} is cut"


def _short_remainders(pages: tuple[PrintedPage, ...]) -> Iterator[str]:
    """Tables that go on with fewer than four rows, or without the heads of their columns."""
    mark = tr("{title} (continued)", title="")
    for number, page in enumerate(pages, start=1):
        for at, title in enumerate(page.texts):
            if title.text.strip().endswith(mark.strip()):
                below = [text for text in page.texts[at + 1 :] if text.baseline < title.baseline]
                if not below[0].bold:
                    yield f"page {number}: {title.text!r} has no heads"
                foot = next((text.place.top for text in below if text.size > 9.1), FRAME[0])
                levels = {
                    round(rule.bottom)
                    for rule in page.rules
                    if foot < rule.bottom < title.baseline and rule.right - rule.left > 400
                }
                if len(levels) < 5:
                    yield f"page {number}: {title.text!r} has {len(levels) - 1} rows"
