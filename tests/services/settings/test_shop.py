"""The shop's settings by version, its calendar, its lists and statement."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.calendar import Hours, due_at
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ComplaintClock, Severity
from csq_desktop.domain.criteria import Criteria
from csq_desktop.domain.shop.shop import NewShop, OpeningHours, Shop, default_hours
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.customers import statements
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.shop.shop import ShopSettingRow
from csq_desktop.texts import speaking
from tests.factory import FixedClock, open_store
from tests.services.packs.pack_case import issued
from tests.services.small_shop import logged

OCTOBER = Month(2026, 10)


@pytest.fixture
def founded(store: Store) -> Store:
    with store.writing() as session:
        shop.set_up(session, NewShop("Sham Shui Po", "SSP01", "May Wong", "zh_HK"))
    return store


def test_a_store_without_settings_has_the_usual_ones(store: Store) -> None:
    with store.reading() as session:
        assert shop.hours(session) == default_hours()
        assert shop.policy(session).version == 1
        assert shop.criteria(session).newest == Criteria(10, (3, 10), 0.9)
        assert shop.settings(session).criteria == shop.criteria(session)
        assert shop.today(session) == date(2026, 10, 5)


def test_each_change_is_a_new_version(founded: Store) -> None:
    changed = Shop("Mong Kok", "MK02", language="zh_HK")
    with founded.writing() as session:
        shop.change_shop(session, changed, Criteria(20, (2, 8)))
        assert (
            shop.change_policy(
                session,
                {(clock, severity): 60 for clock in ComplaintClock for severity in Severity},
            )
            == 2
        )
    with founded.reading() as session:
        assert shop.shop(session) == changed
        assert shop.criteria(session).newest == Criteria(20, (2, 8))
        assert shop.policy(session).allowed(ComplaintClock.RESOLVE, Severity.LOW) == 60


@pytest.mark.parametrize(
    ("changed", "criteria"),
    [
        (Shop(" ", "X"), Criteria()),
        (Shop("X", ""), Criteria()),
        (Shop("X", "Y", zone="Europe/London"), Criteria()),
        (Shop("X", "Y"), Criteria(closed_bands=(5, 5))),
        (Shop("X", "Y"), Criteria(closed_bands=(0, 5))),
        (Shop("X", "Y"), Criteria(minimum_n=0)),
        (Shop("X", "Y"), Criteria(checklist_target=1.01)),
    ],
)
def test_a_shop_that_makes_no_sense_is_refused(
    founded: Store, changed: Shop, criteria: Criteria
) -> None:
    with pytest.raises(UserError), founded.writing() as session:
        shop.change_shop(session, changed, criteria)


def test_a_deadline_of_nothing_is_refused(founded: Store) -> None:
    with pytest.raises(UserError), founded.writing() as session:
        shop.change_policy(session, {(ComplaintClock.RESOLVE, Severity.LOW): 0})


def test_only_a_supervisor_sets_up_the_shop(tmp_path: Path, founded: Store) -> None:
    founded.close()
    staff = open_store(tmp_path, Role.STAFF, source=FixedClock())
    with pytest.raises(Refused), staff.writing() as session:
        shop.change_hours(session, default_hours())
    staff.close()


def test_the_calendar_keeps_holidays_closures_and_worked_holidays(founded: Store) -> None:
    day = ((time(10), time(13)), (time(14), time(20)))
    hours = OpeningHours(
        weekly=(day,) * 7,
        keeps_public_holidays=True,
        extra_holidays=(date(2026, 10, 7),),
        worked_holidays=(date(2026, 12, 25),),
    )
    with founded.writing() as session:
        shop.change_hours(session, hours)
        typhoon = shop.close_shop(session, date(2026, 10, 8), date(2026, 10, 8), "Signal 8")
        calendar = shop.calendar(session)
    assert calendar.hours(date(2026, 10, 1)) == ()  # National Day
    assert calendar.hours(date(2026, 4, 3)) == ()  # Good Friday, a general holiday
    assert calendar.hours(date(2026, 10, 7)) == ()
    assert calendar.hours(date(2026, 12, 25)) == day
    assert [closure.reason for closure in calendar.closures] == ["Signal 8"]
    with founded.writing() as session:
        shop.take_back_closure(session, typhoon)
        shop.take_back_closure(session, 1)
        assert shop.closures(session) == ()


SIGNAL_8 = time(14, 40), time(21, 10)


def test_a_closure_by_the_hour_stops_the_clocks_for_those_hours(founded: Store) -> None:
    day = date(2026, 10, 8)
    with founded.writing() as session:
        shop.close_shop(session, day, day, "Signal 8", between=SIGNAL_8)
        calendar = shop.calendar(session)
        (closure,) = shop.closures(session)
    began = datetime(2026, 10, 8, 14, tzinfo=calendar.timezone)
    due = due_at(calendar, began, 3600)
    assert due == datetime(2026, 10, 8, 21, 30, tzinfo=calendar.timezone)
    assert (closure.opened_until, closure.opens_again) == SIGNAL_8
    assert closure.named("Signal 8") == "Signal 8 (14:40–21:10)"
    assert replace(closure, opens_again=None).named("x") == "x (from 14:40)"
    assert replace(closure, opened_until=None).named("x") == "x (until 21:10)"
    with founded.writing() as session, pytest.raises(UserError, match="end after"):
        shop.close_shop(session, day, day, "Signal 8", between=(SIGNAL_8[1], SIGNAL_8[0]))


def test_a_day_closed_whole_takes_its_own_night_along(founded: Store) -> None:
    night = ((time(18), time(2)),)
    day = date(2026, 10, 8)
    with founded.writing() as session:
        shop.change_hours(session, OpeningHours((night,) * 7))
        shop.close_shop(session, day, day, "Signal 8")
        (closed,) = shop.calendar(session).closures
    assert (closed.start.isoformat(), closed.end.isoformat()) == (
        "2026-10-07T18:00:00+00:00",
        "2026-10-08T18:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [(date(2026, 1, 2), date(2026, 1, 1), "x"), (date(2026, 1, 1), date(2026, 1, 1), " ")],
)
def test_a_closure_needs_an_order_and_a_reason(
    founded: Store, start: date, end: date, reason: str
) -> None:
    with pytest.raises(UserError), founded.writing() as session:
        shop.close_shop(session, start, end, reason)


def test_sales_of_a_month_are_entered_and_corrected(founded: Store) -> None:
    with founded.writing() as session:
        shop.enter_transactions(session, OCTOBER, 5000)
        shop.enter_transactions(session, OCTOBER, 6000)
    with founded.reading() as session:
        assert shop.transactions(session, OCTOBER) == 6000
        assert shop.transactions(session, OCTOBER.shift(-1)) is None
    with pytest.raises(UserError), founded.writing() as session:
        shop.enter_transactions(session, OCTOBER, -1)


def test_hong_kong_has_seventeen_general_holidays_a_year() -> None:
    assert sum(day.year == 2026 for day in shop.public_holidays(2026)) == 17


def test_choices_are_named_in_the_language_spoken() -> None:
    with speaking("zh_HK"):
        assert lists.label(lists.CATEGORIES, "till.waiting") == "輪候付款時間過長"
        assert lists.full_label(lists.CATEGORIES, "till.waiting").startswith("排隊及收銀 · ")
    assert lists.full_label(lists.CATEGORIES, "till") == "Queue & till"
    assert lists.label(lists.CATEGORIES, "own word") == "own word"
    leaves = {choice.code for choice in lists.leaves(lists.CATEGORIES)}
    assert "till" not in leaves
    assert "till.waiting" in leaves


def test_the_statement_speaks_of_the_shop_in_each_language() -> None:
    named = statements.shipped("Sham Shui Po")
    assert "\nSham Shui Po collects" in named.text.en
    assert "Sham Shui Po" in named.text.zh_HK
    assert "本店" in statements.shipped().text.zh_HK


BEFORE, LATER = OCTOBER.shift(-5), datetime(2026, 11, 12, 2, tzinfo=UTC)
STRICT = Criteria(20, (5, 20), 0.95)
SHORT = OpeningHours(weekly=(((time(12), time(16)),),) * 7)
HASTY = {(clock, severity): 60 for clock in ComplaintClock for severity in Severity}


def set_up(session: Session) -> None:
    shop.change_shop(session, shop.shop(session), STRICT)
    shop.change_hours(session, SHORT)
    shop.change_policy(session, HASTY)


def held(session: Session, day: date) -> tuple[Criteria, tuple[Hours, ...], int]:
    """Criteria, hours and the shortest deadline of a day."""
    allowed = shop.policy(session, day).allowed(ComplaintClock.ACKNOWLEDGE, Severity.LOW)
    return shop.criteria(session).on(day), shop.calendar(session).hours(day), allowed


def test_what_an_empty_shop_sets_up_holds_from_the_beginning(founded: Store) -> None:
    """Cases of earlier months that are taken in then are judged by it, too."""
    with founded.writing() as session:
        set_up(session)
        for day in (BEFORE.first_day, shop.today(session)):
            assert held(session, day) == (STRICT, SHORT.weekly[0], 60)


@pytest.mark.parametrize("counted", [True, False], ids=["a case", "a month later"])
def test_what_is_set_later_holds_from_that_day(
    founded: Store, clock: FixedClock, counted: bool
) -> None:
    if counted:
        with founded.writing() as session:
            logged(session, clock)
        clock.move(days=1)
    else:
        clock.at = LATER
    with founded.writing() as session:
        today = shop.today(session)
        set_up(session)
        usual = (Criteria(), default_hours().weekly[0], 480)
        assert held(session, today - timedelta(days=1)) == usual
        assert held(session, BEFORE.first_day) == usual
        assert held(session, today) == (Criteria(20, (3, 10), 0.95), SHORT.weekly[0], 60)
        assert shop.criteria(session).of(Month.of(today).shift(1)) == STRICT
        assert shop.policy(session).version == 2
        assert shop.policy(session).effective_from == today


def test_a_criterion_the_store_never_wrote_begins_with_the_usual_value(
    founded: Store, clock: FixedClock
) -> None:
    with founded.writing() as session:
        for row in session.scalars(
            select(ShopSettingRow).where(ShopSettingRow.name == "minimum_n")
        ):
            session.delete(row)
    clock.at = LATER
    with founded.writing() as session:
        shop.change_shop(session, shop.shop(session), Criteria(minimum_n=20))
        assert [shop.criteria(session).of(month).minimum_n for month in OCTOBER.back(2)] == [10, 10]
        assert shop.criteria(session).of(OCTOBER.shift(1)).minimum_n == 20


def test_what_did_not_change_is_not_written_again(founded: Store) -> None:
    with founded.writing() as session:
        shop.change_shop(session, shop.shop(session), Criteria(minimum_n=20))
        written = Counter(session.scalars(select(ShopSettingRow.name)))
    assert written.pop("minimum_n") == 2
    assert set(written.values()) == {1}


def test_a_day_off_before_today_is_a_closure(founded: Store, clock: FixedClock) -> None:
    clock.at = LATER
    with founded.writing() as session:
        today = shop.today(session)
        off = replace(default_hours(), extra_holidays=(today,))
        shop.change_hours(session, off)
        assert shop.calendar(session).hours(today) == ()
    clock.move(days=1)
    with founded.writing() as session:
        shop.change_hours(session, replace(off, keeps_public_holidays=True))
        shop.change_hours(session, default_hours())
        assert shop.calendar(session).hours(today) == ()  # it was off then, whatever is set since
        with pytest.raises(UserError, match="closure"):
            shop.change_hours(session, replace(default_hours(), worked_holidays=(today,)))


def test_a_past_day_off_can_be_put_back_into_the_list(founded: Store, clock: FixedClock) -> None:
    clock.at = LATER
    with founded.writing() as session:
        day_off = shop.today(session)
        off = replace(default_hours(), extra_holidays=(day_off,))
        shop.change_hours(session, off)
    clock.move(days=1)
    with founded.writing() as session:
        shop.change_hours(session, default_hours())
        shop.change_hours(session, off)
        assert shop.hours(session) == off
        assert shop.calendar(session).hours(day_off) == ()


def test_a_typhoon_is_entered_afterwards_while_its_month_is_open(
    founded: Store, clock: FixedClock
) -> None:
    september, october = date(2026, 9, 30), date(2026, 10, 31)
    with founded.writing() as session:
        taken_in = shop.close_shop(session, september, september, "Signal 8")  # nothing counted
        logged(session, clock)
    clock.at = LATER
    with founded.writing() as session:
        typhoon = shop.close_shop(session, october, october, "Signal 8")
        shop.take_back_closure(session, typhoon)
        kept = shop.close_shop(session, october, date(2026, 11, 1), "Signal 8")
        for settled in (
            partial(shop.close_shop, session, september, october, "Signal 8"),
            partial(shop.take_back_closure, session, taken_in),
        ):
            with pytest.raises(UserError, match="September 2026 are final"):
                settled()
    issued(founded, OCTOBER)
    with founded.writing() as session:
        with pytest.raises(UserError, match="October 2026 are final"):
            shop.take_back_closure(session, kept)
        shop.close_shop(session, date(2026, 11, 2), date(2026, 11, 2), "Stock-taking")
        assert len(shop.closures(session)) == 3
