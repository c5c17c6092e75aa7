"""The register of indicators: every figure of a month, described once, in printed order.

A new figure is one entry here, an id in domain/indicators/ids.py and, where nothing counts it yet,
a measure in domain/indicators/measures.py. An indicator that a user defines is one more entry.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from csq_desktop.analytics.indicators.figures import FigureHead
from csq_desktop.analytics.indicators.formulas import (
    Formula,
    MeanScore,
    MedianDaysToClose,
    Money,
    PerThousand,
    Share,
    Term,
    Total,
)
from csq_desktop.analytics.indicators.ledger import FigureLedger
from csq_desktop.analytics.indicators.pledges import pledge_figures
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ComplaintClock, Finding
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.criteria import Criteria
from csq_desktop.domain.indicators.figures import Better, Figure, Unit
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.indicators.measures import DeadlineBucket, HandlingBucket, MeasureId
from csq_desktop.domain.words.wording import days_text
from csq_desktop.texts import mark, tr

Target = Callable[[FigureLedger, Month], float | None]


class Group(StrEnum):
    """The part of the work an indicator tells of; pages and tables ask by it."""

    PLEDGES = "pledges"
    COMPLAINTS = "complaints"
    FEEDBACK = "feedback"
    CHECKLISTS = "checklists"
    ACTIONS = "actions"
    OWN = "own"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One figure that is computed month by month.

    `label` is a text of the program with the places that `label_values` fills, or a user's own
    words (`is_own`); `target` is a number in the formula's unit (shares 0..1), or says it by month.
    """

    id: str
    label: str
    group: Group
    formula: Formula
    better: Better = Better.NEITHER
    target: float | Target | None = None
    label_values: Callable[[Criteria], dict[str, object]] | None = None
    is_own: bool = False

    @property
    def unit(self) -> Unit:
        """What its values count."""
        return self.formula.unit

    def figure(self, ledger: FigureLedger, month: Month) -> Figure | None:
        """The figure of a month; None where something it is computed from is not known."""
        return self.formula.figure(self._head(ledger, month), ledger, month)

    def _head(self, ledger: FigureLedger, month: Month) -> FigureHead:
        target = self.target(ledger, month) if callable(self.target) else self.target
        return FigureHead(self.id, self._label(ledger.judged_by(month)), self.better, target)

    def _label(self, criteria: Criteria) -> str:
        if self.is_own:
            return self.label
        return tr(self.label, **(self.label_values(criteria) if self.label_values else {}))


def _all(measure: MeasureId) -> tuple[Term, ...]:
    return (Term(measure),)


def _some(measure: MeasureId, *buckets: str) -> tuple[Term, ...]:
    return (Term(measure, buckets),)


def _in_time(measure: MeasureId) -> Share:
    """Deadlines met, of those met and those missed; open ones past theirs are missed."""
    met, judged = (DeadlineBucket.MET,), (DeadlineBucket.MISSED, DeadlineBucket.OVERDUE)
    return Share(
        _some(measure, *met),
        _some(measure, *met, *judged),
        excluded=_some(measure, DeadlineBucket.EXCLUDED),
    )


def _promised(clock: ComplaintClock) -> Target:
    """What the pledge promises that is counted from the same deadlines, if one is in force."""

    def target(ledger: FigureLedger, month: Month) -> float | None:
        pledge = ledger.judging(month, clock)
        return pledge.version_on(month.last_day).terms.standard_share if pledge else None

    return target


def _band(number: int) -> Callable[[Criteria], dict[str, object]]:
    return lambda criteria: {"days": days_text(criteria.closed_bands[number - 1])}


def _score_to_reach(ledger: FigureLedger, month: Month) -> float:
    return ledger.judged_by(month).checklist_target


_M = MeasureId
_DATED = _some(_M.CLOSED, "1", "2", "3")  # closings on an unknown date are in no time figure
_UPHELD = tuple(finding.value for finding in Finding if finding.counts_as_upheld)
_ANSWERED = _some(_M.HANDLING, HandlingBucket.CONTENT, HandlingBucket.DISCONTENT)
INDICATORS = (
    Indicator(
        id=FigureId.PLEDGES_KEPT,
        label=mark("Pledge performance"),
        group=Group.PLEDGES,
        formula=_in_time(_M.PROMISES),
        better=Better.HIGHER,
    ),
    Indicator(
        id=FigureId.COMPLAINTS_OUTSTANDING_START,
        label=mark("Open at start"),
        group=Group.COMPLAINTS,
        formula=Total(_all(_M.OUTSTANDING_START)),
    ),
    Indicator(
        id=FigureId.COMPLAINTS_RECEIVED,
        label=mark("Complaints received"),
        group=Group.COMPLAINTS,
        formula=Total(_all(_M.RECEIVED)),
    ),
    Indicator(
        id=FigureId.COMPLAINTS_REOPENED,
        label=mark("Complaints reopened"),
        group=Group.COMPLAINTS,
        formula=Total(_all(_M.REOPENED)),
    ),
    Indicator(
        id=FigureId.COMPLAINTS_CLOSED,
        label=mark("Complaints closed"),
        group=Group.COMPLAINTS,
        formula=Total(_all(_M.CLOSED)),
    ),
    Indicator(
        id=FigureId.COMPLAINTS_OUTSTANDING_END,
        label=mark("Open at end"),
        group=Group.COMPLAINTS,
        formula=Total(_all(_M.OUTSTANDING_END)),
    ),
    Indicator(
        id=FigureId.COMPLAINTS_ACKNOWLEDGED,
        label=mark("Acknowledged on time"),
        group=Group.COMPLAINTS,
        formula=_in_time(_M.ACKNOWLEDGE),
        better=Better.HIGHER,
        target=_promised(ComplaintClock.ACKNOWLEDGE),
    ),
    Indicator(
        id=FigureId.COMPLAINTS_PROGRESS,
        label=mark("Progress replies on time"),
        group=Group.COMPLAINTS,
        formula=_in_time(_M.PROGRESS),
        better=Better.HIGHER,
        target=_promised(ComplaintClock.PROGRESS),
    ),
    Indicator(
        id=FigureId.COMPLAINTS_RESOLVED,
        label=mark("Resolved on time"),
        group=Group.COMPLAINTS,
        formula=_in_time(_M.RESOLVE),
        better=Better.HIGHER,
        target=_promised(ComplaintClock.RESOLVE),
    ),
    Indicator(
        id=FigureId.COMPLAINTS_WITHIN_BAND1,
        label=mark("Closed within {days}"),
        label_values=_band(1),
        group=Group.COMPLAINTS,
        formula=Share(_some(_M.CLOSED, "1"), _DATED),
    ),
    Indicator(
        id=FigureId.COMPLAINTS_WITHIN_BAND2,
        label=mark("Closed within {days}"),
        label_values=_band(2),
        group=Group.COMPLAINTS,
        formula=Share(_some(_M.CLOSED, "1", "2"), _DATED),
    ),
    Indicator(
        id=FigureId.COMPLAINTS_MEDIAN_DAYS,
        label=mark("Median days from receipt to closing"),
        group=Group.COMPLAINTS,
        formula=MedianDaysToClose(),
        better=Better.LOWER,
    ),
    Indicator(
        id=FigureId.COMPLAINTS_UPHELD,
        label=mark("Upheld or partly upheld"),
        group=Group.COMPLAINTS,
        formula=Share(_some(_M.FINDING, *_UPHELD), _all(_M.FINDING)),
    ),
    Indicator(
        id=FigureId.COMPLAINTS_NOT_ANALYSED,
        label=mark("Closed, cause not yet analysed"),
        group=Group.COMPLAINTS,
        formula=Total(_all(_M.NOT_ANALYSED), among=_all(_M.CAUSE)),
        better=Better.LOWER,
    ),
    Indicator(
        id=FigureId.COMPLAINTS_REOPEN_RATE,
        # A case is reopened in another month than it was closed in: no share of a month's closings.
        label=mark("Reopened, whenever closed"),
        group=Group.COMPLAINTS,
        formula=Total(_all(_M.REOPENED)),
    ),
    Indicator(
        id=FigureId.COMPLAINTS_REDRESS,
        label=mark("Redress"),
        group=Group.COMPLAINTS,
        formula=Money(_M.REDRESS),
    ),
    Indicator(
        id=FigureId.COMPLAINTS_PER_1000,
        label=mark("Complaints per 1,000 sales"),
        group=Group.COMPLAINTS,
        formula=PerThousand(_all(_M.RECEIVED), _all(_M.SALES)),
        better=Better.LOWER,
    ),
    Indicator(
        id=FigureId.PROMISES_KEPT,
        label=mark("Promises to customers kept"),
        group=Group.COMPLAINTS,
        formula=_in_time(_M.CUSTOMER_PROMISES),
        better=Better.HIGHER,
    ),
    Indicator(
        id=FigureId.HANDLING_ASKED,
        label=mark("Customers asked about the handling"),
        group=Group.COMPLAINTS,
        formula=Total(_some(_M.HANDLING, HandlingBucket.ASKED)),
    ),
    Indicator(
        id=FigureId.HANDLING_ANSWERED,
        label=mark("Answers about the handling"),
        group=Group.COMPLAINTS,
        formula=Total(_ANSWERED),
    ),
    Indicator(
        id=FigureId.HANDLING_SATISFIED,
        label=mark("Satisfied with the handling, of those who answered"),
        group=Group.COMPLAINTS,
        # Silence is in neither part: it is never read as satisfaction.
        formula=Share(_some(_M.HANDLING, HandlingBucket.CONTENT), _ANSWERED),
        better=Better.HIGHER,
    ),
    Indicator(
        id=FigureId.FEEDBACK_COMPLIMENTS,
        label=mark("Compliments received"),
        group=Group.FEEDBACK,
        formula=Total(_some(_M.FEEDBACK, FeedbackKind.COMPLIMENT)),
    ),
    Indicator(
        id=FigureId.FEEDBACK_SUGGESTIONS,
        label=mark("Suggestions received"),
        group=Group.FEEDBACK,
        formula=Total(_some(_M.FEEDBACK, FeedbackKind.SUGGESTION)),
    ),
    Indicator(
        id=FigureId.FEEDBACK_ENQUIRIES,
        label=mark("Enquiries received"),
        group=Group.FEEDBACK,
        formula=Total(_some(_M.FEEDBACK, FeedbackKind.ENQUIRY)),
    ),
    Indicator(
        id=FigureId.CHECKLISTS_SCORE,
        label=mark("Average checklist score"),
        group=Group.CHECKLISTS,
        formula=MeanScore(),
        better=Better.HIGHER,
        target=_score_to_reach,
    ),
    Indicator(
        id=FigureId.CHECKLISTS_FINISHED,
        label=mark("Checklists completed"),
        group=Group.CHECKLISTS,
        formula=Total(_all(_M.CHECKLISTS_FINISHED)),
    ),
    Indicator(
        id=FigureId.CHECKLISTS_EXPECTED,
        label=mark("Checks due"),
        group=Group.CHECKLISTS,
        formula=Total(_all(_M.CHECKLISTS_EXPECTED)),
    ),
    Indicator(
        id=FigureId.CHECKLISTS_IN_TIME,
        label=mark("Checks done on time"),
        group=Group.CHECKLISTS,
        formula=Share(_all(_M.CHECKLISTS_IN_TIME), _all(_M.CHECKLISTS_EXPECTED)),
        better=Better.HIGHER,
    ),
    Indicator(
        id=FigureId.CHECKLISTS_FAILED_ITEMS,
        label=mark("Checklist items failed"),
        group=Group.CHECKLISTS,
        formula=Total(_all(_M.CHECKLIST_ITEMS_FAILED)),
    ),
    Indicator(
        id=FigureId.CHECKLISTS_CRITICAL_FAILED,
        label=mark("Critical items failed"),
        group=Group.CHECKLISTS,
        formula=Total(_all(_M.CRITICAL_ITEMS_FAILED), among=_all(_M.CHECKLISTS_FINISHED)),
        better=Better.LOWER,
        target=0,
    ),
    Indicator(
        id=FigureId.ACTIONS_OPEN,
        label=mark("Actions open"),
        group=Group.ACTIONS,
        formula=Total(_all(_M.ACTIONS_OPEN)),
    ),
    Indicator(
        id=FigureId.ACTIONS_OVERDUE,
        label=mark("Actions overdue"),
        group=Group.ACTIONS,
        formula=Total(_all(_M.ACTIONS_OVERDUE), among=_all(_M.ACTIONS_OPEN)),
        better=Better.LOWER,
        target=0,
    ),
)
SCORECARD = (
    FigureId.CHECKLISTS_SCORE,
    FigureId.CHECKLISTS_CRITICAL_FAILED,
    FigureId.ACTIONS_OVERDUE,
)
"""The figures with a target of their own, in the order they stand on a scorecard.

Deadlines of complaints have the target of the pledge counted from them, and stand there as it.
"""


@dataclass(frozen=True)
class Register:
    """The indicators in force, each id once (ValueError otherwise)."""

    indicators: tuple[Indicator, ...] = INDICATORS

    def __post_init__(self) -> None:
        ids = [indicator.id for indicator in self.indicators]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"defined twice: {', '.join(twice)}")

    def get(self, figure_id: str) -> Indicator:
        """The indicator of that id; KeyError when there is none."""
        for indicator in self.indicators:
            if indicator.id == figure_id:
                return indicator
        raise KeyError(figure_id)

    def with_own(self, *own: Indicator) -> "Register":
        """The register with indicators that a user defined after the program's own."""
        return Register((*self.indicators, *own))

    def figures(
        self, ledger: FigureLedger, month: Month, *, only: Collection[str] = ()
    ) -> Iterator[Figure]:
        """A month's figures in printed order, the pledges' first; `only` those ids, if any."""
        for figure in pledge_figures(ledger, month):
            if not only or figure.id in only:
                yield figure
        for indicator in self.indicators:
            if not only or indicator.id in only:
                figure_of = indicator.figure(ledger, month)
                if figure_of is not None:
                    yield figure_of


SHIPPED = Register()
