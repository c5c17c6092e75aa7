"""Lists of ids too long for one statement, cut into parts."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

AT_ONCE = 2_000
T = TypeVar("T")


def in_parts(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """As many at once as one statement may name."""
    rest = iter(items)
    while some := list(islice(rest, AT_ONCE)):
        yield some
