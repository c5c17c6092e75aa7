"""Days that no record of a shop is of are refused wherever one is typed, with what to do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.domain.events import NewShopEvent, ShopEventKind
from csq_desktop.domain.shop.shop import default_hours
from csq_desktop.errors import UserError
from csq_desktop.services.actions import actions
from csq_desktop.services.complaints import complaints
from csq_desktop.services.events import events
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from tests.services.small_shop import set_up

YEAR, LONG = "Enter a year from 1900 to 2100.", "It lasts longer than a year. Check both days."
PAST = "The due date is more than a year ago. Enter a later one."
AHEAD = "The due date is more than ten years ahead. Enter an earlier one."


def action(session: Session, day: date) -> None:
    actions.promise(session, NewAction("Sweep", "May", day))


def postponed(session: Session, day: date) -> None:
    actions.postpone(session, actions.everything(session)[0].id, day)


def event(session: Session, day: date, last: date | None = None) -> None:
    events.record(session, NewShopEvent(day, last or day, ShopEventKind.PROMOTION, "Sale"))


def closure(session: Session, day: date, last: date | None = None) -> None:
    shop.close_shop(session, day, last or day, "Rebuilding")


def holiday(session: Session, day: date) -> None:
    shop.change_hours(session, replace(default_hours(), extra_holidays=(day,)))


def pledge(session: Session, day: date) -> None:
    pledges.define(session, replace(pledges.shipped(day)[0], code="NEW"))


def new_terms(session: Session, day: date) -> None:
    before = pledges.everything(session)[0]
    terms = replace(before.current.terms, effective_from=day)
    pledges.change_terms(session, before.id, terms)


def retirement(session: Session, day: date) -> None:
    pledges.retire(session, pledges.everything(session)[0].id, day)


def complaint(session: Session, day: date) -> None:
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    new = NewComplaint(Channel.COUNTER, at, "product.defective", Severity.HIGH, "Torn")
    complaints.log(session, new)


FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)


@pytest.fixture
def ready(store: Store) -> Store:
    set_up(store)
    with store.writing() as session:
        action(session, date(2025, 10, 20))  # overdue when it is written down
    return store


def test_days_far_from_any_shops_are_refused(ready: Store) -> None:
    cases: list[tuple[str, Callable[[Session], None]]] = [
        *((YEAR, lambda s, d=day, do=do: do(s, d))
          for do in (action, postponed, event, closure, holiday, pledge, retirement)
          for day in (FIRST, date(1899, 12, 31), LAST)),
        (YEAR, lambda s: new_terms(s, LAST)),
        (YEAR, lambda s: complaint(s, FIRST)),
        (YEAR, lambda s: shop.enter_transactions(s, Month.of(LAST), 5)),
        (YEAR, lambda s: event(s, date(2026, 10, 1), LAST)),
        (LONG, lambda s: event(s, date(2020, 1, 1), date(2026, 1, 1))),
        (LONG, lambda s: closure(s, date(2026, 11, 1), date(2029, 1, 1))),
        *((PAST, lambda s, do=do: do(s, date(2024, 12, 31))) for do in (action,)),
        *((AHEAD, lambda s, do=do: do(s, date(2050, 1, 1))) for do in (action, postponed)),
    ]  # fmt: skip
    for words, job in cases:
        with ready.writing() as session, pytest.raises(UserError) as refused:
            job(session)
        assert refused.value.text == words
