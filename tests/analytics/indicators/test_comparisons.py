"""A month beside others: sums for shares, means by n, other terms, too few, nothing."""

from dataclasses import replace

import pytest

from csq_desktop.analytics.indicators.comparisons import (
    ComparedFigure,
    month_before,
    year_before,
    year_to_date,
)
from csq_desktop.domain.indicators.figures import Better, Figure, Status, Unit
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.indicators.verdicts import MonthResult, Verdict
from tests.analytics.indicators.planted import LAST, share


def verdict(*figures: Figure | None, stretches: tuple[int, ...] = (), name: str = "x") -> Verdict:
    """A verdict of October 2026; the figures are of the months up to it."""
    first = 1 - len(figures)
    results = tuple(
        MonthResult(
            month=LAST.shift(first + at), figure=figure, stretch=(stretches or (1,) * 99)[at]
        )
        for at, figure in enumerate(figures)
    )
    return Verdict(measure=name, results=results)


def rate(met: int, of: int) -> Figure:
    return share("x", met, of, 0.9, Better.HIGHER)


def plain(unit: Unit, value: float | None, n: int) -> Figure:
    status = Status.NOTHING if value is None else Status.NO_TARGET
    return Figure("x", "X", unit, Better.HIGHER, value, n=n, status=status)


def test_months_beside_it_are_its_own_figures_or_none() -> None:
    judged = verdict(*(rate(90 + at % 3, 100) for at in range(13)))
    assert month_before(judged).figure == judged.results[-2].figure
    assert year_before(judged).figure == judged.results[0].figure
    alone = verdict(None, rate(9, 10))
    assert month_before(alone) == year_before(alone) == ComparedFigure()


def test_other_terms_are_not_comparable() -> None:
    judged = verdict(rate(1, 100), rate(2, 100), rate(96, 100), rate(97, 100),
                     stretches=(1, 1, 2, 2))  # fmt: skip
    assert month_before(judged).figure == judged.results[-2].figure
    assert month_before(verdict(rate(1, 9), rate(1, 9), stretches=(1, 2))).has_other_terms
    year = year_to_date(judged, 10)
    assert year.has_other_terms
    assert year.figure is not None
    assert (year.figure.text, year.figure.counts) == ("96.5%", "193 of 200")


def test_a_year_of_shares_is_their_cases_together() -> None:
    """A mean of the months' shares would be 75%; cases of last year are not of this one."""
    judged = verdict(*(rate(0, 1000) for _ in range(3)), *(rate(100, 100) for _ in range(9)),
                     rate(50, 100))  # fmt: skip
    year = year_to_date(judged, 10).figure
    assert year is not None
    assert (year.numerator, year.denominator, year.text) == (950, 1000, "95.0%")


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        ((rate(4, 5), rate(3, 4)), "7 of 9"),
        ((rate(4, 5), rate(4, 5)), "80.0%"),
        ((plain(Unit.SHARE, 0.9, 30), plain(Unit.SHARE, 0.5, 10)), "80.0%"),
        ((plain(Unit.SHARE, None, 0), plain(Unit.SHARE, 0.5, 10)), "50.0%"),
        ((plain(Unit.COUNT, 3, 3), plain(Unit.COUNT, 4, 4)), "7"),
        ((rate(6, 2000), replace(rate(6, 1000), unit=Unit.PER_1000)), "4.00"),
    ],
)
def test_each_unit_is_summed_its_own_way(figures: tuple[Figure, ...], text: str) -> None:
    year = year_to_date(verdict(*figures), 10).figure
    assert year is not None
    assert year.text == text
    assert (year.low, year.change) == (None, None)


def test_nothing_counted_and_what_stands_on_a_day_have_no_year() -> None:
    assert year_to_date(verdict(share("x", 0, 0, 0.9, Better.HIGHER)), 10) == ComparedFigure()
    overdue = verdict(plain(Unit.COUNT, 3, 3), name=FigureId.ACTIONS_OVERDUE)
    assert year_to_date(overdue, 10) == ComparedFigure()
