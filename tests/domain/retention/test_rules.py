"""When a record is due for erasure, and what keeps it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.rules import (
    LONGEST,
    Obstacle,
    RetainedRecord,
    RetentionRules,
    after_months,
    before_months,
    judged,
)
from csq_desktop.errors import UserError

DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("used", "months", "due"),
    [
        (date(2023, 11, 30), 36, date(2026, 11, 30)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
    ],
)
def test_months_run_from_the_last_use(used: date, months: int, due: date) -> None:
    assert after_months(used, months) == due
    verdict = judged(RetainedRecord(used), months, due)
    assert (verdict.due_on, verdict.is_due) == (due, True)
    assert not judged(RetainedRecord(used), months, due - timedelta(days=1)).is_due


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, LONGEST))
def test_the_last_day_of_use_that_is_due_is_the_last(day: date, months: int) -> None:
    last = before_months(day, months)
    assert after_months(last, months) <= day < after_months(last + timedelta(days=1), months)


def test_the_end_of_a_long_month_is_due_with_the_end_of_a_short_one() -> None:
    assert before_months(date(2026, 4, 30), 1) == date(2026, 3, 31)
    assert before_months(date(2026, 2, 28), 12) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("record", "obstacles", "forbidden"),
    [
        (RetainedRecord(date(2020, 1, 1)), (), False),
        (RetainedRecord(date(2020, 1, 1), open_cases=2), (Obstacle.OPEN_CASE,), True),
        (RetainedRecord(date(2020, 1, 1), holds=1), (Obstacle.LEGAL_HOLD,), True),
        (RetainedRecord(date(2020, 1, 1), requests=1), (Obstacle.REQUEST,), True),
        (RetainedRecord(date(2020, 1, 1), left_until=DAY), (), False),
        (
            RetainedRecord(date(2020, 1, 1), left_until=DAY + timedelta(days=1)),
            (Obstacle.LEFT,),
            False,
        ),
        (
            RetainedRecord(date(2020, 1, 1), 1, 1, left_until=date(2030, 1, 1)),
            (Obstacle.OPEN_CASE, Obstacle.LEGAL_HOLD, Obstacle.LEFT),
            True,
        ),
    ],
)
def test_what_keeps_a_record_whose_time_has_come(
    record: RetainedRecord, obstacles: tuple[Obstacle, ...], forbidden: bool
) -> None:
    verdict = judged(record, 36, DAY)
    assert verdict.is_past
    assert (verdict.obstacles, verdict.is_forbidden) == (obstacles, forbidden)
    assert verdict.is_due == (not obstacles)
    assert all(obstacle.label for obstacle in obstacles)


def test_a_kind_stays_as_long_as_usual_unless_the_shop_says_otherwise() -> None:
    rules = RetentionRules({RecordKind.CUSTOMERS: 12, RecordKind.SEALED: 1})
    rules.check()
    assert rules.of(RecordKind.CUSTOMERS) == 12
    assert rules.of(RecordKind.COMPLAINTS) == 36
    assert [rules.text(kind) for kind in (RecordKind.CUSTOMERS, RecordKind.SEALED)] == [
        "12 months",
        "1 month",
    ]
    assert all(kind.label and kind.meaning for kind in RecordKind)


@pytest.mark.parametrize(
    ("kind", "months"),
    [(RecordKind.CUSTOMERS, 0), (RecordKind.REFUSALS, 47), (RecordKind.IMPORTS, LONGEST + 1)],
)
def test_a_rule_the_law_or_sense_forbids_is_refused(kind: RecordKind, months: int) -> None:
    with pytest.raises(UserError, match="number of months from"):
        RetentionRules({kind: months}).check()
