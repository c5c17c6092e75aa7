"""Acknowledgements of several cases at once: which get theirs, and what is recorded of each."""

import pytest

from csq_desktop.domain.closing.involved import InvolvedAs, NewInvolved
from csq_desktop.domain.complaints.facts import Severity
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.letter_kinds import LetterDelivery, LetterKind
from csq_desktop.domain.letters.templates import ReviewRule
from csq_desktop.errors import UserError
from csq_desktop.services.closing import involved
from csq_desktop.services.complaints import complaints, views
from csq_desktop.services.customers import customers
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.letters import letters, reviewing, templates, together
from csq_desktop.services.letters.issuing import LetterSending
from csq_desktop.services.people import of_signed_in
from csq_desktop.services.receipts import receipts
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish
from tests.pdf_text import pages
from tests.services.letters import letters_case
from tests.services.letters.letters_case import by_somebody_else, case_of, drafted, log

CHAN = Identity("Chan Tai Man", "", "92345678")


@pytest.fixture
def furnish() -> Furnish:
    return letters_case.furnish


def test_each_case_gets_a_letter_and_a_receipt_of_its_own_and_the_others_a_reason(
    store: Store, clock: FixedClock
) -> None:
    first = case_of(store).complaint_id
    with store.writing() as session:
        chan = customers.add(session, NewCustomer(CHAN))
        second, done, nobody = (log(session, each) for each in (chan, chan, None))
        complaints.acknowledge(session, done)
        high = log(session, chan, Severity.CRITICAL)
        latest = templates.in_use(session, LetterKind.ACKNOWLEDGEMENT)
        severe = ReviewRule.CRITICAL
        templates.write(session, latest.kind, latest.subject, latest.text, severe)
        check = together.may_be_acknowledged(session, (first, second, done, nobody, high))
    assert check.able_ids == (first, second)
    assert [each.reason.split()[0] for each in check.refused] == ["This", "No", "Somebody"]
    with pytest.raises(UserError, match="nobody to write to"), store.writing() as session:
        together.acknowledge(session, (first, nobody))
    with store.writing() as session:
        assert letters.of_case(session, first) == ()  # all or none
        made = together.acknowledge(session, (first, second))
        again = together.may_be_acknowledged(session, (first,))
        (code,), (other,) = (tuple(receipts.codes(session, case)) for case in (first, second))
        assert receipts.check(session, code).sound
    assert code != other
    assert "LT-2026-0001-SSP01" in again.refused[0].reason
    with store.reading(identities=True) as session:
        printed = pages(together.pdf(session, made))
        lines = disclosures.everything(session)
    assert len(printed) == 2
    assert "黃小芳女士" in printed[0]
    assert "Chan Tai Man" in printed[1]
    assert {line.purpose for line in lines} == {"LT-2026-0001-SSP01", "LT-2026-0002-SSP01"}
    clock.move(minutes=5)
    with store.writing() as session:
        together.note_sent(session, made, LetterSending(LetterDelivery.POST, clock.at))
        for case in (first, second):
            assert views.read(session, case).acknowledged_at == clock.at


def test_only_so_many_are_printed_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MOST_LETTERS", 1)
    case = case_of(store)
    with store.writing() as session:
        more = log(session, case.customer_id)
        check = together.may_be_acknowledged(session, (case.complaint_id, more))
    assert check.able_ids == (case.complaint_id,)
    assert check.refused[0].reason == "At most 1 letter is printed at once."


def test_nobody_who_is_named_in_a_case_reviews_its_letters(store: Store) -> None:
    letter = drafted(store, case_of(store).complaint_id)
    with store.writing() as session:
        reviewing.submit(session, letter.id)
        by_somebody_else(session, letter.id)
        assert letters.open_letter(session, letter.id).may_review
        new = NewInvolved(of_signed_in(session) or "", InvolvedAs.WITNESS)
        named = involved.name(session, letter.complaint_id, new)
        assert not letters.open_letter(session, letter.id).may_review
        with pytest.raises(UserError, match="You are named in this complaint"):
            reviewing.approve(session, letter.id)
        involved.take_out(session, named)
        reviewing.approve(session, letter.id)
