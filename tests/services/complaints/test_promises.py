"""Promises on a case: forty over a closure, their figure, and the clocks beside them."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.domain.complaints.promises import NewPromise, PromiseState
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import complaints, due, promises, views
from csq_desktop.services.indicators import figures
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import checks
from csq_desktop.services.today import due as today
from tests.factory import START
from tests.services.complaints.test_complaints import Opened, do, logged, opened

assert opened
HOUR, SEPTEMBER = timedelta(hours=1), Month.of(START.date())


def made(case: Opened, complaint: int, due_at: datetime, what: str = "Call back") -> int:
    with case[0].writing() as session:
        return promises.make(session, complaint, NewPromise(what, due_at))


def clocks(case: Opened, complaint: int) -> dict[ComplaintClock, datetime | None]:
    with case[0].reading() as session:
        return {c.clock: c.due_at for c in views.read(session, complaint).clocks}


def test_forty_promises_over_a_closure_come_to_what_became_of_each(opened: Opened) -> None:
    """One a day at noon, for some hours later: counted here beside the figure.

    The third day is closed over lunch and the fourth as a whole: nothing can be promised for then.
    """
    store, clock = opened
    clock.at = clock.at.replace(hour=4, minute=0) + timedelta(days=1)
    complaint, expected = logged(opened), Counter[bool]()
    before = clocks(opened, complaint)
    with store.writing() as session:
        third, fourth = (shop.today(session) + timedelta(days=n) for n in (2, 3))
        shop.close_shop(session, third, third, "typhoon", between=(time(13), time(14)))
        shop.close_shop(session, fourth, fourth, "typhoon")
    for number in range(40):
        due_at = clock.at + timedelta(minutes=90 if number in (2, 3) else 60 * (1 + number % 3))
        if number in (2, 3):
            with pytest.raises(UserError, match="closed then"):
                made(opened, complaint, due_at)
        else:
            expected += become(opened, made(opened, complaint, due_at), way=number % 5)
        clock.at = clock.at.replace(hour=4, minute=0) + timedelta(days=1)
    with store.reading() as session:
        months = sorted({SEPTEMBER, SEPTEMBER.shift(1), shop_month(opened)})
        found = [figures.month(session, month).find(FigureId.PROMISES_KEPT) for month in months]
    kept = sum(figure.numerator or 0 for figure in found if figure is not None)
    counted = sum(figure.n or 0 for figure in found if figure is not None)
    assert (kept, counted - kept) == (expected[True], expected[False])
    assert min(expected.values()) > 5
    assert clocks(opened, complaint) == before
    assert checks.check(store).sound


def become(case: Opened, promise: int, way: int) -> Counter[bool]:
    """Kept, kept late, moved with and without consent, forgotten; how many were kept, and not."""
    store, clock = case
    clock.move(minutes=30 if way in (0, 2, 3) else 200)
    if way in (0, 1):
        do(case, promises.keep, promise, note="Rang")
    if way in (2, 3):
        with store.writing() as session:
            later = clock.at + 3 * HOUR
            moved = promises.move(session, promise, later, consented=way == 2, note="Asked")
            promises.keep(session, moved)
    return Counter({True: int(way in (0, 2, 3)), False: int(way in (1, 3, 4))})


def shop_month(case: Opened) -> Month:
    with case[0].reading() as session:
        return Month.of(shop.today(session))


def test_a_promise_is_due_today_until_it_is_done_and_then_stands_on_its_case(
    opened: Opened,
) -> None:
    store, clock = opened
    complaint = logged(opened)
    promise = made(opened, complaint, clock.at + HOUR)
    with store.reading() as session:
        (item, *_) = due.items(session, today.now(session))
    assert (item.text, item.overdue) == ("Promised to the customer: Call back", False)
    clock.move(hours=2)
    with store.reading() as session:
        (item, *_) = due.items(session, today.now(session))
        assert (item.overdue, item.late_seconds) == (True, 3600)
    do(opened, promises.keep, promise, clock.at - HOUR - timedelta(minutes=5), "Rang at once")
    with store.reading() as session:
        (listed,) = promises.of_case(session, complaint)
        assert not [i for i in due.items(session, today.now(session)) if i.kind == "promise"]
    assert listed.state(clock.at) is PromiseState.KEPT
    assert (listed.note, listed.made_by, listed.owner) == ("Rang at once", *[listed.made_by] * 2)
    with pytest.raises(UserError, match="ended already"):
        do(opened, promises.keep, promise)


def test_what_was_entered_by_mistake_or_on_a_voided_case_counts_nowhere(opened: Opened) -> None:
    store, clock = opened
    complaint = logged(opened)
    first, _ = (made(opened, complaint, clock.at + HOUR) for _ in range(2))
    do(opened, promises.take_back, first)
    with pytest.raises(UserError, match="has been removed"):
        do(opened, promises.keep, first)
    clock.move(hours=2)
    assert broken(opened) == 1
    do(opened, promises.put_back, first)
    assert broken(opened) == 2
    do(opened, promises.put_back, 5)
    do(opened, complaints.withdraw, complaint, "Twice")
    assert broken(opened) == 0
    with pytest.raises(UserError, match="has been removed"):
        made(opened, complaint, clock.at + HOUR)
    with store.reading() as session:
        assert len(promises.of_case(session, complaint)) == 2


def broken(case: Opened) -> int:
    with case[0].reading() as session:
        figure = figures.month(session, shop_month(case)).find(FigureId.PROMISES_KEPT)
        return 0 if figure is None else (figure.n or 0) - (figure.numerator or 0)
