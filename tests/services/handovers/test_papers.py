"""The handover sheet: whose cases, what next, and the customers only for a recorded reason."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest

from csq_desktop.domain.absences.facts import NewAbsence
from csq_desktop.domain.complaints.facts import Severity
from csq_desktop.domain.complaints.promises import NewPromise
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from csq_desktop.services import people
from csq_desktop.services.absences import absences
from csq_desktop.services.complaints import complaints, promises
from csq_desktop.services.customers import customers
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.handovers import handovers, papers
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from tests.factory import NAMES, FixedClock, Furnish, by_hand
from tests.services.small_shop import logged, without_pledges

CHAN, LEE = NAMES[Role.SUPERVISOR], NAMES[Role.STAFF]
NAME, PHONE = "Wong Mei Ling", "9123 4567"


@pytest.fixture(scope="module")
def furnish() -> Furnish:
    """A shop without a pledge."""
    return without_pledges


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def made(
    store: Store, owner_id: int | None, language: str = "en", release: int | None = None
) -> str:
    with store.reading(identities=True) as session:
        return text_of(papers.sheet(session, owner_id, language=language, release_id=release))


def test_it_says_what_is_next_and_names_customers_only_for_a_reason(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        with pytest.raises(UserError, match="None of these cases"):
            papers.release(session, None, "Lam", "Leave")
        identity = Identity(name=NAME, phone=PHONE)
        customer = customers.add(session, NewCustomer(identity=identity))
        words = f"{NAME} waited ten minutes"
        case = logged(session, clock, customer_id=customer, words=words, severity=Severity.HIGH)
        other, asked = logged(session, clock), logged(session, clock)
        promises.make(session, case, NewPromise("Ring her", clock.at + timedelta(hours=2)))
        promises.make(session, other, NewPromise("Ask the till", clock.at + timedelta(hours=3)))
        handovers.hand_over(session, other, "Lam")
        complaints.wait_for_customer(session, other)
        handovers.hand_over(session, asked, LEE)
        day = shop.today(session)
        absences.enter(session, NewAbsence("Lam", day, day + timedelta(days=2), CHAN))
    clock.move(hours=30)
    everybody = made(store, None)
    for part in (
        CHAN,
        "Lam",
        "Acknowledge",
        "overdue since",
        "Ring her",
        "Ask the till",
        "2 open cases",
    ):
        assert part in everybody, part
    assert f"Waiting for {LEE} to accept" in everybody
    assert f"Away until 7 Oct 2026. Stands in: {CHAN}." in everybody
    assert NAME not in everybody
    assert "waited ten minutes" in everybody
    with store.writing() as session:
        with pytest.raises(UserError, match="reason"):
            papers.release(session, None, "Lam", " ")
        release = papers.release(session, None, "Lam", "On leave")
        papers.note_printed(session)
        (line,) = disclosures.everything(session)
    assert (line.recipient, line.purpose, line.customers) == ("Lam", "Handover sheet: On leave", 1)
    named = made(store, None, "zh_HK", release)
    for part in (NAME, PHONE[-4:], line.ref, "交接表"):
        assert part in named, part
    by_hand(store, "DELETE FROM vault.identity")
    assert PHONE[-4:] not in made(store, None, "en", release)  # gone since the sheet was released
    with store.reading() as session:
        lam = next(p.id for p in people.everyone(session) if p.name == "Lam")
    assert CHAN not in made(store, lam, "zh_CN").replace(f"替补：{CHAN}", "")
    assert "No open cases." in made(store, lam + 1_000)
