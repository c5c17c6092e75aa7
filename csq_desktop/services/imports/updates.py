"""Rows of a file that change what the store has, found there and handed to their kind."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.domain.imports.rows import Plain
from csq_desktop.exchange.matching.sameness import Key, own_number
from csq_desktop.exchange.matching.verdicts import changes, filled
from csq_desktop.services.imports.changes import Changed, RowChanges
from csq_desktop.services.imports.kinds.register import kind_of
from csq_desktop.services.imports.rows import ImportContext
from csq_desktop.services.imports.stored import ChangedRow, StoredRow

Planned = Sequence[tuple[Plain, ...]]


class Updater:
    """Changes the rows of a kind that the store has already."""

    def __init__(self, session: Session, mapping: ImportMapping, rules: ImportContext) -> None:
        self._session, self._mapping = session, mapping
        self._keys, self._kind = mapping.keys, kind_of(mapping.kind)
        self._work = RowChanges(session, rules, mapping.keys)

    def apply(self, planned: Planned) -> None:
        """Change some rows."""
        if planned:
            self._kind.change(self._work, self._changed_rows(planned))

    def _changed_rows(self, planned: Planned) -> Changed:
        """The stored rows meant, each with the fields that differ."""
        keyed = [(values, self._keys_of(values)) for values in planned]
        asked = [key for _, keys in keyed for key in keys if key]
        rows = self._kind.stored(self._session, self._mapping, asked)
        return [
            self._changed(next(rows[key] for key in keys if key in rows), values)
            for values, keys in keyed
        ]

    def _changed(self, row: StoredRow, values: tuple[Plain, ...]) -> ChangedRow:
        by_key = dict(zip(self._keys, values, strict=True))
        return ChangedRow(row, changes(by_key, row.held), filled(by_key))

    def _keys_of(self, values: tuple[Plain, ...]) -> Sequence[Key]:
        """By what a row may be found: its unique field first, its number here where that is not."""
        cells = dict(zip(self._keys, values, strict=True))
        parts = tuple(cells[key] for key in self._mapping.unique_keys)
        unique = parts if len(parts) > 1 else next(iter(parts), "")
        return (unique, own_number(cells.get(self._mapping.kind.declared.finding)) or "")
