"""Promises to a customer: kept by their moment, broken from then on, or moved with consent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from csq_desktop.domain.calendar.calendar import Closure, ShopCalendar
from csq_desktop.domain.complaints import promises
from csq_desktop.domain.complaints.clocks import as_datetime
from csq_desktop.domain.complaints.promises import Promise, PromiseState
from csq_desktop.errors import UserError
from tests.domain.complaints.shop_case import CALENDAR, at

DUE = as_datetime(at(3, 15))
PROMISE = Promise(1, 2, "C-2026-0001", "Call back", DUE, None, "", as_datetime(at(0)), "May")
MINUTE = timedelta(minutes=1)
OPEN, KEPT, BROKEN, MOVED = PromiseState


@pytest.mark.parametrize(
    ("changed", "now", "state"),
    [
        ({}, DUE, OPEN),
        ({}, DUE + MINUTE, BROKEN),
        ({"done_at": DUE}, DUE + MINUTE, KEPT),
        ({"done_at": DUE + MINUTE}, DUE + MINUTE, BROKEN),
        ({"moved_at": DUE, "consented": True}, DUE + MINUTE, MOVED),
        ({"moved_at": DUE, "consented": False}, DUE - MINUTE, BROKEN),
        ({"moved_at": DUE + MINUTE, "consented": True}, DUE + MINUTE, BROKEN),
    ],
)
def test_what_became_of_a_promise(
    changed: dict[str, Any], now: datetime, state: PromiseState
) -> None:
    promise = replace(PROMISE, **changed)
    assert promise.state(now) is state
    assert promise.is_ended is bool(changed)


def test_each_state_is_named_and_marked_by_itself() -> None:
    assert len({state.label for state in PromiseState}) == len(PromiseState)
    assert len({state.tone for state in PromiseState}) == len(PromiseState)


LUNCH = ShopCalendar(weekly=CALENDAR.weekly, closures=(Closure(DUE - MINUTE, DUE + 60 * MINUTE),))


@pytest.mark.parametrize(
    ("what", "due_at", "calendar", "refusal"),
    [
        ("Call back", DUE, CALENDAR, ""),
        ("Call back", as_datetime(at(3, 22)), CALENDAR, ""),
        (" ", DUE, CALENDAR, "what was promised"),
        ("x" * 201, DUE, CALENDAR, "too long"),
        ("Call back", as_datetime(at(0)), CALENDAR, "still to come"),
        ("Call back", DUE + timedelta(days=400), CALENDAR, "within a year"),
        ("Call back", as_datetime(at(3, 23)), CALENDAR, "The shop is closed then"),
        ("Call back", DUE + 20 * MINUTE, LUNCH, "The shop is closed then"),
    ],
)
def test_only_a_moment_of_opening_hours_can_be_promised(
    what: str, due_at: datetime, calendar: ShopCalendar, refusal: str
) -> None:
    now = as_datetime(at(0))
    if not refusal:
        promises.check(what, due_at, calendar, now)
        return
    with pytest.raises(UserError, match=refusal):
        promises.check(what, due_at, calendar, now)


def test_a_promise_is_kept_after_it_was_made_and_not_in_the_future() -> None:
    now = DUE.astimezone(UTC)
    promises.check_done(PROMISE, now, now)
    for moment in (PROMISE.made_at - 2 * MINUTE, now + 2 * MINUTE):
        with pytest.raises(UserError, match="after the promise"):
            promises.check_done(PROMISE, moment, now)
    with pytest.raises(UserError, match="ended already"):
        promises.check_done(replace(PROMISE, done_at=now), now, now)
