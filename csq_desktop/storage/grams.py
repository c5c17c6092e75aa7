"""Text as the search sees it: folded alike in every script, and cut into n-grams.

Folding is NFKC, case folding and simplified characters for traditional ones, Hong Kong variants
included, so that either writing finds the other. Runs of Latin letters and digits give their
characters, pairs and triples; runs of any other letters give every character and every pair.
"""

import re
import unicodedata
from functools import cache

_RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x2A6E0))
_WIDE = 0xFEE0  # from an ASCII character to its full-width form
LATIN_LENGTHS = (1, 2, 3)
OTHER_LENGTHS = (1, 2)
MOST_GRAMS = 48  # of a query; the rows themselves are checked in any case


def folded(text: str) -> str:
    """The form two texts are compared in."""
    if text.isascii():
        return text.lower()
    even = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return even.translate(_simpler())


def grams(text: str) -> str:
    """All grams of a text, each once, ready for the index."""
    found: set[str] = set()
    for run in _RUN.findall(folded(text)):
        for length in LATIN_LENGTHS if run[0].isascii() else OTHER_LENGTHS:
            found.update(run[at : at + length] for at in range(len(run) - length + 1))
    return " ".join(sorted(found))


def wanted(words: list[str]) -> list[str]:
    """The grams a text must have to hold all the folded words; empty where grams cannot tell."""
    needed: dict[str, None] = {}
    for word in words:
        for run in _RUN.findall(word):
            longest = LATIN_LENGTHS[-1] if run[0].isascii() else OTHER_LENGTHS[-1]
            length = min(len(run), longest)
            needed.update((run[at : at + length], None) for at in range(len(run) - length + 1))
    return list(needed)[:MOST_GRAMS]


def pattern(word: str) -> str:
    """A GLOB that finds the folded word in text as it was typed."""
    return f"*{''.join(map(_one_of, word))}*"


def _one_of(character: str) -> str:
    alike = {character, character.upper(), *_variants().get(character, "")}
    if character.isascii():
        alike |= {chr(ord(one) + _WIDE) for one in tuple(alike) if "!" <= one <= "~"}
    single = sorted(one for one in alike if len(one) == 1)
    # GLOB takes ] for itself when it comes first, ^ and - when they come last
    return f"[{''.join(sorted(single, key='^-'.find))}]"


@cache
def _simpler() -> dict[int, str]:
    from opencc import OpenCC

    characters = [chr(code) for first, end in _HAN for code in range(first, end)]
    simple = OpenCC("hk2s").convert("\n".join(characters)).split("\n")
    once = {ord(one): other for one, other in zip(characters, simple, strict=True) if one != other}
    return {code: other.translate(once) for code, other in once.items()}


@cache
def _variants() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, simple in _simpler().items():
        found[simple] = found.get(simple, "") + chr(code)
    return found
