"""Formulas: how an indicator is computed from a ledger's measures. Those of users are the same."""

from dataclasses import dataclass
from statistics import median
from typing import ClassVar, Protocol

from csq_desktop.analytics.indicators.figures import (
    FigureHead,
    cents_figure,
    count_figure,
    days_figure,
    rate_figure,
    score_figure,
    share_figure,
)
from csq_desktop.analytics.indicators.ledger import FigureLedger
from csq_desktop.analytics.proportions import Proportion
from csq_desktop.analytics.rates import Rate
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Figure, Unit
from csq_desktop.domain.indicators.measures import MeasureId


@dataclass(frozen=True)
class Term:
    """A measure that is added (`sign` 1) or taken away (−1): some of its buckets, or all."""

    measure: MeasureId
    buckets: tuple[str, ...] = ()
    sign: int = 1

    def __post_init__(self) -> None:
        MeasureId(self.measure)
        if self.sign not in (1, -1):
            raise ValueError(f"{self.sign} is no sign")


Terms = tuple[Term, ...]


class Formula(Protocol):
    """Makes a figure of one month; None where a measure it needs is not known."""

    unit: ClassVar[Unit]

    def figure(self, head: FigureHead, ledger: FigureLedger, month: Month) -> Figure | None:
        """The figure under its name and target."""


def total(terms: Terms, ledger: FigureLedger, month: Month) -> int:
    """What terms add up to in a month."""
    return sum(term.sign * ledger.count(month, term.measure, *term.buckets) for term in terms)


def _measured(terms: Terms, ledger: FigureLedger, month: Month) -> bool:
    return all(ledger.has(month, term.measure) for term in terms)


@dataclass(frozen=True)
class Total:
    """A number of things; `among` are those it was counted among, where that is known."""

    terms: Terms
    among: Terms = ()
    unit: ClassVar[Unit] = Unit.COUNT

    def figure(self, head: FigureHead, ledger: FigureLedger, month: Month) -> Figure | None:
        """The number of a month."""
        if not _measured(self.terms + self.among, ledger, month):
            return None
        of = total(self.among, ledger, month) if self.among else None
        return count_figure(head, total(self.terms, ledger, month), of=of)


@dataclass(frozen=True)
class Share:
    """A part of a whole, 0..1; `excluded` is counted beside both.

    The part has to be counted among the whole: what happened to other cases is a `Total`.
    """

    part: Terms
    of: Terms
    excluded: Terms = ()
    unit: ClassVar[Unit] = Unit.SHARE

    def figure(self, head: FigureHead, ledger: FigureLedger, month: Month) -> Figure | None:
        """The share of a month; None where the part is larger than the whole, so no part of it."""
        if not _measured(self.part + self.of + self.excluded, ledger, month):
            return None
        of = max(0, total(self.of, ledger, month))
        part = max(0, total(self.part, ledger, month))
        if part > of:
            return None
        return share_figure(
            head,
            Proportion(part, of),
            minimum=ledger.judged_by(month).minimum_n,
            excluded=total(self.excluded, ledger, month),
        )


@dataclass(frozen=True)
class PerThousand:
    """Events per 1,000 of an exposure, such as sales; nothing where there was no exposure."""

    events: Terms
    exposure: Terms
    unit: ClassVar[Unit] = Unit.PER_1000

    def figure(self, head: FigureHead, ledger: FigureLedger, month: Month) -> Figure | None:
        """The rate of a month."""
        exposure = total(self.exposure, ledger, month)
        if exposure <= 0 or not _measured(self.events + self.exposure, ledger, month):
            return None
        return rate_figure(head, Rate(max(0, total(self.events, ledger, month)), exposure))


@dataclass(frozen=True)
class Money:
    """What a measure adds up to in money, HKD cents."""

    measure: MeasureId
    unit: ClassVar[Unit] = Unit.CENTS

    def figure(self, head: FigureHead, ledger: FigureLedger, month: Month) -> Figure:
        """The amount of a month, and in how many cases."""
        return cents_figure(
            head, ledger.cents(month, self.measure), ledger.count(month, self.measure)
        )


@dataclass(frozen=True)
class MeanScore:
    """The mean of the scores of finished checklists, 0..1: every run weighs the same."""

    unit: ClassVar[Unit] = Unit.SHARE

    def figure(self, head: FigureHead, ledger: FigureLedger, month: Month) -> Figure:
        """The mean of a month."""
        runs = ledger.runs_of(month)
        return score_figure(head, runs.mean_score, runs.scored)


@dataclass(frozen=True)
class MedianDaysToClose:
    """The median number of days from receipt to closing, of the cases closed in a month."""

    unit: ClassVar[Unit] = Unit.DAYS

    def figure(self, head: FigureHead, ledger: FigureLedger, month: Month) -> Figure | None:
        """The median of a month; None where the single cases were not read."""
        details = ledger.details.get(month)
        if details is None or details.days_to_close is None:
            return None
        spans = details.days_to_close
        return days_figure(head, round(median(spans), 2) if spans else None, len(spans))
