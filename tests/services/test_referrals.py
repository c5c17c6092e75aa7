"""Referrals of a case: made, due, answered, taken back, erased; the deadlines go on."""

from datetime import timedelta

import pytest

from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.referrals.facts import NewReferral, ReferralOutcome, ReferralResult
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import complaints
from csq_desktop.services.customers import customers
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.referrals import due, erasure, referrals
from csq_desktop.services.stores import checks
from csq_desktop.services.today import due as today
from tests.factory import START
from tests.services.complaints.test_complaints import Opened, do, logged, opened, seen

assert opened
DAY = START.date()


def test_a_case_is_referred_asked_about_answered_and_its_deadlines_go_on(opened: Opened) -> None:
    store, clock = opened
    with store.writing() as session:
        caller = customers.add(session, NewCustomer(identity=Identity(name="Chan Tai Man")))
    complaint, voided = logged(opened, customer_id=caller), logged(opened)
    clocks = [clock.due_at for clock in seen(opened, complaint).clocks]
    new = NewReferral("Customs and Excise Department", DAY, "CE/7", "Weight", "Receipt", DAY)
    do(opened, referrals.refer, complaint, new)
    do(opened, referrals.refer, voided, new)
    do(opened, complaints.withdraw, voided, "Twice")
    with pytest.raises(UserError, match="is voided"):
        do(opened, referrals.refer, voided, new)
    with store.reading() as session:
        (line,) = disclosures.everything(session)
    assert (line.recipient, line.fields) == (
        "Customs and Excise Department", ("complaint.summary", "complaint.words"),
    )  # fmt: skip
    with store.reading() as session:
        (item,) = due.items(session, today.now(session))
        (referral,) = referrals.of_case(session, complaint)
    assert (item.text, item.under, item.overdue) == (
        "Ask Customs and Excise Department for its answer on C-2026-0001-SSP01", "CE/7", False,
    )  # fmt: skip
    assert (referral.referred_to, referral.referred_by) == ("customs", store.user.name)
    clock.move(days=1)
    with store.reading() as session:
        assert [item.overdue for item in due.items(session, today.now(session))] == [True]
    outcome = ReferralOutcome(DAY + timedelta(days=1), ReferralResult.FOR_SHOP, "No fault")
    do(opened, referrals.record_outcome, referral.id, outcome)
    with store.reading() as session:
        assert not list(due.items(session, today.now(session)))
        (answered,) = referrals.of_case(session, complaint)
    assert (answered.result, answered.result_note, answered.body_reference) == (
        ReferralResult.FOR_SHOP, "No fault", "CE/7",
    )  # fmt: skip
    whole = seen(opened, complaint)
    lines = [event.text for event in whole.events if event.kind is EventKind.REFERRED]
    assert lines == ["Weight", "In favour of the shop. No fault"]
    assert [clock.due_at for clock in whole.clocks] == clocks
    assert checks.check(store).sound


def test_the_disclosure_log_says_whether_they_were_told_who_it_is(opened: Opened) -> None:
    store, _ = opened
    with store.writing() as session:
        caller = customers.add(session, NewCustomer(identity=Identity(name="Chan Tai Man")))
    complaint = logged(opened, customer_id=caller)
    for body in ("police", "head_office", "valet"):
        new = NewReferral(body, DAY, referral_reason="Theft", with_identity=True)
        do(opened, referrals.refer, complaint, new)
    with store.reading() as session:
        lines = disclosures.everything(session)
    assert {(line.recipient, line.authority.value) for line in lines} == {
        ("Police", "crime"), ("", "original_purpose"), ("valet", "original_purpose"),
    }  # fmt: skip
    assert all("identity.name" in line.fields for line in lines)


def test_what_was_a_mistake_is_taken_back_and_what_names_people_is_erased(opened: Opened) -> None:
    store, _ = opened
    complaint = logged(opened)
    new = NewReferral("police", DAY, "RN 1", "Mr Chan reported it", "Pictures")
    do(opened, referrals.refer, complaint, new)
    with store.reading() as session:
        (referral,) = referrals.of_case(session, complaint)
    do(opened, referrals.take_back, referral.id)
    with store.reading() as session:
        assert referrals.of_case(session, complaint) == ()
    with pytest.raises(UserError, match="has been removed"):
        do(opened, referrals.take_back, referral.id)
    do(opened, referrals.put_back, referral.id)
    do(opened, referrals.put_back, 404)
    do(opened, erasure.erase, (), (complaint,))
    with store.reading() as session:
        (blank,) = referrals.of_case(session, complaint)
    assert (blank.body_reference, blank.referral_reason, blank.handed_over) == ("", "", "")
    assert blank.referred_on == DAY
