"""What a document in two languages leaves out in one of them, and figures that differ in them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from difflib import SequenceMatcher
from enum import Enum

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.paper.charts import ChartSpec
from csq_desktop.domain.words.wording import month_name
from csq_desktop.reports.paper.document import Document
from csq_desktop.texts import speaking

SHARED = 12  # letters: no word of two languages is so long
UNCOUNTED = ("1", "1,000")
"""Numbers that one language has in words: one complaint, a thousand sales."""
NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def halves(first: Document, second: Document, both: Document) -> list[str]:
    """Faults of a document in two languages; the others say the same in one language each."""
    said = _letters("".join(_texts(both.blocks)))
    unsaid = (
        f"{text!r} is not said"
        for one, other in zip(_texts(first.blocks), _texts(second.blocks), strict=True)
        for text in (one, *_own(other, one))
        if _letters(text) not in said
    )
    return [*unsaid, *_other_figures(first, second)]


def _own(text: str, first: str) -> Iterator[str]:
    """Of a text its pieces that the first does not have: what both have may be quoted in short."""
    start = 0
    for block in SequenceMatcher(None, first, text, autojunk=False).get_matching_blocks():
        if block.size >= SHARED or not block.size:
            yield text[start : block.b]
            start = block.b + block.size


def _other_figures(first: Document, second: Document) -> Iterator[str]:
    """Texts whose numbers are not those of the same text in the other language."""
    pairs = zip(_texts(first.blocks), _texts(second.blocks), strict=True)
    for one, other in pairs:
        if _numbers(one) != _numbers(other):
            yield f"{one!r} and {other!r} have other figures"


def _numbers(text: str) -> Counter[str]:
    with speaking("en"):
        months = {month_name(Month(2026, n)): n for n in range(1, 13)}
    for name, n in months.items():
        text = re.sub(rf"\b(?:{name}|{name[:3]})\b", str(n), text)
    return Counter(number for number in NUMBER.findall(text) if number not in UNCOUNTED)


def _texts(part: object) -> Iterator[str]:
    """Every text of some blocks, those in several weights piece by piece; of charts the caption."""
    if isinstance(part, str):
        if not isinstance(part, Enum):
            yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _texts(each)
    elif is_dataclass(part) and not isinstance(part, ChartSpec):
        for field in fields(part):
            if field.name not in ("align", "mark"):
                yield from _texts(getattr(part, field.name))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
