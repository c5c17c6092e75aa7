"""One timeline: what every feature knows of a customer, newest first, of one kind or all."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.domain.customers.consents import NewAnswer
from csq_desktop.domain.customers.facts import (
    Consent,
    Identity,
    NewCustomer,
    RevealReason,
    StatementGiven,
)
from csq_desktop.domain.customers.timeline import TimelineKind
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.users import Role
from csq_desktop.services.complaints import complaints
from csq_desktop.services.customers import consents, customers, timelines
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, open_store


def lines(store: Store, customer_id: int, kind: TimelineKind | None = None) -> list[str]:
    with store.reading(identities=store.user.role is Role.SUPERVISOR) as session:
        items = timelines.of_customer(session, customer_id, kind)
    return [f"{item.what} | {item.note}" for item in items]


def looked_at(session: Session, customer_id: int) -> None:
    customers.reveal(session, customer_id, RevealReason.CALL_BACK)
    audit.note(session, AuditAction.REVEALED, "customer", customer_id, {"reason": "tea"})


def work(store: Store, clock: FixedClock, chan: int) -> None:
    """A complaint and its step, a look, corrections, the archive and back, an opt-out."""
    new = NewComplaint(
        Channel.COUNTER, clock.at, "till.waiting", Severity.LOW, "Slow till", customer_id=chan
    )
    described = {"segment": "gold", "preferred_language": "en", "district": ""}
    with store.writing() as session:
        case = complaints.log(session, new)
    acts: tuple[Callable[[Session], None], ...] = (
        lambda session: complaints.acknowledge(session, case.id, "sent"),
        lambda session: looked_at(session, chan),
        lambda session: customers.correct(session, chan, Identity("Chan Tai Man")),
        lambda session: customers.describe(session, chan, **described),
        lambda session: customers.archive(session, chan),
        lambda session: customers.restore(session, chan),
    )
    for act in acts:
        clock.move(minutes=5)
        with store.writing() as session:
            act(session)
    with store.writing() as session:
        day = shop.today(session)
        answer = NewAnswer(Consent.REFUSED, day, channel="letter", source="form 7")
        consents.record(session, chan, answer)


def test_everything_that_happened_with_a_customer_stands_in_one_list(tmp_path: Path) -> None:
    clock = FixedClock()
    store = open_store(tmp_path, source=clock)
    with store.writing() as session:
        shop.set_up(session, NewShop("Sham Shui Po", "SSP01", "May Wong"))
        given = StatementGiven(shop.today(session), Channel.LETTER)
        chan = customers.add(session, NewCustomer(Identity("Chan")))
        other = customers.add(session, NewCustomer(Identity("Ho"), statement=given))
    clock.move(minutes=5)
    work(store, clock, chan)
    ref = "C-2026-0001-SSP01"
    opt_out = "Direct marketing: Opted out | Letter · form 7"
    case = [f"{ref}: Acknowledged | ", f"{ref}: Complaint received | Slow till"]
    assert lines(store, chan) == [
        opt_out,
        "Restored | ",
        "Archived | ",
        "Corrected | Preferred language, Customer group",
        "Corrected | Name",
        "Identity viewed | tea",
        "Identity viewed | Call the customer back",
        *case,
        "Customer added | ",
    ]
    assert lines(store, chan, TimelineKind.CONSENT) == [opt_out]
    assert lines(store, other)[0] == "Collection statement given, version 2 | Letter"
    assert lines(store, 99) == []
    assert TimelineKind.FEEDBACK.label == "Complaints and feedback"
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    assert lines(staff, chan) == [opt_out, *case, "Customer added | "]
    staff.close()
