"""What a passphrase must be: long enough, and not mostly made of words anybody would try."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from csq_desktop import paths
from csq_desktop.errors import UserError
from csq_desktop.storage.keys.kdf import normalised
from csq_desktop.texts import tr

SHORTEST = 15
LONGEST = 128
OWN_CHARACTERS = 8  # that must be left once the words anybody would try are taken out
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHORTEST_RUN = 4
_LOOKS_LIKE = str.maketrans("013457@$!", "oleastasi")
_REPEATED = re.compile(r"(.+?)\1+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def check(passphrase: str, *, also_forbidden: Iterable[str] = ()) -> None:
    """UserError unless the passphrase may be used; pass the store's, shop's and user's names.

    It must have 15 to 128 characters after NFC. Then listed words (common passphrases, Hong Kong
    districts, words of the trade), the names passed in, keyboard runs and repetitions are taken
    out, whatever their case, spacing or look-alike digits; fewer than 8 characters left means it
    is mostly that word. A listed word beside words of one's own does no harm.
    """
    length = len(normalised(passphrase))
    if length < SHORTEST:
        raise UserError(
            tr(
                "Use at least {n} characters: four or five words in a row are easy to remember.",
                n=SHORTEST,
            )
        )
    if length > LONGEST:
        raise UserError(tr("Use at most {n} characters.", n=LONGEST))
    if own_characters(passphrase, also_forbidden) < OWN_CHARACTERS:
        raise UserError(
            tr(
                "Too easy to guess: it is mostly a district, the shop’s name or a "
                "common passphrase. Add words of your own."
            )
        )


def own_characters(passphrase: str, also_forbidden: Iterable[str] = ()) -> int:
    """How many characters are left without listed words, runs and repetitions."""
    words = {*_listed(), *_parts(also_forbidden)}
    folded = _folded(passphrase)
    plain = _left(folded, words)
    lookalike = _left(
        folded.translate(_LOOKS_LIKE), {word.translate(_LOOKS_LIKE) for word in words}
    )
    return min(plain, lookalike)


def _left(text: str, words: set[str]) -> int:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    rest = re.sub("|".join(map(re.escape, longest_first)), "\0", text)
    return len(_REPEATED.sub(r"\1", rest.replace("\0", "")))


def _folded(text: str) -> str:
    """Letters and digits alone, in one case and one width; @ $ ! stay, they stand for letters."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in wide if sign.isalnum() or sign in "@$!")


def _parts(names: Iterable[str]) -> Iterator[str]:
    """Each name as a whole and word by word; too short a word would forbid too much."""
    for name in names:
        for part in (name, *re.split(r"[\W_]+", name)):
            word = _folded(part)
            if len(word) >= (2 if _HAN.search(word) else 3):
                yield word


@cache
def _listed() -> frozenset[str]:
    folder = paths.resources() / "wordlists"
    lines = [
        line
        for file in sorted(folder.glob("*.txt"))
        for line in file.read_text("utf-8").split("\n")
    ]
    words = _parts_of_lines(line for line in lines if not line.startswith("#"))
    return frozenset({*words, *_runs()})


def _parts_of_lines(lines: Iterable[str]) -> Iterator[str]:
    return (word for word in map(_folded, lines) if word)


def _runs() -> Iterator[str]:
    for row in _ROWS:
        for start in range(len(row)):
            for end in range(start + _SHORTEST_RUN, len(row) + 1):
                yield row[start:end]
                yield row[start:end][::-1]
