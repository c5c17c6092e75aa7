"""The rules of closing: scopes, gates, four eyes, limits, approvals, responses, answers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.closing import gates, reopening, responses, satisfaction
from csq_desktop.domain.closing.gates import ClosingFacts
from csq_desktop.domain.closing.involved import Involved, InvolvedAs, users_named
from csq_desktop.domain.closing.policy import CaseScope, ClosingPolicy, Gate
from csq_desktop.domain.closing.remedies import (
    RemedyLimits,
    RemedyRequest,
    RequestState,
    check_approver,
)
from csq_desktop.domain.closing.responses import NewResponse, Response
from csq_desktop.domain.closing.satisfaction import SatisfactionAsk
from csq_desktop.domain.closing.signatures import SignatureMeaning, Signing, digest_of
from csq_desktop.domain.complaints.facts import Channel, Finding, Outcome, RemedyKind, Severity
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from tests.factory import START

OCTOBER = Month.of(START.date())
GRAVE = CaseScope(Severity.HIGH, 50_000)


@pytest.mark.parametrize(
    ("scope", "severity", "cents", "holds"),
    [
        (CaseScope(), Severity.CRITICAL, 9_999_999, False),
        (GRAVE, Severity.MEDIUM, 49_999, False),
        (GRAVE, Severity.HIGH, 0, True),
        (GRAVE, Severity.CRITICAL, 0, True),
        (GRAVE, Severity.LOW, 50_000, True),
        (CaseScope(Severity.LOW), Severity.LOW, 0, True),
        (CaseScope(from_cents=0), Severity.LOW, 0, True),
    ],
)
def test_a_rule_holds_for_cases_by_severity_or_by_amount(
    scope: CaseScope, severity: Severity, cents: int, holds: bool
) -> None:
    assert scope.holds(severity, cents) is holds


def test_what_a_case_lacks_is_told_in_the_order_of_the_gates() -> None:
    policy = ClosingPolicy((Gate.PROMISES, Gate.CAUSE, Gate.FINDING))
    stands = gates.standing(policy, ClosingFacts(Severity.LOW, present=frozenset({Gate.CAUSE})), 1)
    assert [each.gate for each in stands.gates] == [Gate.FINDING, Gate.CAUSE, Gate.PROMISES]
    assert stands.missing == (Gate.FINDING, Gate.PROMISES)
    assert (stands.refusal, stands.must_sign) == ("", False)
    assert len({gate.label for gate in Gate} | {gate.missing for gate in Gate}) == 2 * len(Gate)


def test_by_default_nothing_is_asked_of_a_case() -> None:
    stands = gates.standing(ClosingPolicy(), ClosingFacts(Severity.CRITICAL, answered_by=1), 1)
    assert stands == gates.ClosingStanding()


OTHERS = frozenset({1, 2, 3})


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (ClosingFacts(Severity.HIGH, answered_by=1, closers=OTHERS), "You replied"),
        (ClosingFacts(Severity.HIGH, answered_by=2, closers=OTHERS), ""),
        (ClosingFacts(Severity.HIGH, answered_by=None, closers=OTHERS), ""),
        (ClosingFacts(Severity.LOW, answered_by=1, closers=OTHERS), ""),
        (
            ClosingFacts(Severity.HIGH, answered_by=2, named_users=frozenset({1}), closers=OTHERS),
            "You are named",
        ),
        (ClosingFacts(Severity.HIGH, answered_by=1, closers=frozenset({1})), "add a supervisor"),
    ],
)
def test_four_eyes_need_somebody_who_neither_replied_nor_is_named(
    facts: ClosingFacts, words: str
) -> None:
    refusal = gates.four_eyes_refusal(ClosingPolicy(four_eyes=GRAVE), facts, 1)
    assert words in refusal
    assert bool(refusal) is bool(words)


@pytest.mark.parametrize(
    ("policy", "field"),
    [
        (ClosingPolicy(reopen_days=-1), "reopen_days"),
        (ClosingPolicy(reopen_days=4_000), "reopen_days"),
        (ClosingPolicy(ask_after_days=91), "ask_after_days"),
        (ClosingPolicy(signing=CaseScope(from_cents=-1)), ""),
    ],
)
def test_rules_that_cannot_be_are_refused(policy: ClosingPolicy, field: str) -> None:
    with pytest.raises(UserError) as refusal:
        policy.check()
    assert refusal.value.field == field
    ClosingPolicy(tuple(Gate), GRAVE, GRAVE, 0, 0).check()


def test_the_last_day_of_the_window_counts_whole() -> None:
    policy, day = ClosingPolicy(reopen_days=7), timedelta(days=1)
    assert reopening.is_within_window(policy, START, START + 8 * day - timedelta(seconds=1))
    assert not reopening.is_within_window(policy, START, START + 8 * day)
    assert reopening.is_within_window(policy, None, START + 99 * day)
    assert reopening.is_within_window(ClosingPolicy(), START, START + 9_999 * day)


LIMITS = RemedyLimits(
    (
        (RemedyKind.REFUND, Role.STAFF, 10_000),
        (RemedyKind.REFUND, Role.SUPERVISOR, 50_000),
    )
)


def test_limits_go_by_remedy_and_role() -> None:
    assert LIMITS.allows(RemedyKind.REFUND, 10_000, Role.STAFF)
    assert not LIMITS.allows(RemedyKind.REFUND, 10_001, Role.STAFF)
    assert LIMITS.allows(RemedyKind.REFUND, 50_000, Role.SUPERVISOR)
    assert LIMITS.allows(RemedyKind.VOUCHER, 99_999_999, Role.STAFF)
    LIMITS.check()


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (((RemedyKind.REFUND, Role.SUPERVISOR, -1),), "less than zero"),
        (((RemedyKind.REFUND, Role.SUPERVISOR, 100),), "Refund: staff"),
        (
            ((RemedyKind.REFUND, Role.SUPERVISOR, 1), (RemedyKind.REFUND, Role.STAFF, 2)),
            "Refund: staff",
        ),
    ],
)
def test_staff_never_grant_more_than_supervisors(
    limits: tuple[tuple[RemedyKind, Role, int], ...], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        RemedyLimits(limits).check()


ASKED = Outcome(Finding.UPHELD, remedy_kind=RemedyKind.REFUND, remedy_cents=80_000)
REQUEST = RemedyRequest(1, 2, "C-2026-0001", ASKED, "", START, 7, "May", 50_000, 2)


@pytest.mark.parametrize(
    ("request_", "user_id", "named", "words"),
    [
        (REQUEST, 8, frozenset(), ""),
        (REQUEST, 7, frozenset(), "yourself"),
        (REQUEST, 8, frozenset({8}), "named"),
        (replace(REQUEST, approved=False), 8, frozenset(), "decided already"),
    ],
)
def test_who_asked_or_is_named_approves_nothing(
    request_: RemedyRequest, user_id: int, named: frozenset[int], words: str
) -> None:
    if not words:
        check_approver(request_, user_id, named)
        return
    with pytest.raises(UserError, match=words):
        check_approver(request_, user_id, named)


def test_an_approval_covers_its_remedy_and_no_more() -> None:
    approved = replace(REQUEST, approved=True)
    assert approved.covers(replace(ASKED, remedy_cents=79_999))
    assert not approved.covers(replace(ASKED, remedy_cents=80_001))
    assert not approved.covers(replace(ASKED, remedy_kind=RemedyKind.VOUCHER))
    assert not REQUEST.covers(ASKED)
    states = [each.state for each in (REQUEST, approved, replace(REQUEST, approved=False))]
    assert states == [*RequestState]
    assert len({(state.label, state.tone) for state in states}) == 3


def test_only_being_complained_of_keeps_away() -> None:
    assert [part for part in InvolvedAs if part.keeps_away] == [InvolvedAs.COMPLAINED_OF]
    assert len({part.label for part in InvolvedAs}) == 3
    there = Involved(1, 2, 3, "May", 9, InvolvedAs.WITNESS, START, "Ho")
    gone, no_user = replace(there, user_id=10, ended_at=START), replace(there, user_id=None)
    assert users_named((there, gone, no_user)) == {9}


def test_who_rejects_is_named_an_alternative() -> None:
    with pytest.raises(UserError, match="can do next"):
        NewResponse(Response.REJECTED, START).check()
    NewResponse(Response.REJECTED, START, ("consumer_council",)).check()
    NewResponse(Response.SILENT, START).check()
    assert len({response.label for response in Response}) == 3


def test_a_moment_is_after_the_receipt_and_not_to_come() -> None:
    second = timedelta(seconds=1)
    received = START + 30 * second
    responses.check_moment(START, not_before=received, now=received)
    for at in (START - second, received + second):
        with pytest.raises(UserError, match="after receipt"):
            responses.check_moment(at, not_before=received, now=received)


def test_an_answer_is_1_to_5_and_final_when_its_month_has_ended() -> None:
    asked = SatisfactionAsk(1, 2, START, "May", Channel.TELEPHONE)
    for score in (1, 5):
        satisfaction.check_answer(asked, score, OCTOBER, OCTOBER)
    for wrong, score, month, words in (
        (asked, 0, None, "1 to 5"),
        (asked, 6, None, "1 to 5"),
        (replace(asked, how=None), 3, None, "not asked"),
        (asked, 3, OCTOBER.shift(-1), "is over"),
    ):
        with pytest.raises(UserError, match=words):
            satisfaction.check_answer(wrong, score, month, OCTOBER)


def test_a_signature_stands_for_its_content_alone_and_shows_no_passphrase() -> None:
    content: dict[str, object] = {"words": "舊招牌", "n": 1}
    assert digest_of(content) == digest_of(dict(reversed(content.items())))
    assert digest_of(content) != digest_of(content | {"n": 2})
    assert "lantern" not in repr(Signing(SignatureMeaning.CHECKED, "seven lanterns"))
    assert len({meaning.label for meaning in SignatureMeaning}) == 3
