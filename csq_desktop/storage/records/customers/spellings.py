"""Keys of a file found in the store however their case and width were written there."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from csq_desktop.domain.words.names import name_key

Record = TypeVar("Record")
Spellings = Mapping[str, Collection[str]]
_BEYOND_ASCII = "*[^ -~]*"
_REMEMBERED = "unusual spellings"


def unusual(
    session: Session, column: InstrumentedAttribute[str], condition: ColumnElement[bool]
) -> Spellings:
    """The keys of the store that are in large and small letters, or beyond ASCII, by what they say.

    No index finds these by another spelling. Few stores have many: they are looked through once in
    a session, which is one look at the store.
    """
    remembered: dict[Any, Spellings] = session.info.setdefault(_REMEMBERED, {})
    if column not in remembered:
        mixed = and_(column != func.upper(column), column != func.lower(column))
        query = select(column).where(condition, or_(mixed, column.op("GLOB")(_BEYOND_ASCII)))
        by_meaning: defaultdict[str, set[str]] = defaultdict(set)
        for key in session.scalars(query):
            by_meaning[name_key(key)].add(key)
        remembered[column] = by_meaning
    return remembered[column]


def spellings(keys: Iterable[str], unusual_ones: Spellings) -> set[str]:
    """The keys, and the ways in which the store may have them."""
    wanted = set(keys)
    for key in tuple(wanted):
        plain = key if key.isascii() else unicodedata.normalize("NFKC", key)
        wanted |= {plain, plain.upper(), plain.lower(), *unusual_ones.get(name_key(key), ())}
    return wanted


def by_key(
    keys: Collection[str], stored: Iterable[tuple[str, Record]], *, unclear: Record | None = None
) -> dict[str, Record]:
    """What the store has by the keys asked for, the very spelling first; the last of several.

    With `unclear`, that is the answer for a key that several others say, and none is written so.
    """
    exact = dict(iter(stored))
    alike: dict[str, Record] = {}
    for key, record in exact.items():
        meaning = name_key(key)
        alike[meaning] = record if unclear is None or meaning not in alike else unclear
    return {
        key: exact[key] if key in exact else alike[name_key(key)]
        for key in keys
        if key in exact or name_key(key) in alike
    }
