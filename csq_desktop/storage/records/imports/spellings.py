"""Keys of a file found in the store however their case and width were written there."""

import unicodedata
from collections.abc import Collection, Iterable
from typing import TypeVar

from csq_desktop.domain.names import name_key

Record = TypeVar("Record")


def spellings(keys: Iterable[str]) -> set[str]:
    """The keys, and the ways in which the store most likely has them: an index finds no others."""
    wanted = set(keys)
    for key in tuple(wanted):
        plain = key if key.isascii() else unicodedata.normalize("NFKC", key)
        wanted |= {plain, plain.upper(), plain.lower()}
    return wanted


def by_key(keys: Collection[str], stored: Iterable[tuple[str, Record]]) -> dict[str, Record]:
    """What the store has by the keys asked for, the very spelling first; the last of several."""
    exact = dict(iter(stored))
    alike = {name_key(key): record for key, record in exact.items()}
    return {
        key: exact[key] if key in exact else alike[name_key(key)]
        for key in keys
        if key in exact or name_key(key) in alike
    }
