"""Figures from numbers: each with its interval, its verdict, and its change since last month."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from csq_desktop.analytics.proportions import Proportion, difference
from csq_desktop.analytics.rates import Rate
from csq_desktop.domain.indicators.figures import Better, Figure, MonthFigures, Status, Unit
from csq_desktop.domain.indicators.ids import FigureId

_BANDS = (FigureId.COMPLAINTS_WITHIN_BAND1, FigureId.COMPLAINTS_WITHIN_BAND2)


@dataclass(frozen=True)
class FigureHead:
    """What a figure is called, which way is good, and what it is judged by."""

    id: str
    label: str
    better: Better = Better.NEITHER
    target: float | None = None


def share_figure(head: FigureHead, share: Proportion, *, minimum: int, excluded: int = 0) -> Figure:
    """A share with its Wilson interval; below the minimum n its counts alone, and no verdict."""
    few = bool(share.of) and not share.is_enough(minimum)
    value, interval = (None, None) if few else (share.share, share.interval)
    return Figure(
        id=head.id,
        label=head.label,
        unit=Unit.SHARE,
        better=head.better,
        value=value,
        numerator=share.met,
        denominator=share.of,
        n=share.of,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        target=head.target,
        status=Status.TOO_FEW if few else _status(value, head),
        excluded=excluded,
    )


def count_figure(head: FigureHead, value: int, *, of: int | None = None) -> Figure:
    """A number of things.

    `of` is how many were looked at, where that is known: of nothing there is no verdict.
    """
    status = Status.NOTHING if of == 0 else _status(value, head)
    return replace(_plain(head, Unit.COUNT, value, value), status=status)


def score_figure(head: FigureHead, mean: float | None, scored: int) -> Figure:
    """A mean of checklist scores: the mean 0..1, and of how many runs."""
    return replace(_plain(head, Unit.SHARE, mean, scored), status=_status(mean, head))


def cents_figure(head: FigureHead, cents: int, count: int) -> Figure:
    """An amount of money in HKD cents, and in how many cases it was paid."""
    return _plain(head, Unit.CENTS, cents, count)


def days_figure(head: FigureHead, days: float | None, n: int) -> Figure:
    """A number of days that rests on so many cases."""
    return replace(_plain(head, Unit.DAYS, days, n), status=_status(days, head))


def rate_figure(head: FigureHead, rate: Rate) -> Figure:
    """A rate per 1,000 with its interval."""
    span, exposure = rate.interval, round(rate.exposure)
    return replace(
        _plain(head, Unit.PER_1000, rate.value, exposure),
        numerator=rate.events,
        denominator=exposure,
        low=span.low if span else None,
        high=span.high if span else None,
        status=_status(rate.value, head),
    )


def _plain(head: FigureHead, unit: Unit, value: float | None, n: int) -> Figure:
    return Figure(head.id, head.label, unit, head.better, value, n=n, target=head.target)


def _status(value: float | None, head: FigureHead) -> Status:
    """How a value stands against its target."""
    if value is None:
        return Status.NOTHING
    if head.target is None:
        return Status.NO_TARGET
    reached = value <= head.target if head.better is Better.LOWER else value >= head.target
    return Status.MET if reached else Status.MISSED


def compared(figures: Collection[Figure], before: MonthFigures) -> list[Figure]:
    """The figures with their change since the month before, where both are known."""
    earlier = {figure.id: figure for figure in before.figures}
    return [_compared(figure, earlier.get(figure.id)) for figure in figures]


def _compared(figure: Figure, earlier: Figure | None) -> Figure:
    if earlier is None or earlier.value is None or figure.value is None:
        return figure
    if Status.NOTHING in (figure.status, earlier.status):
        return figure  # 0 of nothing that was looked at: no change of the work
    if figure.id in _BANDS and figure.label != earlier.label:
        return figure  # counted by other limits of days: no change of the work
    figure = replace(figure, previous=earlier.value, change=figure.value - earlier.value)
    if figure.unit is not Unit.SHARE or figure.denominator is None:
        return figure
    span = difference(_proportion(figure), _proportion(earlier))
    return replace(figure, change_low=span.low, change_high=span.high) if span else figure


def _proportion(figure: Figure) -> Proportion:
    return Proportion(figure.numerator or 0, figure.denominator or 0)
