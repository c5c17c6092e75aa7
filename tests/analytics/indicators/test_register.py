"""The register: every id once, every measure known, a user's own indicator is one more entry."""

from dataclasses import replace
from datetime import date

import pytest

from csq_desktop.analytics.indicators.figures import (
    FigureHead,
    compared,
    count_figure,
    share_figure,
)
from csq_desktop.analytics.indicators.formulas import MedianDaysToClose, Share, Term, Total
from csq_desktop.analytics.indicators.ledger import MonthDetails
from csq_desktop.analytics.indicators.register import (
    INDICATORS,
    SCORECARD,
    SHIPPED,
    Group,
    Indicator,
)
from csq_desktop.analytics.proportions import Proportion
from csq_desktop.domain.calendar.dated import Dated, Version
from csq_desktop.domain.criteria import CriteriaHistory
from csq_desktop.domain.indicators.figures import Balance, Better, MonthFigures, Unit
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.indicators.measures import CASE_MEASURES, GATHERED, MeasureId
from csq_desktop.domain.indicators.sums import Sum
from tests.analytics.indicators.ledgers import OCTOBER, SEPTEMBER, ledger

OWN = Indicator(
    id="own.quick",
    label="Closed {quickly}",
    group=Group.OWN,
    formula=Share((Term(MeasureId.CLOSED, ("1",)),), (Term(MeasureId.CLOSED),)),
    better=Better.HIGHER,
    target=0.5,
    is_own=True,
)


def test_every_id_has_one_entry_and_every_entry_an_id() -> None:
    assert sorted(one.id for one in INDICATORS) == sorted(FigureId)


def test_an_id_that_nobody_has_is_refused() -> None:
    with pytest.raises(KeyError, match=r"own\.quick"):
        SHIPPED.get(OWN.id)
    with pytest.raises(ValueError, match=r"defined twice: own\.quick"):
        SHIPPED.with_own(OWN, OWN)


def test_every_measure_is_read_by_an_indicator() -> None:
    read = {term.measure for one in INDICATORS for term in _terms(one)}
    assert read == set(MeasureId)


def test_every_measure_is_kept_as_sums_or_gathered() -> None:
    """A measure that nothing counts would be a figure that is nought for ever."""
    sums = {measure.id for measure in CASE_MEASURES}
    assert sums | GATHERED == set(MeasureId)
    assert not sums & GATHERED


def test_a_figure_with_a_target_is_on_the_scorecard_unless_a_pledge_is_it() -> None:
    """A new target stands there, or it is a decision that stands here."""
    assert {one.id for one in INDICATORS if one.target is not None} - {*SCORECARD} == {
        FigureId.COMPLAINTS_ACKNOWLEDGED,
        FigureId.COMPLAINTS_PROGRESS,
        FigureId.COMPLAINTS_RESOLVED,
    }


def _terms(indicator: Indicator) -> list[Term]:
    formula, terms = indicator.formula, []
    for value in vars(formula).values():
        terms += [Term(value)] if isinstance(value, MeasureId) else list(value)
    return terms


def test_a_users_own_indicator_is_computed_like_the_others() -> None:
    register = SHIPPED.with_own(OWN)
    sums = {"closed": {"1": Sum(9), "2": Sum(3)}}
    *_, own = register.figures(ledger(sums), OCTOBER)
    assert (own.id, own.label, own.unit) == (OWN.id, "Closed {quickly}", OWN.unit)
    assert (own.text, own.counts, own.goal) == ("75.0%", "9 of 12", "at least 50%")
    assert OWN.unit is Unit.SHARE


def test_only_what_is_wanted_is_computed() -> None:
    some = SHIPPED.figures(ledger(), OCTOBER, only=(FigureId.COMPLAINTS_CLOSED,))
    assert [one.id for one in some] == [FigureId.COMPLAINTS_CLOSED]


def test_a_label_says_what_the_month_is_judged_by() -> None:
    figures = {one.id: one.label for one in SHIPPED.figures(ledger(), OCTOBER)}
    assert figures[FigureId.COMPLAINTS_WITHIN_BAND1] == "Closed within 3 days"
    assert figures[FigureId.COMPLAINTS_WITHIN_BAND2] == "Closed within 10 days"
    one_day = replace(
        ledger(),
        criteria=CriteriaHistory({"closed_bands": Dated((Version(1, date(2026, 1, 1), (1, 2)),))}),
    )
    (figure,) = SHIPPED.figures(one_day, OCTOBER, only=(FigureId.COMPLAINTS_WITHIN_BAND1,))
    assert figure.label == "Closed within 1 day"


def test_single_rows_add_the_figures_that_need_them() -> None:
    plain = {one.id for one in SHIPPED.figures(ledger(), OCTOBER)}
    details = MonthDetails(
        days_to_close=(2.0,),
        counts={MeasureId.CHECKLISTS_EXPECTED: 3, MeasureId.CHECKLISTS_IN_TIME: 2},
    )
    whole = {one.id for one in SHIPPED.figures(ledger().detailed({OCTOBER: details}), OCTOBER)}
    assert whole - plain == {
        FigureId.COMPLAINTS_MEDIAN_DAYS,
        FigureId.CHECKLISTS_EXPECTED,
        FigureId.CHECKLISTS_IN_TIME,
    }


@pytest.mark.parametrize(("of", "before", "change"), [(9, 8, 2), (0, 8, None), (9, 0, None)])
def test_a_number_is_not_compared_with_a_month_that_looked_at_nothing(
    of: int, before: int, change: int | None
) -> None:
    head = FigureHead(FigureId.CHECKLISTS_FAILED_ITEMS, "Items failed")
    balance = Balance(SEPTEMBER, 0, 0, 0, 0, 0)
    earlier = MonthFigures(SEPTEMBER, (count_figure(head, 3, of=before),), balance)
    assert compared((count_figure(head, 5, of=of),), earlier)[0].change == change


def test_counted_by_other_limits_of_days_two_months_are_not_compared() -> None:
    balance = Balance(SEPTEMBER, 0, 0, 0, 0, 0)
    before = share_figure(_band("3 days"), Proportion(50, 100), minimum=10)
    same = share_figure(_band("3 days"), Proportion(60, 100), minimum=10)
    other = share_figure(_band("5 days"), Proportion(60, 100), minimum=10)
    month = MonthFigures(SEPTEMBER, (before,), balance)
    assert [one.change is None for one in compared((same, other), month)] == [False, True]


def _band(label: str) -> FigureHead:
    return FigureHead(FigureId.COMPLAINTS_WITHIN_BAND1, label)


def test_numbers_are_compared_without_an_interval_and_nothing_with_nothing() -> None:
    register = SHIPPED.with_own(OWN)
    now = ledger({"closed": {"1": Sum(12)}})
    before = MonthFigures(
        SEPTEMBER, tuple(register.figures(now, SEPTEMBER)), now.balances[SEPTEMBER]
    )
    figures = {one.id: one for one in compared(tuple(register.figures(now, OCTOBER)), before)}
    closed = figures[FigureId.COMPLAINTS_CLOSED]
    assert (closed.change, closed.change_low) == (12, None)
    assert figures[OWN.id].change is None


def test_formulas_are_values() -> None:
    assert MedianDaysToClose() == MedianDaysToClose()
    assert Total((Term(MeasureId.CLOSED),)) == Total((Term(MeasureId.CLOSED),))
