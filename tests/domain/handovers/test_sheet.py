"""What a handover sheet says has to be done next, and in which order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from csq_desktop.domain.complaints.facts import ComplaintClock, ComplaintLine, Severity, State
from csq_desktop.domain.handovers.sheet import SheetCase, by_owner, due_text, next_step
from csq_desktop.domain.today import Now

AT = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
NOW = Now(AT, AT.date(), ZoneInfo("Asia/Hong_Kong"))
LINE = ComplaintLine(
    1, "C-1", "Queue", "till", State.RECEIVED, Severity.LOW, AT, None, None, False, None, 7
)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (replace(LINE, waiting=True), "Wait for the customer, then go on"),
        (replace(LINE, next_clock=ComplaintClock.RESOLVE), "Resolve"),
        (replace(LINE, state=State.ANSWERED), "Close the case"),
        (LINE, "Reply to the customer"),
    ],
)
def test_each_case_has_a_next_step(line: ComplaintLine, words: str) -> None:
    assert next_step(line) == words


def test_it_says_by_when_or_since_when_it_is_late() -> None:
    assert due_text(None, NOW) == ""
    assert due_text(AT + timedelta(hours=1), NOW) == "by 5 Oct 2026 11:00"
    assert due_text(AT - timedelta(hours=1), NOW) == "overdue since 5 Oct 2026 09:00"


def test_cases_stand_by_owner_and_the_most_urgent_first() -> None:
    soon = replace(LINE, id=2, next_due_at=AT)
    nobodys = replace(LINE, id=3, owner_id=None)
    cases = [SheetCase(line, line.summary, "") for line in (LINE, soon, nobodys)]
    owners = [(owner, [case.line.id for case in theirs]) for owner, theirs in by_owner(cases)]
    assert owners == [(0, [3]), (7, [2, 1])]
