"""Escalation: which level a case has reached before and after its deadlines, and since when."""

from dataclasses import replace

import pytest

from csq_desktop.domain.complaints import escalation, lifecycle
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import as_datetime
from csq_desktop.domain.complaints.escalation import (
    EscalatesTo,
    EscalationStep,
    EscalationSteps,
    usual_steps,
)
from csq_desktop.domain.complaints.facts import ComplaintClock, EventKind, Severity
from csq_desktop.domain.complaints.history import StepFacts, step_text
from csq_desktop.errors import UserError
from tests.domain.complaints.shop_case import CALENDAR, at, rules

ACK, PROGRESS, RESOLVE = ComplaintClock
CASE = lifecycle.received(at(0), Severity.MEDIUM, rules(progress=8), at(0))
"""Acknowledged by 14:00, a progress reply by 18:00, resolved by 22:00 of the second day."""
SEEN = replace(CASE, acknowledged_at=at(0), progress_at=at(0))


@pytest.mark.parametrize(
    ("case", "now", "level", "clock", "since"),
    [
        (CASE, at(0, 11.9), 0, None, 0),
        (CASE, at(0, 12), 1, ACK, at(0, 12)),
        (CASE, at(0, 14), 2, ACK, at(0, 13) + 720),
        (CASE, at(0, 15.5), 3, ACK, at(0, 15)),
        (replace(CASE, acknowledged_at=at(0)), at(0, 19), 3, PROGRESS, at(0, 19)),
        (SEEN, at(1, 10), 1, RESOLVE, at(0, 22)),
        (SEEN, at(2, 10.5), 2, RESOLVE, at(1, 17) + 720),
        (SEEN, at(2, 22), 4, RESOLVE, at(2, 22)),
        (SEEN, at(9), 5, RESOLVE, at(4, 22)),
        (lifecycle.wait(SEEN, at(1, 20)), at(9), 0, None, 0),
        (replace(SEEN, resolved_at=at(1)), at(9), 0, None, 0),
        (replace(CASE, closed_at=at(1)), at(9), 0, None, 0),
        (replace(CASE, removed_at=at(1)), at(9), 0, None, 0),
        (replace(SEEN, reopened_at=at(1), resolve_due_at=at(2, 22)), at(2), 1, RESOLVE, at(1, 22)),
    ],
)
def test_the_level_reached(
    case: Case, now: int, level: int, clock: ComplaintClock | None, since: int
) -> None:
    found = escalation.reached(case, usual_steps(), CALENDAR, now)
    assert (found.level if found else 0) == level
    if found:
        assert (found.clock, found.since) == (clock, as_datetime(since))
        assert found.text == f"Level {level}: {found.to.label}"


def test_of_equal_levels_the_one_that_is_older_is_said() -> None:
    found = escalation.reached(CASE, usual_steps(), CALENDAR, at(0, 19))
    assert found is not None
    assert (found.level, found.clock) == (3, ACK)


@pytest.mark.parametrize(
    "steps",
    [
        (EscalationStep(ACK, EscalatesTo.OWNER),),
        (EscalationStep(ACK, EscalatesTo.OWNER, percent=100),),
        (EscalationStep(ACK, EscalatesTo.OWNER, percent=50, minutes=5),),
        (
            EscalationStep(ACK, EscalatesTo.OWNER, minutes=5),
            EscalationStep(ACK, EscalatesTo.OWNER, percent=50),
        ),
        (EscalationStep(ACK, EscalatesTo.OWNER, percent=50),) * 2,
    ],
)
def test_levels_have_their_side_and_their_order(steps: tuple[EscalationStep, ...]) -> None:
    usual_steps().check()
    with pytest.raises(UserError):
        EscalationSteps(steps).check()


def test_levels_are_said_in_words() -> None:
    first, *_, last = usual_steps().of(ACK)
    assert (first.when, last.when) == ("50% of the time", "36 h after the deadline")
    facts = StepFacts(after="supervisor", clock=RESOLVE, level=3)
    zone = CALENDAR.timezone
    assert step_text(EventKind.ESCALATED, "", facts, zone) == "Resolve: Level 3: supervisor"
    unknown = StepFacts(after="owner of the mall", level=3)
    assert step_text(EventKind.ESCALATED, "", unknown, zone) == "Level 3: owner of the mall"


def test_the_usual_levels_are_the_same_for_every_deadline() -> None:
    usual = usual_steps()
    assert usual.are_alike
    assert not EscalationSteps(usual.of(ComplaintClock.RESOLVE)).are_alike
