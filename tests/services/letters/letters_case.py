"""A shop with one customer and one complaint of hers, for the tests of letters."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters.facts import Letter, Letterhead, NewLetter
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.services.complaints import complaints
from csq_desktop.services.customers import customers
from csq_desktop.services.letters import letterhead, letters
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.cases.letters import LetterRow
from tests.factory import START, FixedClock

HEAD = Letterhead(address="12 Yu Chau Street\nSham Shui Po", phone="2345 6789")
WONG = Identity("Ms Wong Siu Fong", "黃小芳女士", "91234567", address="Flat 5\nTai Po Road")
WORDS = "Charged twice for one kettle.\nI want my money back."


class LetterCase(NamedTuple):
    """The customer, and her complaint."""

    customer_id: int
    complaint_id: int


def furnish(store: Store, clock: FixedClock) -> None:
    """A shop with a letterhead, a customer who wants Chinese letters, and her complaint."""
    with store.writing() as session:
        shop.set_up(session, NewShop("Sham Shui Po", "SSP01", "May Wong"))
        letterhead.change(session, HEAD)
        customer = customers.add(session, NewCustomer(WONG, preferred_language="zh_HK"))
        log(session, customer)
    clock.move(minutes=20)


def log(session: Session, customer_id: int | None, severity: Severity = Severity.MEDIUM) -> int:
    """Another complaint."""
    new = NewComplaint(Channel.TELEPHONE, START, "till.waiting", severity, WORDS)
    return complaints.log(session, NewComplaint(**(vars(new) | {"customer_id": customer_id}))).id


def case_of(store: Store) -> LetterCase:
    """The case that the shop was furnished with."""
    from csq_desktop.domain.complaints.facts import Filter
    from csq_desktop.services.complaints import views

    with store.reading() as session:
        (line,) = views.first_lines(session, Filter(), 5)
    assert line.customer_id is not None
    return LetterCase(line.customer_id, line.id)


def drafted(
    store: Store, complaint_id: int, kind: LetterKind = LetterKind.ACKNOWLEDGEMENT,
    language: str = "en",
) -> Letter:  # fmt: skip
    """A letter begun on a case."""
    with store.writing() as session:
        return letters.draft(session, complaint_id, NewLetter(kind, language))


def by_somebody_else(session: Session, letter_id: int) -> None:
    """Let a letter be of another user than the one signed in."""
    session.get_one(LetterRow, letter_id).written_by = 1
