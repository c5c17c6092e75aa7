"""Complaints: logging one and working it through its states to a decision (ISO 10002, 7)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from csq_desktop.domain.causes.coding import counted_as
from csq_desktop.domain.closing.signatures import Signing
from csq_desktop.domain.complaints import lifecycle, limits, progress, redating, rounds
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.facts import (
    CallerIdentity,
    Channel,
    ComplaintClock,
    ComplaintRef,
    Correction,
    EventKind,
    NewComplaint,
    Outcome,
    Severity,
)
from csq_desktop.domain.complaints.fields import TYPED
from csq_desktop.domain.complaints.history import StandardNote, StepFacts, decision
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.complaints.redating import CaseMoments
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.domain.fields.fields import LONGEST_WORDS
from csq_desktop.domain.privacy.private_words import LINK_REASON
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services import earlier_words, free_words, people
from csq_desktop.services.closing import gates, remedies, reopening, signatures
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.customers import intake
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.records.complaints.references import next_number, written
from csq_desktop.storage.records.customers.survivors import survivor_of
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.row import seconds
from csq_desktop.texts import tr

LONGEST_SUMMARY = 120


def log(session: Session, new: NewComplaint, caller: CallerIdentity | None = None) -> ComplaintRef:
    """Log a complaint, give it its number and start its clocks; other feedback has no clocks.

    A caller becomes a customer at once where identities may be read, and is sealed elsewhere:
    whoever may not read them can hand one in.
    """
    require(session, Permission.LOG_COMPLAINTS)
    _check(session, {name: getattr(new, name) for name in limits.CHECKED}, new.kind)
    now, rules = case_rows.now(session), case_rows.rules(session)
    moment = seconds(new.received_at)
    case = lifecycle.received(moment, new.severity, rules, now, kind=new.kind)
    desk = desk_of(session)
    if caller is not None and desk.sees_identities:
        new = replace(new, customer_id=intake.customer_of(session, caller))
    if new.customer_id is not None:
        new = replace(new, customer_id=survivor_of(session, new.customer_id))
    row = ComplaintRow(
        id=ids.reserve(session),
        ref=_reference(session, new.kind),
        channel=new.channel,
        entered_at=desk.now(),
        entered_by=desk.user.id,
        category=new.category,
        summary=new.summary.strip() or summary_of(new.words),
        words=new.words.strip(),
        their_reference=new.their_reference.strip(),
        customer_id=new.customer_id,
        owner_id=people.of_signed_in(session),
        **{key: getattr(new, key).strip() for key in TYPED},
    )
    case_rows.save(row, case, rules)
    records.add(session, row)
    records.add_event(session, row.id, EventKind.LOGGED)
    if caller is not None and not desk.sees_identities:
        intake.hand_in(session, row.id, caller)
    return ComplaintRef(row.id, row.ref)


def _reference(session: Session, kind: FeedbackKind) -> str:
    year = shop.today(session).year
    number = next_number(session, kind.series, year)
    return written(kind.series, year, number, shop.branch_code(session))


def summary_of(words: str) -> str:
    """The first line of a complaint's words, cut to fit a list."""
    first = words.strip().splitlines()[0].strip() if words.strip() else ""
    return first if len(first) <= LONGEST_SUMMARY else first[: LONGEST_SUMMARY - 1].rstrip() + "…"


def acknowledge(
    session: Session, complaint_id: int, note: str = "", at: datetime | None = None
) -> None:
    """Record that the customer was told the complaint arrived; `at` when it was earlier."""
    require(session, Permission.ACKNOWLEDGE_COMPLAINTS)
    now = case_rows.now(session)
    moment = now if at is None else seconds(at)
    _step(session, complaint_id, lambda case, _: lifecycle.acknowledge(case, moment, now))
    _tell(session, complaint_id, EventKind.ACKNOWLEDGED, note)


def assess(session: Session, complaint_id: int, severity: Severity, note: str = "") -> None:
    """Record the initial assessment; another severity sets the deadlines anew, and says so."""
    require(session, Permission.WORK_COMPLAINTS)
    now = case_rows.now(session)
    before, _ = _step(
        session, complaint_id, lambda case, rules: lifecycle.assess(case, severity, rules, now)
    )
    _tell(session, complaint_id, EventKind.ASSESSED, note)
    if severity is not before.severity:
        _tell_deadlines(session, complaint_id, before.still_to_be_kept(now))


def investigate(session: Session, complaint_id: int, note: str = "") -> None:
    """Record that the investigation has begun."""
    require(session, Permission.WORK_COMPLAINTS)
    _step(session, complaint_id, lambda case, _: lifecycle.investigate(case))
    _tell(session, complaint_id, EventKind.INVESTIGATING, note)


def progress_reply(
    session: Session, complaint_id: int, note: str, at: datetime | None = None
) -> None:
    """Record that the customer was told how the complaint stands; `at` when it was earlier."""
    require(session, Permission.WORK_COMPLAINTS)
    if not note.strip():
        raise UserError(tr("Enter what the customer was told."), field="note")
    now = case_rows.now(session)
    moment = now if at is None else seconds(at)
    _step(session, complaint_id, lambda case, rules: progress.reply(case, rules, moment, now))
    _tell(session, complaint_id, EventKind.PROGRESS, note)


def answer(session: Session, complaint_id: int, outcome: Outcome, note: str = "") -> None:
    """Record the decision as told to the customer, with finding and remedy; stops the clock.

    A UserError for a remedy above the limit that nobody else has approved.
    """
    require(session, Permission.WORK_COMPLAINTS)
    remedies.check(session, complaint_id, outcome)
    now = case_rows.now(session)
    _step(session, complaint_id, lambda case, rules: lifecycle.answer(case, outcome, rules, now))
    _tell_decision(session, complaint_id, EventKind.ANSWERED, outcome, note)


def answer_or_ask(session: Session, complaint_id: int, outcome: Outcome, note: str = "") -> bool:
    """Record the decision or, above the limit, keep it for another person to approve: False."""
    require(session, Permission.WORK_COMPLAINTS)
    if remedies.may_grant(session, complaint_id, outcome):
        answer(session, complaint_id, outcome, note)
        return True
    rules, row = case_rows.rules(session), case_rows.row_of(session, complaint_id)
    case, now = case_rows.case_of(session, row), case_rows.now(session)
    lifecycle.answer(case, outcome, rules, now)  # what cannot be answered cannot be asked for
    remedies.ask(session, complaint_id, outcome, note)
    return False


def decide(session: Session, complaint_id: int, outcome: Outcome) -> None:
    """Correct the finding and remedy of a complaint that is still open."""
    require(session, Permission.WORK_COMPLAINTS)
    remedies.check(session, complaint_id, outcome)
    _step(session, complaint_id, lambda case, _: lifecycle.decide(case, outcome))
    _tell_decision(session, complaint_id, EventKind.FINDING, outcome, outcome.finding_note)


def close(
    session: Session, complaint_id: int, note: str = "", signing: Signing | None = None
) -> None:
    """Close a complaint that has what the shop's rules ask for, and sign it where they say so.

    Other feedback is closed by whoever replies.
    """
    is_complaint = case_rows.row_of(session, complaint_id).kind.is_complaint
    closing = Permission.CLOSE_COMPLAINTS if is_complaint else Permission.NOTE_COMPLAINTS
    require(session, closing)
    now = case_rows.now(session)

    def closed(case: Case, rules: ShopRules) -> Case:
        after = lifecycle.close(case, rules, now)
        gates.check(session, complaint_id, signing)  # on the row as it is before the closing
        return after

    _step(session, complaint_id, closed)
    _tell(session, complaint_id, EventKind.CLOSED, note)
    if signing is not None:
        signatures.sign(session, complaint_id, signing)


def reopen(session: Session, complaint_id: int, reason: str, *, late: bool = False) -> None:
    """Open a closed complaint again: its clock starts anew, the first round stays on record.

    An exclusion from the pledges' counts stays in force until somebody takes it back. After the
    shop's days for it, a supervisor has to say that it is `late`.
    """
    require(session, Permission.CLOSE_COMPLAINTS)
    row, rules = case_rows.row_of(session, complaint_id), case_rows.rules(session)
    case = case_rows.case_of(session, row)
    if not reason.strip():
        raise UserError(tr("Enter the reason for reopening."))
    if case.kind.is_complaint:
        reopening.check(session, row, late=late)
        fresh, finished = rounds.reopen(case, rules, case_rows.now(session))
        case_rows.add_round(session, row, finished, rules, reason.strip())
    else:
        fresh = rounds.begun_again(case)
    case_rows.save(row, fresh, rules)
    _tell(session, complaint_id, EventKind.REOPENED, reason)


def wait_for_customer(session: Session, complaint_id: int, note: str = "") -> None:
    """Stop the resolve clock while the shop waits for the customer."""
    require(session, Permission.WORK_COMPLAINTS)
    now = case_rows.now(session)
    _step(session, complaint_id, lambda case, _: lifecycle.wait(case, now))
    _tell(session, complaint_id, EventKind.WAITING, note)


def resume(session: Session, complaint_id: int, note: str = "") -> None:
    """Restart the resolve clock; the deadline moves by the business time spent waiting."""
    require(session, Permission.WORK_COMPLAINTS)
    now, calendar = case_rows.now(session), shop.calendar(session)
    before, after = _step(
        session, complaint_id, lambda case, _: lifecycle.resume(case, calendar, now)
    )
    facts = StepFacts(
        held_seconds=after.held_seconds - before.held_seconds,
        business_day=calendar.business_day_on(shop.today(session)),
    )
    _tell(session, complaint_id, EventKind.RESUMED, note, facts)


def note(session: Session, complaint_id: int, text: str) -> None:
    """Add a note to a complaint's history."""
    require(session, Permission.NOTE_COMPLAINTS)
    if not text.strip():
        raise UserError(tr("Enter the note first."))
    _tell(session, case_rows.row_of(session, complaint_id).id, EventKind.NOTE, text)


def correct(session: Session, complaint_id: int, correction: Correction) -> None:
    """Put right what was typed wrong, within the limits of logging it; the vault keeps what it was.

    Unchanged fields are not checked: an import may have brought more than can be typed.
    """
    require(session, Permission.WORK_COMPLAINTS)
    row = case_rows.row_of(session, complaint_id)
    typed = {
        key: value if isinstance(value, Channel) else value.strip()
        for key, value in vars(correction).items()
        if value is not None
    }
    changed = {key: value for key, value in typed.items() if value != getattr(row, key)}
    if not changed:
        return
    _check(session, {key: changed[key] for key in limits.CHECKED if key in changed}, row.kind)
    if changed.get("summary") == "":
        changed["summary"] = summary_of(changed.get("words", row.words))
    before = {key: getattr(row, key) for key in changed}
    for key, value in changed.items():
        setattr(row, key, value)
    records.reindex(session, row.id)
    facts = StepFacts(fields=tuple(changed))
    event_id = records.add_event(session, row.id, EventKind.CORRECTED, facts=facts)
    earlier_words.keep(session, ComplaintRow, row.id, before, event_id)


def redate(session: Session, complaint_id: int, moments: CaseMoments, reason: str) -> None:
    """Put right when the steps of a case were taken; its history says from what to what, and why.

    Deadlines that ran from the receipt follow it. Packs that were issued stay as they were.
    """
    require(session, Permission.WORK_COMPLAINTS)
    if not reason.strip():
        raise UserError(tr("Enter the reason."), field="note")
    row, rules = case_rows.row_of(session, complaint_id), case_rows.rules(session)
    before = case_rows.case_of(session, row)
    typed = {name: seconds(at) for name, at in vars(moments).items() if at is not None}
    finished = case_rows.rounds_of(session, row.id)
    around = redating.Surroundings(
        case_rows.now(session),
        logged_at=seconds(row.entered_at) if row.batch_id is None else None,
        first_answered_at=finished[0].resolved_at if finished else None,
        first_closed_at=finished[0].known_closing if finished else None,
    )
    after = redating.redated(before, typed, rules, around)
    facts = StepFacts(moments=redating.moved(before, after))
    if not facts.moments:
        raise UserError(tr("Change a date or time first."), field="received_at")
    case_rows.save(row, after, rules)
    case_rows.rounds_follow(session, row.id, after.received_at, rules)
    _tell(session, row.id, EventKind.CORRECTED, reason, facts)


def link(
    session: Session,
    complaint_id: int,
    customer_id: int | None,
    reason: str,
    *,
    note: StandardNote | None = None,
) -> None:
    """Name the right customer of a complaint, or nobody; its history says who it was.

    Why may name somebody and stands in the vault. An undo has a `note` in its place.
    """
    require(session, Permission.WORK_COMPLAINTS)
    row = case_rows.row_of(session, complaint_id)
    if note is None and not reason.strip():
        raise UserError(tr("Enter the reason."), field="note")
    customer_id = customer_id and survivor_of(session, customer_id)
    if customer_id == row.customer_id:
        raise UserError(tr("Choose another customer."), field="customer")
    before, after = (records.customer_ref(session, each) for each in (row.customer_id, customer_id))
    if customer_id is not None and not after:
        raise UserError(tr("This customer has been removed."), field="customer")
    row.customer_id = customer_id
    facts = StepFacts(before=before, after=after, note=note)
    event_id = _tell(session, row.id, EventKind.CUSTOMER, facts=facts)
    why = {LINK_REASON: reason.strip()[:LONGEST_WORDS]}
    earlier_words.keep(session, ComplaintRow, row.id, why, event_id)


def exclude(session: Session, complaint_id: int, reason: str) -> None:
    """Leave a complaint out of the pledges' counts, with the reason; an empty one takes it back.

    The trail says the reason in words, or nobody could tell later what a figure was without it.
    """
    require(session, Permission.CLOSE_COMPLAINTS)
    free_words.refuse_identities(session, reason, field="note")
    leave_out(session, complaint_id, reason)


def leave_out(session: Session, complaint_id: int, reason: str) -> None:
    """The same with a reason that was looked through already: many cases have one together."""
    require(session, Permission.CLOSE_COMPLAINTS)
    _step(session, complaint_id, lambda case, _: lifecycle.exclude(case, reason))
    records.add_event(session, complaint_id, EventKind.EXCLUDED, reason.strip())


def withdraw(session: Session, complaint_id: int, reason: str) -> None:
    """Take a complaint logged by mistake out of every count; its number stays given."""
    require(session, Permission.CLOSE_COMPLAINTS)
    if not reason.strip():
        raise UserError(tr("Enter the reason for voiding the complaint."))
    now = case_rows.now(session)
    _step(session, complaint_id, lambda case, _: lifecycle.withdraw(case, now))
    _rounds_follow(session, complaint_id)
    records.add_event(session, complaint_id, EventKind.REMOVED, reason.strip())


def restore(session: Session, complaint_id: int, reason: str) -> None:
    """Bring a withdrawn complaint back into every count; its history says why."""
    require(session, Permission.CLOSE_COMPLAINTS)
    if not reason.strip():
        raise UserError(tr("Enter the reason."), field="note")
    row = case_rows.row_of(session, complaint_id)
    goes_on, survivor = (records.became(session, i) for i in (row.became_id, row.merged_into_id))
    if survivor is not None:
        raise UserError(tr("This was merged into {ref}. Un-merge it first.", ref=survivor.ref))
    if goes_on is not None:
        raise UserError(tr("This goes on as {ref}. Change the kind of that one.", ref=goes_on.ref))
    _step(session, complaint_id, lambda case, _: lifecycle.restore(case))
    _rounds_follow(session, complaint_id)
    records.reindex(session, complaint_id)
    _tell(session, complaint_id, EventKind.RESTORED, reason)


def recompute_deadlines(session: Session, complaint_id: int) -> None:
    """Set the deadlines still to be kept by today's policy and opening hours, and say so.

    A clock that was stopped or has run out keeps its deadline. A complaint that was imported
    without a deadline gets none.
    """
    require(session, Permission.WORK_COMPLAINTS)
    now = case_rows.now(session)
    before, _ = _step(
        session, complaint_id, lambda case, rules: lifecycle.recompute(case, rules, now)
    )
    _tell_deadlines(session, complaint_id, before.still_to_be_kept(now))


def _step(
    session: Session, complaint_id: int, transition: Callable[[Case, ShopRules], Case]
) -> tuple[Case, Case]:
    """Load a case, change it by a rule, keep it; its facts before and after."""
    row, rules = case_rows.row_of(session, complaint_id), case_rows.rules(session)
    before = case_rows.case_of(session, row)
    after = transition(before, rules)
    case_rows.save(row, after, rules)
    return before, after


def _check(session: Session, typed: Mapping[str, str], kind: FeedbackKind) -> None:
    limits.check(typed, partial(_is_category, session), kind)


def _is_category(session: Session, code: str) -> bool:
    """Whether the list has a category, or an import brought it."""
    return lists.has(lists.CATEGORIES, code) or records.category_is_used(session, code)


def _tell(
    session: Session,
    complaint_id: int,
    kind: EventKind,
    text: str = "",
    facts: StepFacts | None = None,
) -> int:
    return records.add_event(session, complaint_id, kind, text.strip()[:LONGEST_WORDS], facts)


def _tell_deadlines(session: Session, complaint_id: int, moved: Collection[ComplaintClock]) -> None:
    """A line of the history: by which policy deadlines were set anew, or that none was."""
    facts = StepFacts(policy_version=shop.policy(session).version if moved else None)
    _tell(session, complaint_id, EventKind.DEADLINES, facts=facts)


def _tell_decision(
    session: Session, complaint_id: int, kind: EventKind, outcome: Outcome, note: str
) -> None:
    """Write down why it was decided so, and tell the decision."""
    row = case_rows.row_of(session, complaint_id)
    written = {
        "finding_note": outcome.finding_note.strip(),
        "cause": lists.code_of(lists.ROOT_CAUSES, outcome.cause),
    }
    row.cause_code = counted_as(written["cause"], partial(lists.has, lists.ROOT_CAUSES))
    before = {key: getattr(row, key) for key, text in written.items() if getattr(row, key) != text}
    for key, text in written.items():
        setattr(row, key, text)
    event_id = _tell(session, complaint_id, kind, note, decision(outcome))
    earlier_words.keep(session, ComplaintRow, complaint_id, before, event_id)


def _rounds_follow(session: Session, complaint_id: int) -> None:
    """The earlier rounds of a complaint are withdrawn and restored with it."""
    removed_at = case_rows.row_of(session, complaint_id).removed_at
    for finished in records.rounds(session, complaint_id):
        finished.removed_at = removed_at
