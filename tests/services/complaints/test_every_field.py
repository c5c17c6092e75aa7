"""Each field that a description lets in goes all the way: typed, put right, sought, told, filed."""

import csv
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from csq_desktop.domain.complaints.facts import ComplaintQueue, Correction, Filter
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.fields.fields import FieldKind, RecordField
from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.domain.imports.targets import exported, targets
from csq_desktop.services.complaints import complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.exports import exports
from csq_desktop.services.settings import lists
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.audit import AuditEntryRow
from tests.factory import FixedClock
from tests.services.imports.import_case import (
    CASE_HEAD,
    CASE_ROWS,
    CASES,
    case,
    clock,
    store,
    taken,
)
from tests.services.small_shop import logged

__all__ = ["clock", "store"]
TYPED = [field for field in COMPLAINT.fields if field.typed]
WORDS = [field for field in TYPED if field.kind is FieldKind.TEXT]


def some(field: RecordField, turn: int) -> str:
    """Something that no other field holds."""
    if field.shop_list:
        return lists.leaves(field.shop_list)[turn].code
    return f"{field.key} {turn}"


def typed(turn: int) -> dict[str, Any]:
    return {field.key: some(field, turn) for field in TYPED}


@pytest.fixture
def logged_case(store: Store, clock: FixedClock) -> int:
    """A complaint with something in every field that can be typed."""
    with store.writing() as session:
        return logged(session, clock, **typed(0))


def test_what_was_typed_is_read_and_put_right(store: Store, logged_case: int) -> None:
    with store.reading() as session:
        first = complaint_views.read(session, logged_case)
    assert {key: getattr(first, key) for key in typed(0)} == typed(0)
    with store.writing() as session:
        complaints.correct(session, logged_case, Correction(**typed(1)))
        second = complaint_views.read(session, logged_case)
    assert {key: getattr(second, key) for key in typed(1)} == typed(1)


@pytest.mark.parametrize("turn", [0, 1])
def test_words_are_sought_where_the_description_says_so(
    store: Store, logged_case: int, turn: int
) -> None:
    with store.writing() as session:
        if turn:
            complaints.correct(session, logged_case, Correction(**typed(turn)))
        for field in WORDS:
            shown = Filter(view=ComplaintQueue.ALL, text=some(field, turn))
            matches = list(complaint_views.line_ids(session, shown))
            assert matches == ([logged_case] if field.searched else []), field.key


def test_the_trail_says_that_words_changed_and_never_what_they_say(
    store: Store, logged_case: int
) -> None:
    with store.writing() as session:
        complaints.correct(session, logged_case, Correction(**typed(1)))
        query = select(AuditEntryRow.detail).filter_by(object_id=logged_case)
        written = " ".join(session.scalars(query))
    for field in TYPED:
        assert f'"{field.key}"' in written
    for field in WORDS:
        assert some(field, 0) not in written
        assert some(field, 1) not in written


def test_what_was_typed_stands_in_a_file_and_comes_back_out_of_one(
    store: Store, logged_case: int, tmp_path: Path
) -> None:
    path = tmp_path / "out.csv"
    assert exports.write(store, "complaints", path, purpose="Yearly review") == 1
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, row = csv.reader(file)
    in_file = dict(zip(head, row, strict=True))
    filed = [target for target in targets(TYPED) if target.column]
    assert {target.key for target in exported(TYPED)} == {target.key for target in filed}
    with store.reading() as session:
        first = complaint_views.read(session, logged_case)
    for target in filed:
        stored = str(getattr(first, target.column))
        listed = COMPLAINT.field(target.column).shop_list
        assert in_file[target.title] == (lists.full_label(listed, stored) if listed else stored)
    columns = {target.title: target.key for target in filed}
    rows = [[*CASE_HEAD, *columns], [*CASE_ROWS[1], *(in_file[title] for title in columns)]]
    mapping = ImportMapping(
        CASES.kind,
        {**CASES.columns, **columns},
        CASES.date_order,
        new_words=CASES.new_words,
        unique_by=CASES.unique_by,
    )
    taken(store, tmp_path, rows, mapping)
    with store.reading() as session:
        brought = case(session, "T1")
        for target in filed:
            assert getattr(brought, target.column) == getattr(first, target.column)
