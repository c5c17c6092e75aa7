"""A pledge's month: verdict over both limits, months in a row, what is still owed."""

from datetime import date

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Better, Figure, Status, Unit
from csq_desktop.domain.indicators.verdicts import (
    MonthResult,
    Streak,
    Verdict,
    over_both,
    streak,
)
from csq_desktop.domain.pledges.facts import (
    CountSheet,
    DayCount,
    Pledge,
    PledgeSource,
    PledgeVersion,
)
from csq_desktop.domain.pledges.months import (
    MonthNote,
    PledgeDetail,
    PledgeLine,
)
from csq_desktop.texts import speaking
from tests.pledge_case import TERMS

DAY = date(2026, 10, 1)
OCTOBER = Month(2026, 10)
VERSION = PledgeVersion(1, TERMS, None)
PLEDGE = Pledge(1, "TILL", 1, PledgeSource.MANUAL, 7, "May", (VERSION,), None)
KEPT, MISSED = Status.MET, Status.MISSED
FEW, NOTHING = Status.TOO_FEW, Status.NOTHING


def figure(status: Status, met: int = 9, of: int = 10) -> Figure:
    return Figure("x", "x", Unit.SHARE, Better.HIGHER, met / of, met, of, of, status=status)


@pytest.mark.parametrize(
    ("standard", "maximum", "verdict"),
    [
        (KEPT, None, KEPT),
        (KEPT, KEPT, KEPT),
        (KEPT, MISSED, MISSED),
        (MISSED, KEPT, MISSED),
        (FEW, FEW, FEW),
        (NOTHING, NOTHING, NOTHING),
    ],
)
def test_a_month_is_missed_when_either_limit_is(
    standard: Status, maximum: Status | None, verdict: Status
) -> None:
    longest = figure(maximum) if maximum else None
    assert over_both(figure(standard), longest) is verdict
    assert PledgeLine(PLEDGE, OCTOBER, figure(standard), longest, ()).status is verdict


def test_a_month_out_of_force_has_no_verdict() -> None:
    assert over_both(None, None) is NOTHING


@pytest.mark.parametrize(
    ("statuses", "expected", "text"),
    [
        ([], Streak(NOTHING, 0), "No data"),
        ([KEPT], Streak(KEPT, 1), "Met"),
        ([MISSED, KEPT, KEPT], Streak(KEPT, 2), "Met for 2 months"),
        ([KEPT, MISSED, MISSED, MISSED], Streak(MISSED, 3), "Not met for 3 months"),
        ([KEPT, FEW, FEW], Streak(FEW, 2), "Too few cases"),
        ([KEPT, NOTHING], Streak(NOTHING, 1), "No data"),
    ],
)
def test_months_in_a_row_have_the_verdict_of_the_last(
    statuses: list[Status], expected: Streak, text: str
) -> None:
    last_run = streak(statuses)
    assert last_run == expected
    assert last_run.text == text


def test_months_in_a_row_are_told_in_chinese() -> None:
    with speaking("zh_HK"):
        assert Streak(KEPT, 3).text == "連續達標 3 個月"
        assert Streak(MISSED, 2).text == "連續 2 個月未達標"


def test_what_is_owed_is_what_was_broken_and_not_made_good() -> None:
    def owed(remedied: int) -> int:
        month = Month(2026, 10)
        result = MonthResult(month=month, figure=figure(MISSED, 6, 10))
        detail = PledgeDetail(
            PLEDGE, month, False, Verdict(measure="x", results=(result,)),
            (), (), (), (), MonthNote(remedied=remedied), (),
        )  # fmt: skip
        return detail.owed

    assert (owed(0), owed(3), owed(4), owed(9)) == (4, 1, 0, 0)


def test_a_sheet_misses_the_pledges_that_have_no_count() -> None:
    counted = DayCount(1, DAY, 5, 0)
    assert CountSheet(DAY, True, (PLEDGE,), ()).missing == 1
    assert CountSheet(DAY, True, (PLEDGE,), (counted,)).missing == 0
    assert CountSheet(DAY, False, (PLEDGE,), ()).missing == 0
    assert CountSheet(DAY, True, (PLEDGE,), (counted,)).count_of(1) == counted
    assert CountSheet(DAY, True, (PLEDGE,), (counted,)).count_of(2) is None
