"""Text as the search sees it: folded alike in every script, and cut into n-grams.

Folding is NFKC, case folding and simplified characters for traditional ones, Hong Kong variants
included, so that either writing finds the other. Runs of Latin letters and digits give their
characters, pairs and triples; runs of any other letters give every character and every pair.
"""

import re
import unicodedata
from functools import cache, lru_cache
from operator import add

_RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x2A6E0))
_PLANE = [chr(code) for code in range(0x20, 0x10000) if not 0xD800 <= code < 0xE000]
UNEVEN = "\ue000"  # a gram of its own: folding this text moves its characters
LONGEST_LATIN = 3
LONGEST_OTHER = 2
MOST_GRAMS = 48  # of a query; the rows themselves are checked in any case


def folded(text: str) -> str:
    """The form two texts are compared in."""
    if text.isascii():
        return text.lower()
    # Twice: folding the case of a normalised text can give one that is not normalised.
    even = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return even.translate(_simpler())


def grams(text: str) -> str:
    """All grams of a text, each once, ready for the index."""
    even = folded(text)
    result = set() if text.isascii() or even == text.translate(_evenly()) else {UNEVEN}
    for run in _RUN.findall(even):
        if run.isascii():
            result.update(_of_latin(run))
        else:
            result.update(run)
            result.update(map(add, run, run[1:]))
    return " ".join(result)


@lru_cache(maxsize=8192)
def _of_latin(run: str) -> frozenset[str]:
    pairs = list(map(add, run, run[1:]))
    return frozenset({*run, *pairs, *map(add, pairs, run[2:])})


def required_grams(words: list[str]) -> list[str]:
    """The grams a text must have to hold all the folded words; empty where grams cannot tell."""
    needed: dict[str, None] = {}
    for word in words:
        for run in _RUN.findall(word):
            length = min(len(run), LONGEST_LATIN if run.isascii() else LONGEST_OTHER)
            needed.update((run[at : at + length], None) for at in range(len(run) - length + 1))
    # A single Latin letter or digit is in nearly every text: asking for it rules out little.
    telling = [gram for gram in needed if len(gram) > 1 or not gram.isascii()]
    return (telling or list(needed))[:MOST_GRAMS]


def pattern(word: str) -> str:
    """A GLOB that finds the folded word in text as it was typed."""
    return f"*{''.join(map(_one_of, word))}*"


def _one_of(character: str) -> str:
    alike = character + _variants().get(character, "")
    # GLOB takes ] for itself when it comes first, ^ and - when they come last
    return f"[{''.join(sorted(sorted(alike), key='^-'.find))}]" if alike != "^" else "^"


@cache
def _simpler() -> dict[int, str]:
    from opencc import OpenCC

    characters = [chr(code) for first, end in _HAN for code in range(first, end)]
    simple = OpenCC("hk2s").convert("\n".join(characters)).split("\n")
    once = {
        ord(character): other
        for character, other in zip(characters, simple, strict=True)
        if character != other
    }
    # Some simplified forms are simplified once more: folding a folded text must change nothing.
    return {code: other.translate(once) for code, other in once.items()}


@cache
def _evenly() -> dict[int, str]:
    """What single characters fold to, where that is one character too."""
    even = folded("\n".join(_PLANE)).split("\n")
    single = {ord(a): b for a, b in zip(_PLANE, even, strict=True) if len(b) == 1 and a != b}
    return _simpler() | single


@cache
def _variants() -> dict[str, str]:
    variants: dict[str, str] = {}
    for code, even in _evenly().items():
        variants[even] = variants.get(even, "") + chr(code)
    return variants
