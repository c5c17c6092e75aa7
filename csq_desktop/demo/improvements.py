"""What a demo shop set itself to do, on the days it did: actions, and the day it had to close."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.demo.resources import resource
from csq_desktop.demo.seasons import Year
from csq_desktop.domain.actions import ActionSource, NewAction, Priority
from csq_desktop.services.actions import actions
from csq_desktop.services.settings import shop

Origin = tuple[ActionSource, int | None]
Step = tuple[datetime, Callable[[Session], object]]
_SETTLED_IN = timedelta(days=4)


def steps(year: Year, pledge_id: int, language: str) -> Iterator[Step]:
    """Moments with what is done then; `pledge_id` is the pledge that the bad month broke."""
    told = resource("improvements")
    yield _closed(year, told["closed"][language])
    for one in told["actions"]:
        yield from _course(year, one, pledge_id, language)


def _course(year: Year, told: dict[str, Any], pledge_id: int, language: str) -> Iterator[Step]:
    """An action from its promise to its end, where it has ended."""
    if "after_bad_months" in told:
        if year.bad is None:
            return
        begun = year.moment(year.bad.shift(told["after_bad_months"]).first_day)
        ended = begun + _SETTLED_IN
        source: Origin = (ActionSource.PLEDGE, pledge_id)
    else:
        begun = _ago(year, told["promised_days_ago"])
        ended = _ago(year, told.get("done_days_ago", 0))
        source = (ActionSource.REVIEW, None)
    yield begun, partial(_promise, told=told, language=language, source=source)
    if "done" in told:
        yield ended, partial(_finish, told=told, language=language)


def _ago(year: Year, days: int) -> datetime:
    return max(year.now - timedelta(days=days), year.opening)


def _closed(year: Year, reason: str) -> Step:
    day = year.months[0].shift(len(year.months) // 2).first_day + timedelta(days=9)
    close = partial(shop.close_shop, start=day, end=day, reason=reason)
    return min(year.moment(day), year.now), close


def _promise(session: Session, told: dict[str, Any], language: str, source: Origin) -> None:
    due = shop.today(session) + timedelta(days=told["days"])
    priority = Priority(told["priority"])
    new = NewAction(told["title"][language], told["owner"], due, *source, priority=priority)
    actions.promise(session, new)


def _finish(session: Session, told: dict[str, Any], language: str) -> None:
    title = told["title"][language]
    mine = next(one for one in actions.waiting(session) if one.title == title)
    actions.finish(session, mine.id, told["done"][language])
