"""Customers asked about the handling: who is asked and when, and what their answers come to."""

from datetime import date

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.closing.policy import ClosingPolicy
from csq_desktop.domain.complaints.facts import Channel, Finding, Outcome
from csq_desktop.domain.customers.consents import SURVEY, NewAnswer
from csq_desktop.domain.customers.facts import Consent, Identity, NewCustomer
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.errors import UserError
from csq_desktop.services.closing import due, erasure, satisfaction
from csq_desktop.services.complaints import complaints
from csq_desktop.services.customers import consents, customers
from csq_desktop.services.indicators import figures
from csq_desktop.services.settings import closing as settings
from csq_desktop.services.today import due as today
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish
from tests.services.small_shop import logged, without_pledges

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


def closed(store: Store, clock: FixedClock, consent: Consent | None) -> int:
    """A closed complaint of somebody who said so about surveys."""
    with store.writing() as session:
        customer = customers.add(session, NewCustomer(identity=Identity(name="Chan Tai Man")))
        if consent is not None:
            said = NewAnswer(consent, date(2026, 10, 5), SURVEY, "counter", "Chan, at the till")
            consents.record(session, customer, said)
        case = logged(session, clock, customer_id=customer)
        complaints.answer(session, case, Outcome(Finding.UPHELD))
        complaints.close(session, case)
    return case


def to_ask(store: Store) -> list[int | str | date | None]:
    with store.reading() as session:
        items = due.items(session, today.now(session))
        return [item.object_id for item in items if item.kind == "content"]


def told(store: Store, month: Month) -> list[float | int | None]:
    ids = (FigureId.HANDLING_ASKED, FigureId.HANDLING_ANSWERED, FigureId.HANDLING_SATISFIED)
    with store.reading() as session:
        found = [figures.month(session, month).find(each) for each in ids]
    assert all(found)
    satisfied = found[2]
    assert satisfied is not None
    counts = [each.value for each in found[:2] if each is not None]
    return [*counts, satisfied.numerator, satisfied.n]


def test_who_agreed_is_asked_some_days_after_and_silence_is_no_content(
    store: Store, clock: FixedClock
) -> None:
    cases = [closed(store, clock, Consent.AGREED) for _ in range(4)]
    refused, unasked = closed(store, clock, Consent.REFUSED), closed(store, clock, None)
    clock.move(days=3)
    assert to_ask(store) == []  # no shop asks by itself
    with store.writing() as session:
        settings.change_policy(session, ClosingPolicy(ask_after_days=4))
    assert to_ask(store) == []
    clock.move(days=1)
    assert to_ask(store) == cases
    with store.writing() as session:
        asks = [satisfaction.ask(session, case, Channel.TELEPHONE) for case in cases[:3]]
        skipped = satisfaction.leave_unasked(session, cases[3], "In hospital")
        satisfaction.ask(session, unasked, Channel.COUNTER)  # nobody asked, so nobody refused
        with pytest.raises(UserError, match="refused surveys"):
            satisfaction.ask(session, refused, Channel.TELEPHONE)
        with pytest.raises(UserError, match="the reason"):
            satisfaction.leave_unasked(session, refused, " ")
        still_open = logged(session, clock)
        with pytest.raises(UserError, match="closed complaint"):
            satisfaction.ask(session, still_open, Channel.TELEPHONE)
        with pytest.raises(UserError, match="not asked"):
            satisfaction.answer(session, skipped, 3)
        with pytest.raises(UserError, match="has been removed"):
            satisfaction.answer(session, 5, 3)
        satisfaction.answer(session, asks[0], 2, "Slow")
        satisfaction.answer(session, asks[0], 4, "Slow, then quick")
    assert to_ask(store) == []
    assert told(store, OCTOBER) == [4, 1, 1, 1]
    clock.move(days=30)
    with store.writing() as session:
        satisfaction.answer(session, asks[1], 3)
        with pytest.raises(UserError, match="is over"):
            satisfaction.answer(session, asks[0], 1)
        complaints.withdraw(session, cases[0], "Twice")
    assert told(store, OCTOBER) == [4, 1, 1, 1]  # neither an answer nor a voiding moves the past
    assert told(store, NOVEMBER) == [0, 1, 0, 1]
    with store.writing() as session:
        erasure.erase(session, (), cases)
        (asked,) = satisfaction.of_case(session, cases[0])
    assert (asked.score, asked.words) == (4, "")
    assert told(store, OCTOBER) == [4, 1, 1, 1]
