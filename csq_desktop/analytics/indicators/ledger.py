"""The ledger: the sums of consecutive months, which every figure is computed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import NamedTuple

from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.domain.criteria import Criteria, CriteriaHistory
from csq_desktop.domain.indicators.figures import Balance
from csq_desktop.domain.indicators.measures import GATHERED, DeadlineBucket, MeasureId
from csq_desktop.domain.indicators.sums import PledgeSum, RunSums, Sum, Sums
from csq_desktop.domain.pledges.facts import Pledge, PledgeSource

CLOCK_OF = {
    PledgeSource.ACKNOWLEDGE: ComplaintClock.ACKNOWLEDGE,
    PledgeSource.PROGRESS: ComplaintClock.PROGRESS,
    PledgeSource.RESOLVE: ComplaintClock.RESOLVE,
}
MEASURE_OF = {
    ComplaintClock.ACKNOWLEDGE: MeasureId.ACKNOWLEDGE,
    ComplaintClock.PROGRESS: MeasureId.PROGRESS,
    ComplaintClock.RESOLVE: MeasureId.RESOLVE,
}
_NO_RUNS = RunSums()


class ClockCount(NamedTuple):
    """The deadlines of a month: `missed` takes in open cases past theirs, `excluded` is beside."""

    met: int
    missed: int
    excluded: int


@dataclass(frozen=True)
class MonthDetails:
    """What single rows of a month say beside its sums.

    `over` are the cases that passed a maximum, by pledge id; `days_to_close` one number for each
    case closed; `counts` the measures that no sum is kept of.
    """

    over: Mapping[int, int] = field(default_factory=dict)
    days_to_close: tuple[float, ...] | None = None
    counts: Mapping[MeasureId, int] = field(default_factory=dict)


@dataclass(frozen=True)
class FigureLedger:
    """What the figures of some consecutive months are computed from, read once.

    `counts` are those of pledges counted by hand, by month and pledge id; `details` are there for
    the months whose single rows were read. `first_counted` is the first month of the store that
    figures were made of anything in.
    """

    months: tuple[Month, ...]
    criteria: CriteriaHistory
    now: datetime
    calendar: ShopCalendar
    pledges: tuple[Pledge, ...]
    sums: Sums
    counts: Mapping[tuple[Month, int], PledgeSum]
    runs: Mapping[Month, RunSums]
    balances: Mapping[Month, Balance]
    details: Mapping[Month, MonthDetails] = field(default_factory=dict)
    first_counted: Month | None = None

    def was_counting_in(self, month: Month) -> bool:
        """Whether anything had been counted by a month: with an earlier one nothing is compared.

        Its figures are all 0 because nobody counted, not because nothing happened.
        """
        return self.first_counted is not None and self.first_counted <= month

    def has(self, month: Month, measure: MeasureId) -> bool:
        """Whether a measure is known of a month: kept sums always are, what is gathered may not."""
        return measure not in GATHERED or measure in self.sums[month]

    def count(self, month: Month, measure: MeasureId, *buckets: str) -> int:
        """How many a measure counts in a month: those buckets, or all of them."""
        sums = self.sums[month].get(measure, {})
        return sum(sums[bucket].count for bucket in buckets or sums if bucket in sums)

    def cents(self, month: Month, measure: MeasureId) -> int:
        """What a measure adds up to in a month, HKD cents."""
        return sum(amount.cents for amount in self.sums[month].get(measure, {}).values())

    def clock(self, month: Month, clock: ComplaintClock) -> ClockCount:
        """Met, missed (open cases past their deadline included) and excluded."""
        measure, bucket = MEASURE_OF[clock], DeadlineBucket
        return ClockCount(
            self.count(month, measure, bucket.MET),
            self.count(month, measure, bucket.MISSED, bucket.OVERDUE),
            self.count(month, measure, bucket.EXCLUDED),
        )

    def pledge(self, month: Month, pledge: Pledge) -> PledgeSum:
        """A pledge's month; of one counted from complaints the maximum stands in the details."""
        clock = CLOCK_OF.get(pledge.source)
        if clock is None:
            return self.counts.get((month, pledge.id), PledgeSum())
        counted = self.clock(month, clock)
        return PledgeSum(counted.met, counted.missed, 0, counted.excluded)

    def over_maximum(self, month: Month, pledge: Pledge) -> int | None:
        """How many passed a pledge's maximum; None where only single rows say that."""
        if pledge.source not in CLOCK_OF:
            return self.pledge(month, pledge).over_maximum
        details = self.details.get(month)
        return details.over.get(pledge.id) if details else None

    def runs_of(self, month: Month) -> RunSums:
        """The checklists finished in a month."""
        return self.runs.get(month, _NO_RUNS)

    def judged_by(self, month: Month) -> Criteria:
        """What a month is judged by."""
        return self.criteria.of(month)

    def in_force(self, month: Month) -> tuple[Pledge, ...]:
        """The pledges that were promised on any day of a month."""
        return tuple(pledge for pledge in self.pledges if pledge.in_force_in(month))

    def judging(self, month: Month, clock: ComplaintClock) -> Pledge | None:
        """The first pledge in force in a month that is counted from a clock's deadlines."""
        counted = (
            pledge for pledge in self.in_force(month) if CLOCK_OF.get(pledge.source) is clock
        )
        return next(counted, None)

    def end_of(self, month: Month) -> datetime:
        """The moment a month's figures are taken at: its end, or now while it runs."""
        return end_of(self.calendar, self.now, month)

    def of_last(self, months: int) -> "FigureLedger":
        """The ledger of its last months alone; what was read of earlier ones stays at hand."""
        return replace(self, months=self.months[-months:])

    def detailed(self, details: Mapping[Month, MonthDetails]) -> "FigureLedger":
        """The ledger with what single rows of some months say."""
        sums = {
            month: {**of_month, **_counts(details.get(month, MonthDetails()))}
            for month, of_month in self.sums.items()
        }
        return replace(self, details=details, sums=sums)


def _counts(details: MonthDetails) -> dict[str, dict[str, Sum]]:
    return {measure: {"": Sum(count)} for measure, count in details.counts.items()}


def end_of(calendar: ShopCalendar, now: datetime, month: Month) -> datetime:
    """The first moment after a month in shop time, or now while the month runs."""
    first = month.shift(1).first_day
    return min(now, datetime.combine(first, time(0), calendar.timezone))


def last_moment_of(calendar: ShopCalendar, now: datetime, month: Month) -> datetime:
    """The last moment that a month's figures see: its last second, or now while it runs."""
    end = end_of(calendar, now, month)
    return end if end == now else end - timedelta(seconds=1)


def whole(measure: MeasureId, count: int) -> dict[str, dict[str, Sum]]:
    """A measure without buckets, as a ledger keeps it."""
    return {measure: {"": Sum(count)}}
