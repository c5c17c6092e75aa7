"""An open case at a moment: its age, its next deadline, and whether it is late."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from csq_desktop.domain.complaints.open_cases import OpenCase, Standing

NOW = datetime(2026, 10, 31, 16, tzinfo=UTC)
CASE = OpenCase(
    ref="C-2026-0001",
    received_at=NOW - timedelta(days=26, hours=3),
    ack_due_at=NOW - timedelta(days=25),
    resolve_due_at=NOW + timedelta(days=2),
)


def test_an_age_is_whole_days_and_never_negative() -> None:
    assert CASE.age(NOW) == 26
    assert replace(CASE, received_at=NOW + timedelta(hours=1)).age(NOW) == 0


@pytest.mark.parametrize(
    ("acknowledged", "resolve_due", "standing"),
    [
        (None, 2, Standing.LATE),
        (-25, 2, Standing.DUE_SOON),
        (-25, 3, Standing.DUE_SOON),
        (-25, 4, Standing.IN_TIME),
        (-25, -1, Standing.LATE),
        (2, 20, Standing.LATE),
        (-25, None, Standing.IN_TIME),
    ],
)
def test_a_case_stands_by_the_deadline_that_runs_out_first(
    acknowledged: int | None, resolve_due: int | None, standing: Standing
) -> None:
    """Days from the moment; what is acknowledged after it was not acknowledged then."""
    case = replace(
        CASE,
        acknowledged_at=None if acknowledged is None else NOW + timedelta(days=acknowledged),
        resolve_due_at=None if resolve_due is None else NOW + timedelta(days=resolve_due),
    )
    assert case.standing(NOW) is standing


def test_a_clock_that_waits_for_the_customer_is_not_late() -> None:
    due = NOW - timedelta(days=1)
    held = replace(CASE, ack_due_at=None, resolve_due_at=due, waiting_since=due - timedelta(days=1))
    assert held.standing(NOW) is Standing.IN_TIME
    late = replace(held, waiting_since=due + timedelta(hours=1))
    assert (late.standing(NOW), late.next_due(NOW)) == (Standing.LATE, due)


def test_what_is_decided_but_not_closed_has_no_deadline() -> None:
    decided = replace(CASE, ack_due_at=None, resolved_at=NOW)
    assert decided.next_due(NOW) is None


def test_a_progress_reply_is_a_deadline_like_the_others() -> None:
    due = NOW + timedelta(days=1)
    informed = replace(CASE, acknowledged_at=NOW, progress_due_at=due)
    assert informed.next_due(NOW) == due
    assert replace(informed, progress_at=NOW).next_due(NOW) == CASE.resolve_due_at
    assert replace(informed, waiting_since=NOW).next_due(NOW) is None
