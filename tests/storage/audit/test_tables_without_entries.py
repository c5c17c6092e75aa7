"""Tables of which the audit trail tells nothing: what else shows that one of their fields changed.

With test_every_column.py this walks the whole schema: a new table is in one of both.
"""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Column, LargeBinary, String

from csq_desktop.domain.complaints.facts import Filter
from csq_desktop.domain.evidence.facts import NewEvidence
from csq_desktop.services.complaints import views
from csq_desktop.services.evidence import evidence, picking
from csq_desktop.services.stores import checks
from csq_desktop.storage import tables
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.audit import SIGNATURE_TRIGGERS, TRIGGERS
from csq_desktop.storage.tables.row import ROWS, CheckedBy, Worded, table_of
from tests.factory import FixedClock, open_store
from tests.services.small_shop import Hand, set_up

tables.import_all()
KINDS: dict[str, Any] = {name: kind for name, kind in ROWS.items() if kind.__audit__ is None}
LINES = {
    CheckedBy.TRAIL: {"audit_trail"},
    CheckedBy.FILES: {"evidence"},
    CheckedBy.RECOUNT: {"sums", "balance"},
    CheckedBy.REFERENCES: {"references"},
    CheckedBy.KEY_FILE: {"key_file_copy"},
}
# Nothing that counts or is shown stands here: numbers of commits, forms not yet saved, and the
# counter of ids, which may leave out some.
NOT_WALKED = {
    *("vault_redo", "vault_commit", "vault_mark"),
    *("draft", "vault_draft"),
    "sequence_counter",
}
# One row, which is read whatever its id is; and an edition that is compared at each opening, before
# anything is written. Only supervisors can write to either.
NOT_IN_A_CHECK = {"trail_anchor.id", "trail_anchor.edition"}
ROW = {
    "complaint_sum": "WHERE count > 0",
    "pledge_sum": "WHERE met > 0",
    "audit_entry": "ORDER BY sequence DESC",
}
COLUMNS = [
    (name, column)
    for name, kind in sorted(KINDS.items())
    if kind.__checked__ in LINES
    for column in table_of(kind).columns
    if f"{name}.{column.name}" not in NOT_IN_A_CHECK
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    clock = FixedClock()
    opened = open_store(tmp_path_factory.mktemp("walked"), source=clock)
    set_up(opened)
    Hand(opened, clock, random.Random(3)).work(60)
    with opened.writing() as session:
        (case,) = views.first_lines(session, Filter(), 1)
        for shows_people in (True, False):
            new = NewEvidence("letter", shows_people=shows_people)
            evidence.add(session, case.id, [picking.of_bytes(b"A letter")], new)
    opened.keep_anchor()
    with opened._driver() as driver:
        for name in (*TRIGGERS, *SIGNATURE_TRIGGERS):
            driver.execute(f"DROP TRIGGER {name}")
    yield opened
    opened.close()


def wrong(store: Store) -> set[str]:
    """The lines of a check of the records that are not sound."""
    with store.reading(identities=True) as session:
        lines = checks._records(session, None, identities=True)
        return {line.name for line in lines if not line.sound}


def other(column: Column[Any], value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(column.type, String | Worded):
        return f"{value or ''}x"
    return (value or b"") + b"x" if isinstance(column.type, LargeBinary) else (value or 0) + 100


def test_every_table_is_walked_or_stands_here_with_its_reason() -> None:
    not_walked = {
        name
        for name, kind in KINDS.items()
        if kind.__checked__ not in LINES and kind.__checked__ is not CheckedBy.ENTRIES
    }
    assert not_walked == NOT_WALKED
    by_entries = {n for n, kind in KINDS.items() if kind.__checked__ is CheckedBy.ENTRIES}
    assert by_entries == {"bulk_digest", "record_salt", "vault_record_salt"}


def test_a_store_that_nobody_touched_is_sound(store: Store) -> None:
    assert wrong(store) == set()


@pytest.mark.parametrize(("name", "column"), COLUMNS, ids=[str(each[1]) for each in COLUMNS])
def test_one_update_of_any_column_is_found(store: Store, name: str, column: Column[Any]) -> None:
    table = table_of(KINDS[name])
    names = [each.name for each in table.columns]
    where = " AND ".join(f'"{each}" IS ?' for each in names)
    with store._driver() as driver:
        found = driver.execute(f"SELECT * FROM {table.fullname} {ROW.get(name, '')} LIMIT 1")
        row = dict(zip([each[0] for each in found.description], found.fetchone(), strict=True))
        was = [row[each] for each in names]
        changed = [other(column, row[each]) if each == column.name else row[each] for each in names]
        statement = f'UPDATE {table.fullname} SET "{column.name}" = ? WHERE {where}'
        assert driver.execute(statement, (changed[names.index(column.name)], *was)).rowcount == 1
    assert wrong(store) & LINES[KINDS[name].__checked__]
    with store._driver() as driver:
        driver.execute(statement, (row[column.name], *changed))
