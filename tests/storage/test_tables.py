"""What all tables are built on."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Column, DateTime, Enum, TypeDecorator, create_mock_engine, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Mapped

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.customers.facts import Consent
from csq_desktop.errors import StoreDamaged
from csq_desktop.storage.schema import revisions as schema
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.row import (
    NAMING,
    CheckedBy,
    Json,
    Key,
    Moment,
    MonthCode,
    Row,
    VaultRow,
    Worded,
    canonical,
    seconds,
)
from csq_desktop.storage.tables.shop.shop import ClosureRow
from tests.factory import START

HONG_KONG = timezone(timedelta(hours=8))
DIALECT = sqlite.dialect()


@pytest.fixture(autouse=True)
def _all_tables() -> None:
    schema.complete()


def every_column() -> Iterator[Column[Any]]:
    for root in (Row, VaultRow):
        for table in root.metadata.sorted_tables:
            yield from table.columns


def test_a_moment_is_kept_as_whole_seconds_of_utc() -> None:
    at = datetime(2026, 10, 5, 10, 0, 0, 999_999, HONG_KONG)
    kind = Moment()
    assert kind.process_bind_param(at, DIALECT) == seconds(START) == 1791165600
    back = kind.process_result_value(1791165600, DIALECT)
    assert back == START
    assert back is not None
    assert back.tzinfo is UTC
    assert seconds(datetime(1969, 12, 31, 23, 59, 59, 500_000, UTC)) == -1


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        Moment().process_bind_param(START.replace(tzinfo=None), DIALECT)


def test_moments_are_compared_with_moments_and_counted_with_numbers(store: Store) -> None:
    row = ClosureRow(id=1, start=date(2026, 9, 1), end=date(2026, 9, 1), reason="x")
    row.removed_at = START
    with store.writing() as session:
        session.add(row)
    with store.reading() as session:
        assert session.scalar(select(func.max(ClosureRow.removed_at))) == START
        assert session.scalar(select(ClosureRow.id).where(ClosureRow.removed_at <= START)) == 1
        earlier = START - timedelta(seconds=1)
        assert session.scalar(select(ClosureRow.id).where(ClosureRow.removed_at <= earlier)) is None
        after = session.scalar(select(ClosureRow.id).where(ClosureRow.removed_at > 1791165599))
        assert after == 1


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        (MonthCode(), Month(2026, 9), 202609),
        (Worded(Consent), Consent.AGREED, "agreed"),
        (Json(), {"b": [1, None], "a": "投訴"}, '{"a":"投訴","b":[1,null]}'),
        (Moment(), START, 1791165600),
        (MonthCode(), None, None),
        (Worded(Consent), None, None),
        (Json(), None, None),
        (Moment(), None, None),
    ],
)
def test_what_goes_in_comes_out(kind: TypeDecorator[Any], value: object, stored: object) -> None:
    assert kind.process_bind_param(value, DIALECT) == stored
    assert kind.process_result_value(stored, DIALECT) == value


def test_a_word_outside_the_list_goes_neither_in_nor_out() -> None:
    kind = Worded(Consent)
    with pytest.raises(ValueError, match="perhaps"):
        kind.process_bind_param("perhaps", DIALECT)
    with pytest.raises(StoreDamaged, match="did not write"):
        kind.process_result_value("perhaps", DIALECT)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *((Moment(), value) for value in ("x", b"", 1 << 62, -(1 << 62))),
        *((MonthCode(), value) for value in ("x", b"", 13, 1.5)),
        *((Worded(Consent), value) for value in (5, b"x")),
        *((Json(), value) for value in ("{", b"\xff", 5.5, "[" * 99_999, f"[{1 << 63}]")),
    ],
)
def test_a_value_that_no_program_writes_is_told_with_what_to_do(kind: Any, value: Any) -> None:
    with pytest.raises(StoreDamaged, match="Check the database"):
        kind.process_result_value(value, DIALECT)


def test_one_value_has_one_text() -> None:
    assert canonical({"b": 1, "a": 2}) == canonical({"a": 2, "b": 1}) == '{"a":2,"b":1}'


@pytest.mark.parametrize("missing", ["__audit__", "__topic__", "__checked__"])
def test_a_table_that_does_not_say_whether_it_is_audited_cannot_be_written(missing: str) -> None:
    said = {"__audit__": None, "__topic__": "x", "__checked__": CheckedBy.NOTHING}
    said["__tablename__"] = "x"
    del said[missing]
    with pytest.raises(TypeError, match=missing):
        type("XRow", (Row,), {**said, "__annotations__": {"id": Mapped[Key]}})


def test_every_column_has_a_type_that_both_databases_keep_alike() -> None:
    for column in every_column():
        assert not isinstance(column.type, DateTime | Enum), column


def test_every_single_number_that_is_a_key_is_given_and_not_counted() -> None:
    for root in (Row, VaultRow):
        for table in root.metadata.sorted_tables:
            keys = list(table.primary_key.columns)
            if len(keys) == 1 and keys[0].type.python_type is int:
                assert keys[0].autoincrement is False, table


def test_every_constraint_has_a_name_a_migration_can_use() -> None:
    assert Row.metadata.naming_convention == NAMING
    for root in (Row, VaultRow):
        for table in root.metadata.sorted_tables:
            assert all(constraint.name for constraint in table.constraints), table
            assert all(index.name for index in table.indexes), table


def test_the_tables_can_be_made_in_postgresql_without_what_only_sqlite_knows() -> None:
    made: list[str] = []

    def keep(statement: Any, *_: object, **__: object) -> None:
        made.append(str(statement.compile(dialect=server.dialect)))

    server = create_mock_engine("postgresql+psycopg2://", keep)
    for root in (Row, VaultRow):
        root.metadata.create_all(server, checkfirst=False)
    text = "\n".join(made)
    assert "CREATE TABLE vault.identity" in text
    assert "BIGINT" in text
    assert not any(word in text.upper() for word in ("TRIGGER", "FTS5", "AUTOINCREMENT"))
