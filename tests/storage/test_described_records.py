"""Every column of a described record's table is described, and no description lacks its column."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import inspect
from sqlalchemy.sql.type_api import TypeEngine
from sqlalchemy.types import Boolean, Integer, String

from csq_desktop.domain.fields.fields import FieldKind, RecordDescription
from csq_desktop.domain.records import RECORDS
from csq_desktop.storage.schema import revisions
from csq_desktop.storage.search.index import COMPLAINTS, CUSTOMERS
from csq_desktop.storage.tables.row import (
    ROWS,
    VAULT,
    Day,
    Moment,
    MonthCode,
    VaultRow,
    Worded,
    table_of,
)

NUMBER = Integer
COLUMN_TYPES: Mapping[FieldKind, type[TypeEngine[Any]]] = {
    FieldKind.TEXT: String,
    FieldKind.CHOICE: String,
    FieldKind.PHONE: String,
    FieldKind.EMAIL: String,
    FieldKind.MOMENT: Moment,
    FieldKind.DAY: Day,
    FieldKind.MONTH: MonthCode,
    FieldKind.NUMBER: NUMBER,
    FieldKind.MONEY: NUMBER,
    FieldKind.USER: NUMBER,
    FieldKind.PERSON: NUMBER,
    FieldKind.LINK: NUMBER,
    FieldKind.YES_NO: Boolean,
}
revisions.complete()
described = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)


@described
def test_the_description_and_the_table_have_the_same_columns(record: RecordDescription) -> None:
    columns = {one.key for one in inspect(ROWS[record.name]).mapper.column_attrs}
    described_ones = {one.key for one in record.stored}
    assert columns == described_ones | {*record.own}


@described
def test_a_column_holds_what_its_field_says(record: RecordDescription) -> None:
    columns = inspect(ROWS[record.name]).local_table.columns
    for field in record.stored:
        kind = columns[field.key].type
        if isinstance(kind, Worded):
            assert field.kind is FieldKind.CHOICE
            words: tuple[Any, ...] = tuple(kind.kind.__members__.values())
            assert field.choices == words, field.key
        else:
            assert isinstance(kind, COLUMN_TYPES[field.kind]), field.key
            assert not field.choices or field.key == "preferred_language"


@described
def test_the_trail_tells_of_a_row_what_the_description_allows(record: RecordDescription) -> None:
    row = ROWS[record.name]
    assert row.__audit__ == record.name
    if row.__identity__:
        assert issubclass(row, VaultRow)
        assert table_of(row).schema == VAULT
        assert record.told_by_name_only == {one.key for one in record.stored}
    else:
        assert row.__unsaid__ == record.told_by_name_only


def test_search_reads_the_fields_that_say_so() -> None:
    told = {record.name: {one.key for one in record.stored if one.searched} for record in RECORDS}
    assert told["complaint"] >= {"ref", "their_reference", "summary", "words", "product"}
    assert told["customer"] | told["identity"] == {
        *("ref", "their_reference", "name", "other_name", "phone", "email", "address")
    }
    for index, keys in (
        (COMPLAINTS, told["complaint"]),
        (CUSTOMERS, told["customer"] | told["identity"]),
    ):
        assert all(f".{key}" in index.source for key in keys)
