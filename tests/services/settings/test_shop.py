"""The shop's settings by version, its calendar, its lists and statement."""

from datetime import date, time
from pathlib import Path

import pytest

from csq_desktop.domain.complaints.facts import Clock, Severity
from csq_desktop.domain.criteria import Criteria
from csq_desktop.domain.months import Month
from csq_desktop.domain.shop import NewShop, OpeningHours, Shop, default_hours
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.customers import statements
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.store import Store
from csq_desktop.texts import speaking
from tests.factory import FixedClock, open_store

OCTOBER = Month(2026, 10)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path, source=FixedClock())


@pytest.fixture
def founded(store: Store) -> Store:
    with store.writing() as session:
        shop.found(session, NewShop("Sham Shui Po", "SSP01", "May Wong", "zh_HK"))
    return store


def test_a_store_without_settings_has_the_usual_ones(store: Store) -> None:
    with store.reading() as session:
        assert shop.hours(session) == default_hours()
        assert shop.policy(session).version == 1
        assert shop.criteria(session).newest == Criteria(10, (3, 10), 0.9)
        assert shop.today(session) == date(2026, 10, 5)


def test_each_change_is_a_new_version(founded: Store) -> None:
    changed = Shop("Mong Kok", "MK02", language="zh_HK")
    with founded.writing() as session:
        shop.change_shop(session, changed, Criteria(20, (2, 8)))
        assert shop.change_policy(session, {
            (clock, severity): 60 for clock in Clock for severity in Severity
        }) == 2  # fmt: skip
    with founded.reading() as session:
        assert shop.shop(session) == changed
        assert shop.criteria(session).newest == Criteria(20, (2, 8))
        assert shop.policy(session).allowed(Clock.RESOLVE, Severity.LOW) == 60


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
        shop.change_policy(session, {(Clock.RESOLVE, Severity.LOW): 0})


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
    named = statements.collection("Sham Shui Po")
    assert named.version == statements.version()
    assert named.parts[0][1].en.startswith("Sham Shui Po collects")
    assert "Sham Shui Po" in named.parts[0][1].zh_HK
    assert statements.collection().parts[0][1].zh_HK.startswith("本店")
