"""What a review pack is made from: figures, charts and lists of one month in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from csq_desktop.analytics.indicators.comparisons import ComparedFigure
from csq_desktop.domain.actions import Action
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import RepeatFailure
from csq_desktop.domain.criteria import Criteria, CriteriaHistory
from csq_desktop.domain.events import NumberedEvent
from csq_desktop.domain.indicators.figures import Figure, MonthFigures, Status
from csq_desktop.domain.indicators.helped import HelpedMonth
from csq_desktop.domain.indicators.replaced import ReplacedVersion
from csq_desktop.domain.indicators.restated import RestatedMonth
from csq_desktop.domain.indicators.revisions import RevisedMonth
from csq_desktop.domain.indicators.verdicts import Verdict
from csq_desktop.domain.packs.asks import Ask
from csq_desktop.domain.paper.charts import (
    AgeingSpec,
    BalanceSpec,
    ControlSpec,
    EventMark,
    ParetoSpec,
    SparkSpec,
    TargetsSpec,
    TrendSpec,
)
from csq_desktop.domain.pledges.facts import Tally
from csq_desktop.domain.pledges.months import Redress
from csq_desktop.domain.shop.shop import Shop


@dataclass(frozen=True)
class Edition:
    """Whether the pack is a preview or was issued: when, by whom, at which end of the trail.

    `head` is 64 hex digits; a preview has neither version nor head. Its words were compared with
    the customers' identities before it was issued, and what may name somebody left in so often.
    `code` is that of its figures, `mark` what the file and its QR code say of themselves.
    """

    version: int = 0
    issued_at: datetime | None = None
    issued_by: str = ""
    sequence: int = 0
    head: str = ""
    left_in: int = 0
    code: str = ""
    mark: str = ""

    @property
    def is_preview(self) -> bool:
        """Whether nothing was issued."""
        return self.version == 0


@dataclass(frozen=True, kw_only=True)
class PledgeFacts:
    """One pledge in the month: its terms in words, its verdict, and its chart.

    `finding` is what its chart says, `signals` the sentences beneath it. `cause` and `changed` are
    what was written down about the month; `made_good` of its broken promises were. `missed_cases`
    are the complaints that missed it, where it is counted from those. `actions` about it are open
    since the month, `done_since` those of them that were done after it; `begun_since` the month
    did not have yet.
    """

    pledge_id: int
    number: int
    name: str
    standard: str
    longest: str
    remedy: str
    verdict: Verdict
    chart: ControlSpec
    finding: str
    signals: tuple[str, ...]
    actions: tuple[Action, ...]
    begun_since: tuple[Action, ...] = ()
    done_since: tuple[Action, ...] = ()
    owner: str = ""
    missed_cases: tuple[str, ...] = ()
    cause: str = ""
    changed: str = ""
    made_good: Redress = field(default_factory=Redress)

    @property
    def figure(self) -> Figure:
        """The month's share; a pack tells only of pledges that were in force."""
        assert self.verdict.figure is not None
        return self.verdict.figure

    @property
    def maximum(self) -> Figure | None:
        """Those beyond the maximum, where one is promised."""
        return self.verdict.maximum

    @property
    def status(self) -> Status:
        """The verdict over both promises: the standard and the longest time."""
        return self.verdict.status

    @property
    def needs_a_page(self) -> bool:
        """Whether there is something to talk about."""
        return self.status is Status.MISSED or self.verdict.is_news


@dataclass(frozen=True, kw_only=True)
class TargetLine:
    """One target of the scorecard: its verdict, what it is compared with, and whose it is.

    `finding` is what the chart of its months says. `actions` are the open ones that serve it.
    """

    label: str
    verdict: Verdict
    finding: str
    spark: SparkSpec
    month_before: ComparedFigure
    year_before: ComparedFigure
    year_to_date: ComparedFigure
    owner: str = ""
    actions: tuple[Action, ...] = ()

    @property
    def figure(self) -> Figure:
        """The month's figure; a scorecard has only measures that are in force."""
        assert self.verdict.figure is not None
        return self.verdict.figure


@dataclass(frozen=True)
class PackExclusion:
    """What was left out of the figures: of which, where it is found, how many, and why."""

    what: str
    where: str
    number: int
    reason: str


@dataclass(frozen=True)
class WaitingCase:
    """An open complaint past a deadline, or open for long: how late in business time, and whose.

    `lateness` is empty where no deadline has passed.
    """

    ref: str
    lateness: str
    owner: str = ""


@dataclass(frozen=True)
class Cause:
    """What complaints are about, or arose from: in the month and in twelve months."""

    label: str
    month: int
    year: int


@dataclass(frozen=True, kw_only=True)
class Charts:
    """The charts of complaints and checklists."""

    balance: BalanceSpec
    received: ControlSpec
    causes: ParetoSpec
    ageing: AgeingSpec
    acknowledged: ControlSpec
    resolved: ControlSpec
    scores: TrendSpec
    targets: TargetsSpec

    def with_events(self, marks: Sequence[EventMark]) -> "Charts":
        """The same with what happened marked on all charts over time."""
        return replace(
            self,
            received=self.received.with_events(marks),
            acknowledged=self.acknowledged.with_events(marks),
            resolved=self.resolved.with_events(marks),
            scores=self.scores.with_events(marks),
        )


@dataclass(frozen=True, kw_only=True)
class PackFacts:
    """Everything one pack says, in one language.

    `up_to` is the day of an unfinished month, `received` what the chart of complaints found,
    `verdicts` are those of the measures, by id; `overdue` are the open cases past a deadline, the
    one past it longest first, `long_waits` those open for long and not past one;
    `failed_critical` are the critical items that failed, once or more, `critical_actions` an
    action about each, where there is one.
    `asked_before` is what earlier packs asked for, as of `today`; `ended_since` are those of the
    `open_actions` of the month that have been done or cancelled by then.
    `replaces` is the version of the month that was issued last, `revised` are the months, of the
    `issued_months`, whose figures are others than their packs say; `helped` is what improved the
    month's figures after a miss.
    """

    language: str
    shop: Shop
    judged_by: CriteriaHistory
    zone: ZoneInfo
    month: Month
    up_to: date | None
    figures: MonthFigures
    verdicts: Mapping[str, Verdict]
    tally: Tally
    helped: HelpedMonth
    targets: tuple[TargetLine, ...]
    history: tuple[MonthFigures, ...]
    pledges: tuple[PledgeFacts, ...]
    charts: Charts
    received: str
    causes: tuple[Cause, ...]
    overdue: tuple[WaitingCase, ...]
    long_waits: tuple[WaitingCase, ...]
    repeat_failures: tuple[RepeatFailure, ...]
    failed_critical: tuple[RepeatFailure, ...]
    critical_actions: Mapping[RepeatFailure, Action]
    open_actions: tuple[Action, ...]
    done_actions: tuple[Action, ...]
    left_out: tuple[PackExclusion, ...]
    as_of: date
    today: date
    restated: tuple[RestatedMonth, ...] = ()
    revised: tuple[RevisedMonth, ...] = ()
    issued_months: int = 0
    asked_before: tuple[Ask, ...] = ()
    ended_since: tuple[Action, ...] = ()
    events: tuple[NumberedEvent, ...] = ()
    replaces: ReplacedVersion | None = None
    closed_causes: tuple[Cause, ...] = ()

    @property
    def criteria(self) -> Criteria:
        """What the month is judged by."""
        return self.judged_by.of(self.month)

    def get(self, figure_id: str) -> Figure:
        """The month's figure of that id."""
        return self.figures.get(figure_id)

    def status(self, figure_id: str) -> Status:
        """The month's verdict on a measure; of one without verdict, how its figure stands."""
        verdict = self.verdicts.get(figure_id)
        return verdict.status if verdict else self.get(figure_id).status

    @property
    def missed(self) -> tuple[PledgeFacts, ...]:
        """The pledges that were missed."""
        return tuple(pledge for pledge in self.pledges if pledge.status is Status.MISSED)

    @property
    def overdue_actions(self) -> tuple[Action, ...]:
        """The open actions that were due before the pack's day."""
        return tuple(action for action in self.open_actions if action.due_on < self.as_of)
