"""Hole 2 of the first attack: one UPDATE with the store's key, on any column of any table.

The tests walk the schema: a new column is compared with the trail from its first day on, or red.
Each table gets a row for every way into it, with all fields filled and with as few as it allows.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Float, LargeBinary, String
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.users import Role
from csq_desktop.storage import tables
from csq_desktop.storage.audit import authors, bulk, digests, reconcile
from csq_desktop.storage.audit.reconcile import Differs, TrailDifference
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.row import (
    Day,
    Json,
    Moment,
    MonthCode,
    Row,
    VaultRow,
    Worded,
    table_of,
)
from tests.factory import START, open_store, user

Kind = type[Row | VaultRow]
Values = dict[str, Any]
FIRST = 900_000
SINGLE, BULK, SINGLE_IN_BULK, BULK_SINGLY, BARE_SINGLE, BARE_BULK = range(FIRST, FIRST + 6)
tables.import_all()
_SORTED = [*Row.metadata.sorted_tables, *VaultRow.metadata.sorted_tables]
AUDITED: list[Any] = sorted(
    reconcile.compared(identities=True),
    key=lambda kind: _SORTED.index(table_of(kind)),  # those that others refer to come first
)
MAKERS: Mapping[Any, Callable[[int], object]] = {
    Worded: lambda n: f"word {n}",
    Json: lambda n: {"n": n},
    Moment: lambda n: START + timedelta(seconds=n % 1_000_000),
    MonthCode: lambda n: Month(2000 + n % 90, 1 + n % 12),
    Day: lambda n: date.fromordinal(730_000 + n % 9_000),
    Boolean: lambda n: n % 2 == 0,
    Float: lambda n: n + 0.5,
    LargeBinary: lambda n: b"bytes %d" % n,
    String: lambda n: f"text {n}",
}


def value(column: Column[Any], number: int) -> Any:
    """Some valid value of a column, as a row has it; the next number gives another one."""
    if isinstance(column.type, Worded):
        kind: Any = column.type.kind
        words = list(kind)
        return words[number % len(words)]
    for type_, make in MAKERS.items():
        if isinstance(column.type, type_):
            return make(number)
    return number


def filled(kind: Kind, number: int, shift: int = 0) -> Values:
    """A row with every field filled; another shift gives other values under the same keys."""
    columns = table_of(kind).columns
    keys = {column.name for column in columns if column.primary_key or column.foreign_keys}
    values = {
        column.name: value(column, number if column.name in keys else number + shift)
        for column in columns
    }
    return values | dict.fromkeys(authors.actors(kind), user(Role.SUPERVISOR).id)


def bare(kind: Kind, number: int) -> Values:
    """A row with no more than it needs."""
    needed = {
        column.name
        for column in table_of(kind).columns
        if not column.nullable and not isinstance(column.default, ScalarElementColumnDefault)
    }
    return {name: found for name, found in filled(kind, number).items() if name in needed}


def stored(kind: Kind, values: Values) -> Values:
    bind = digests.binders(kind)
    return {name: bind[name](found) for name, found in values.items()}


def insert_many(session: Session, kind: Kind, rows: list[Values]) -> None:
    lines = [tuple(stored(kind, row).values()) for row in rows]
    bulk.insert(session, kind, tuple(rows[0]), lines, detail={})


def update_many(session: Session, kind: Kind, row: Values) -> None:
    values = stored(kind, row)
    key = values.pop(digests.key_of(kind))
    if values:
        bulk.update(session, kind, tuple(values), [(*values.values(), key)], detail={})


def fill(session: Session, kind: Any) -> None:
    """One row for each way into a table."""
    for row in (filled(kind, SINGLE), filled(kind, SINGLE_IN_BULK), bare(kind, BARE_SINGLE)):
        session.add(kind(**row))
    session.flush()
    insert_many(session, kind, [filled(kind, BULK), filled(kind, BULK_SINGLY)])
    insert_many(session, kind, [bare(kind, BARE_BULK)])
    update_many(session, kind, filled(kind, SINGLE_IN_BULK, shift=7))
    changed = filled(kind, BULK_SINGLY, shift=7)
    row = session.get_one(kind, changed[digests.key_of(kind)])
    for name, found in changed.items():
        setattr(row, name, found)
    session.flush()


def let_logs_change(session: Session) -> None:
    """Take away what refuses changes: whoever has the store's key can do so, too."""
    driver = session.connection()
    refusing = "SELECT name, sql FROM {0}sqlite_master WHERE type = 'trigger'"
    for prefix in ("", "vault."):
        for name, text in driver.exec_driver_sql(refusing.format(prefix)).all():
            refuses = any(word in text for word in ("log", "an issued", "breach"))
            if refuses and "RAISE(ABORT" in text:
                driver.exec_driver_sql(f"DROP TRIGGER {prefix}{name}")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("columns")
    store = open_store(folder)
    with store.writing() as session:
        let_logs_change(session)
        for kind in AUDITED:
            fill(session, kind)
    yield store
    store.close()


@contextmanager
def by_hand(store: Store) -> Iterator[tuple[Session, Any]]:
    """What somebody with the keys does on the driver itself; undone at the end."""
    with store.writing() as session:
        driver: Any = session.connection().connection.driver_connection
        driver.execute("PRAGMA defer_foreign_keys = ON")
        let_logs_change(session)
        yield session, driver
        session.rollback()


def rows_of(driver: Any, kind: Kind) -> list[Values]:
    names = [column.name for column in table_of(kind).columns]
    quoted = ", ".join(f'"{name}"' for name in names)
    rows = driver.execute(f"SELECT {quoted} FROM {table_of(kind).fullname}").fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def another(kind: Kind, column: Column[Any], row: Values) -> Any:
    """Another valid value of a field."""
    bind = digests.binders(kind)[column.name]
    first = digests.record_number(row[digests.key_of(kind)]) + 20
    others = (bind(value(column, number)) for number in range(first, first + 9))
    return next((found for found in others if found != row[column.name]), row[column.name])


def emptied(column: Column[Any], row: Values) -> Any:
    """Nothing, or a nought, in the place of a value; a nought in the place of nothing."""
    was, text = row[column.name], isinstance(column.type, String | Day | Json | LargeBinary)
    if was is None and not text:
        return 0
    if column.nullable:
        return None
    return was if text or was == 0 else 0


Change = Callable[[Kind, Column[Any], Values], Any]
CHANGES: dict[str, Change] = {
    "another value": another,
    "nothing or a nought": lambda _kind, column, row: emptied(column, row),
}


def change_one_column(driver: Any, at: int, change: Change) -> set[TrailDifference]:
    """Change one column of every table; gives what the check has to find."""
    expected = set()
    for kind in AUDITED:
        columns = [column for column in table_of(kind).columns if not column.primary_key]
        if at < len(columns):
            column, key = columns[at], digests.key_of(kind)
            table = table_of(kind).fullname
            statement = f'UPDATE OR IGNORE {table} SET "{column.name}" = ? WHERE "{key}" = ?'
            for row in rows_of(driver, kind):
                found = change(kind, column, row)
                if found == row[column.name]:
                    continue
                if driver.execute(statement, (found, row[key])).rowcount:
                    fields = (column.name,)
                    expected.add(
                        TrailDifference(str(kind.__audit__), row[key], Differs.CHANGED, fields)
                    )
    return expected


@pytest.mark.parametrize("change", CHANGES)
def test_one_update_of_any_column_is_found_with_table_record_and_field(
    store: Store, change: str
) -> None:
    widest = max(len(table_of(kind).columns) for kind in AUDITED)
    changed = set()
    with by_hand(store) as (session, driver):
        for at in range(widest):
            driver.execute("SAVEPOINT change")
            expected = change_one_column(driver, at, CHANGES[change])
            assert set(reconcile.compare(session, most=10_000).differences) == expected
            changed |= {(found.object_type, *found.fields) for found in expected}
            driver.execute("ROLLBACK TO change")
    if change == "another value":
        assert changed == {
            (kind.__audit__, column.name)
            for kind in AUDITED
            for column in table_of(kind).columns
            if not column.primary_key
        }


def test_another_key_is_a_row_put_in_and_one_taken_away(store: Store) -> None:
    with by_hand(store) as (session, driver):
        expected = set()
        for kind in AUDITED:
            key, name = digests.key_of(kind), str(kind.__audit__)
            statement = f'UPDATE {table_of(kind).fullname} SET "{key}" = ? WHERE "{key}" = ?'
            for row in rows_of(driver, kind):
                was = row[key]
                other = f"{was}x" if isinstance(was, str) else was + 50
                driver.execute(statement, (other, was))
                expected |= {
                    TrailDifference(name, other, Differs.UNRECORDED),
                    TrailDifference(name, was, Differs.GONE),
                }
        assert set(reconcile.compare(session, most=10_000).differences) == expected


def test_rows_that_nobody_touched_agree_with_the_trail(store: Store) -> None:
    with store.reading(identities=True) as session:
        found = reconcile.compare(session)
    assert (found.differences, found.uncovered) == ([], 0)


CHECK_SUMS = (
    "UPDATE bulk_digest SET body = x'00' || body",
    "UPDATE bulk_digest SET number = number + 1000",
    "UPDATE bulk_digest SET part = part + 1",
    "DELETE FROM bulk_digest",
)


@pytest.mark.parametrize("statement", CHECK_SUMS)
def test_digests_that_were_changed_are_found_with_their_entry(store: Store, statement: str) -> None:
    with by_hand(store) as (session, driver):
        driver.execute(statement)
        found = reconcile.compare(session, most=10_000).differences
        assert {each.differs for each in found} == {Differs.ENTRY}
        assert {each.object_type for each in found} == {kind.__audit__ for kind in AUDITED}


@pytest.mark.parametrize("table", ["record_salt", "vault.vault_record_salt"])
@pytest.mark.parametrize(
    "change", ["salts = zeroblob(16)", "first = first + 1", "object_type = object_type || 'x'"]
)
def test_another_salt_is_found_at_the_fields_of_its_record(
    store: Store, table: str, change: str
) -> None:
    with by_hand(store) as (session, driver):
        lowest = f"SELECT max(first) FROM {table} WHERE first < 1 << 20"
        (first,) = driver.execute(lowest).fetchone()
        driver.execute(f"UPDATE {table} SET {change} WHERE first = ?", (first,))
        found = reconcile.compare(session, most=10_000).differences
        assert found
        for each in found:
            kind = next(kind for kind in AUDITED if kind.__audit__ == each.object_type)
            assert set(each.fields) <= digests.hidden_fields(kind)
