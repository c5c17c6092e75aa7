"""Complaints as ISO 10002 knows them: states, clocks, findings, remedies."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from csq_desktop.domain.assessments.facts import Assessed
from csq_desktop.domain.complaints.event_words import EVENT_WORDS
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.fields.listing import ListOrder
from csq_desktop.domain.privacy.private_words import EarlierValue
from csq_desktop.domain.words.wording import business_text
from csq_desktop.texts import mark, trc


class Channel(StrEnum):
    """How a complaint reached the shop."""

    COUNTER = "counter"
    TELEPHONE = "telephone"
    EMAIL = "email"
    WHATSAPP = "whatsapp"
    WEB = "web"
    LETTER = "letter"
    SOCIAL = "social"
    HEAD_OFFICE = "head_office"
    OTHER = "other"

    @property
    def label(self) -> str:
        return trc("channel", _CHANNELS[self])


class Severity(StrEnum):
    """How much is at stake for the customer; sets the deadlines."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def label(self) -> str:
        return trc("severity", _SEVERITIES[self])


class State(StrEnum):
    """Where a complaint stands between receipt and closing (ISO 10002, 7)."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ASSESSED = "assessed"
    INVESTIGATING = "investigating"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"

    @property
    def label(self) -> str:
        return trc("state", _STATES[self])


class Finding(StrEnum):
    """What the investigation found; partly upheld counts as upheld."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"
    UNFOUNDED = "unfounded"

    @property
    def label(self) -> str:
        return trc("finding", _FINDINGS[self])

    @property
    def counts_as_upheld(self) -> bool:
        return self in (Finding.UPHELD, Finding.PARTLY)


class RemedyKind(StrEnum):
    """What the customer was given or told."""

    APOLOGY = "apology"
    EXPLANATION = "explanation"
    REFUND = "refund"
    EXCHANGE = "exchange"
    REPAIR = "repair"
    VOUCHER = "voucher"
    COMPENSATION = "compensation"
    GOODWILL = "goodwill"
    WAIVER = "waiver"
    NONE = "none"

    @property
    def label(self) -> str:
        return trc("remedy", _REMEDIES[self])


class ComplaintClock(StrEnum):
    """A promise with a deadline on one complaint; see progress.py for the replies on its way."""

    ACKNOWLEDGE = "acknowledge"
    PROGRESS = "progress"
    RESOLVE = "resolve"

    @property
    def label(self) -> str:
        return trc("clock", _CLOCKS[self])


class ClockState(StrEnum):
    """How a clock stands at a given moment."""

    MET = "met"
    MISSED = "missed"
    RUNNING = "running"
    OVERDUE = "overdue"
    PAUSED = "paused"
    EXCLUDED = "excluded"
    NONE = "none"

    @property
    def label(self) -> str:
        return trc("clock", _CLOCK_STATES[self])


class EventKind(StrEnum):
    """A line of a complaint's history."""

    LOGGED = "logged"
    ACKNOWLEDGED = "acknowledged"
    ASSESSED = "assessed"
    INVESTIGATING = "investigating"
    PROGRESS = "progress"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"
    CONTAINED = "contained"
    ANALYSED = "analysed"
    NOTE = "note"
    CORRECTED = "corrected"
    WAITING = "waiting"
    RESUMED = "resumed"
    OWNER = "owner"
    HANDOVER = "handover"
    HANDOVER_DECLINED = "handover_declined"
    HANDOVER_TAKEN_BACK = "handover_taken_back"
    FINDING = "finding"
    REMEDY = "remedy"
    DEADLINES = "deadlines"
    ESCALATED = "escalated"
    LETTER = "letter"
    EXCLUDED = "excluded"
    CUSTOMER = "customer"
    RECORDED_AS = "recorded_as"
    MERGED = "merged"
    UNMERGED = "unmerged"
    SPLIT = "split"
    PROBLEM = "problem"
    REFERRED = "referred"
    REMOVED = "removed"
    RESTORED = "restored"
    IMPORTED = "imported"
    EVIDENCE = "evidence"
    INVOLVED = "involved"
    REMEDY_ASKED = "remedy_asked"
    REMEDY_APPROVED = "remedy_approved"
    REMEDY_REFUSED = "remedy_refused"
    COMMUNICATED = "communicated"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SILENT = "silent"
    SIGNED = "signed"
    CONTENT_ASKED = "content_asked"
    CONTENT_ANSWERED = "content_answered"

    @property
    def label(self) -> str:
        return trc("event", EVENT_WORDS[self])


STEPS = (
    State.RECEIVED,
    State.ACKNOWLEDGED,
    State.ASSESSED,
    State.INVESTIGATING,
    State.ANSWERED,
    State.CLOSED,
)


@dataclass(frozen=True)
class NewComplaint:
    """A complaint, or other feedback, as typed in.

    `words` are the customer's, `category` is a code of the shop's list: only complaints need one.
    """

    channel: Channel
    received_at: datetime
    category: str
    severity: Severity
    words: str
    summary: str = ""
    customer_id: int | None = None
    remedy_sought: str = ""
    touch_point: str = ""
    product: str = ""
    immediate_action: str = ""
    their_reference: str = ""
    second_category: str = ""
    kind: FeedbackKind = FeedbackKind.COMPLAINT


@dataclass(frozen=True)
class Correction:
    """What was typed wrong, put right; None leaves a field as it is."""

    summary: str | None = None
    words: str | None = None
    category: str | None = None
    channel: Channel | None = None
    remedy_sought: str | None = None
    touch_point: str | None = None
    product: str | None = None
    immediate_action: str | None = None
    second_category: str | None = None


@dataclass(frozen=True)
class CallerIdentity:
    """Who complained, as handed in sealed by someone who may not read identities back."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class ComplaintRef:
    """The number a complaint was given; gap-free per branch and year."""

    id: int
    ref: str


@dataclass(frozen=True)
class ComplaintLine:
    """A complaint in a list."""

    id: int
    ref: str
    summary: str
    category: str
    state: State
    severity: Severity
    received_at: datetime
    next_due_at: datetime | None
    next_clock: ComplaintClock | None
    waiting: bool
    customer_id: int | None
    owner_id: int | None
    withdrawn: bool = False
    kind: FeedbackKind = FeedbackKind.COMPLAINT
    level: int = 0
    escalated: str = ""


@dataclass(frozen=True)
class ClockReading:
    """One clock at a moment: when due, how it stands, business seconds late (0 when not).

    `business_day` is how long the shop opens on a business day, in seconds.
    """

    clock: ComplaintClock
    due_at: datetime | None
    done_at: datetime | None
    state: ClockState
    late_seconds: int = 0
    round: int = 1
    business_day: int = 12 * 3600

    @property
    def lateness(self) -> str:
        """How late it is in business time, such as 3 h or 5 business days; empty when it is not."""
        return business_text(self.late_seconds, self.business_day) if self.late_seconds else ""

    @property
    def is_overdue(self) -> bool:
        """Whether it runs past its deadline; a case left out is worked by it, too."""
        left_out = self.state is ClockState.EXCLUDED and self.done_at is None
        return self.state is ClockState.OVERDUE or (left_out and self.late_seconds > 0)


@dataclass(frozen=True)
class ComplaintEvent:
    """One thing that happened to a complaint; `earlier` is for supervisors alone."""

    at: datetime
    user: str
    kind: EventKind
    text: str = ""
    earlier: tuple[EarlierValue, ...] = ()


@dataclass(frozen=True)
class Complaint(Assessed):
    """A complaint whole, without anybody's identity.

    Where `closing_is_assumed`, a rule of an import set `closed_at`: nobody knows the real date.
    `recorded_as` is what it goes on as, feedback of another kind, `recorded_from` what it began as.
    """

    id: int
    ref: str
    channel: Channel
    received_at: datetime
    entered_at: datetime
    entered_by: str
    category: str
    severity: Severity
    state: State
    summary: str
    words: str
    remedy_sought: str
    touch_point: str
    product: str
    immediate_action: str
    customer_id: int | None
    customer_ref: str
    sealed_waiting: bool
    owner_id: int | None
    owner: str
    waiting_since: datetime | None
    held_seconds: int
    clocks: tuple[ClockReading, ...]
    finding: Finding | None
    finding_note: str
    cause: str
    remedy_kind: RemedyKind | None
    remedy_cents: int
    goodwill: bool
    acknowledged_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    closing_is_assumed: bool
    reopened_count: int
    excluded_reason: str
    removed_at: datetime | None
    their_reference: str
    kind: FeedbackKind
    second_category: str = ""
    cause_code: str = ""
    recorded_as: ComplaintRef | None = None
    recorded_from: ComplaintRef | None = None
    escalated: str = ""
    events: tuple[ComplaintEvent, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether it was closed, on whatever date."""
        return self.state is State.CLOSED

    @property
    def is_closed_undated(self) -> bool:
        """Whether it was closed and nobody knows when, as files of other systems say."""
        return self.is_closed and self.closed_at is None


@dataclass(frozen=True)
class Outcome:
    """Finding and remedy given together with the decision; `remedy_cents` ≥ 0, HKD."""

    finding: Finding
    finding_note: str = ""
    cause: str = ""
    remedy_kind: RemedyKind = RemedyKind.NONE
    remedy_cents: int = 0
    goodwill: bool = False


class ComplaintQueue(StrEnum):
    """The queues a supervisor works from."""

    OPEN = "open"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    WAITING = "waiting"
    CLOSED_MONTH = "closed_month"
    ALL = "all"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return trc("view", _VIEWS[self])


@dataclass(frozen=True)
class Filter:
    """What a list of feedback shows; empty fields leave nothing out, `kind` None no kind."""

    view: ComplaintQueue = ComplaintQueue.OPEN
    text: str = ""
    category: str = ""
    channel: Channel | None = None
    severity: Severity | None = None
    state: State | None = None
    customer_id: int | None = None
    owner_id: int | None = None
    received_from: datetime | None = None
    received_to: datetime | None = None
    order: ListOrder | None = None
    second_category: str = ""
    cause: str = ""
    problem_id: int | None = None
    kind: FeedbackKind | None = FeedbackKind.COMPLAINT


_CHANNELS = {
    Channel.COUNTER: mark("Counter"),
    Channel.TELEPHONE: mark("Telephone"),
    Channel.EMAIL: mark("E-mail"),
    Channel.WHATSAPP: mark("WhatsApp"),
    Channel.WEB: mark("Web form"),
    Channel.LETTER: mark("Letter"),
    Channel.SOCIAL: mark("Social media"),
    Channel.HEAD_OFFICE: mark("Head office"),
    Channel.OTHER: mark("Other"),
}
_SEVERITIES = {
    Severity.LOW: mark("Low"),
    Severity.MEDIUM: mark("Medium"),
    Severity.HIGH: mark("High"),
    Severity.CRITICAL: mark("Critical"),
}
_STATES = {
    State.RECEIVED: mark("Received"),
    State.ACKNOWLEDGED: mark("Acknowledged"),
    State.ASSESSED: mark("Assessed"),
    State.INVESTIGATING: mark("Investigating"),
    State.ANSWERED: mark("Replied"),
    State.CLOSED: mark("Closed"),
    State.REOPENED: mark("Reopened"),
}
_FINDINGS = {
    Finding.UPHELD: mark("Upheld"),
    Finding.PARTLY: mark("Partly upheld"),
    Finding.NOT_UPHELD: mark("Not upheld"),
    Finding.UNFOUNDED: mark("Unfounded"),
}
_REMEDIES = {
    RemedyKind.APOLOGY: mark("Apology"),
    RemedyKind.EXPLANATION: mark("Explanation"),
    RemedyKind.REFUND: mark("Refund"),
    RemedyKind.EXCHANGE: mark("Exchange"),
    RemedyKind.REPAIR: mark("Repair"),
    RemedyKind.VOUCHER: mark("Voucher"),
    RemedyKind.COMPENSATION: mark("Compensation"),
    RemedyKind.GOODWILL: mark("Goodwill gesture"),
    RemedyKind.WAIVER: mark("Charge waived"),
    RemedyKind.NONE: mark("None"),
}
_CLOCKS = {
    ComplaintClock.ACKNOWLEDGE: mark("Acknowledge"),
    ComplaintClock.PROGRESS: mark("Progress reply"),
    ComplaintClock.RESOLVE: mark("Resolve"),
}
_CLOCK_STATES = {
    ClockState.MET: mark("On time"),
    ClockState.MISSED: mark("Late"),
    ClockState.RUNNING: mark("Running"),
    ClockState.OVERDUE: mark("Overdue"),
    ClockState.PAUSED: mark("Waiting for the customer"),
    ClockState.EXCLUDED: mark("Excluded"),
    ClockState.NONE: mark("No deadline"),
}
_VIEWS = {
    ComplaintQueue.OPEN: mark("Open"),
    ComplaintQueue.DUE_TODAY: mark("Due today"),
    ComplaintQueue.OVERDUE: mark("Overdue"),
    ComplaintQueue.ESCALATED: mark("Escalated"),
    ComplaintQueue.WAITING: mark("Waiting for the customer"),
    ComplaintQueue.CLOSED_MONTH: mark("Closed this month"),
    ComplaintQueue.ALL: mark("All"),
    ComplaintQueue.WITHDRAWN: mark("Voided"),
}
