"""Lines that speak of a list and are no rows of it: totals, page numbers, who printed it when."""

import re
from functools import cache

from csq_desktop.paths import resources

_BETWEEN_WORDS = re.compile(r"[\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+")
_ONLY_SIGNS = re.compile(r"[^\w\s]{3,}")
_COMMENT = re.compile(r"\s*(?:#+|//|--)\s")


def speaks_of_list(text: str) -> bool:
    """Whether a text is what stands above, between and below the rows of printed lists."""
    words = _in_words(text)
    if not words:
        return _ONLY_SIGNS.fullmatch(text.strip()) is not None
    whole, beginnings = _phrases()
    begins = any(f"{words} ".startswith(f"{begin} ") for begin in beginnings)
    return words in whole or begins or _COMMENT.match(text) is not None


def is_remark(text: str) -> bool:
    """Whether a cell above a table is a remark or a label with its colon, and no heading."""
    plain = text.strip()
    return plain.endswith((":", "：")) or speaks_of_list(plain)


def is_several_words(text: str) -> bool:
    """Whether a text is of several words, as lines about a list are and numbers hardly ever."""
    words = _WORD.findall(text)
    return len(words) > 1 and max(map(len, words)) > 2


@cache
def _phrases() -> tuple[frozenset[str], tuple[str, ...]]:
    """What such lines say, in small letters and without numbers; and what some begin with."""
    listed = (resources() / "wordlists" / "totals.txt").read_text("utf-8").splitlines()
    beginnings = tuple(phrase.removesuffix(" *") for phrase in listed if phrase.endswith(" *"))
    return frozenset((*listed, *beginnings)), beginnings


def _in_words(text: str) -> str:
    """A text in small letters without its numbers and signs: “*** Sub-total: 2” is “sub total”."""
    return _BETWEEN_WORDS.sub(" ", text).strip().casefold()
