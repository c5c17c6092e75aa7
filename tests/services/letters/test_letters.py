"""A letter from its draft to the post: merging, review, issuing, the step it stands for."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from csq_desktop.domain.complaints.facts import EventKind, Finding, Outcome, RemedyKind, State
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.complaints.promises import NewPromise
from csq_desktop.domain.customers.consents import NewAnswer
from csq_desktop.domain.customers.facts import Consent
from csq_desktop.domain.letter_kinds import LetterDelivery, LetterKind, LetterState
from csq_desktop.domain.letters.facts import Letter, Letterhead, LetterWords, NewLetter
from csq_desktop.domain.letters.placeholders import open_places
from csq_desktop.domain.letters.templates import ReviewRule
from csq_desktop.domain.users import Role
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.complaints import complaints, feedback, promises, views
from csq_desktop.services.customers import consents, customers, timelines
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.letters import (
    erasure,
    issuing,
    letterhead,
    letters,
    papers,
    reviewing,
    templates,
)
from csq_desktop.services.letters.issuing import LetterSending
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import checks
from csq_desktop.services.today import due
from csq_desktop.storage.store import Store
from csq_desktop.texts import LANGUAGES
from tests.factory import START, FixedClock, Furnish, open_store
from tests.pdf_text import in_one_line
from tests.services.letters import letters_case
from tests.services.letters.letters_case import by_somebody_else, case_of, drafted, log

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


@pytest.fixture
def furnish() -> Furnish:
    return letters_case.furnish


def do(store: Store, act: Callable[..., object], *args: object, **more: object) -> None:
    with store.writing() as session:
        act(session, *args, **more)


def refusal(store: Store, act: Callable[..., object], *args: object) -> str:
    with pytest.raises(UserError) as error, store.writing() as session:
        act(session, *args)
    return error.value.text


def shown(store: Store, letter_id: int) -> Letter:
    with store.writing() as session:
        return letters.open_letter(session, letter_id)


def under(store: Store, review: ReviewRule, kind: LetterKind = LetterKind.ACKNOWLEDGEMENT) -> None:
    with store.writing() as session:
        latest = templates.in_use(session, kind)
        templates.write(session, kind, latest.subject, latest.text, review)


def test_a_letter_goes_from_its_draft_to_the_post_and_acknowledges_the_case(
    store: Store, clock: FixedClock
) -> None:
    case = case_of(store)
    letter = drafted(store, case.complaint_id, language="zh_HK")
    with store.reading(identities=True) as session:
        assert letters.languages(session, case.complaint_id) == ("zh_HK", "en", "zh_CN")
        assert "未發出" in in_one_line(papers.preview(session, letter.id, letter.words))
    assert letter.words.recipient == "黃小芳女士\nFlat 5\nTai Po Road"
    assert letter.words.salutation == "黃小芳女士："
    assert "2026年10月5日" in letter.words.body
    assert "Charged twice for one kettle." in letter.words.body
    assert "{" not in letter.words.body
    assert "Issue the letter first" in refusal(store, papers.pdf, letter.id)
    with store.writing() as session:
        issued = issuing.issue(session, letter.id)
    assert (issued.ref, issued.state) == ("LT-2026-0001-SSP01", LetterState.ISSUED)
    assert issued.frame is not None
    assert issued.frame.receipt is not None
    assert len(issued.sha256) == 64
    with store.reading(identities=True) as session:
        page = in_one_line(papers.pdf(session, letter.id))
        assert papers.pdf(session, letter.id) == papers.pdf(session, letter.id)
        assert issuing.stands_for_step(session, letter.id)
    for printed in ("黃小芳女士", "12 Yu Chau Street", issued.ref, issued.frame.receipt.number):
        assert printed in page
    for act in (letters.discard, reviewing.submit, issuing.issue):
        assert "never changes" in refusal(store, act, letter.id)
    assert "never changes" in refusal(store, letters.save, letter.id, LetterWords())
    sent_at = clock.move(minutes=5)
    sending = LetterSending(LetterDelivery.POST, sent_at, records_step=True)
    do(store, issuing.note_sent, letter.id, sending)
    do(store, papers.note_printed, [letter.id])
    with store.reading() as session:
        complaint = views.read(session, case.complaint_id)
        (line,) = letters.of_case(session, case.complaint_id)
        notes = [item.note for item in timelines.of_customer(session, case.customer_id)]
        assert notes.count("By post") == 1
    assert (complaint.state, complaint.acknowledged_at) == (State.ACKNOWLEDGED, sent_at)
    assert (line.state, line.sent_at, line.at) == (LetterState.SENT, sent_at, sent_at)
    with store.reading() as session:
        (left,) = disclosures.everything(session)
    assert (left.purpose, left.whom) == (issued.ref, "The customer")
    said = [event.text for event in complaint.events if event.kind is EventKind.LETTER]
    assert said == [
        "LT-2026-0001-SSP01, Acknowledgement, issued",
        "LT-2026-0001-SSP01, Acknowledgement, sent: By post",
    ]
    assert [line for line in checks.check(store).lines if not line.sound] == []


def test_a_letter_that_is_to_be_reviewed_waits_for_somebody_else(store: Store) -> None:
    case = case_of(store)
    under(store, ReviewRule.HIGH)
    unreviewed = drafted(store, case.complaint_id)
    assert not unreviewed.needs_review, "the severity is medium"
    under(store, ReviewRule.ALWAYS)
    assert shown(store, unreviewed.id).needs_review, "the template in use now is stricter"
    letter = drafted(store, case.complaint_id)
    assert letter.template_version == 3
    assert "cannot be done now" in refusal(store, issuing.issue, letter.id)
    assert "cannot be done now" in refusal(store, reviewing.approve, letter.id)
    do(store, letters.save, letter.id, replace(letter.words, body="Call {decision}."))
    assert "Decision" in refusal(store, reviewing.submit, letter.id)
    do(store, reviewing.submit, letter.id, letter.words)
    with store.reading() as session:
        assert [item.text for item in due.items(session, due.now(session)) if item.kind == "letter"
                ] == ["Finish the letter: Acknowledgement"]  # fmt: skip
    assert "Another supervisor" in refusal(store, reviewing.approve, letter.id)
    do(store, by_somebody_else, letter.id)
    assert "is to be changed" in refusal(store, reviewing.send_back, letter.id, " ")
    do(store, reviewing.send_back, letter.id, "Say until when.")
    sent_back = shown(store, letter.id)
    assert (sent_back.state, sent_back.review) == (LetterState.DRAFT, "Say until when.")
    do(store, reviewing.submit, letter.id)
    with store.reading() as session:
        waiting = [item.text for item in due.items(session, due.now(session))]
    assert "Review the letter: Acknowledgement" in waiting
    assert shown(store, letter.id).may_review
    do(store, reviewing.take_back, letter.id)
    do(store, reviewing.submit, letter.id)
    do(store, reviewing.approve, letter.id)
    approved = shown(store, letter.id)
    assert (approved.state, approved.reviewed_by) == (LetterState.APPROVED, "Chan Siu Ming")
    do(store, letters.save, letter.id, approved.words)
    assert shown(store, letter.id).state is LetterState.APPROVED, "nothing was changed"
    do(store, letters.save, letter.id, replace(approved.words, body="Something else."))
    assert shown(store, letter.id).state is LetterState.DRAFT
    do(store, reviewing.submit, letter.id)
    do(store, by_somebody_else, letter.id)
    do(store, reviewing.approve, letter.id)
    do(store, issuing.issue, letter.id)
    assert shown(store, letter.id).state is LetterState.ISSUED


def test_what_the_case_does_not_have_yet_is_named_before_the_letter_goes_out(store: Store) -> None:
    case = case_of(store)
    letter = drafted(store, case.complaint_id, LetterKind.ANSWER)
    missing = refusal(store, issuing.issue, letter.id)
    assert "Decision, Why it was decided so, Remedy" in missing
    outcome = Outcome(Finding.UPHELD, "CCTV of till 2", "", RemedyKind.REFUND, 45900)
    do(store, complaints.answer, case.complaint_id, outcome)
    letter = drafted(store, case.complaint_id, LetterKind.ANSWER)
    assert "Our finding: Upheld. {reason}" in letter.words.body
    assert "Refund, HK$459" in letter.words.body
    assert "CCTV" not in letter.words.body, "the notes of the investigation are the shop's own"
    do(store, complaints.decide, case.complaint_id, Outcome(Finding.UNFOUNDED))
    assert "{remedy}" in drafted(store, case.complaint_id, LetterKind.ANSWER).words.body
    for words, field in (
        (LetterWords(subject="a", body="b"), "salutation"),
        (LetterWords(salutation="a", body="b"), "subject"),
        (LetterWords(salutation="a", subject="b"), "body"),
    ):
        do(store, letters.save, letter.id, words)
        with pytest.raises(UserError) as error:
            do(store, issuing.issue, letter.id)
        assert error.value.field == field
    with pytest.raises(UserError, match="too long"):
        do(store, letters.save, letter.id, LetterWords(body="x" * 6_001))


def test_the_next_day_is_the_promised_one_else_that_of_a_deadline(
    store: Store, clock: FixedClock
) -> None:
    case = case_of(store)
    by_deadline = drafted(store, case.complaint_id, LetterKind.PROGRESS).words.body
    with store.writing() as session:
        due_at = clock.at + timedelta(days=1)
        promises.make(session, case.complaint_id, NewPromise("Call back", due_at))
    by_promise = drafted(store, case.complaint_id, LetterKind.PROGRESS).words.body
    assert "again by 6 Oct 2026" in by_promise
    assert "again by 6 Oct 2026" not in by_deadline
    clock.move(days=300)
    assert "{next_date}" in drafted(store, case.complaint_id, LetterKind.PROGRESS).words.body


def test_a_progress_letter_is_a_progress_reply_and_a_letter_about_other_feedback_is_no_step(
    store: Store, clock: FixedClock
) -> None:
    case = case_of(store)
    letter = drafted(store, case.complaint_id, LetterKind.PROGRESS)
    do(store, issuing.issue, letter.id)
    too_early = LetterSending(LetterDelivery.EMAIL, START)
    assert "after the letter was issued" in refusal(store, issuing.note_sent, letter.id, too_early)
    sending = LetterSending(LetterDelivery.EMAIL, clock.at, records_step=True)
    do(store, issuing.note_sent, letter.id, sending)
    with store.reading() as session:
        kinds = [event.kind for event in views.read(session, case.complaint_id).events]
    assert kinds[-1] is EventKind.PROGRESS
    closing = drafted(store, case.complaint_id, LetterKind.CLOSING)
    with store.writing() as session:
        assert not issuing.stands_for_step(session, closing.id)
        letters.discard(session, closing.id)
        assert [line.kind for line in letters.of_case(session, case.complaint_id)] == [
            LetterKind.PROGRESS
        ]
        letters.bring_back(session, closing.id)
        assert letters.open_letter(session, closing.id).state is LetterState.DRAFT
        praise = log(session, None)
        feedback.record_as(session, praise, FeedbackKind.COMPLIMENT, "not a complaint")
    assert "voided" in refusal(store, letters.draft, praise, NewLetter(LetterKind.CLOSING, "en"))
    anonymous = drafted_anonymous(store)
    assert anonymous.words.salutation == "Dear Customer,"
    assert anonymous.words.recipient == ""
    do(store, issuing.issue, anonymous.id)
    assert shown(store, anonymous.id).state is LetterState.ISSUED
    do(store, issuing.note_sent, anonymous.id, LetterSending(LetterDelivery.EMAIL, clock.at))
    do(store, issuing.note_sent, anonymous.id, LetterSending(LetterDelivery.POST, clock.at))
    do(store, complaints.withdraw, anonymous.complaint_id, "logged twice")
    with store.reading(identities=True) as session:
        assert not issuing.stands_for_step(session, anonymous.id)


def drafted_anonymous(store: Store) -> Letter:
    with store.writing() as session:
        complaint_id = log(session, None)
    return drafted(store, complaint_id)


def test_an_offer_goes_to_nobody_who_opted_out(store: Store, clock: FixedClock) -> None:
    case, offer = case_of(store), LetterKind.INVITATION
    new = NewLetter(offer, "en")
    assert "not agreed to offers" in refusal(store, letters.draft, case.complaint_id, new)
    yes = NewAnswer(
        Consent.AGREED, clock.at.date(), channel="counter", source="the customer in person"
    )
    do(store, consents.record, case.customer_id, yes)
    letter = drafted(store, case.complaint_id, offer)
    no = NewAnswer(Consent.REFUSED, clock.at.date(), channel="letter")
    do(store, consents.record, case.customer_id, no)
    assert "opted out" in refusal(store, issuing.issue, letter.id), "asked again when it goes out"
    with store.writing() as session:
        nobody = log(session, None)
    assert "not agreed" in refusal(store, letters.draft, nobody, new)


def test_a_correction_is_a_new_letter_that_names_the_one_it_corrects(store: Store) -> None:
    case = case_of(store)
    first = drafted(store, case.complaint_id)
    with store.writing() as session:
        ref = issuing.issue(session, first.id, first.words).ref
        new = NewLetter(LetterKind.ACKNOWLEDGEMENT, "en", corrects_id=first.id)
        second = letters.draft(session, case.complaint_id, new)
        issuing.issue(session, second.id)
        assert f"corrects our letter {ref}" in in_one_line(papers.pdf(session, second.id))


def test_an_erased_letter_keeps_its_number_and_says_nothing(store: Store) -> None:
    case = case_of(store)
    letter = drafted(store, case.complaint_id)
    do(store, issuing.issue, letter.id)
    do(store, erasure.erase, [], [case.complaint_id])
    do(store, erasure.erase, [case.customer_id], [])
    assert "were erased" in refusal(store, papers.pdf, letter.id)
    gone = shown(store, letter.id)
    assert (gone.words, gone.ref) == (LetterWords(), "LT-2026-0001-SSP01")
    other = drafted(store, case.complaint_id)
    do(store, erasure.erase, [case.customer_id], [])
    for act in (reviewing.submit, issuing.issue):
        assert "were erased" in refusal(store, act, other.id)
    assert "were erased" in refusal(store, letters.save, other.id, LetterWords(body="back again"))
    assert checks.check(store).sound


def test_templates_have_versions_and_say_what_is_wrong_with_them(store: Store) -> None:
    kind, good = LetterKind.CLOSING, ThreeTexts("Closed {reference}", "結案", "结案")
    with store.reading() as session:
        first = templates.in_use(session, kind)
        assert {each.version for each in templates.everything(session)} == {1}
        page = in_one_line(papers.sample(session, kind, good, first.text, "en"))
        assert "Closed [Number of the case]" in page
    with store.writing() as session:
        second = templates.write(session, kind, good, good, ReviewRule.NEVER)
        assert [each.version for each in templates.everything(session) if each.kind is kind] == [
            1,
            2,
        ]
        assert templates.of_version(session, kind, 1).text == first.text
        assert templates.in_use(session, kind).subject == good
    assert second.version == 2
    for subject, text, field in (
        (ThreeTexts("a", "b"), good, "subject_zh_CN"),
        (good, ThreeTexts("x" * 6_001, "b", "c"), "text_en"),
        (good, ThreeTexts("Dear {name}", "b", "c"), "text_en"),
        (good, good, "subject_en"),
    ):
        with pytest.raises(UserError) as error:
            do(store, templates.write, kind, subject, text, ReviewRule.NEVER)
        assert error.value.field == field
    assert "no such version" in refusal(store, templates.of_version, kind, 9)


def test_only_who_sees_identities_writes_letters(store: Store, tmp_path: Path) -> None:
    case = case_of(store)
    letter = drafted(store, case.complaint_id)
    with store.reading() as blind, pytest.raises(Refused):
        papers.preview(blind, letter.id, letter.words)
    store.close()
    staff = open_store(tmp_path, Role.STAFF)
    with staff.writing() as session:
        assert [line.id for line in letters.of_case(session, case.complaint_id)] == [letter.id]
        assert all(item.kind != "letter" for item in due.items(session, due.now(session)))
        with pytest.raises(Refused):
            letters.open_letter(session, letter.id)
    staff.close()


def test_the_look_at_the_customer_is_in_the_trail_and_a_missing_letter_is_said(
    store: Store,
) -> None:
    case = case_of(store)
    letter = drafted(store, case.complaint_id)
    shown(store, letter.id)
    with store.reading(identities=True) as session:
        items = timelines.of_customer(session, case.customer_id)
    assert [item.note for item in items].count("Write a letter or a case file") == 2
    assert "has been removed" in refusal(store, letters.open_letter, 7)
    do(store, customers.archive, case.customer_id)


def test_the_letterhead_is_the_shops_and_a_letter_keeps_the_one_it_was_issued_with(
    store: Store,
) -> None:
    case = case_of(store)
    letter = drafted(store, case.complaint_id)
    do(store, issuing.issue, letter.id)
    do(store, letterhead.change, letters_case.HEAD)
    picture = base64.b64encode(PICTURE).decode()
    changed = Letterhead("not this", " 3 Nathan Road \n\n", " 2222 ", logo=picture)
    do(store, letterhead.change, changed)
    with store.reading(identities=True) as session:
        now = letterhead.letterhead(session)
        page = in_one_line(papers.pdf(session, letter.id))
        assert "Tai Po" in in_one_line(papers.preview(session, letter.id, letter.words))
    assert now == Letterhead("Sham Shui Po", "3 Nathan Road", "2222", logo=picture)
    assert "12 Yu Chau Street" in page
    for logo in ("no base64", base64.b64encode(b"GIF89a").decode()):
        with pytest.raises(UserError) as error:
            do(store, letterhead.change, Letterhead(logo=logo))
        assert error.value.field == "logo"


def test_the_shipped_templates_are_whole_in_each_language() -> None:
    assert {template.kind for template in templates.shipped()} == {*LetterKind}
    for template in templates.shipped():
        for texts in (template.subject, template.text):
            assert texts.missing == ()
            places = {frozenset(open_places(texts.said_in(code))) for code in LANGUAGES}
            assert len(places) == 1, template.kind


def test_the_customers_language_comes_first_else_the_shops(store: Store) -> None:
    case = case_of(store)
    unspoken = {"segment": "", "district": "", "preferred_language": "tlh"}
    do(store, customers.describe, case.customer_id, **unspoken)
    with store.writing() as session:
        nobody = log(session, None)
        assert letters.languages(session, case.complaint_id)[0] == shop.shop(session).language
        assert letters.languages(session, nobody) == ("en", "zh_HK", "zh_CN")
