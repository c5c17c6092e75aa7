"""Stored rows as late cases: a finished round ran neither of the clocks of its case alone."""

import pytest

from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.domain.indicators.earlier_rows import CountedRow
from csq_desktop.domain.indicators.late_rows import LateRows

CASE = {
    "id": 1, "received_at": 1_000, "reopened_count": 0, "held_seconds": 60,
    "ack_due_at": 2_000, "acknowledged_at": 3_000, "waiting_since": None,
    "progress_since": 1_500, "progress_due_at": 2_500, "progress_at": None,
    "resolve_due_at": 4_000, "resolved_at": 3_900,
}  # fmt: skip


@pytest.mark.parametrize(
    ("clock", "began"),
    [
        (ComplaintClock.ACKNOWLEDGE, 1_000),
        (ComplaintClock.PROGRESS, 1_500),
        (ComplaintClock.RESOLVE, None),
    ],
)
def test_a_case_is_late_by_the_clock_that_ran_out(clock: ComplaintClock, began: int | None) -> None:
    late = LateRows({}).late(CountedRow.CASE, clock, CASE)
    assert (None if late is None else late.started_at.timestamp()) == began


@pytest.mark.parametrize("clock", [ComplaintClock.ACKNOWLEDGE, ComplaintClock.PROGRESS])
def test_a_round_is_late_by_its_reply_alone(clock: ComplaintClock) -> None:
    assert LateRows({}).late(CountedRow.ROUND, clock, CASE) is None
