"""Rows of a file that change what the store has, found there and handed to their kind."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.domain.imports.rows import Plain
from csq_desktop.exchange.matching.sameness import Key, row_key
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
        keyed = {self._key(values): values for values in planned}
        rows = self._kind.stored(self._session, self._mapping, keyed)
        return [self._changed(row, keyed[key]) for key, row in rows.items()]

    def _changed(self, row: StoredRow, values: tuple[Plain, ...]) -> ChangedRow:
        by_key = dict(zip(self._keys, values, strict=True))
        return ChangedRow(row, changes(by_key, row.held), filled(by_key).keys())

    def _key(self, values: tuple[Plain, ...]) -> Key:
        cells = dict(zip(self._keys, values, strict=True))
        parts = [cells[key] for key in self._mapping.unique_keys]
        return row_key(parts, cells.get(self._mapping.kind.declared.finding))
