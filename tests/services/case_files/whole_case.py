"""A case that has everything a case can have, with somebody named in each of its words."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.assessments.facts import CaseJudgement, SafetyRisk
from csq_desktop.domain.causes.facts import Why
from csq_desktop.domain.closing.involved import InvolvedAs, NewInvolved
from csq_desktop.domain.closing.policy import ClosingPolicy, Gate
from csq_desktop.domain.closing.responses import Communicated, NewResponse, Response
from csq_desktop.domain.closing.signatures import SignatureMeaning, Signing
from csq_desktop.domain.complaints.facts import (
    Channel,
    ComplaintRef,
    Correction,
    Finding,
    NewComplaint,
    Outcome,
    RemedyKind,
    Severity,
)
from csq_desktop.domain.complaints.promises import NewPromise
from csq_desktop.domain.containment.facts import NewContainment
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.evidence.blacking import Area, PagePixels
from csq_desktop.domain.evidence.facts import NewEvidence
from csq_desktop.domain.letter_kinds import LetterDelivery, LetterKind
from csq_desktop.domain.letters.facts import NewLetter
from csq_desktop.domain.problems.facts import NewProblem
from csq_desktop.domain.referrals.facts import NewReferral
from csq_desktop.domain.users import Role
from csq_desktop.services.actions import actions, links
from csq_desktop.services.assessments import assessments
from csq_desktop.services.causes import causes
from csq_desktop.services.closing import involved, responses, satisfaction, signatures
from csq_desktop.services.complaints import complaints, promises
from csq_desktop.services.containment import containment
from csq_desktop.services.customers import customers
from csq_desktop.services.evidence import blacking, evidence, picking
from csq_desktop.services.letters import erasure as letter_erasure
from csq_desktop.services.letters import issuing, letters
from csq_desktop.services.letters.issuing import LetterSending
from csq_desktop.services.merges import merges, splits
from csq_desktop.services.merges.splits import SecondMatter
from csq_desktop.services.problems import problems
from csq_desktop.services.referrals import referrals
from csq_desktop.services.settings import closing as settings
from csq_desktop.storage.store import Store
from tests.evidence_files import MAIL, pdf, picture
from tests.factory import PASSPHRASES, FixedClock

NAME, PHONE, EMAIL = "Cheung Zebra Quill", "51234567", "zebra.quill@example.hk"
ADDRESS, STAFF = "Flat 9, Quagga Mansions", "Okapi Lam"
OTHER = Identity("Wombat Tapir", "貘大文", "62345678", "wombat@example.hk")
CUSTOMER = Identity(NAME, "張斑馬", PHONE, EMAIL, ADDRESS)
CANARIES = (NAME, "張斑馬", PHONE, EMAIL, ADDRESS, OTHER.name, "貘大文", OTHER.phone, OTHER.email)
SAID = f"{NAME} and 貘大文 rang from {PHONE}, mail {EMAIL}; {OTHER.name} and {STAFF} were there."
SIGNING = Signing(SignatureMeaning.CHECKED, PASSPHRASES[Role.SUPERVISOR])


class WholeCase(NamedTuple):
    """The case, its customer, another case without anything, and one merged into it."""

    id: int
    customer_id: int
    bare: int
    twice: int
    ref: str


def whole(store: Store, clock: FixedClock) -> WholeCase:
    """Log such a case and work it."""
    with store.writing() as session:
        settings.change_policy(session, ClosingPolicy(gates=(Gate.FINDING, Gate.LETTER)))
        customer = customers.add(session, NewCustomer(CUSTOMER))
        customers.add(session, NewCustomer(OTHER))
        case = _logged(session, clock, SAID, customer)
        bare = _logged(session, clock, "Nobody is linked to it", None)
        _begin(session, clock, case.id)
        twice = _tie(session, clock, case.id, bare.id)
    clock.move(hours=1)
    _add_files(store, case.id)
    with store.writing() as session:
        _end(session, clock, case.id)
    return WholeCase(case.id, customer, bare.id, twice, case.ref)


def _logged(
    session: Session, clock: FixedClock, words: str, customer_id: int | None
) -> ComplaintRef:
    new = NewComplaint(
        Channel.TELEPHONE, clock.at, "till.waiting", Severity.MEDIUM, words,
        summary=words[:60], customer_id=customer_id, product=words[:40],
    )  # fmt: skip
    return complaints.log(session, new)


def _begin(session: Session, clock: FixedClock, case: int) -> None:
    assessments.assess(session, case, Severity.HIGH, CaseJudgement(SafetyRisk.NONE), note=SAID)
    containment.add(session, case, NewContainment(SAID, clock.at))
    out = containment.add(session, case, NewContainment("By mistake", clock.at))
    containment.take_out(session, out)
    causes.set_main(session, case, SAID[:60], (Why(SAID, SAID),))
    causes.add(session, case, f"{OTHER.name} said so")
    promises.make(session, case, NewPromise(SAID, clock.at + timedelta(hours=30)))
    complaints.wait_for_customer(session, case, SAID)
    clock.move(minutes=30)
    complaints.resume(session, case)
    complaints.correct(session, case, Correction(words=SAID + " They waited an hour."))
    begun = NewAction(SAID, STAFF, clock.at.date(), source=ActionSource.COMPLAINT, source_id=case)
    action = links.promise_for(session, case, begun)
    actions.finish(session, action, SAID)
    involved.name(session, case, NewInvolved(STAFF, InvolvedAs.SERVED))


def _tie(session: Session, clock: FixedClock, case: int, bare: int) -> int:
    twice = _logged(session, clock, "The same", None)
    merges.merge(session, case, twice.id, SAID)
    matter = SecondMatter("Another thing", "till.waiting", Severity.LOW)
    splits.split(session, case, matter, SAID)
    problems.start(session, NewProblem(SAID[:60], cause="people.training"), (case, bare))
    referrals.refer(session, case, NewReferral("consumer_council", clock.at.date(), "R-1", SAID))
    return twice.id


def _add_files(store: Store, case: int) -> None:
    with store.writing() as session:
        slip, _, mail, gone = (
            added
            for content, shows_people in (
                (picture("PNG", secret=255), True), (pdf(2), False), (MAIL, False), (MAIL, True))
            for added in evidence.add(
                session, case, [picking.of_bytes(content)],
                NewEvidence("receipt", SAID, shows_people=shows_people))
        )  # fmt: skip
        assert mail
        evidence.void(session, gone, SAID)
        opened = evidence.look_at(session, slip)
    blacking.make_copy(store, opened, {0: (Area(80, 80, 80, 40),)}, _no_page)


def _no_page(_pdf: bytes, _number: int) -> PagePixels:
    raise AssertionError


def _end(session: Session, clock: FixedClock, case: int) -> None:
    erased = issuing.issue(session, _letter(session, case))
    letter_erasure.erase(session, (), (case,))
    acknowledged = issuing.issue(session, _letter(session, case))
    letters.draft(session, case, NewLetter(LetterKind.PROGRESS, "en"))
    sending = LetterSending(LetterDelivery.POST, clock.at, records_step=True)
    issuing.note_sent(session, acknowledged.id, sending)
    assert erased.ref
    outcome = Outcome(Finding.UPHELD, SAID, SAID, RemedyKind.REFUND, 20_000)
    complaints.answer(session, case, outcome, SAID)
    responses.communicate(session, case, Communicated(clock.at, Channel.EMAIL, SAID))
    rejected = NewResponse(Response.REJECTED, clock.at, ("consumer_council",), SAID)
    responses.respond(session, case, rejected)
    signatures.sign(session, case, SIGNING)
    settings.change_policy(session, ClosingPolicy(gates=(Gate.FINDING,)))
    complaints.close(session, case, SAID)
    asked = satisfaction.ask(session, case, Channel.TELEPHONE)
    satisfaction.answer(session, asked, 2, SAID)
    complaints.reopen(session, case, SAID)
    complaints.answer(session, case, outcome, SAID)
    signatures.sign(session, case, SIGNING)


def _letter(session: Session, case: int) -> int:
    return letters.draft(session, case, NewLetter(LetterKind.ACKNOWLEDGEMENT, "en")).id
