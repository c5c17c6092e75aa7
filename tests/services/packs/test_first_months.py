"""What a pack says of a shop's first months: where there is little to count, nothing too much."""

from datetime import UTC, date, datetime

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import Severity
from csq_desktop.domain.criteria import Criteria
from csq_desktop.domain.pledges.facts import DayCount
from csq_desktop.services.complaints import complaints
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish
from tests.pdf_text import in_one_line
from tests.services.packs.pack_case import make_pack, page_with
from tests.services.small_shop import ended, founded, logged

OCTOBER = Month(2026, 10)


@pytest.fixture
def furnish() -> Furnish:
    return founded


def pack_of(store: Store, language: str = "en", month: Month = OCTOBER) -> str:
    return in_one_line(make_pack(store, language, month=month).pdf)


def count(store: Store, day: date, met: int, missed: int) -> None:
    with store.writing() as session:
        till = pledges.everything(session)[0].id
        pledges.count_day(session, DayCount(till, day, met, missed))


def test_a_month_without_a_deadline_says_how_long_closing_took_alone(
    store: Store, clock: FixedClock
) -> None:
    clock.at = datetime(2026, 10, 30, 4, tzinfo=UTC)
    with store.writing() as session:
        case = logged(session, clock, severity=Severity.LOW)
        complaints.acknowledge(session, case)
        ended(session, case)
    clock.at = datetime(2026, 11, 3, 4, tzinfo=UTC)
    whole = pack_of(store)
    assert "No deadline fell due in October; half of the closed complaints took 0.0 days" in whole
    assert "0 of 0 complaint" not in whole
    assert "Complaints: 1 received, 1 closed, 0 open." in whole
    assert "1 of 1 complaint upheld, at least in part;" in whole
    assert "投訴：收到1宗，結案1宗，未結0宗。" in pack_of(store, "zh_HK").replace(" ", "")


def test_too_few_cases_are_not_called_a_month_without_another_to_compare_with(
    store: Store, clock: FixedClock
) -> None:
    clock.at = datetime(2026, 11, 3, 4, tzinfo=UTC)
    count(store, date(2026, 9, 7), 95, 5)
    count(store, date(2026, 10, 7), 3, 1)
    page = page_with(make_pack(store).pdf, "TILL promise: too few cases to judge")
    page = page.split("Open complaints")[0]  # what is said of the pledges
    assert "nothing to compare with" not in page
    assert page.count("Too few cases") >= 3


@pytest.mark.parametrize(
    ("september", "title"),
    [(None, "met, with 98.0%"), (80, "met again, with 98.0%")],
)
def test_a_pledge_is_kept_again_only_after_a_miss(
    store: Store, clock: FixedClock, september: int | None, title: str
) -> None:
    clock.at = datetime(2026, 11, 3, 4, tzinfo=UTC)
    if september is not None:
        count(store, date(2026, 9, 2), september, 100 - september)
    count(store, date(2026, 10, 2), 98, 2)
    assert f"TILL promise: {title}" in pack_of(store)


def test_five_complaints_have_no_shares_and_no_chart_of_them(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        for at, category in enumerate(("till.waiting",) * 3 + ("staff.rude", "refund.late")):
            case = logged(session, clock, category=category)
            if at < 2:
                complaints.acknowledge(session, case)
    clock.at = datetime(2026, 11, 3, 4, tzinfo=UTC)
    whole = pack_of(store)
    assert "5 complaints in 3 categories: too few for percentages" in whole
    assert (
        "One complaint has one main category. With fewer than 10 cases, percentages are not shown."
        in whole
    )
    for words in ("accounts for", "make up", "What the complaints of October 2026 are about"):
        assert words not in whole
    assert "ACK promise: too few cases to judge" in whole
    assert "Nothing yet: too few counts to judge the pledge." in whole
    assert "No decision is requested" not in whole
    assert "Too few cases in these months for a percentage." in whole
    assert "Nothing to show yet" not in whole
    assert "Rate by month. Shaded" not in whole


def test_the_minimum_is_given_with_the_months_it_held_in(store: Store, clock: FixedClock) -> None:
    for month, minimum in ((10, 20), (11, 5)):
        clock.at = datetime(2026, month, 6, 4, tzinfo=UTC)
        count(store, date(2026, month, 5), 15, 2)
        with store.writing() as session:
            shop.change_shop(session, shop.shop(session), Criteria(minimum_n=minimum))
    whole = pack_of(store, month=Month(2026, 11))
    minimums = "20 from October 2026 on; 5 from November 2026 on."
    assert whole.count(minimums) == 2  # beneath the months of the pledge, and among the methods
    assert "Smallest number of cases for a percentage" not in pack_of(store, month=Month(2026, 9))


def test_a_month_that_still_runs_has_no_end_yet(store: Store, clock: FixedClock) -> None:
    clock.at = datetime(2026, 10, 16, 4, tzinfo=UTC)
    with store.writing() as session:
        logged(session, clock)
    whole = pack_of(store)
    assert "No data" in whole
    assert "0 of 0" not in whole
    assert "n = 0" not in whole
    for words in (
        "from open at the start to open on 16 Oct 2026.",
        "open so far. The month is not over: the end figures are those of 16 Oct 2026.",
        "Complaints open on 16 Oct 2026, by days since receipt.",
        "No action was open on 16 Oct 2026.",
    ):
        assert words in whole
    assert "at the end of October" not in whole
    clock.at = datetime(2026, 11, 3, 4, tzinfo=UTC)
    ended_month = pack_of(store)
    assert "Complaints open at the end of October 2026" in ended_month
    assert "month is not over" not in ended_month
