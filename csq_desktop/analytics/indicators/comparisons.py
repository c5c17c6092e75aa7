"""A month of a measure beside others: the month before, the same month last year, the year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from csq_desktop.domain.indicators.figures import Figure, Status, Unit
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.indicators.verdicts import MonthResult, Verdict

_AT_A_MOMENT = frozenset({FigureId.ACTIONS_OVERDUE})
"""Counts of what there is on a day: months of them do not add up."""


@dataclass(frozen=True)
class ComparedFigure:
    """A figure to compare with; `has_other_terms` where months were held to another standard."""

    figure: Figure | None = None
    has_other_terms: bool = False


def month_before(verdict: Verdict) -> ComparedFigure:
    """The month before."""
    return _of_month(verdict, 1)


def year_before(verdict: Verdict) -> ComparedFigure:
    """The same month of the year before."""
    return _of_month(verdict, 12)


def _of_month(verdict: Verdict, back: int) -> ComparedFigure:
    month = verdict.month.shift(-back)
    result = next((result for result in verdict.results if result.month == month), None)
    if result is None or result.figure is None:
        return ComparedFigure()
    if result.stretch != verdict.result.stretch:
        return ComparedFigure(has_other_terms=True)
    return ComparedFigure(result.figure)


def year_to_date(verdict: Verdict, minimum_n: int) -> ComparedFigure:
    """The year's months up to this one together, those of the current terms.

    Shares are met over counted of all months, means are weighted by their n, counts are added.
    Below the minimum n a share says its counts alone.
    """
    year = [result for result in verdict.results if result.month.year == verdict.month.year]
    same = [result for result in year if result.stretch == verdict.result.stretch]
    figures = [figure for result in same if (figure := _counted(result)) is not None]
    if not figures or verdict.measure in _AT_A_MOMENT:
        return ComparedFigure()
    others = any(result.figure is not None for result in year if result not in same)
    return ComparedFigure(_together(figures, minimum_n), others)


def _counted(result: MonthResult) -> Figure | None:
    """The month's figure, where anything was counted."""
    figure = result.figure
    return None if figure is None or figure.status is Status.NOTHING else figure


def _together(figures: Sequence[Figure], minimum_n: int) -> Figure:
    last = replace(figures[-1], low=None, high=None, previous=None, change=None)
    if last.denominator is not None:
        met = sum(figure.numerator or 0 for figure in figures)
        of = sum(figure.denominator or 0 for figure in figures)
        few = of < minimum_n
        status = Status.TOO_FEW if few else Status.NO_TARGET
        per = 1000 if last.unit is Unit.PER_1000 else 1
        value = None if few else met / of * per
        return replace(last, value=value, numerator=met, denominator=of, n=of, status=status)
    n = sum(figure.n or 0 for figure in figures)
    total = sum((figure.value or 0) * (figure.n or 0) for figure in figures)
    if last.unit is Unit.COUNT:
        return replace(last, value=sum(figure.value or 0 for figure in figures), n=n)
    return replace(last, value=total / n, n=n)
