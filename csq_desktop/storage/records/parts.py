"""Lists of ids too long for one statement or one breath, cut into parts."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

AT_ONCE = 2_000
_IDS_AT_ONCE = 10_000
T = TypeVar("T")


def in_parts(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """As many at once as one statement may name."""
    rest = iter(items)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def ids_of(session: Session, query: Select[int], limit: int | None = None) -> "array[int]":
    """The ids a query gives. All at once, a million of them would hold up every other thread."""
    query = query if limit is None else query.limit(limit)
    return array("q", session.scalars(query, execution_options={"yield_per": _IDS_AT_ONCE}))
