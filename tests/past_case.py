"""What rows held after each commit, read from the file, to compare a replay of the trail with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.replay import Knowledge, RowTrail
from csq_desktop.storage.audit import digests
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.audit.reconcile import compared_columns
from csq_desktop.storage.records.past import past, past_links
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.cases.actions import ActionRow
from csq_desktop.storage.tables.cases.letters import LetterRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.row import table_of

Rows = dict[int, dict[str, object]]

DERIVED = "name_key"
"""Made from the name, and kept nowhere once that was corrected."""


def kinds() -> dict[str, Kind]:
    """Every table that a record shown as it stood is made from."""
    subjects = (CustomerRow, ComplaintRow, LetterRow, ActionRow, IdentityRow)
    linked = [each.kind for row in subjects[:4] for each in past_links.kinds(str(row.__audit__))]
    return {kind.__tablename__: kind for kind in (*subjects, *linked)}


@dataclass
class Snapshots:
    """The rows of those tables after each commit, by the sequence of its last entry."""

    store: Store
    taken: dict[int, dict[str, Rows]] = field(default_factory=dict)

    def take(self) -> None:
        """Read every row as the file has it."""
        with self.store.reading(identities=True) as session:
            last = session.scalar(text("SELECT max(sequence) FROM audit_entry"))
            self.taken[int(last or 0)] = {
                name: _rows(session, kind) for name, kind in kinds().items()
            }

    def ever(self, name: str) -> set[int]:
        """The rows of a table that were there after any commit."""
        return {key for tables in self.taken.values() for key in tables[name]}

    @contextmanager
    def watching(self, patch: pytest.MonkeyPatch) -> Iterator[None]:
        """Take one after each commit of the store's own sessions."""
        writing = self.store.writing

        @contextmanager
        def watched(*args: Any, **facts: Any) -> Iterator[Session]:
            with writing(*args, **facts) as session:
                yield session
            self.take()

        patch.setattr(self.store, "writing", watched)
        yield
        patch.undo()


def _rows(session: Session, kind: Kind) -> Rows:
    columns, key = compared_columns(kind), digests.key_of(kind)
    names = [key, *columns]
    quoted = ", ".join(f'"{name}"' for name in names)
    rows = session.connection().exec_driver_sql(f"SELECT {quoted} FROM {table_of(kind).fullname}")
    return {
        row[0]: {
            name: columns[name].words(stored) or None
            for name, stored in zip(names[1:], row[1:], strict=True)
        }
        for row in rows
    }


def replayed(store: Store, snapshots: Snapshots) -> Iterator[tuple[str, RowTrail, int]]:
    """Every row with every commit after which it is compared."""
    with store.reading(identities=True) as session:
        for name, kind in kinds().items():
            trails = past.trails(session, kind, snapshots.ever(name))
            for sequence in snapshots.taken:
                past.add_earlier(session, kind, trails, sequence)
                for row in trails.values():
                    yield name, row, sequence


def unknown(store: Store, snapshots: Snapshots) -> set[tuple[str, str, Knowledge]]:
    """What is not known of rows; everything else has to be what the file held."""
    gaps = set()
    for name, row, sequence in replayed(store, snapshots):
        held = snapshots.taken[sequence][name].get(row.key)
        assert row.was_there(sequence) == (held is not None), (name, row.steps, sequence)
        for column, value in row.at(sequence).items() if held else ():
            assert held is not None
            if value.is_known:
                assert (value.words or None) == held[column], (name, column, sequence)
            elif column != DERIVED:
                gaps.add((name, column, value.knowledge))
    return gaps
