"""Promises that a pledge broke in a month: the complaints behind them, and what was made good."""

from sqlalchemy.orm import Session

from csq_desktop.analytics.indicators.ledger import CLOCK_OF, end_of
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.pledges import months
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.pledges.months import PledgeCase, Redress
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.pledges import months as records
from csq_desktop.storage.sessions.desk import desk_of


def cases(session: Session, pledge: Pledge, month: Month) -> tuple[PledgeCase, ...]:
    """The complaints that broke a month's promises; none where a pledge is counted by hand."""
    clock = CLOCK_OF.get(pledge.source)
    if clock is None or not pledge.in_force_in(month):
        return ()
    as_of = end_of(shop.calendar(session), desk_of(session).now(), month)
    return records.broken_cases(session, clock, month, as_of)


def made_good(session: Session, pledge: Pledge, month: Month) -> Redress:
    """How many of a month's broken promises were made good until today, and what that cost.

    It belongs to the month that broke them, and grows as remedies are given, whenever that is.
    """
    noted = records.note(session, pledge.id, month)
    return months.made_good(pledge, noted, cases(session, pledge, month))
