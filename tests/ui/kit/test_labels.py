"""What a list says a complaint waits for."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from csq_desktop.domain.complaints.facts import (
    ClockReading,
    ClockState,
    ComplaintClock,
    ComplaintLine,
    Severity,
    State,
)
from csq_desktop.domain.today import Now
from csq_desktop.ui.kit.labels import clock_words, next_due

MOMENT = datetime(2026, 10, 5, 2, tzinfo=UTC)
NOW = Now(MOMENT, MOMENT.date(), ZoneInfo("Asia/Hong_Kong"))


def line(state: State, due: datetime | None = None, *, waiting: bool = False) -> ComplaintLine:
    return ComplaintLine(
        id=1,
        ref="C-2026-0001",
        summary="",
        category="till.waiting",
        state=state,
        severity=Severity.LOW,
        received_at=MOMENT,
        next_due_at=due,
        next_clock=ComplaintClock.RESOLVE if due else None,
        waiting=waiting,
        customer_id=None,
        owner_id=None,
    )


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (line(State.RECEIVED), "No deadline"),  # a file may say that nothing was promised
        (line(State.INVESTIGATING), "No deadline"),
        (line(State.ANSWERED), "Ready to close"),
        (line(State.ANSWERED, waiting=True), "Deadline paused"),
        (line(State.CLOSED), ""),
        (line(State.RECEIVED, MOMENT), "Resolve 10:00"),  # kept in its last second
        (line(State.RECEIVED, MOMENT - timedelta(seconds=1)), "Resolve: overdue"),
    ],
)
def test_a_line_says_what_its_case_waits_for(shown: ComplaintLine, words: str) -> None:
    assert next_due(shown, NOW)[0] == words


@pytest.mark.parametrize(
    ("state", "late", "words"),
    [
        (ClockState.EXCLUDED, 0, "Excluded"),
        (ClockState.EXCLUDED, 3 * 3600, "Excluded, overdue by 3 h"),
        (ClockState.OVERDUE, 3 * 3600, "Overdue by 3 h"),
    ],
)
def test_a_clock_left_out_of_the_pledges_is_overdue_as_its_list_says(
    state: ClockState, late: int, words: str
) -> None:
    reading = ClockReading(ComplaintClock.RESOLVE, MOMENT, None, state, late)
    assert clock_words(reading, NOW.zone) == words
