"""Rows taken back change by change, and why each change was made."""

from datetime import UTC, datetime
from typing import Any

import pytest

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.indicators.earlier_rows import (
    CountedRow,
    EarlierRows,
    Facts,
    RowKey,
    TrailedChange,
)
from csq_desktop.domain.indicators.revisions import RevisionCause

AT = datetime(2026, 11, 5, 12, tzinfo=UTC)
NOW = int(AT.timestamp())
CASE, ROUND = (CountedRow.CASE, 5), (CountedRow.ROUND, 6)
A = AuditAction


def change(key: RowKey, action: str = A.CHANGED, **more: Any) -> TrailedChange:
    facts: dict[str, Any] = {"sequence": 9, "at": AT, "user_id": 1, "row_id": key[1]} | more
    is_new, is_gone = action in (A.CREATED, A.CREATED_MANY), action in (A.REMOVED, A.REMOVED_MANY)
    return TrailedChange(kind=key[0], is_new=is_new, is_gone=is_gone, **facts)


def cause(key: RowKey, now: Facts, entry: TrailedChange) -> RevisionCause:
    (step,) = EarlierRows({key: now}).taken_back(entry)
    return step.cause


@pytest.mark.parametrize(
    ("key", "now", "before", "expected"),
    [
        (CASE, {"removed_at": NOW}, {"removed_at": None}, "voided"),
        (CASE, {"removed_at": None}, {"removed_at": NOW}, "voided"),
        (CASE, {"excluded_reason": "Fire"}, {"excluded_reason": ""}, "excluded"),
        (CASE, {"reopened_count": 1, "closed_at": None}, {"reopened_count": 0, "closed_at": NOW},
         "worked"),
        (CASE, {"category": "a"}, {"category": "b"}, "corrected"),
        (CASE, {"acknowledged_at": NOW}, {"acknowledged_at": None}, "worked"),
        (CASE, {"acknowledged_at": NOW - 900}, {"acknowledged_at": None}, "late_entry"),
        (CASE, {"waiting_since": NOW}, {"waiting_since": None}, "worked"),
        (CASE, {"acknowledged_at": None}, {"acknowledged_at": NOW}, "corrected"),
        (ROUND, {"closed_band": 2}, {"closed_band": 1}, "corrected"),
        ((CountedRow.DAY, 1), {"met": 4}, {"met": 0}, "corrected"),
        ((CountedRow.NOTE, 1), {"remedied": 4}, {"remedied": 0}, "worked"),
    ],
)  # fmt: skip
def test_what_kind_of_change_it_was(key: RowKey, now: Facts, before: Facts, expected: str) -> None:
    assert cause(key, now, change(key, before=before)) == expected


@pytest.mark.parametrize(
    ("kind", "action", "expected"),
    [
        (CountedRow.CASE, A.CREATED, "late_entry"),
        (CountedRow.ROUND, A.CREATED, "worked"),
        (CountedRow.NOTE, A.CREATED, "worked"),
        (CountedRow.DAY, A.REMOVED, "corrected"),
    ],
)
def test_a_row_that_came_or_went(kind: CountedRow, action: str, expected: str) -> None:
    rows = {} if action == A.REMOVED else {(kind, 1): {"id": 1}}
    (step,) = EarlierRows(rows).taken_back(change((kind, 1), action, before={"id": 1}))
    assert step.cause == expected
    assert (step.before is None) is (action == A.CREATED)
    assert (step.after is None) is (action == A.REMOVED)


def test_changes_are_taken_back_one_after_the_other() -> None:
    earlier = EarlierRows({CASE: {"category": "c", "finding": "upheld"}})
    (newest,) = earlier.taken_back(change(CASE, before={"category": "b"}))
    (oldest,) = earlier.taken_back(change(CASE, before={"category": "a"}))
    assert newest.before == oldest.after == {"category": "b", "finding": "upheld"}
    assert oldest.before == {"category": "a", "finding": "upheld"}
    assert list(earlier.taken_back(change((CountedRow.CASE, 99)))) == []


def many(kind: CountedRow, action: str, **more: Any) -> TrailedChange:
    return change((kind, 0), action, row_id=None, **({"batch": 7} | more))


def test_what_an_import_added_and_changed_is_taken_back_once() -> None:
    added, other = (CountedRow.CASE, 8), (CountedRow.CASE, 9)
    rows: dict[RowKey, Facts] = {
        CASE: {"category": "b", "batch_id": None},
        added: {"category": "x", "batch_id": 7},
        other: {"category": "x", "batch_id": 6},
    }
    earlier = EarlierRows(rows, {7: {CASE: {"category": "a"}, (CountedRow.CASE, 99): {}}})
    (corrected,) = earlier.taken_back(many(CountedRow.CASE, A.CHANGED_MANY))
    assert (corrected.key, corrected.cause) == (CASE, RevisionCause.CORRECTED)
    assert list(earlier.taken_back(many(CountedRow.CASE, A.CHANGED_MANY))) == []
    steps = list(earlier.taken_back(many(CountedRow.CASE, A.CREATED_MANY, first=8, last=9)))
    assert [(step.key, step.before, step.cause) for step in steps] == [
        (added, None, RevisionCause.LATE_ENTRY)
    ]
    assert list(earlier.taken_back(many(CountedRow.CASE, A.CHANGED_MANY, batch=None))) == []
    assert list(earlier.taken_back(many(CountedRow.DAY, A.REMOVED_MANY))) == []


def test_undoing_an_import_withdrew_what_was_withdrawn_last_and_its_rounds() -> None:
    by_hand = (CountedRow.CASE, 8)
    rows: dict[RowKey, Facts] = {
        CASE: {"batch_id": 7, "removed_at": NOW},
        by_hand: {"batch_id": 7, "removed_at": NOW - 900},
        (CountedRow.CASE, 9): {"batch_id": 7, "removed_at": None},
        (CountedRow.CASE, 10): {"batch_id": 6, "removed_at": NOW},
        ROUND: {"complaint_id": 5, "removed_at": NOW},
    }
    earlier = EarlierRows(rows, undone={7})
    (case,) = earlier.taken_back(many(CountedRow.CASE, A.CHANGED_MANY))
    assert (case.key, case.cause) == (CASE, RevisionCause.IMPORT_UNDONE)
    (finished,) = earlier.taken_back(many(CountedRow.ROUND, A.CHANGED_MANY))
    assert finished.key == ROUND
    assert list(earlier.taken_back(many(CountedRow.CASE, A.CHANGED_MANY))) == []


def test_rounds_follow_the_receipt_of_their_case() -> None:
    other = (CountedRow.ROUND, 7)
    rows: dict[RowKey, Facts] = {
        CASE: {"received_at": NOW},
        ROUND: {"complaint_id": 5, "received_at": NOW},
        other: {"complaint_id": 4, "received_at": NOW},
    }
    case, finished = EarlierRows(rows).taken_back(change(CASE, before={"received_at": NOW - 9}))
    assert (case.key, finished.key) == (CASE, ROUND)
    assert finished.before == {"complaint_id": 5, "received_at": NOW - 9}
    assert finished.cause is RevisionCause.CORRECTED
    earlier = EarlierRows(rows)
    list(earlier.taken_back(change(ROUND, A.CREATED)))
    (case,) = earlier.taken_back(change(CASE, before={"received_at": NOW - 9}))
    assert case.key == CASE
