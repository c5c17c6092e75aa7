"""Due items of review packs: last month's, until it is issued, and what issued ones ask for."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.asks import REQUESTS_PART, Ask
from csq_desktop.domain.today import DueItem, Now
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import month_text
from csq_desktop.services.packs import asks
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.packs import packs as records
from csq_desktop.storage.records.shop.shop import anything_counted_between
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr, trc, trn

PACK_DAY = 7
"""The day of the month by which the pack of the month before is to be issued."""
_AHEAD = timedelta(days=7)


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """Last month's pack, and the requests that wait for a decision."""
    if desk_of(session).may(Permission.ISSUE_PACKS):
        yield from _pack(session, now)
        yield from _requests(session, now)


def _pack(session: Session, now: Now) -> Iterator[DueItem]:
    """Last month's pack, until it is issued.

    Not of a month before the store was made, whose cases were entered afterwards, nor of one in
    which nothing was counted.
    """
    last = Month.of(now.day).shift(-1)
    if last < Month.of(shop.founded_on(session)) or records.latest_version(session, last):
        return
    if not anything_counted_between(session, last, last):
        return
    on = _pack_day(last)
    yield DueItem(
        kind="pack",
        text=tr("Issue the review pack of {month}", month=month_text(last)),
        on=on,
        at=None,
        overdue=on < now.day,
        late_seconds=0,
        page="packs",
        object_id=str(last),
        under=trc("due", "Review pack"),
    )


def _requests(session: Session, now: Now) -> Iterator[DueItem]:
    """The requests without a decision, together; postponed ones from a week before their day."""
    waiting = [ask for ask in asks.everything(session) if ask.waits]
    days = [day for ask in waiting if (day := _decided_by(ask, now.day)) is not None]
    if not days:
        return
    on = min(days)
    yield DueItem(
        kind="pack_requests",
        text=trn(
            "Record the decision on {n} request to management",
            "Record the decisions on {n} requests to management",
            len(days),
        ),
        on=on,
        at=None,
        overdue=on < now.day,
        late_seconds=0,
        page="packs",
        object_id=REQUESTS_PART,
        under=tr("After the review"),
    )


def _decided_by(ask: Ask, today: date) -> date | None:
    """When a decision is due: before the next pack asks again, or on the day it was put off to."""
    if ask.answer is None:
        return _pack_day(ask.months[-1].shift(1))
    day = ask.answer.due_on
    return day if day is not None and day <= today + _AHEAD else None


def _pack_day(month: Month) -> date:
    return month.shift(1).first_day + timedelta(days=PACK_DAY - 1)
