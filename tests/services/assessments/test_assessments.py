"""The initial assessment: nothing judged that nobody answered, earlier values stay readable."""

from dataclasses import replace

import pytest

from csq_desktop.domain.assessments.facts import (
    CaseJudgement,
    Complexity,
    Impact,
    SafetyRisk,
    Urgency,
)
from csq_desktop.domain.complaints.facts import EventKind, Severity, State
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.errors import UserError
from csq_desktop.services.assessments import assessments
from csq_desktop.services.complaints import views
from tests.services.complaints.test_complaints import Opened, logged, opened
from tests.services.small_shop import logged as logged_as

assert opened
WHOLE = CaseJudgement(SafetyRisk.POSSIBLE, Complexity.SEVERAL, Impact.MANY, Urgency.AT_ONCE)


def test_only_what_was_answered_is_judged_and_the_rest_can_follow(opened: Opened) -> None:
    store, clock = opened
    complaint = logged(opened)
    with store.writing() as session:
        assessments.assess(session, complaint, Severity.HIGH, CaseJudgement(), note="Busy")
        case = views.read(session, complaint)
    assert case.state is State.ASSESSED
    assert (case.judgement, case.assessed_at, case.assessed_by) == (CaseJudgement(), None, "")
    clock.move(minutes=60)
    with store.writing() as session:
        assessments.correct(session, complaint, WHOLE)
        first = views.read(session, complaint)
    assert first.judgement == WHOLE
    assert (first.assessed_at, first.assessed_by) == (clock.at, first.events[-1].user)
    clock.move(minutes=60)
    with store.writing() as session:
        assessments.correct(
            session, complaint, replace(WHOLE, safety=SafetyRisk.HARMED, impact=None)
        )
        again = views.read(session, complaint)
        assessments.correct(session, complaint, again.judgement)
        assert len(views.read(session, complaint).events) == len(again.events)
    assert again.assessed_at == first.assessed_at
    last = again.events[-1]
    assert (last.kind, last.text) == (EventKind.CORRECTED, "Safety, Impact")
    assert {(e.field, e.text) for e in last.earlier} == {
        ("Safety", "Somebody could be harmed"),
        ("Impact", "Other customers too"),
    }


def test_what_is_no_complaint_is_not_assessed(opened: Opened) -> None:
    store, clock = opened
    with store.writing() as session:
        enquiry = logged_as(session, clock, kind=FeedbackKind.ENQUIRY)
        with pytest.raises(UserError, match="Only complaints"):
            assessments.correct(session, enquiry, WHOLE)
