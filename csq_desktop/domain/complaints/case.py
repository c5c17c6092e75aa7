"""The facts of a case that its rules need."""

from dataclasses import dataclass, field

from csq_desktop.domain.complaints import clocks
from csq_desktop.domain.complaints.clocks import Moment, ShopMonths
from csq_desktop.domain.complaints.facts import (
    ComplaintClock,
    Finding,
    RemedyKind,
    Severity,
    State,
)
from csq_desktop.domain.complaints.kinds import FeedbackKind


@dataclass(frozen=True, slots=True)
class Case:
    """The facts of a case that its rules need, by the names of the columns that keep them.

    `policy_version` set the resolve deadline and, where `ack_policy_version` is None, the
    acknowledgement's too; 0 is a deadline out of a file. `resolve_promised_at` is the resolve
    deadline before waits moved it, None where none has. `reopened_at` is when the current round
    began, None in the first. The span of the next progress reply runs from `progress_since`, which
    waits move. The months of a case that was closed at a time nobody knows were settled when that
    became known, and stay; all others follow from their moments. What is no complaint has no
    deadline, no finding and no remedy, and counts in no month of complaints.
    """

    received_at: int
    severity: Severity
    state: State = State.RECEIVED
    policy_version: int = 0
    ack_policy_version: int | None = None
    ack_due_at: Moment = None
    acknowledged_at: Moment = None
    resolve_due_at: Moment = None
    resolve_promised_at: Moment = None
    resolved_at: Moment = None
    waiting_since: Moment = None
    held_seconds: int = 0
    excluded_reason: str = ""
    closed_at: Moment = None
    closed_band: int | None = None
    finding: Finding | None = None
    remedy_kind: RemedyKind | None = None
    remedy_cents: int = 0
    goodwill: bool = False
    reopened_count: int = 0
    removed_at: Moment = None
    progress_since: Moment = None
    progress_due_at: Moment = None
    progress_at: Moment = None
    progress_policy_version: int | None = None
    ack_month: int | None = field(default=None, compare=False)
    progress_month: int | None = field(default=None, compare=False)
    resolve_month: int | None = field(default=None, compare=False)
    closed_month: int | None = field(default=None, compare=False)
    reopened_at: Moment = None
    kind: FeedbackKind = FeedbackKind.COMPLAINT

    @property
    def held(self) -> bool:
        """Whether a wait for the customer holds the resolve clock."""
        return clocks.is_held(self.waiting_since, self.resolve_due_at)

    @property
    def progress_held(self) -> bool:
        """Whether a wait for the customer holds the clock of progress replies."""
        return clocks.is_held(self.waiting_since, self.progress_due_at)

    @property
    def is_over(self) -> bool:
        """Whether the case is closed."""
        return self.closed_at is not None or self.is_closed_undated

    @property
    def is_closed_undated(self) -> bool:
        """Whether the case is closed and nobody knows since when, as files of other systems say."""
        return self.state is State.CLOSED and self.closed_at is None

    @property
    def has_vague_closing(self) -> bool:
        """Whether the case is closed, without a date or on one that a rule set."""
        return self.is_over and self.closed_band == clocks.UNDATED_BAND

    def counted_in(self, months: ShopMonths) -> tuple[int | None, ...]:
        """The months a case counts in: received, three deadlines, closed, as other feedback."""
        received_month = months.of(self.received_at)
        if not self.kind.is_complaint:
            return None, None, None, None, None, received_month
        if self.has_vague_closing:
            due = (self.ack_month, self.progress_month, self.resolve_month)
            return (received_month, *due, self.closed_month, None)
        moments = (self.ack_due_at, self.progress_due_at, self.resolve_due_at, self.closed_at)
        return (received_month, *map(months.of, moments), None)

    def next_clock(self) -> tuple[ComplaintClock | None, Moment]:
        """The clock that runs out first and is still running."""
        spans = (span for span in self._spans() if not self._is_held(span[0]))
        return clocks.next_clock(spans, over=self.is_over)

    def _spans(self) -> tuple[tuple[ComplaintClock, Moment, Moment], ...]:
        """Every clock with its deadline and when it was stopped."""
        return (
            (ComplaintClock.ACKNOWLEDGE, self.ack_due_at, self.acknowledged_at),
            (ComplaintClock.PROGRESS, self.progress_due_at, self.progress_at),
            (ComplaintClock.RESOLVE, self.resolve_due_at, self.resolved_at),
        )

    def still_to_be_kept(self, moment: int) -> frozenset[ComplaintClock]:
        """The running clocks that have not run out by a moment: the others are missed for good."""
        return frozenset(
            clock
            for clock, due, done in self._spans()
            if due is not None and done is None
            if not clocks.has_run_out(due, moment, held=self._is_held(clock))
        )

    def _is_held(self, clock: ComplaintClock) -> bool:
        if clock is ComplaintClock.ACKNOWLEDGE:
            return False
        return self.progress_held if clock is ComplaintClock.PROGRESS else self.held
