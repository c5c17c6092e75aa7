"""The demo shop's actions on their days, and the day it had to close."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.demo import people
from csq_desktop.demo.resources import resource
from csq_desktop.demo.seasons import Year
from csq_desktop.domain.actions import ActionSource, NewAction, Priority
from csq_desktop.domain.causes.facts import Why
from csq_desktop.domain.containment.facts import NewContainment
from csq_desktop.domain.events import NewShopEvent, ShopEventKind
from csq_desktop.services.actions import actions
from csq_desktop.services.causes import causes
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.containment import containment
from csq_desktop.services.events import events
from csq_desktop.services.settings import shop
from csq_desktop.storage.sessions.desk import desk_of

Origin = tuple[ActionSource, int | None]
Step = tuple[datetime, Callable[[Session], object]]
_SETTLED_IN = timedelta(days=4)
_NEWEST = 3


@dataclass(frozen=True)
class Wish:
    """What is to be done about a complaint, and by whom: a person's id."""

    title: str
    complaint_id: int
    owner_id: int


def steps(year: Year, pledge_id: int, language: str) -> Iterator[Step]:
    """Moments with what is done then; `pledge_id` is the pledge that the bad month broke."""
    texts = resource("improvements")
    yield _closed(year)
    for entry in texts["actions"]:
        yield from _course(year, entry, pledge_id, language)


def _course(year: Year, entry: dict[str, Any], pledge_id: int, language: str) -> Iterator[Step]:
    """An action from its promise to its end, where it has ended."""
    if "after_bad_months" in entry:
        if year.bad is None:
            return
        begun = year.moment(year.bad.shift(entry["after_bad_months"]).first_day)
        ended = begun + _SETTLED_IN
        source: Origin = (ActionSource.PLEDGE, pledge_id)
    else:
        begun = _ago(year, entry["promised_days_ago"])
        ended = _ago(year, entry.get("done_days_ago", 0))
        source = (ActionSource.REVIEW, None)
    yield begun, partial(_promise, entry=entry, language=language, source=source)
    if "done" in entry:
        yield ended, partial(_finish, entry=entry, language=language)


def _ago(year: Year, days: int) -> datetime:
    return max(year.now - timedelta(days=days), year.opening)


def _closed(year: Year) -> Step:
    day, reason = year.closed
    close = partial(shop.close_shop, start=day, end=day, reason=reason)
    return min(year.moment(day), year.now), close


def follow_up(session: Session, wishes: list[Wish]) -> None:
    """Promise actions about the newest complaints, each thing once."""
    newest = {wish.title: wish for wish in wishes}
    due = shop.today(session) + timedelta(days=14)
    for wish in list(newest.values())[-_NEWEST:]:
        source = (ActionSource.COMPLAINT, wish.complaint_id)
        actions.promise(session, NewAction(wish.title, wish.owner_id, due, *source))


def analyse(session: Session, wishes: list[Wish], language: str) -> None:
    """Write down why the newest of those complaints arose, and what was done at first."""
    if not wishes:
        return
    texts, case = resource("improvements")["analysis"], wishes[-1].complaint_id
    if case_rows.row_of(session, case).closed_at is None:
        now, owner = desk_of(session).now(), wishes[-1].owner_id
        containment.add(session, case, NewContainment(texts["contained"][language], now, owner))
    steps = [Why(step["why"][language], step["evidence"][language]) for step in texts["whys"]]
    causes.set_main(session, case, texts["cause"], steps)
    causes.add(session, case, texts["further"])


def record_events(session: Session, year: Year, language: str) -> None:
    """Write down what happened in the shop, as far as the shop was there already."""
    today, opened = shop.today(session), year.opening.date()
    for entry in resource("improvements")["events"]:
        start = today - timedelta(days=entry["days_ago"])
        end = start + timedelta(days=entry["days"] - 1)
        if start >= opened:
            kind = ShopEventKind(entry["kind"])
            events.record(session, NewShopEvent(start, end, kind, entry["title"][language]))


def _promise(session: Session, entry: dict[str, Any], language: str, source: Origin) -> None:
    due = shop.today(session) + timedelta(days=entry["days"])
    owner, priority = people.named(entry["owner"], language), Priority(entry["priority"])
    new = NewAction(entry["title"][language], owner, due, *source, priority=priority)
    actions.promise(session, new)


def _finish(session: Session, entry: dict[str, Any], language: str) -> None:
    title = entry["title"][language]
    mine = next(action for action in actions.waiting(session) if action.title == title)
    actions.finish(session, mine.id, entry["done"][language])
