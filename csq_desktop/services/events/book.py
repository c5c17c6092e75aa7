"""The whole event book: what was written down, and what other records say happened."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from sqlalchemy.orm import Session

from csq_desktop.analytics.indicators.ledger import last_moment_of
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.events import (
    NumberedEvent,
    ShopEvent,
    numbered,
    of_actions,
    of_checklist_target,
    of_closures,
    of_terms,
)
from csq_desktop.domain.indicators.verdicts import HISTORY_MONTHS
from csq_desktop.domain.paper.charts import EventMark
from csq_desktop.domain.privacy.privacy import without_contacts
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.records.cases import actions as action_records
from csq_desktop.storage.records.pledges import pledges as pledge_records
from csq_desktop.storage.records.shop import events as records
from csq_desktop.storage.sessions.desk import desk_of


def of_month(session: Session, month: Month) -> tuple[NumberedEvent, ...]:
    """The events in the months that a chart ending with this month shows, the earliest first.

    Their numbers are the same on every chart that ends with the month, however many months it
    shows. Actions are as they were at the month's end.
    """
    return tuple(line for line in _lines(session, month) if line.number)


def marks(session: Session, month: Month) -> tuple[EventMark, ...]:
    """The same as charts show them."""
    return tuple(line.mark for line in of_month(session, month))


def printed(session: Session, month: Month) -> tuple[NumberedEvent, ...]:
    """The same as they can stand on paper: without contacts."""
    return tuple(
        replace(line, event=replace(line.event, title=without_contacts(line.event.title)))
        for line in of_month(session, month)
    )


def everything(session: Session) -> tuple[NumberedEvent, ...]:
    """Every event there ever was, the newest first; those that charts show now have numbers."""
    return tuple(_lines(session, Month.of(shop.today(session))))[::-1]


def _lines(session: Session, month: Month) -> Iterator[NumberedEvent]:
    first = month.shift(1 - HISTORY_MONTHS).first_day
    return numbered(_all(session, month), first, month.last_day)


def _all(session: Session, month: Month) -> Iterator[ShopEvent]:
    """What was written down and what other records say, in no order."""
    calendar, now = shop.calendar(session), desk_of(session).now()
    actions = action_records.as_of(session, last_moment_of(calendar, now, month))
    closures = shop.closures(session)
    reasons = [
        closure.named(lists.label(lists.CLOSURE_REASONS, closure.reason)) for closure in closures
    ]
    return chain(
        records.between(session),
        of_actions(actions, calendar),
        of_closures(zip(closures, reasons, strict=True)),
        *map(of_terms, pledge_records.everything(session)),
        of_checklist_target(shop.criteria(session).by_name["checklist_target"]),
    )
