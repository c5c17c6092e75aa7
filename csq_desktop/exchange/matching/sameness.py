"""Rows that are the same as an earlier one, or about a customer who is here already."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from csq_desktop.domain.imports.rows import Columns, Plain, Reason
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.domain.words.names import name_key
from csq_desktop.texts import mark, tr

SAME_PERSON = mark("The same {field} and name as {value}.")
OTHER_NAME = mark("The same {field} as {value}, under another name.")
_ALIKE = 85.0
_EMPTY: tuple[Plain, ...] = ("", None)

Key = Plain | bytes | tuple[Plain, ...]


class OwnNumber(NamedTuple):
    """The key of a row that has nothing but the number that its record was given here."""

    number: str


def own_number(number_here: Plain) -> OwnNumber | None:
    """The key of a row by its number here, None where it has none."""
    number = unicodedata.normalize("NFKC", str(number_here or "")).strip().upper()
    return OwnNumber(number) if number else None


class Twin(NamedTuple):
    """Somebody with the same telephone or e-mail: where, such as a customer's number, and name."""

    where: str
    name: str


Ask = Callable[[str, Collection[str]], Mapping[str, Twin]]


class Keys:
    """The keys of all rows so far, each with the number of its first row.

    Until a key comes twice a plain set is enough, which takes a third of the time of a table.
    """

    def __init__(self) -> None:
        self._taken: set[Key] = set()
        self._chunks: list[tuple[Sequence[Key], Sequence[int]]] = []
        self._first_rows: dict[Key, int] | None = None

    def take_all(self, keys: Sequence[Key], numbers: Sequence[int]) -> bool:
        """Remember a whole chunk at once, if none of its keys is empty, repeated or known."""
        if self._first_rows is not None:
            return self._take_slowly(keys, numbers, self._first_rows)
        before = len(self._taken)
        self._taken.update(keys)
        fresh = len(self._taken) == before + len(keys) and self._taken.isdisjoint(_EMPTY)
        if fresh:
            self._chunks.append((keys, numbers))
        else:
            self._tabulate()
        return fresh

    @staticmethod
    def _take_slowly(
        keys: Sequence[Key], numbers: Sequence[int], first_rows: dict[Key, int]
    ) -> bool:
        distinct = set(keys)
        fresh = len(distinct) == len(keys) and distinct.isdisjoint(_EMPTY)
        if fresh and first_rows.keys().isdisjoint(distinct):
            first_rows.update(zip(keys, numbers, strict=True))
            return True
        return False

    def _tabulate(self) -> dict[Key, int]:
        if self._first_rows is None:
            self._first_rows = {}
            for keys, numbers in self._chunks:
                self._first_rows.update(zip(keys, numbers, strict=True))
            self._taken, self._chunks = set(), []
        return self._first_rows

    def first_row(self, key: Key) -> int | None:
        """The earlier row with this key, None where there is none."""
        return self._tabulate().get(key)

    def take(self, key: Key, number: int) -> None:
        """Remember the key of one row, which is not left out."""
        self._tabulate()[key] = number


class Twins:
    """Telephones and e-mails of the customers in the file so far, and the store's answers."""

    def __init__(self, fields: Iterable[TargetField], ask: Ask | None) -> None:
        self._fields = {field.key: field for field in fields}
        self._seen: dict[str, dict[Plain, tuple[int, Plain]]] = {key: {} for key in self._fields}
        self._ask = ask
        self._stored: dict[str, Mapping[str, Twin]] = {}

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields by which twins are recognised."""
        return tuple(self._seen)

    def look(self, columns: Columns) -> bool:
        """Ask the store about a chunk; whether any of its rows may be somebody's twin."""
        suspects = [self._look(key, columns[key]) for key in self._seen]
        return any(suspects)

    def _look(self, key: str, cells: Sequence[Plain]) -> bool:
        filled = [cell for cell in cells if isinstance(cell, str) and cell]
        distinct = set(map(folded, filled))
        self._stored[key] = self._ask(key, set(filled)) if self._ask and distinct else {}
        seen_before = not self._seen[key].keys().isdisjoint(distinct)
        return seen_before or len(distinct) < len(filled) or bool(self._stored[key])

    def take_all(self, columns: Columns, numbers: Sequence[int]) -> None:
        """Remember a whole chunk at once."""
        for key, seen in self._seen.items():
            names = columns.get("name") or [""] * len(numbers)
            cells = map(folded, columns[key])
            seen.update(zip(cells, zip(numbers, names, strict=True), strict=True))

    def take(self, columns: Columns, place: int, number: int) -> None:
        """Remember a row, which is not left out, where nobody before it has its cells."""
        name = columns["name"][place] if "name" in columns else ""
        for key, seen in self._seen.items():
            if columns[key][place]:
                seen.setdefault(folded(columns[key][place]), (number, name))

    def reason(self, columns: Columns, place: int) -> Reason | None:
        """Why a row may be about somebody known; blocking when the name is alike too."""
        name = columns["name"][place] if "name" in columns else ""
        warning = None
        for key in self._seen:
            cell = columns[key][place]
            twin = self._twin(key, cell) if cell else None
            if twin is not None:
                field = self._fields[key]
                if _alike(name, twin.name):
                    return Reason(SAME_PERSON, field, twin.where)
                warning = warning or Reason(OTHER_NAME, field, twin.where, blocks=False)
        return warning

    def _twin(self, key: str, cell: Plain) -> Twin | None:
        stored = self._stored[key].get(str(cell))
        if stored is not None:
            return stored
        row, other = self._seen[key].get(folded(cell), (0, ""))
        return Twin(tr("row {n}", n=row), str(other or "")) if row else None


def folded(cell: Plain) -> Plain:
    """A cell as keys are compared: without differences of case, width and blanks."""
    return name_key(cell) if isinstance(cell, str) else cell


def _alike(name: Plain, other: str) -> bool:
    """Whether two names may be one person's; an empty one may be anybody's."""
    from rapidfuzz import fuzz, utils

    if not name or not other:
        return True
    return fuzz.token_sort_ratio(str(name), other, processor=utils.default_process) >= _ALIKE
