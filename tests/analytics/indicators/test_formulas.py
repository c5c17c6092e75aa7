"""Formulas over a ledger's measures: totals, shares, rates, money, means and medians."""

import pytest

from csq_desktop.analytics.indicators.figures import FigureHead
from csq_desktop.analytics.indicators.formulas import (
    MeanScore,
    MedianDaysToClose,
    Money,
    PerThousand,
    Share,
    Term,
    Total,
)
from csq_desktop.analytics.indicators.ledger import MonthDetails
from csq_desktop.domain.indicators.figures import Better, Status, Unit
from csq_desktop.domain.indicators.measures import MeasureId
from csq_desktop.domain.indicators.sums import RunSums, Sum
from tests.analytics.indicators.ledgers import OCTOBER, SEPTEMBER, ledger

HEAD = FigureHead("own.x", "X")
CLOSED = {"closed": {"1": Sum(8), "2": Sum(3), "3": Sum(1)}}
_M = MeasureId


def test_a_total_adds_and_takes_away_measures_and_buckets() -> None:
    terms = (Term(_M.CLOSED), Term(_M.CLOSED, ("3",), sign=-1))
    figure = Total(terms).figure(HEAD, ledger(CLOSED), OCTOBER)
    assert figure is not None
    assert (figure.value, figure.unit, figure.status) == (11, Unit.COUNT, Status.NO_TARGET)


def test_of_nothing_that_was_looked_at_there_is_no_verdict() -> None:
    head = FigureHead("own.x", "X", Better.LOWER, 0)
    formula = Total((Term(_M.REOPENED),), among=(Term(_M.CLOSED),))
    there, before = (formula.figure(head, ledger(CLOSED), one) for one in (OCTOBER, SEPTEMBER))
    assert there is not None
    assert before is not None
    assert (there.status, before.status) == (Status.MET, Status.NOTHING)


def test_a_share_has_its_parts_its_interval_and_a_verdict() -> None:
    head = FigureHead("own.x", "X", Better.HIGHER, 0.9)
    formula = Share((Term(_M.CLOSED, ("1", "2")),), (Term(_M.CLOSED),), (Term(_M.CLOSED, ("3",)),))
    figure = formula.figure(head, ledger(CLOSED), OCTOBER)
    assert figure is not None
    assert (figure.numerator, figure.denominator, figure.excluded) == (11, 12, 1)
    assert figure.status is Status.MET
    assert figure.low is not None


def test_a_share_below_the_minimum_n_is_not_judged() -> None:
    few = ledger({"closed": {"1": Sum(3), "2": Sum(1)}})
    figure = Share((Term(_M.CLOSED, ("1",)),), (Term(_M.CLOSED),)).figure(HEAD, few, OCTOBER)
    assert figure is not None
    assert (figure.value, figure.status, figure.counts) == (None, Status.TOO_FEW, "3 of 4")


def test_a_part_larger_than_its_whole_is_no_share_of_it() -> None:
    formula = Share((Term(_M.REOPENED),), (Term(_M.CLOSED),))
    many = ledger({**CLOSED, "reopened": {"": Sum(20)}})
    more, none = (formula.figure(HEAD, one, OCTOBER) for one in (many, ledger()))
    assert more is None
    assert none is not None
    assert (none.numerator, none.denominator, none.value) == (0, 0, None)
    taken = Share((Term(_M.CLOSED, sign=-1),), (Term(_M.CLOSED),))
    below = taken.figure(HEAD, ledger(CLOSED), OCTOBER)
    assert below is not None
    assert below.numerator == 0


def test_what_is_not_known_gives_no_figure() -> None:
    empty = ledger(CLOSED)
    expected = (Term(_M.CHECKLISTS_EXPECTED),)
    assert Total(expected).figure(HEAD, empty, OCTOBER) is None
    assert Share((Term(_M.CHECKLISTS_IN_TIME),), expected).figure(HEAD, empty, OCTOBER) is None
    assert PerThousand((Term(_M.CLOSED),), (Term(_M.SALES),)).figure(HEAD, empty, OCTOBER) is None
    assert MedianDaysToClose().figure(HEAD, empty, OCTOBER) is None
    known = empty.detailed({OCTOBER: MonthDetails(counts={_M.CHECKLISTS_EXPECTED: 4})})
    figure = Total(expected).figure(HEAD, known, OCTOBER)
    assert figure is not None
    assert figure.value == 4
    assert MedianDaysToClose().figure(HEAD, known, OCTOBER) is None


def test_a_rate_is_told_per_thousand_with_its_interval() -> None:
    sums = {"received": {"": Sum(18)}, "sales": {"": Sum(3_600)}}
    formula = PerThousand((Term(_M.RECEIVED),), (Term(_M.SALES),))
    figure = formula.figure(HEAD, ledger(sums), OCTOBER)
    assert figure is not None
    assert (figure.value, figure.numerator, figure.denominator) == (5, 18, 3_600)
    assert figure.low is not None
    unknown = PerThousand((Term(_M.CHECKLISTS_EXPECTED),), (Term(_M.SALES),))
    assert unknown.figure(HEAD, ledger(sums), OCTOBER) is None


def test_money_is_told_with_the_number_of_cases() -> None:
    figure = Money(_M.REDRESS).figure(HEAD, ledger({"redress": {"": Sum(3, 12_050)}}), OCTOBER)
    assert (figure.value, figure.n, figure.unit) == (12_050, 3, Unit.CENTS)


def test_a_mean_score_weighs_every_run_the_same() -> None:
    runs = RunSums(finished=4, scored=3, mean_score=0.85)
    head = FigureHead("own.x", "X", Better.HIGHER, 0.9)
    there = MeanScore().figure(head, ledger(runs=runs), OCTOBER)
    assert (there.value, there.n, there.status) == (0.85, 3, Status.MISSED)
    assert MeanScore().figure(head, ledger(), OCTOBER).status is Status.NOTHING


@pytest.mark.parametrize(
    ("spans", "value", "status"),
    [((1.0, 2.004, 9.0), 2.0, Status.NO_TARGET), ((), None, Status.NOTHING)],
)
def test_a_median_of_days_rests_on_single_cases(
    spans: tuple[float, ...], value: float | None, status: Status
) -> None:
    detailed = ledger().detailed({OCTOBER: MonthDetails(days_to_close=spans)})
    figure = MedianDaysToClose().figure(HEAD, detailed, OCTOBER)
    assert figure is not None
    assert (figure.value, figure.n, figure.status) == (value, len(spans), status)


def test_a_term_refuses_what_is_no_measure_and_no_sign() -> None:
    with pytest.raises(ValueError, match="nothing_of_the_kind"):
        Term("nothing_of_the_kind")  # type: ignore[arg-type]  # as a user's definition may say
    with pytest.raises(ValueError, match="2 is no sign"):
        Term(_M.CLOSED, sign=2)
