"""Names as people type them, in the form in which they are kept and compared."""

import unicodedata
from functools import cache
from typing import TypeGuard

from csq_desktop.paths import resources

_BLANKS = str.maketrans(dict.fromkeys("\u115f\u1160\u2800\u3164\uffa0", " "))
"""Letters that show nothing, for Python printable as any other."""
_UNSEEN = ("Cc", "Cf")  # control and format characters: marks of direction, blanks without width


def is_whole_text(value: object) -> TypeGuard[str]:
    """Whether a value out of JSON is a text that can be written: JSON may hold half a character."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def one_line(text: str) -> str:
    """A text on one line, without stray blanks and without marks that nobody sees."""
    text = text.translate(_BLANKS) if not text.isascii() else text
    if text.isprintable():
        return " ".join(text.split())
    seen = (sign for sign in text if sign.isspace() or unicodedata.category(sign) not in _UNSEEN)
    return " ".join("".join(seen).split())


def name_key(name: str) -> str:
    """A name without differences of blanks, of upper and lower case, and of full and half width.

    Revision s0012 of the store matched the owners of older releases by the same rule.
    """
    return unicodedata.normalize("NFKC", one_line(name)).casefold()


@cache
def titles() -> frozenset[str]:
    """What a name is addressed with and is no part of it, in small letters."""
    listed = (resources() / "wordlists" / "titles.txt").read_text("utf-8")
    return frozenset(listed.split())
