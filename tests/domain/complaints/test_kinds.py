"""Compliments, suggestions and enquiries: recorded like complaints, judged and counted as none."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from csq_desktop.domain.complaints import lifecycle, rounds, undated, updates
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.facts import Finding, Outcome, Severity, State
from csq_desktop.domain.complaints.kinds import OTHER_KINDS, SERIES, FeedbackKind
from csq_desktop.errors import UserError
from tests.domain.complaints.shop_case import RULES, at

ENQUIRY = lifecycle.received(at(0), Severity.LOW, RULES, at(0), kind=FeedbackKind.ENQUIRY)
MONTH = RULES.months.of(at(0))
UPHELD = Outcome(Finding.UPHELD)


def test_each_kind_has_a_series_and_words_of_its_own() -> None:
    assert len({*SERIES.values()}) == len(FeedbackKind)
    assert len({kind.label for kind in FeedbackKind}) == len(FeedbackKind)
    assert len({kind.plural for kind in FeedbackKind}) == len(FeedbackKind)
    assert {kind.series for kind in OTHER_KINDS} == {*SERIES.values()} - {"C"}


def test_it_has_no_deadline_and_no_month_of_complaints_whatever_becomes_of_it() -> None:
    answered = lifecycle.reply(ENQUIRY, RULES, at(1))
    closed = lifecycle.close(answered, RULES, at(2))
    for case in (ENQUIRY, answered, closed, lifecycle.withdraw(closed, at(3))):
        assert case.counted_in(RULES.months) == (None, None, None, None, None, MONTH)
        assert (case.ack_due_at, case.resolve_due_at, case.closed_band) == (None, None, None)
        assert case.next_clock() == (None, None)
    assert (answered.state, answered.resolved_at) == (State.ANSWERED, at(1))
    assert (closed.state, closed.closed_at) == (State.CLOSED, at(2))


def test_it_is_closed_without_a_reply_and_opened_again_without_a_round() -> None:
    closed = lifecycle.close(ENQUIRY, RULES, at(1))
    again = rounds.begun_again(closed)
    assert (again.state, again.closed_at, again.resolved_at) == (State.REOPENED, None, None)
    assert again.reopened_count == 0
    assert lifecycle.close(again, RULES, at(2)).closed_at == at(2)


@pytest.mark.parametrize(
    "act",
    [
        lambda case: lifecycle.acknowledge(case, at(1), at(1)),
        lambda case: lifecycle.assess(case, Severity.HIGH, RULES, at(1)),
        lambda case: lifecycle.answer(case, UPHELD, RULES, at(1)),
        lambda case: lifecycle.decide(case, UPHELD),
        lambda case: lifecycle.wait(case, at(1)),
        lambda case: lifecycle.recompute(case, RULES, at(1)),
        lambda case: lifecycle.exclude(case, "Asked for"),
    ],
)
def test_what_only_complaints_have_is_refused(act: Callable[[Case], object]) -> None:
    with pytest.raises(UserError, match="Only complaints"):
        act(ENQUIRY)


def test_a_complaint_is_answered_with_its_decision() -> None:
    complaint = lifecycle.received(at(0), Severity.LOW, RULES, at(0))
    with pytest.raises(UserError, match="needs its finding"):
        lifecycle.reply(complaint, RULES, at(1))
    with pytest.raises(UserError, match="Only what is closed"):
        rounds.begun_again(ENQUIRY)
    with pytest.raises(UserError, match="Only what is closed"):
        rounds.begun_again(lifecycle.withdraw(lifecycle.close(ENQUIRY, RULES, at(1)), at(2)))


def test_a_file_closes_it_when_it_was_last_heard_of() -> None:
    """Where the file has no date: it is in no figure about time, so nothing is claimed by that."""
    says_closed = {"state": State.CLOSED}
    closed = updates.updated(ENQUIRY, says_closed, RULES, now=at(5), own=())
    assert (closed.closed_at, closed.closed_band) == (at(0), None)
    assert not closed.has_vague_closing
    answered = replace(ENQUIRY, resolved_at=at(1))
    assert undated.dated_at_least(replace(answered, state=State.CLOSED)).closed_at == at(1)
    later = updates.updated(closed, {"closed_at": at(4)}, RULES, now=at(5), own=())
    assert (later.closed_at, later.closed_band) == (at(4), None)
    assert undated.dated_at_least(ENQUIRY) == ENQUIRY
