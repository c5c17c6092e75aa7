"""Tables of complaints, their history and their month-by-month sums."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.assessments.facts import Complexity, Impact, SafetyRisk, Urgency
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import (
    Channel,
    ComplaintClock,
    EventKind,
    Finding,
    RemedyKind,
    Severity,
    State,
)
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.storage.tables.row import CheckedBy, Json, Key, Row, Worded

# A partial index is used only by a query that states the very same condition.
ACKNOWLEDGED_LATE = "acknowledged_at IS NULL OR acknowledged_at > ack_due_at"
RESOLVED_LATE = "resolved_at IS NULL OR resolved_at > resolve_due_at"
PROGRESS_LATE = (
    "progress_due_at IS NOT NULL AND (progress_at IS NULL OR progress_at > progress_due_at)"
)
_COUNTED = "removed_at IS NULL AND excluded_reason = ''"
ACKNOWLEDGING = f"acknowledged_at IS NULL AND {_COUNTED}"
PROGRESSING = f"progress_due_at IS NOT NULL AND progress_at IS NULL AND {_COUNTED}"
RESOLVING = f"resolved_at IS NULL AND {_COUNTED}"
EXCLUDED = "excluded_reason <> ''"
ANALYSED = "cause_code <> ''"
OF_TWO = "second_category <> ''"
OTHER_FEEDBACK = "feedback_month IS NOT NULL"


def _some(name: str, *columns: str, where: str) -> Index:
    """An index over the rows that a condition picks out."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class ComplaintRow(Row):
    """A complaint, or feedback of another kind.

    Month columns hold the shop's own calendar month of the moment beside them. Complaints alone
    have a month in which they were received, fell due, were closed: what is none can come into no
    sum of complaints, and counts by its `feedback_month`. `became_id` is the record that it goes on
    as, of another kind than it was logged as, and `merged_into_id` the other record of the same
    complaint: it is voided itself.
    """

    __tablename__ = "complaint"
    __audit__ = "complaint"
    __topic__ = "complaints"
    __unsaid__ = COMPLAINT.told_by_name_only
    __table_args__ = (
        UniqueConstraint("ref"),
        Index("ix_complaint_received", "received_at", "id"),
        _some("ix_complaint_open", "next_due_at", where="closed_at IS NULL AND removed_at IS NULL"),
        _some("ix_complaint_closed", "closed_month", where="closed_month IS NOT NULL"),
        _some("ix_complaint_ack_late", "ack_month", where=ACKNOWLEDGED_LATE),
        _some("ix_complaint_resolve_late", "resolve_month", where=RESOLVED_LATE),
        _some("ix_complaint_acknowledging", "ack_month", "ack_due_at", where=ACKNOWLEDGING),
        _some(
            "ix_complaint_resolving",
            "resolve_month",
            "resolve_due_at",
            "waiting_since",
            where=RESOLVING,
        ),
        _some("ix_complaint_progress_late", "progress_month", where=PROGRESS_LATE),
        _some(
            "ix_complaint_progressing",
            "progress_month",
            "progress_due_at",
            "waiting_since",
            where=PROGRESSING,
        ),
        _some("ix_complaint_withdrawn", "received_at", where="removed_at IS NOT NULL"),
        _some("ix_complaint_excluded", "excluded_reason", where=EXCLUDED),
        _some("ix_complaint_customer", "customer_id", where="customer_id IS NOT NULL"),
        _some("ix_complaint_owner", "owner_id", where="owner_id IS NOT NULL"),
        _some("ix_complaint_other", "received_at", "id", where=OTHER_FEEDBACK),
        _some("ix_complaint_second", "second_category", where=OF_TWO),
        _some("ix_complaint_cause", "cause_code", where=ANALYSED),
        _some("ix_complaint_became", "became_id", where="became_id IS NOT NULL"),
        _some("ix_complaint_merged", "merged_into_id", where="merged_into_id IS NOT NULL"),
        _some("ix_complaint_theirs", "their_reference", where="their_reference <> ''"),
        _some("ix_complaint_origin", "origin", where="origin <> ''"),
    )

    id: Mapped[Key]
    ref: Mapped[str]
    channel: Mapped[Channel] = mapped_column(Worded(Channel))
    received_at: Mapped[datetime]
    received_month: Mapped[Month | None]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int]
    category: Mapped[str]
    severity: Mapped[Severity] = mapped_column(Worded(Severity))
    state: Mapped[State] = mapped_column(Worded(State))
    summary: Mapped[str]
    words: Mapped[str]
    remedy_sought: Mapped[str] = mapped_column(default="")
    touch_point: Mapped[str] = mapped_column(default="")
    product: Mapped[str] = mapped_column(default="")
    immediate_action: Mapped[str] = mapped_column(default="")
    their_reference: Mapped[str] = mapped_column(default="")
    customer_id: Mapped[int | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    owner_text: Mapped[str] = mapped_column(default="")
    policy_version: Mapped[int] = mapped_column(default=0)
    ack_due_at: Mapped[datetime | None]
    ack_month: Mapped[Month | None]
    acknowledged_at: Mapped[datetime | None]
    resolve_due_at: Mapped[datetime | None]
    resolve_month: Mapped[Month | None]
    resolved_at: Mapped[datetime | None]
    next_due_at: Mapped[datetime | None]
    next_clock: Mapped[ComplaintClock | None] = mapped_column(Worded(ComplaintClock))
    waiting_since: Mapped[datetime | None]
    held_seconds: Mapped[int] = mapped_column(default=0)
    excluded_reason: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    closed_month: Mapped[Month | None]
    closed_band: Mapped[int | None]
    finding: Mapped[Finding | None] = mapped_column(Worded(Finding))
    finding_note: Mapped[str] = mapped_column(default="")
    cause: Mapped[str] = mapped_column(default="")
    remedy_kind: Mapped[RemedyKind | None] = mapped_column(Worded(RemedyKind))
    remedy_cents: Mapped[int] = mapped_column(default=0)
    goodwill: Mapped[bool] = mapped_column(default=False)
    reopened_count: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[datetime | None]
    batch_id: Mapped[int | None]
    ack_policy_version: Mapped[int | None]
    resolve_promised_at: Mapped[datetime | None]
    kind: Mapped[FeedbackKind] = mapped_column(
        Worded(FeedbackKind),
        default=FeedbackKind.COMPLAINT,
        server_default=FeedbackKind.COMPLAINT.value,
    )
    feedback_month: Mapped[Month | None]
    became_id: Mapped[int | None]
    progress_since: Mapped[datetime | None]
    progress_due_at: Mapped[datetime | None]
    progress_month: Mapped[Month | None]
    progress_at: Mapped[datetime | None]
    progress_policy_version: Mapped[int | None]
    merged_into_id: Mapped[int | None]
    safety: Mapped[SafetyRisk | None] = mapped_column(Worded(SafetyRisk))
    complexity: Mapped[Complexity | None] = mapped_column(Worded(Complexity))
    impact: Mapped[Impact | None] = mapped_column(Worded(Impact))
    urgency: Mapped[Urgency | None] = mapped_column(Worded(Urgency))
    assessed_at: Mapped[datetime | None]
    assessed_by: Mapped[int | None]
    second_category: Mapped[str] = mapped_column(default="", server_default="")
    cause_code: Mapped[str] = mapped_column(default="", server_default="")
    origin: Mapped[str] = mapped_column(default="", server_default="")


class ComplaintRoundRow(Row):
    """A finished round of a reopened complaint: its clocks and outcome as they were."""

    __tablename__ = "complaint_round"
    __audit__ = "complaint_round"
    __topic__ = "complaints"
    __unsaid__ = frozenset({"reason"})
    __table_args__ = (UniqueConstraint("complaint_id", "round"),)

    id: Mapped[Key]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    round: Mapped[int]
    resolve_due_at: Mapped[datetime | None]
    resolve_month: Mapped[Month | None] = mapped_column(index=True)
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime]
    closed_month: Mapped[Month]
    closed_band: Mapped[int]
    finding: Mapped[Finding | None] = mapped_column(Worded(Finding))
    remedy_kind: Mapped[RemedyKind | None] = mapped_column(Worded(RemedyKind))
    remedy_cents: Mapped[int] = mapped_column(default=0)
    held_seconds: Mapped[int] = mapped_column(default=0)
    excluded_reason: Mapped[str] = mapped_column(default="")
    reopened_at: Mapped[datetime]
    reopened_month: Mapped[Month]
    reason: Mapped[str]
    removed_at: Mapped[datetime | None]
    policy_version: Mapped[int | None]
    cause_code: Mapped[str] = mapped_column(default="", server_default="")


class ComplaintEventRow(Row):
    """One line of a complaint's history; never changed.

    `text` is what somebody typed, `facts` the codes and values that are put into words when it is
    read (`StepFacts`). The finished words of programs before s0017 stand in `text`. `for_id` is the
    person for whom the user stood in.
    """

    __tablename__ = "complaint_event"
    __audit__ = "complaint_event"
    __topic__ = "complaints"
    __unsaid__ = frozenset({"text", "facts"})

    id: Mapped[Key]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    at: Mapped[datetime]
    user_id: Mapped[int]
    kind: Mapped[EventKind] = mapped_column(Worded(EventKind))
    text: Mapped[str] = mapped_column(default="")
    facts: Mapped[object] = mapped_column(Json, nullable=True)
    for_id: Mapped[int | None]


class ComplaintSumRow(Row):
    """A month's sum of one measure and bucket, kept by triggers; see storage/rollups.

    The measures and their buckets are declared in domain/indicators/measures.py.
    """

    __tablename__ = "complaint_sum"
    __audit__ = None
    __checked__ = CheckedBy.RECOUNT
    __topic__ = "figures"

    month: Mapped[Month] = mapped_column(primary_key=True, autoincrement=False)
    measure: Mapped[str] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    cents: Mapped[int] = mapped_column(default=0)
