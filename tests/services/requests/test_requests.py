"""Requests over a real store: intake to answer, the copy, corrections, and the log book."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.domain.complaints.promises import NewPromise
from csq_desktop.domain.customers.consents import NewAnswer
from csq_desktop.domain.customers.facts import Consent, CustomerFilter, Identity, NewCustomer
from csq_desktop.domain.customers.timeline import TimelineKind
from csq_desktop.domain.disclosures.facts import NewDisclosure
from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.domain.referrals.facts import NewReferral
from csq_desktop.domain.refusals.facts import NewRefusal, RefusalGround
from csq_desktop.domain.requests.covering import COVER
from csq_desktop.domain.requests.facts import IdentityCheck, NewPrivacyRequest, RequesterIdentity
from csq_desktop.domain.requests.letters import NoticeKind
from csq_desktop.domain.requests.words import (
    CheckMethod,
    NoticeAnswer,
    PrivacyRequestKind,
    RequesterKind,
    RequestOutcome,
)
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.complaints import complaints, promises
from csq_desktop.services.customers import consents, customers, timelines
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.exports import exports
from csq_desktop.services.referrals import referrals
from csq_desktop.services.refusals import papers as refusal_papers
from csq_desktop.services.refusals import refusals
from csq_desktop.services.requests import (
    copies,
    corrected_copies,
    corrections,
    erasure,
    papers,
    requests,
)
from csq_desktop.services.requests.copies import CopyChoice
from csq_desktop.services.requests.corrections import CorrectionMade
from csq_desktop.services.requests.requests import RequestAnswer
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import checks
from csq_desktop.services.today import due
from csq_desktop.storage.records.privacy import requests as request_records
from csq_desktop.storage.store import Store
from tests.factory import START, FixedClock, Furnish, by_hand, opened
from tests.pdf_text import in_one_line

ACCESS, CORRECTION = PrivacyRequestKind
CHECK = IdentityCheck(CheckMethod.DOCUMENT, "Shown at the counter")
LEE = "Lee Siu Ling"
WORDS = f"{LEE} of 5123 4567 pushed me, and Chan Siu Ming laughed."


def furnished(store: Store, _clock: FixedClock) -> None:
    with store.writing() as session:
        shop.set_up(session, NewShop("Sham Shui Po", "SSP01", "May Wong"))
        chan = customers.add(session, NewCustomer(Identity("Chan Tai Man", phone="91234567")))
        customers.add(session, NewCustomer(Identity(LEE, phone="51234567")))
        new = NewComplaint(
            Channel.COUNTER, START, "till.waiting", Severity.LOW, WORDS, customer_id=chan
        )
        case = complaints.log(session, new)
        day = shop.today(session)
        consents.record(
            session, chan, NewAnswer(Consent.AGREED, day, channel="letter", source="Form 7")
        )
        moment = START + timedelta(hours=2)
        promises.make(session, case.id, NewPromise("Call back", moment))
        identity = Identity("Chan Tai Man", phone="91234567", note=f"Friend of {LEE}")
        customers.correct(session, chan, identity)


@pytest.fixture
def furnish() -> Furnish:
    return furnished


def chan(store: Store) -> int:
    with store.reading() as session:
        return min(customers.line_ids(session, CustomerFilter()))


def do(store: Store, act: Callable[..., Any], *args: object, **named: object) -> Any:
    with store.writing() as session:
        return act(session, *args, **named)


def logged(store: Store, kind: PrivacyRequestKind = ACCESS, **changed: Any) -> int:
    new = NewPrivacyRequest(kind, chan(store), START, Channel.LETTER, "en", asked="Everything")
    number: int = do(store, requests.log, replace(new, **changed))
    return number


def waiting(store: Store) -> list[tuple[bool, str]]:
    with store.reading() as session:
        items = due.items(session, due.now(session))
    return [(item.overdue, item.under) for item in items if item.kind == "data_request"]


def test_an_access_request_from_receipt_to_the_copy_handed_over(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    number = logged(store)
    for days, shown in ((9, 0), (1, 1), (20, 1), (8, 1)):
        clock.move(days=days)
        assert len(waiting(store)) == shown
    assert waiting(store) == [
        (False, "Two days left at most · day 38 of 40 · Identity not checked")
    ]
    with pytest.raises(UserError, match="Nothing is handed out before"):
        do(store, copies.draft, number)
    do(store, requests.check_identity, number, CHECK)
    assert do(store, requests.set_fee, number, 3_000) is None
    do(store, requests.clear_fee, number, 3_000)
    with store.writing() as session:
        later = NewComplaint(Channel.COUNTER, clock.at, "till.waiting", Severity.LOW, "Later",
                             customer_id=chan(store))  # fmt: skip
        complaints.log(session, later)
    draft = do(store, copies.draft, number)
    assert {section.key: len(section.records) for section in draft.sections} == {
        "identity": 1,
        "consents": 1,
        "complaints": 1,
        "promises": 1,
        "disclosures": 0,
        "requests": 1,
    }
    assert [person.text for person in draft.named] == ["5123 4567", LEE, "Chan Siu Ming"]
    others = [person.text for person in draft.named]
    with pytest.raises(UserError, match="Make the copy first"):
        answered(store, clock, number, RequestOutcome.COMPLIED)
    file, table = copies.save(store, number, tmp_path / "copy.pdf", CopyChoice(others))
    words = in_one_line(file.read_bytes())
    assert words == in_one_line(do(store, copies.pdf, number, CopyChoice(others)))
    assert "Chan Tai Man" in words
    assert f"{COVER} of {COVER} pushed me, and {COVER} laughed." in words
    assert "7 places are blacked out" in words
    rows = list(csv.reader(table.read_text("utf-8-sig").splitlines()))
    assert any("pushed me" in row[3] for row in rows)
    assert any(row[4] for row in rows[1:])
    for content in (words, str(rows)):
        assert not [other for other in (*others, "Later") if other in content]
    clock.move(days=2)
    it_is_answered_on_the_last_day(store, clock, number)


def it_is_answered_on_the_last_day(store: Store, clock: FixedClock, number: int) -> None:
    answered(store, clock, number, RequestOutcome.COMPLIED)
    assert waiting(store) == []
    with pytest.raises(UserError, match="answered already"):
        do(store, requests.check_identity, number, CHECK)
    with store.reading(identities=True) as session:
        (line,) = disclosures.everything(session)
        assert (line.recipient_kind, line.purpose) == (RecipientKind.CUSTOMER, "DR-2026-0001")
        assert requests.read(session, number).days_text(shop.today(session)) == (
            "answered on day 40"
        )
        steps = timelines.of_customer(session, chan(store), TimelineKind.REQUEST)
        assert [step.what for step in steps] == [
            "DR-2026-0001: Complied with",
            "DR-2026-0001: Data access request",
        ]
        assert papers.notices(session, number) == (NoticeKind.ANSWER, NoticeKind.RECEIVED)
        for kind in papers.notices(session, number):
            paper = papers.notice(session, number, kind, language="en")
            assert "Chan Tai Man" in in_one_line(paper)
        with pytest.raises(UserError, match="nothing to say"):
            papers.notice(session, number, NoticeKind.DELAY, language="en")
    assert checks.check(store).sound


def answered(store: Store, clock: FixedClock, number: int, outcome: RequestOutcome) -> None:
    with store.writing() as session:
        answer = RequestAnswer(outcome, shop.today(session), "As asked")
        requests.answer(session, number, answer)


def test_a_correction_is_made_and_those_who_had_the_data_are_told(
    store: Store, clock: FixedClock
) -> None:
    person = chan(store)
    for whom, kind in (
        ("Insurer Ltd", RecipientKind.INSURER),
        ("", RecipientKind.HEAD_OFFICE),
        ("", RecipientKind.CUSTOMER),
    ):
        told = NewDisclosure((person,), whom, kind, "Claim", ("identity.name",))
        do(store, disclosures.record_by_hand, told)
    clock.move(days=100)
    late = NewDisclosure(
        (person,), "insurer ltd", RecipientKind.INSURER, "Claim", ("identity.phone",)
    )
    do(store, disclosures.record_by_hand, late)
    clock.move(days=10)
    number = logged(store, CORRECTION, received_at=clock.at, wrong="Tai", right="Dai")
    access = logged(store, received_at=clock.at)
    with store.writing() as session:
        day = shop.today(session)
    do(store, requests.check_identity, number, CHECK)
    do(store, requests.check_identity, access, CHECK)
    for wrong_number, when, what, fault in (
        (access, day, "Name", "asks for no correction"),
        (number, day + timedelta(days=1), "Name", "in the future"),
        (number, day, " ", "what was corrected"),
    ):
        with pytest.raises(UserError, match=fault):
            do(store, corrections.note_corrected, wrong_number, CorrectionMade(when, what))
    with pytest.raises(UserError, match="Only a data access request"):
        do(store, copies.draft, number)
    a_field_has_to_say_what_it_should(store, number, day)
    made = CorrectionMade(day, "Spelling", "name", " Chan  Tai Man")
    assert do(store, corrections.note_corrected, number, made) == 2
    with pytest.raises(UserError, match="recorded already"):
        do(store, corrections.note_corrected, number, CorrectionMade(day, "Name"))
    recipients_are_ticked_off(store, number, day)
    the_corrected_copy_is_printed(store, clock, number, day)
    answered(store, clock, number, RequestOutcome.COMPLIED)
    with store.reading(identities=True) as session:
        told_lines = [line.form.value for line in disclosures.everything(session)][:2]
        assert sorted(told_lines) == ["copy_pack", "notice"]
        assert [notice.answer for notice in requests.notices(session, number)] == [
            NoticeAnswer.TOLD,
            NoticeAnswer.NO_USE,
        ]
        text = in_one_line(papers.notice(session, number, NoticeKind.ANSWER, language="en"))
        assert "We have corrected your data" in text


def a_field_has_to_say_what_it_should(store: Store, number: int, day: date) -> None:
    for made, fault in (
        (CorrectionMade(day, "", "name", " "), "what it says now"),
        (CorrectionMade(day, "", "name", "Chan Dai Man"), "The record says “Chan Tai Man”"),
        (CorrectionMade(day, "", "phone", "61234567"), "The record says"),
        (CorrectionMade(day, "", "shoe", "9"), "Choose what"),
    ):
        with pytest.raises(UserError, match=fault):
            do(store, corrections.note_corrected, number, made)
    with pytest.raises(UserError, match="Record the correction first"):
        do(store, corrected_copies.pdf, number)


def the_corrected_copy_is_printed(store: Store, clock: FixedClock, number: int, day: date) -> None:
    another = logged(store, CORRECTION, received_at=clock.at, wrong="Tai", right="Dai")
    do(store, requests.check_identity, another, CHECK)
    elsewhere = CorrectionMade(day, "The words of a complaint")
    assert do(store, corrections.note_corrected, another, elsewhere) == 2
    with pytest.raises(UserError, match="Print the corrected copy first"):
        answered(store, clock, number, RequestOutcome.COMPLIED)
    page = do(store, corrected_copies.pdf, number)
    text = in_one_line(page)
    for part in (
        "Chan Tai Man",
        "Name: Spelling",
        "insurer ltd",
        "Told of the correction",
        "section 23",
        COVER,
    ):
        assert part in text, part
    assert LEE not in text
    do(store, corrected_copies.note_made, number)
    assert do(store, requests.read, number).copied_at == clock.at


def recipients_are_ticked_off(store: Store, number: int, day: date) -> None:
    with store.reading(identities=True) as session:
        first, second = requests.notices(session, number)
    assert (first.recipient, first.disclosed_on) == (
        "insurer ltd (Insurer)",
        day - timedelta(days=10),
    )
    assert second.recipient == "Head office"
    with pytest.raises(UserError, match="after the correction"):
        do(store, corrections.note_told, first.id, NoticeAnswer.TOLD, day - timedelta(days=1))
    do(store, corrections.note_told, first.id, NoticeAnswer.TOLD, day)
    do(store, corrections.note_told, second.id, NoticeAnswer.NO_USE, day)
    with pytest.raises(UserError, match="ticked off already"):
        do(store, corrections.note_told, second.id, NoticeAnswer.TOLD, day)
    with pytest.raises(UserError, match="has been removed"):
        do(store, corrections.note_told, 5, NoticeAnswer.TOLD, day)


def test_a_refusal_stands_in_the_log_book_whatever_happens(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    with store.writing() as session:
        day = shop.today(session)
    refusal = NewRefusal((RefusalGround.S20_IDENTITY,), "Mr Ho 5123 4567 showed nothing", day)
    who = RequesterIdentity("Ms Ho", "ho@example.hk")
    mine = logged(store, requester=RequesterKind.WRITTEN, who=who)
    nobody = logged(store, customer_id=None, who=who)
    do(store, refusals.refuse, mine, refusal)
    in_part = replace(refusal, particulars="Part of it")
    do(store, refusals.refuse, nobody, in_part, in_part=True)
    do(store, requests.check_identity, nobody, CHECK)
    with pytest.raises(UserError, match="answer “nothing held”"):
        do(store, copies.draft, nobody)
    answered(store, clock, nobody, RequestOutcome.NOTHING_HELD)
    with store.reading(identities=True) as session:
        entries = refusals.everything(session)
        assert [entry.ref for entry in entries] == ["RF-2026-0002", "RF-2026-0001"]
        assert [entry.ref for entry in refusals.of_request(session, mine)] == ["RF-2026-0001"]
        assert requests.read(session, mine).outcome is RequestOutcome.REFUSED
        paper = papers.notice(session, mine, NoticeKind.REFUSAL, language="zh_HK")
        assert "Ms Ho" in in_one_line(paper)
        assert refusal_papers.register(session, language="en").startswith(b"%PDF")
    for statement in (
        "DELETE FROM refusal",
        "UPDATE refusal SET grounds = '20(3)(a)'",
        "UPDATE refusal SET particulars = 'x'",
    ):
        with pytest.raises(sqlcipher.IntegrityError, match="log book"):
            by_hand(store, statement)
    do(store, erasure.erase, [chan(store)], [])
    with store.reading(identities=True) as session:
        kept = refusals.of_request(session, mine)[0]
        assert (kept.erased, kept.particulars, kept.grounds) == (
            True,
            "",
            (RefusalGround.S20_IDENTITY,),
        )
        assert requests.read(session, mine).who == RequesterIdentity()
        assert requests.read(session, nobody).who == who
    assert checks.check(store).sound
    for kind, rows in (("data_requests", 2), ("refusals", 2)):
        assert exports.write(store, kind, tmp_path / f"{kind}.csv", purpose="Review") == rows
    others_read_it_without_names(store, clock, nobody)


def others_read_it_without_names(store: Store, clock: FixedClock, nobody: int) -> None:
    folder = store.folder
    store.close()
    with opened(folder, clock, Role.AUDITOR) as audited:
        with audited.reading(identities=False) as session:
            assert refusals.everything(session)[0].particulars == "Part of it"
            assert requests.read(session, nobody).who == RequesterIdentity()
        with audited.writing() as session, pytest.raises(Refused):
            requests.check_identity(session, nobody, CHECK)
    with opened(folder, clock, Role.STAFF) as staffed, staffed.reading() as session:
        assert not [
            item for item in due.items(session, due.now(session)) if item.kind == "data_request"
        ]
        with pytest.raises(Refused):
            requests.everything(session)


def test_what_a_request_refuses(store: Store, clock: FixedClock, tmp_path: Path) -> None:
    with store.writing() as session:
        day = shop.today(session)
    with pytest.raises(UserError, match="has been removed"):
        logged(store, customer_id=5)
    number = logged(store)
    for act in (requests.read, requests.row_of):
        with pytest.raises(UserError, match="has been removed"):
            do(store, act, 5)
    do(store, requests.give_delay_notice, number, day, "Archive off site")
    do(store, requests.check_identity, number, CHECK)
    with store.writing() as session:
        (case,) = request_records.complaints_of(session, chan(store))
        referral = NewReferral("police", day, referral_reason=f"Ask {LEE}")
        referrals.refer(session, case.id, referral)
    sections = {section.key: section for section in do(store, copies.draft, number).sections}
    (tmp_path / "there.csv").touch()
    with pytest.raises(UserError, match=r"already a file there\.csv"):
        copies.save(store, number, tmp_path / "there.pdf", CopyChoice())
    with store.reading(identities=True) as session:
        (step,) = timelines.of_customer(session, chan(store), TimelineKind.REQUEST)
    assert step.what == "DR-2026-0001: Data access request"
    (sent,) = sections["complaint_referral"].records
    assert f"Ask {LEE}" in [fact.value for fact in sent.facts if fact.words]
    with store.writing() as session:
        row, _ = requests.row_of(session, number)
        row.copied_at = clock.at
    with pytest.raises(UserError, match="log book first"):
        answered(store, clock, number, RequestOutcome.PARTLY)
    in_part = NewRefusal((RefusalGround.S20_OTHERS,), "Names of others", day)
    do(store, refusals.refuse, number, in_part, in_part=True)
    answered(store, clock, number, RequestOutcome.PARTLY)
    with store.reading(identities=True) as session:
        kinds = papers.notices(session, number)
        assert kinds == (NoticeKind.REFUSAL, NoticeKind.ANSWER, NoticeKind.DELAY,
                         NoticeKind.RECEIVED)  # fmt: skip
        assert "Archive off site" in in_one_line(
            papers.notice(session, number, NoticeKind.DELAY, language="en")
        )
