"""Complaints: logging one and working it through its states to a decision (ISO 10002, 7)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar import ShopCalendar, business_seconds, due_at
from csq_desktop.domain.complaints.facts import (
    CallerIdentity,
    Channel,
    Clock,
    ComplaintRef,
    Correction,
    EventKind,
    NewComplaint,
    Outcome,
    RemedyKind,
    Severity,
    State,
    may_follow,
)
from csq_desktop.domain.complaints.fields import COMPLAINT, LARGEST_REMEDY, TYPED
from csq_desktop.domain.fields import LONGEST_WORDS
from csq_desktop.domain.months import Month
from csq_desktop.domain.shop import DeadlinePolicy
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import business_text, money_text
from csq_desktop.errors import UserError
from csq_desktop.services.customers import intake
from csq_desktop.services.settings import shop
from csq_desktop.storage.records import complaints as records
from csq_desktop.storage.records.references import next_number, written
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.complaints import ComplaintRoundRow, ComplaintRow
from csq_desktop.texts import tr

KIND = "C"
LONGEST_SUMMARY = 120
_FUTURE_ALLOWED = timedelta(minutes=5)


def log(session: Session, new: NewComplaint, caller: CallerIdentity | None = None) -> ComplaintRef:
    """Log a complaint, give it its number and start its clocks.

    A caller becomes a customer at once where identities may be read, and is sealed elsewhere:
    whoever may not read them can hand one in.
    """
    require(session, Permission.LOG_COMPLAINTS)
    _check(session, new)
    desk = desk_of(session)
    if caller is not None and desk.sees_identities:
        new = replace(new, customer_id=intake.customer_of(session, caller))
    year = shop.today(session).year
    row = ComplaintRow(
        id=ids.reserve(session),
        ref=written(KIND, year, next_number(session, KIND, year)),
        channel=new.channel,
        received_at=new.received_at,
        received_month=_month(session, new.received_at),
        entered_at=desk.now(),
        entered_by=desk.user.id,
        category=new.category,
        severity=new.severity,
        state=State.RECEIVED,
        summary=new.summary.strip() or summary_of(new.words),
        words=new.words.strip(),
        their_reference=new.their_reference.strip(),
        customer_id=new.customer_id,
        owner=desk.user.name,
        held_seconds=0,
        reopened_count=0,
        **{key: getattr(new, key).strip() for key in TYPED},
    )
    received_on = shop.day_of(session, new.received_at)
    _set_deadlines(session, row, shop.policy(session, received_on), tuple(Clock))
    records.add(session, row)
    records.add_event(session, row.id, EventKind.LOGGED)
    if caller is not None and not desk.sees_identities:
        intake.hand_in(session, row.id, caller)
    return ComplaintRef(row.id, row.ref)


def summary_of(words: str) -> str:
    """The first line of a complaint's words, cut to fit a list."""
    first = words.strip().splitlines()[0].strip() if words.strip() else ""
    return first if len(first) <= LONGEST_SUMMARY else first[: LONGEST_SUMMARY - 1].rstrip() + "…"


def acknowledge(
    session: Session, complaint_id: int, note: str = "", at: datetime | None = None
) -> None:
    """Record that the customer was told the complaint arrived; `at` when it was earlier."""
    require(session, Permission.ACKNOWLEDGE_COMPLAINTS)
    row = _open_row(session, complaint_id)
    if row.acknowledged_at is not None:
        raise UserError(tr("This complaint was acknowledged already."))
    moment = at or desk_of(session).now()
    _not_before_receipt(session, row, moment)
    row.acknowledged_at = moment
    if row.state is State.RECEIVED:
        row.state = State.ACKNOWLEDGED
    _after(session, row, EventKind.ACKNOWLEDGED, note)


def assess(session: Session, complaint_id: int, severity: Severity, note: str = "") -> None:
    """Record the initial assessment; another severity sets the deadlines anew, and says so."""
    require(session, Permission.WORK_COMPLAINTS)
    row = _open_row(session, complaint_id)
    _move(row, State.ASSESSED)
    changed = severity is not row.severity
    row.severity = severity
    _after(session, row, EventKind.ASSESSED, note)
    if changed:
        recompute_deadlines(session, complaint_id)


def investigate(session: Session, complaint_id: int, note: str = "") -> None:
    """Record that the investigation has begun."""
    require(session, Permission.WORK_COMPLAINTS)
    row = _open_row(session, complaint_id)
    _move(row, State.INVESTIGATING)
    _after(session, row, EventKind.INVESTIGATING, note)


def answer(session: Session, complaint_id: int, outcome: Outcome, note: str = "") -> None:
    """Record the decision as told to the customer, with finding and remedy; stops the clock."""
    require(session, Permission.WORK_COMPLAINTS)
    row = _open_row(session, complaint_id)
    _move(row, State.ANSWERED)
    _end_waiting(session, row)
    _set_outcome(row, outcome)
    now = desk_of(session).now()
    row.acknowledged_at = row.acknowledged_at or now
    row.resolved_at = row.resolved_at or now
    _after(session, row, EventKind.ANSWERED, _told(outcome, note))


def decide(session: Session, complaint_id: int, outcome: Outcome) -> None:
    """Correct the finding and remedy of a complaint that is still open."""
    require(session, Permission.WORK_COMPLAINTS)
    row = _open_row(session, complaint_id)
    _set_outcome(row, outcome)
    _after(session, row, EventKind.FINDING, _told(outcome, outcome.finding_note))


def close(session: Session, complaint_id: int, note: str = "") -> None:
    """Close a complaint whose decision is recorded."""
    require(session, Permission.CLOSE_COMPLAINTS)
    row = _open_row(session, complaint_id)
    if row.finding is None:
        raise UserError(tr("Record the finding and the remedy before closing."))
    now = desk_of(session).now()
    closed_month = _month(session, now)
    limits = shop.criteria(session).of(closed_month).closed_bands
    _move(row, State.CLOSED)
    _end_waiting(session, row)
    row.acknowledged_at = row.acknowledged_at or now
    row.resolved_at = row.resolved_at or now
    row.closed_at = now
    row.closed_month = closed_month
    row.closed_band = band(row.received_at, now, limits)
    _after(session, row, EventKind.CLOSED, note)


def band(received_at: datetime, closed_at: datetime, limits: tuple[int, int]) -> int:
    """Closing band 1, 2 or 3: within the first limit of days, the second, or later."""
    age = closed_at - received_at
    return next((n for n, days in enumerate(limits, 1) if age <= timedelta(days=days)), 3)


def reopen(session: Session, complaint_id: int, reason: str) -> None:
    """Open a closed complaint again: a fresh clock, the first round kept as it was.

    What was left out of the pledges' counts stays left out until somebody counts it again.
    """
    require(session, Permission.CLOSE_COMPLAINTS)
    row = _row(session, complaint_id)
    if row.removed_at or not (row.closed_at and row.closed_month and row.closed_band):
        raise UserError(tr("Only a closed complaint can be reopened."))
    if not reason.strip():
        raise UserError(tr("Say why the complaint is reopened."))
    now = desk_of(session).now()
    row.reopened_count += 1
    session.add(
        ComplaintRoundRow(
            id=ids.reserve(session),
            complaint_id=row.id,
            round=row.reopened_count,
            resolve_due_at=row.resolve_due_at,
            resolve_month=row.resolve_month,
            resolved_at=row.resolved_at,
            closed_at=row.closed_at,
            closed_month=row.closed_month,
            closed_band=row.closed_band,
            finding=row.finding,
            remedy_kind=row.remedy_kind,
            remedy_cents=row.remedy_cents,
            held_seconds=row.held_seconds,
            excluded_reason=row.excluded_reason,
            reopened_at=now,
            reopened_month=_month(session, now),
            reason=reason.strip(),
        )
    )
    _start_again(session, row, now)
    _after(session, row, EventKind.REOPENED, reason)


def wait_for_customer(session: Session, complaint_id: int, note: str = "") -> None:
    """Stop the resolve clock while the shop waits for the customer."""
    require(session, Permission.WORK_COMPLAINTS)
    row = _open_row(session, complaint_id)
    if row.waiting_since is not None:
        raise UserError(tr("This complaint waits for the customer already."))
    row.waiting_since = desk_of(session).now()
    _after(session, row, EventKind.WAITING, note)


def resume(session: Session, complaint_id: int, note: str = "") -> None:
    """Let the clock run again; the deadline moves by the business time that was held."""
    require(session, Permission.WORK_COMPLAINTS)
    row = _open_row(session, complaint_id)
    if row.waiting_since is None:
        raise UserError(tr("This complaint does not wait for the customer."))
    held = _end_waiting(session, row)
    span = business_text(held, shop.calendar(session).business_day)
    text = tr("Held for {span} of business time.", span=span)
    _after(session, row, EventKind.RESUMED, " ".join((note, text)).strip())


def note(session: Session, complaint_id: int, text: str) -> None:
    """Add a note to a complaint's history."""
    require(session, Permission.NOTE_COMPLAINTS)
    if not text.strip():
        raise UserError(tr("Write the note first."))
    row = _row(session, complaint_id)
    records.add_event(session, row.id, EventKind.NOTE, text.strip()[:LONGEST_WORDS])


def hand_over(session: Session, complaint_id: int, owner: str, reason: str = "") -> None:
    """Give a complaint to another owner."""
    require(session, Permission.WORK_COMPLAINTS)
    if not owner.strip():
        raise UserError(tr("Say who takes the complaint over."))
    row = _open_row(session, complaint_id)
    before, row.owner = row.owner, owner.strip()
    told = tr("From {before} to {after}.", before=before, after=row.owner)
    _after(session, row, EventKind.OWNER, " ".join((told, reason.strip())).strip())


def correct(session: Session, complaint_id: int, correction: Correction) -> None:
    """Put right what was typed wrong; the audit trail keeps what it was."""
    require(session, Permission.WORK_COMPLAINTS)
    row = _row(session, complaint_id)
    changes = {key: value for key, value in vars(correction).items() if value is not None}
    _check_texts(changes)
    for key, value in changes.items():
        setattr(row, key, value if isinstance(value, Channel) else value.strip())
    records.reindex(session, row.id)
    records.add_event(session, row.id, EventKind.CORRECTED)


def link_customer(session: Session, complaint_id: int, customer_id: int | None) -> None:
    """Say whose complaint it is, or that it is anonymous."""
    require(session, Permission.WORK_COMPLAINTS)
    row = _row(session, complaint_id)
    row.customer_id = customer_id
    told = records.customer_ref(session, customer_id) or tr("Anonymous")
    records.add_event(session, row.id, EventKind.CUSTOMER, told)


def exclude(session: Session, complaint_id: int, reason: str) -> None:
    """Leave a complaint out of the pledges' counts, with the reason; an empty one takes it back."""
    require(session, Permission.CLOSE_COMPLAINTS)
    row = _row(session, complaint_id)
    row.excluded_reason = reason.strip()
    told = reason.strip() or tr("Counted again.")
    records.add_event(session, row.id, EventKind.EXCLUDED, told)


def withdraw(session: Session, complaint_id: int, reason: str) -> None:
    """Take a complaint logged by mistake out of every count; its number stays given."""
    require(session, Permission.CLOSE_COMPLAINTS)
    if not reason.strip():
        raise UserError(tr("Say why the complaint is withdrawn."))
    _set_removed(session, complaint_id, desk_of(session).now())
    records.add_event(session, complaint_id, EventKind.REMOVED, reason.strip())


def restore(session: Session, complaint_id: int) -> None:
    """Bring a withdrawn complaint back into every count."""
    require(session, Permission.CLOSE_COMPLAINTS)
    _set_removed(session, complaint_id, None)
    records.reindex(session, complaint_id)
    records.add_event(session, complaint_id, EventKind.RESTORED)


def recompute_deadlines(session: Session, complaint_id: int) -> None:
    """Set the deadlines still to be kept by today's policy and opening hours, and say so.

    A clock that was stopped is judged by the deadline it had; where a file said that nothing was
    promised, nothing is promised now.
    """
    require(session, Permission.WORK_COMPLAINTS)
    row = _open_row(session, complaint_id)
    policy = shop.policy(session)
    _set_deadlines(session, row, policy, _running(row))
    told = tr("By deadline policy version {version}.", version=policy.version)
    _after(session, row, EventKind.DEADLINES, told)


def _check(session: Session, new: NewComplaint) -> None:
    _check_texts({key: getattr(new, key) for key in ("summary", "words", "category", *TYPED)})
    if new.received_at > desk_of(session).now() + _FUTURE_ALLOWED:
        raise UserError(tr("A complaint cannot be received in the future."))


def _check_texts(texts: Mapping[str, str]) -> None:
    """The limits of what is typed, when a complaint is logged and when it is put right."""
    if not texts.get("words", "…").strip():
        raise UserError(tr("Write what the customer said."))
    if not texts.get("category", "…").strip():
        raise UserError(tr("Choose what the complaint is about."))
    for key, text in texts.items():
        COMPLAINT.field(key).check(text)


def _row(session: Session, complaint_id: int) -> ComplaintRow:
    row = records.get(session, complaint_id)
    if row is None:
        raise UserError(tr("This complaint is not in the store any more."))
    return row


def _open_row(session: Session, complaint_id: int) -> ComplaintRow:
    row = _row(session, complaint_id)
    if row.closed_at is not None or row.removed_at is not None:
        raise UserError(tr("This complaint is closed. Reopen it first."))
    return row


def _move(row: ComplaintRow, state: State) -> None:
    if not may_follow(row.state, state):
        raise UserError(
            tr("A complaint that is “{now}” cannot become “{then}”.",
               now=row.state.label, then=state.label)
        )  # fmt: skip
    row.state = state


def _after(session: Session, row: ComplaintRow, kind: EventKind, text: str) -> None:
    row.next_clock, row.next_due_at = records.next_clock(row)
    records.add_event(session, row.id, kind, text.strip()[:LONGEST_WORDS])


def _told(outcome: Outcome, note: str) -> str:
    """What was decided, and what was said of it: a reopened case shows its earlier answers so."""
    parts = [outcome.finding.label, outcome.remedy_kind.label]
    if outcome.remedy_cents:
        parts.append(money_text(outcome.remedy_cents))
    return "\n".join(filter(None, (tr(" · ").join(parts), note.strip())))


def _set_outcome(row: ComplaintRow, outcome: Outcome) -> None:
    if not 0 <= outcome.remedy_cents <= LARGEST_REMEDY:
        raise UserError(tr("The remedy's amount has to be between HK$0 and HK$1,000,000."))
    row.finding = outcome.finding
    row.finding_note = outcome.finding_note.strip()
    row.cause = outcome.cause.strip()
    row.remedy_kind = outcome.remedy_kind
    row.remedy_cents = outcome.remedy_cents
    row.goodwill = outcome.goodwill or outcome.remedy_kind is RemedyKind.GOODWILL


def _running(row: ComplaintRow) -> tuple[Clock, ...]:
    """The clocks that have a deadline and have not been stopped."""
    running = []
    if row.ack_due_at is not None and row.acknowledged_at is None:
        running.append(Clock.ACKNOWLEDGE)
    if row.resolve_due_at is not None and row.resolved_at is None:
        running.append(Clock.RESOLVE)
    return tuple(running)


def _set_deadlines(
    session: Session, row: ComplaintRow, policy: DeadlinePolicy, clocks: tuple[Clock, ...]
) -> None:
    calendar = shop.calendar(session)
    row.policy_version = policy.version
    start = row.received_at
    if Clock.ACKNOWLEDGE in clocks:
        row.ack_due_at = _due(calendar, start, policy.allowed(Clock.ACKNOWLEDGE, row.severity))
        row.ack_month = _month(session, row.ack_due_at)
    if Clock.RESOLVE in clocks:
        if row.reopened_count:
            start = records.rounds(session, row.id)[-1].reopened_at
        due = _due(calendar, start, policy.allowed(Clock.RESOLVE, row.severity))
        row.resolve_due_at = due_at(calendar, due, row.held_seconds) if row.held_seconds else due
        row.resolve_month = _month(session, row.resolve_due_at)
    row.next_clock, row.next_due_at = records.next_clock(row)


def _due(calendar: ShopCalendar, start: datetime, minutes: int) -> datetime:
    return due_at(calendar, start, minutes * 60)


def _start_again(session: Session, row: ComplaintRow, now: datetime) -> None:
    allowed = shop.policy(session).allowed(Clock.RESOLVE, row.severity)
    due = _due(shop.calendar(session), now, allowed)
    due_month = _month(session, due)
    row.state = State.REOPENED
    row.closed_at = row.closed_month = row.closed_band = None
    row.resolved_at = None
    row.finding, row.remedy_kind, row.remedy_cents, row.goodwill = None, None, 0, False
    row.held_seconds, row.waiting_since = 0, None
    row.resolve_due_at, row.resolve_month = due, due_month


def _end_waiting(session: Session, row: ComplaintRow) -> int:
    """Stop waiting; returns the business seconds held, by which a deadline still ahead moves."""
    since, due = row.waiting_since, row.resolve_due_at
    if since is None:
        return 0
    row.waiting_since = None
    calendar = shop.calendar(session)
    held = business_seconds(calendar, since, desk_of(session).now())
    if held and due is not None and since < due and row.resolved_at is None:
        later = due_at(calendar, due, held)
        later_month = _month(session, later)
        row.held_seconds += held
        row.resolve_due_at, row.resolve_month = later, later_month
    return held


def _set_removed(session: Session, complaint_id: int, at: datetime | None) -> None:
    row = _row(session, complaint_id)
    row.removed_at = at
    for finished in records.rounds(session, complaint_id):
        finished.removed_at = at


def _not_before_receipt(session: Session, row: ComplaintRow, moment: datetime) -> None:
    if moment < row.received_at or moment > desk_of(session).now() + _FUTURE_ALLOWED:
        raise UserError(tr("The time has to lie between the receipt and now."))


def _month(session: Session, moment: datetime) -> Month:
    return Month.of(shop.day_of(session, moment))
