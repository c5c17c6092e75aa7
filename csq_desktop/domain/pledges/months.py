"""A pledge in one month: how it was kept, what was left out, what was found and made good."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from csq_desktop.domain.actions import Action
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import RemedyKind
from csq_desktop.domain.indicators.figures import Figure, Status
from csq_desktop.domain.indicators.verdicts import Streak, Verdict, over_both
from csq_desktop.domain.pledges.facts import DayCount, Pledge, PledgeVersion
from csq_desktop.domain.words.threefold import ThreeTexts

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
        """Whether the customer got a remedy, be it an apology."""
        return self.remedy_kind not in (None, RemedyKind.NONE)


@dataclass(frozen=True)
class Redress:
    """How many of a month's broken promises were made good, and what that cost (HKD cents)."""

    count: int = 0
    cents: int = 0


def made_good(pledge: Pledge, noted: MonthNote, cases: Iterable[PledgeCase]) -> Redress:
    """What was made good: as entered of a pledge counted by hand, else as the complaints tell."""
    if pledge.source.is_by_hand:
        return Redress(noted.remedied, noted.remedied_cents)
    remedied = [case for case in cases if case.is_remedied]
    return Redress(len(remedied), sum(case.remedy_cents for case in remedied))


@dataclass(frozen=True)
class PledgeExclusion:
    """What a pledge's figure leaves out: how many, of which day, why; `ref` names a complaint."""

    day: date
    count: int
    reason: str
    ref: str = ""
    complaint_id: int | None = None


@dataclass(frozen=True)
class PledgeLine:
    """A pledge in a list: its month, the shares of twelve months, days not counted yet."""

    pledge: Pledge
    month: Month
    figure: Figure | None
    maximum: Figure | None
    trend: tuple[float | None, ...]
    uncounted: int = 0

    @property
    def id(self) -> int:
        """The pledge's id."""
        return self.pledge.id

    @property
    def wording(self) -> str:
        """How it was worded in the month, in the language spoken."""
        return self.pledge.wording_on(self.month.last_day)

    @property
    def status(self) -> Status:
        """The month's verdict over both limits."""
        return over_both(self.figure, self.maximum)


@dataclass(frozen=True)
class PledgeDetail:
    """One month of one pledge, with all its figures rest on.

    `running` tells that the month has not ended. A pledge counted by hand has `open_days` to count
    and their `counts`; `cases` are the complaints that broke one counted from complaints.
    """

    pledge: Pledge
    month: Month
    running: bool
    verdict: Verdict
    left_out: tuple[PledgeExclusion, ...]
    open_days: tuple[date, ...]
    counts: tuple[DayCount, ...]
    cases: tuple[PledgeCase, ...]
    noted: MonthNote
    actions: tuple[Action, ...]

    @property
    def figure(self) -> Figure | None:
        """The month's share; None where the pledge was not in force."""
        return self.verdict.figure

    @property
    def maximum(self) -> Figure | None:
        """Those beyond the maximum, where one is promised."""
        return self.verdict.maximum

    @property
    def streak(self) -> Streak:
        """For how many months in a row the verdict was the same."""
        return self.verdict.streak

    @property
    def version(self) -> PledgeVersion:
        """The version the month is judged by."""
        return self.pledge.version_on(self.month.last_day)

    @property
    def status(self) -> Status:
        """The month's verdict over both limits."""
        return self.verdict.status

    @property
    def broken(self) -> int:
        """How many promises were broken in the month."""
        if self.figure is None:
            return 0
        return (self.figure.denominator or 0) - (self.figure.numerator or 0)

    @property
    def made_good(self) -> Redress:
        """How many of them were made good, and what it cost."""
        return made_good(self.pledge, self.noted, self.cases)

    @property
    def owed(self) -> int:
        """How many broken promises are still to be made good."""
        return max(0, self.broken - self.made_good.count)
