"""What belongs to a case is kept from whom it is about by its own number too."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.closing.involved import InvolvedAs, NewInvolved
from csq_desktop.domain.complaints.promises import NewPromise
from csq_desktop.domain.containment.facts import NewContainment
from csq_desktop.domain.exports.lists import ACTIONS, COMPLAINTS, list_of
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters.facts import NewLetter
from csq_desktop.domain.referrals.facts import NewReferral
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused
from csq_desktop.services.actions import actions, links
from csq_desktop.services.causes import causes
from csq_desktop.services.closing import involved
from csq_desktop.services.complaints import promises
from csq_desktop.services.containment import containment
from csq_desktop.services.customers import timelines
from csq_desktop.services.exports import content
from csq_desktop.services.handovers import handovers
from csq_desktop.services.letters import issuing, letters, papers
from csq_desktop.services.receipts import receipts
from csq_desktop.services.referrals import referrals
from csq_desktop.services.requests import held
from csq_desktop.services.retention import erasures
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from tests.factory import NAMES, FixedClock, Furnish
from tests.services.letters import letters_case
from tests.services.letters.letters_case import LetterCase, case_of

Act = Callable[[Session], object]


@pytest.fixture
def furnish() -> Furnish:
    return letters_case.furnish


def written(session: Session, case: int) -> tuple[int, str]:
    """An acknowledgement that was issued, and the code on it."""
    letter = letters.draft(session, case, NewLetter(LetterKind.ACKNOWLEDGEMENT, "en"))
    frame = issuing.issue(session, letter.id).frame
    assert frame is not None
    assert frame.receipt is not None
    return letter.id, frame.receipt.code


def parts(session: Session, at: LetterCase, clock: FixedClock) -> tuple[Act, ...]:
    """A case with a part of each kind, and what brings a person to each of them."""
    case, today = at.complaint_id, shop.today(session)
    letter, code = written(session, case)
    causes.set_main(session, case, "staffing.peak")
    cause = causes.add(session, case, "training.refund")
    step = containment.add(session, case, NewContainment("Shelf closed", clock.at))
    promise = promises.make(session, case, NewPromise("Ring", clock.at + timedelta(hours=1)))
    referral = referrals.refer(session, case, NewReferral("police", today, referral_reason="Theft"))
    new = NewAction("Two more tills", "Lam", today, ActionSource.COMPLAINT, case)
    actions.promise(session, new)
    return (
        partial(letters.open_letter, letter_id=letter),
        partial(papers.pdf, letter_id=letter),
        partial(letters.discard, letter_id=letter),
        partial(letters.of_case, complaint_id=case),
        partial(receipts.check, code=code),
        partial(causes.take_out, cause_id=cause),
        partial(causes.put_back, cause_id=cause),
        partial(containment.take_out, containment_id=step),
        partial(containment.put_back, containment_id=step),
        partial(promises.take_back, promise_id=promise),
        partial(promises.put_back, promise_id=promise),
        partial(referrals.take_back, referral_id=referral),
        partial(referrals.put_back, referral_id=referral),
        lambda session: list(held.held(session, at.customer_id)),
        partial(erasures.preview, kind=RecordKind.CUSTOMERS, record_ids=[at.customer_id]),
    )


def come_upon(session: Session, at: LetterCase) -> list[object]:
    """Where lists of other things speak of the case."""
    (action,) = content.content(session, list_of(ACTIONS), None).rows
    keys = [field.key for field in list_of(ACTIONS).fields]
    lines = timelines.of_customer(session, at.customer_id)
    return [
        *(action[keys.index(key)] for key in ("source_ref", "complaints_served")),
        sum(links.counts(session).values()),
        len([line for line in lines if line.page == "complaints" and line.object_id]),
        [*content.content(session, list_of(COMPLAINTS), None).customers()],
    ]


def test_its_parts_are_opened_by_nobody_whom_it_is_about(store: Store, clock: FixedClock) -> None:
    at = case_of(store)
    with store.writing() as session:
        acts = parts(session, at, clock)
        ref, *others = come_upon(session, at)
        assert str(ref).startswith("C-")
        assert others[:2] == [1, 1]
        assert others[3:] == [[at.customer_id]]
        handovers.hand_over(session, at.complaint_id, "Lam")
        new = NewInvolved(NAMES[Role.SUPERVISOR], InvolvedAs.COMPLAINED_OF)
        involved.name(session, at.complaint_id, new)
        assert come_upon(session, at) == ["", 0, 0, 0, []]
        for act in acts:
            with pytest.raises(Refused, match="about you"), session.begin_nested():
                act(session)
