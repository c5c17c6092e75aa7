"""Measures: what is counted month by month, each declared once.

From these declarations alone storage/rollups makes the triggers that keep the sums, the sums of
an import, the rebuild of all sums after an update of the program, and the check. Columns are those
of the records, as domain/complaints names them. A withdrawn record counts in no measure, and
feedback that is no complaint has no month but its own.
"""

from dataclasses import dataclass
from enum import StrEnum


class MeasureId(StrEnum):
    """What is counted in a month; the first ones are kept as sums of complaints in the store."""

    RECEIVED = "received"
    REOPENED = "reopened"
    FEEDBACK = "feedback"
    CLOSED = "closed"
    FINDING = "finding"
    CAUSE = "cause"
    NOT_ANALYSED = "not_analysed"
    REDRESS = "redress"
    ACKNOWLEDGE = "acknowledge"
    PROGRESS = "progress"
    RESOLVE = "resolve"
    OUTSTANDING_START = "outstanding_start"
    OUTSTANDING_END = "outstanding_end"
    SALES = "sales"
    CUSTOMER_PROMISES = "customer_promises"
    HANDLING = "handling"
    PROMISES = "promises"
    CHECKLISTS_FINISHED = "checklists_finished"
    CHECKLISTS_EXPECTED = "checklists_expected"
    CHECKLISTS_IN_TIME = "checklists_in_time"
    CHECKLIST_ITEMS_FAILED = "checklist_items_failed"
    CRITICAL_ITEMS_FAILED = "critical_items_failed"
    ACTIONS_OPEN = "actions_open"
    ACTIONS_OVERDUE = "actions_overdue"


class CaseRecord(StrEnum):
    """Where a complaint's facts stand: its last round is on the case, earlier ones beside it."""

    CASE = "complaint"
    ROUND = "complaint_round"


class DeadlineBucket(StrEnum):
    """How a deadline counts in its month.

    No sum can say which open cases are past their deadline: the store keeps all of them as `open`,
    and whoever reads the sums takes those that are `overdue` by then out of them.
    """

    MET = "met"
    MISSED = "missed"
    OPEN = "open"
    OVERDUE = "overdue"
    EXCLUDED = "excluded"


class HandlingBucket(StrEnum):
    """Customers asked about the handling of their complaints, and what those say who answer.

    Each counts in its own month, so that no past month moves: asked when they were asked, content
    or discontent when they answered. Who does not answer is in neither of these.
    """

    ASKED = "asked"
    CONTENT = "content"
    DISCONTENT = "discontent"


@dataclass(frozen=True)
class ByColumn:
    """A sum for each value of a column; a record without a value is not counted."""

    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return (self.column,)


@dataclass(frozen=True)
class ByDeadline:
    """A sum for each `DeadlineBucket`: of a deadline, and the moment that stopped its clock.

    `waiting` is when a wait for the customer began, where one can hold the clock.
    """

    done: str
    due: str
    excluded: str = "excluded_reason"
    waiting: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        columns = (self.done, self.due, self.excluded)
        return columns if self.waiting is None else (*columns, self.waiting)


@dataclass(frozen=True)
class ColumnIs:
    """Only records with one value in a column."""

    column: str
    value: str | int


@dataclass(frozen=True)
class ColumnAbove:
    """Only records with more than a number in a column."""

    column: str
    number: int


@dataclass(frozen=True, kw_only=True)
class CaseMeasure:
    """What complaints add to the sums of a month.

    `month` is the column with the month a record counts in (without one it does not count);
    without `bucket` the measure is one sum; `cents` is a column of HKD cents that is added up.
    """

    id: MeasureId
    month: str
    records: tuple[CaseRecord, ...] = (CaseRecord.CASE,)
    bucket: ByColumn | ByDeadline | None = None
    cents: str | None = None
    only: tuple[ColumnIs | ColumnAbove, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column it reads, each once."""
        read = [self.month, *(self.bucket.columns if self.bucket else ())]
        read += [self.cents] if self.cents else []
        read += [condition.column for condition in self.only]
        return tuple(dict.fromkeys(read))


_BOTH = (CaseRecord.CASE, CaseRecord.ROUND)
CASE_MEASURES = (
    CaseMeasure(id=MeasureId.RECEIVED, month="received_month", bucket=ByColumn("category")),
    CaseMeasure(
        id=MeasureId.ACKNOWLEDGE,
        month="ack_month",
        bucket=ByDeadline(done="acknowledged_at", due="ack_due_at"),
    ),
    CaseMeasure(
        id=MeasureId.PROGRESS,
        month="progress_month",
        bucket=ByDeadline(done="progress_at", due="progress_due_at", waiting="waiting_since"),
    ),
    CaseMeasure(
        id=MeasureId.RESOLVE,
        month="resolve_month",
        bucket=ByDeadline(done="resolved_at", due="resolve_due_at", waiting="waiting_since"),
    ),
    CaseMeasure(  # a round that is over waits no more
        id=MeasureId.RESOLVE,
        month="resolve_month",
        records=(CaseRecord.ROUND,),
        bucket=ByDeadline(done="resolved_at", due="resolve_due_at"),
    ),
    CaseMeasure(
        id=MeasureId.CLOSED, month="closed_month", records=_BOTH, bucket=ByColumn("closed_band")
    ),
    CaseMeasure(
        id=MeasureId.FINDING, month="closed_month", records=_BOTH, bucket=ByColumn("finding")
    ),
    CaseMeasure(  # what is not analysed has no code
        id=MeasureId.CAUSE, month="closed_month", records=_BOTH, bucket=ByColumn("cause_code")
    ),
    CaseMeasure(
        id=MeasureId.NOT_ANALYSED,
        month="closed_month",
        records=_BOTH,
        only=(ColumnIs("cause_code", ""),),
    ),
    CaseMeasure(
        id=MeasureId.REDRESS,
        month="closed_month",
        records=_BOTH,
        cents="remedy_cents",
        only=(ColumnAbove("remedy_cents", 0),),
    ),
    CaseMeasure(id=MeasureId.FEEDBACK, month="feedback_month", bucket=ByColumn("kind")),
    CaseMeasure(id=MeasureId.REOPENED, month="reopened_month", records=(CaseRecord.ROUND,)),
)
GATHERED = frozenset(
    {
        MeasureId.OUTSTANDING_START,
        MeasureId.OUTSTANDING_END,
        MeasureId.SALES,
        MeasureId.PROMISES,
        MeasureId.CUSTOMER_PROMISES,
        MeasureId.HANDLING,
        MeasureId.CHECKLISTS_FINISHED,
        MeasureId.CHECKLISTS_EXPECTED,
        MeasureId.CHECKLISTS_IN_TIME,
        MeasureId.CHECKLIST_ITEMS_FAILED,
        MeasureId.CRITICAL_ITEMS_FAILED,
        MeasureId.ACTIONS_OPEN,
        MeasureId.ACTIONS_OVERDUE,
    }
)
"""Measures no sum of complaints is kept of: services/indicators gathers them for each ledger."""
PLEDGE_TOTALS = ("met", "missed", "over_maximum", "excluded")
"""What is counted by hand of a pledge, day by day, and added up by month and pledge."""


def measures_of(record: CaseRecord) -> tuple[CaseMeasure, ...]:
    """The measures that a record adds to."""
    return tuple(measure for measure in CASE_MEASURES if record in measure.records)


def columns_of(record: CaseRecord) -> tuple[str, ...]:
    """Every column of a record that a measure reads, each once."""
    return tuple(dict.fromkeys(name for measure in measures_of(record) for name in measure.columns))
