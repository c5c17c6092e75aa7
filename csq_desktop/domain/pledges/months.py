"""A pledge in one month: how it was kept, what was left out, what was found and made good."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from csq_desktop.domain.actions import Action
from csq_desktop.domain.complaints.facts import RemedyKind
from csq_desktop.domain.indicators.figures import Figure, Status
from csq_desktop.domain.months import Month
from csq_desktop.domain.pledges.facts import DayCount, Pledge, PledgeVersion, Source
from csq_desktop.domain.threefold import ThreeTexts
from csq_desktop.texts import trn

TREND_MONTHS = 12


@dataclass(frozen=True)
class MonthNote:
    """What is written down about one month of a pledge, beside its counts.

    `cause` is what was found behind a signal; `left_out` keeps the month out of the chart's
    limits for that reason. `changed` tells the public what was improved. `remedied` of the broken
    promises were made good, at a cost of `remedied_cents` (HKD cents).
    """

    cause: str = ""
    left_out: bool = False
    changed: ThreeTexts = ThreeTexts()
    remedied: int = 0
    remedied_cents: int = 0


@dataclass(frozen=True)
class PledgeCase:
    """A complaint behind a pledge's figure: too late, or left out for a `reason`."""

    complaint_id: int
    ref: str
    summary: str
    due_at: datetime
    done_at: datetime | None
    reason: str
    remedy_kind: RemedyKind | None
    remedy_cents: int

    @property
    def is_remedied(self) -> bool:
        """Whether the customer was given or told something."""
        return self.remedy_kind not in (None, RemedyKind.NONE)


@dataclass(frozen=True)
class LeftOut:
    """What a pledge's figure leaves out: how many, of which day, why; `ref` names a complaint."""

    day: date
    count: int
    reason: str
    ref: str = ""
    complaint_id: int | None = None


@dataclass(frozen=True)
class Streak:
    """For how many months in a row, the last one included, a pledge had the same verdict."""

    status: Status
    months: int

    @property
    def text(self) -> str:
        """The verdict, such as “Kept 3 months”."""
        if self.months > 1 and self.status is Status.MET:
            return trn("Kept {n} month", "Kept {n} months", self.months)
        if self.months > 1 and self.status is Status.MISSED:
            return trn("Missed {n} month", "Missed {n} months", self.months)
        return self.status.label


@dataclass(frozen=True)
class PledgeLine:
    """A pledge in a list: its month, the shares of twelve months, days not counted yet."""

    pledge: Pledge
    figure: Figure | None
    maximum: Figure | None
    trend: tuple[float | None, ...]
    uncounted: int = 0

    @property
    def id(self) -> int:
        """The pledge's id."""
        return self.pledge.id

    @property
    def status(self) -> Status:
        """The month's verdict over both limits."""
        return verdict(self.figure, self.maximum)


@dataclass(frozen=True)
class PledgeDetail:
    """One month of one pledge, with all its figures rest on.

    `running` tells that the month has not ended; `figure` is None where the pledge was not in
    force. A pledge counted by hand has `open_days` to count and their `counts`; `cases` are the
    complaints that broke one counted from complaints.
    """

    pledge: Pledge
    month: Month
    running: bool
    figure: Figure | None
    maximum: Figure | None
    streak: Streak
    left_out: tuple[LeftOut, ...]
    open_days: tuple[date, ...]
    counts: tuple[DayCount, ...]
    cases: tuple[PledgeCase, ...]
    noted: MonthNote
    actions: tuple[Action, ...]

    @property
    def version(self) -> PledgeVersion:
        """The version the month is judged by."""
        return self.pledge.version_on(self.month.last_day)

    @property
    def status(self) -> Status:
        """The month's verdict over both limits."""
        return verdict(self.figure, self.maximum)

    @property
    def broken(self) -> int:
        """How many promises were broken in the month."""
        if self.figure is None:
            return 0
        return (self.figure.denominator or 0) - (self.figure.numerator or 0)

    @property
    def remedied(self) -> int:
        """How many of them were made good: as entered, or as the complaints tell."""
        if self.pledge.source is Source.MANUAL:
            return self.noted.remedied
        return sum(case.is_remedied for case in self.cases)

    @property
    def remedied_cents(self) -> int:
        """What making good cost, HKD cents."""
        if self.pledge.source is Source.MANUAL:
            return self.noted.remedied_cents
        return sum(case.remedy_cents for case in self.cases)

    @property
    def owed(self) -> int:
        """How many broken promises are still to be made good."""
        return max(0, self.broken - self.remedied)


def verdict(figure: Figure | None, maximum: Figure | None) -> Status:
    """A month's verdict: missed when either limit is, else as the standard says."""
    if figure is None:
        return Status.NOTHING
    if maximum is not None and maximum.status is Status.MISSED:
        return Status.MISSED
    return figure.status


def streak(figures: Iterable[Figure | None]) -> Streak:
    """The run of equal verdicts at the end of a pledge's months, oldest month first."""
    statuses = [figure.status if figure else Status.NOTHING for figure in figures]
    last = statuses[-1] if statuses else Status.NOTHING
    length = 0
    for status in reversed(statuses):
        if status is not last:
            break
        length += 1
    return Streak(last, length)
