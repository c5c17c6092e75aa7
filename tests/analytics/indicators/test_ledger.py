"""The ledger: what it counts of a month, and the figures of the pledges in force."""

from datetime import date

import pytest

from csq_desktop.analytics.indicators.ledger import MonthDetails, end_of
from csq_desktop.analytics.indicators.pledges import pledge_figures
from csq_desktop.analytics.indicators.register import SHIPPED
from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.domain.indicators.ids import FigureFamily, FigureId
from csq_desktop.domain.indicators.measures import MeasureId
from csq_desktop.domain.indicators.sums import PledgeSum, Sum
from csq_desktop.domain.pledges.facts import Pledge, PledgeSource, PledgeTerms, PledgeVersion
from csq_desktop.domain.words.threefold import ThreeTexts
from tests.analytics.indicators.ledgers import NOW, OCTOBER, SEPTEMBER, ledger

TEXTS = ThreeTexts("At the till", "At the till", "At the till")


def pledge(key: int, source: PledgeSource, maximum: float | None = 0.05) -> Pledge:
    terms = PledgeTerms(
        wording=TEXTS,
        standard=TEXTS,
        maximum=TEXTS,
        remedy=TEXTS,
        standard_share=0.9,
        maximum_share=maximum,
        maximum_minutes=None,
        effective_from=date(2026, 10, 1),
    )
    return Pledge(key, f"P{key}", key, source, 7, "May", (PledgeVersion(1, terms, None),), None)


BY_HAND, RESOLVED = pledge(1, PledgeSource.MANUAL), pledge(2, PledgeSource.RESOLVE)
RESOLVE = {
    "resolve": {
        "met": Sum(40), "missed": Sum(5), "overdue": Sum(3), "open": Sum(7), "excluded": Sum(2),
    }
}  # fmt: skip


def test_an_open_case_past_its_deadline_is_missed_and_others_are_not_counted() -> None:
    assert ledger(RESOLVE).clock(OCTOBER, ComplaintClock.RESOLVE) == (40, 8, 2)
    assert ledger(RESOLVE).clock(SEPTEMBER, ComplaintClock.RESOLVE) == (0, 0, 0)


def test_pledges_have_figures_in_the_months_they_were_promised() -> None:
    counts = {(OCTOBER, BY_HAND.id): PledgeSum(met=90, missed=10, over_maximum=4, excluded=1)}
    there = ledger(RESOLVE, pledges=(BY_HAND, RESOLVED), counts=counts)
    assert list(pledge_figures(there, SEPTEMBER)) == []
    figures = {one.id: one for one in pledge_figures(there, OCTOBER)}
    assert list(figures) == ["pledge.P1", "pledge.P1.maximum", "pledge.P2"]
    assert [one.counts for one in figures.values()] == ["90 of 100", "4 of 100", "40 of 48"]
    assert [one.excluded for one in figures.values()] == [1, 1, 2]
    assert figures["pledge.P1.maximum"].goal == "at most 5%"


@pytest.mark.parametrize(("over", "counts"), [(3, "3 of 48"), (60, "60 of 60")])
def test_the_cases_over_a_maximum_are_read_from_single_rows(over: int, counts: str) -> None:
    plain = ledger(RESOLVE, pledges=(RESOLVED,))
    assert plain.over_maximum(OCTOBER, RESOLVED) is None
    detailed = plain.detailed({OCTOBER: MonthDetails(over={RESOLVED.id: over})})
    figures = pledge_figures(detailed, OCTOBER)
    maximum = next(one for one in figures if FigureFamily.PLEDGE_MAXIMUM.holds(one.id))
    assert maximum.counts == counts
    assert detailed.over_maximum(SEPTEMBER, RESOLVED) is None


def test_without_a_promised_maximum_there_is_no_figure_of_it() -> None:
    there = ledger(pledges=(pledge(1, PledgeSource.MANUAL, maximum=None),))
    assert [one.id for one in pledge_figures(there, OCTOBER)] == ["pledge.P1"]


def test_deadlines_are_judged_by_the_pledge_that_is_counted_from_them() -> None:
    there = ledger(RESOLVE, pledges=(BY_HAND, RESOLVED))
    assert there.judging(OCTOBER, ComplaintClock.RESOLVE) is RESOLVED
    assert there.judging(OCTOBER, ComplaintClock.ACKNOWLEDGE) is None
    figures = {one.id: one for one in SHIPPED.figures(there, OCTOBER)}
    assert figures[FigureId.COMPLAINTS_RESOLVED].target == 0.9
    assert figures[FigureId.COMPLAINTS_ACKNOWLEDGED].target is None


def test_only_the_pledges_that_are_wanted_are_computed() -> None:
    there = ledger(pledges=(BY_HAND, RESOLVED))
    some = SHIPPED.figures(there, OCTOBER, only=("pledge.P2", FigureId.COMPLAINTS_CLOSED))
    assert [one.id for one in some] == ["pledge.P2", FigureId.COMPLAINTS_CLOSED]


def test_a_months_figures_are_taken_at_its_end_or_now_while_it_runs() -> None:
    there = ledger()
    assert f"{there.end_of(OCTOBER):%Y-%m-%d %H:%M%z}" == "2026-11-01 00:00+0800"
    assert end_of(there.calendar, NOW, OCTOBER.shift(1)) == NOW


def test_a_ledger_of_the_last_months_still_counts_the_same() -> None:
    there = ledger(RESOLVE).of_last(1)
    assert there.months == (OCTOBER,)
    assert there.clock(OCTOBER, ComplaintClock.RESOLVE) == (40, 8, 2)


def test_money_and_counts_of_a_measure_nobody_wrote_are_nothing() -> None:
    assert ledger().cents(OCTOBER, MeasureId.REDRESS) == 0
    assert ledger().count(OCTOBER, MeasureId.REDRESS) == 0
