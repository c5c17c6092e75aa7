"""Imports of complaints: which fields identify a row, and the checks on each."""

from functools import partial
from operator import lt

from csq_desktop.domain.complaints.facts import Channel, Severity, State
from csq_desktop.domain.complaints.field_groups.assessment import JUDGED
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.kinds import OTHER_KINDS, FeedbackKind
from csq_desktop.domain.complaints.lifecycle import is_in_future
from csq_desktop.domain.imports.kinds.declaration import CheckDay, KindDeclaration
from csq_desktop.domain.imports.rows import Check, Columns, Faults, Plain, Reason, numbers, present
from csq_desktop.domain.imports.targets import targets
from csq_desktop.texts import mark

TOO_EARLY = mark("{field} is before the complaint was received.")
TOO_LATE = mark("{field} is after the complaint was closed.")
IN_FUTURE = mark("{field} is in the future.")
ENDED = mark(
    "{field} is “{value}”, but the row gives a closing date. The complaint counts as closed."
)
UNANSWERED = mark(
    "{field} is “{value}”, but the row gives no date of the reply. A complaint that has none here "
    "either counts as not replied to, and its deadline runs on."
)
UNACKNOWLEDGED = mark(
    "{field} is “{value}”, but the row gives no date of it. A complaint that has none here either "
    "counts as not acknowledged."
)
REOPENED = mark("{field} is “{value}”, but an import reopens nothing: only the dates count.")
UNDATED = mark(
    "{field} is “{value}”, but the row gives no closing date. A complaint that has none here "
    "either counts as closed on an unknown date, and in no figure about time."
)
NO_FINDING = mark("{field} is not imported: only complaints have one.")
BOTH = mark("The row is anonymous and names a customer: {value}.")
_PAST = (
    *("received_at", "entered_at", "acknowledged_at", "progress_at", "answered_at", "closed_at"),
    *("waiting_since", "assessed_at"),
)
_AFTER_RECEIPT = (
    *("ack_due_at", "progress_due_at", "resolve_due_at", "resolve_promised_at"),
    *_PAST[2:],
)
OF_COMPLAINTS = (
    *JUDGED,
    *("assessed_at", "finding", "cause", "remedy_kind", "remedy_amount", "excluded_reason"),
)
"""What feedback of another kind has not; deadlines are passed over in silence."""
_REACHED = ("acknowledged_at", "answered_at", "closed_at")
_FAR = 1 << 62
_FIELDS = targets(COMPLAINT.fields)


def _checks(today: CheckDay) -> tuple[Check, ...]:
    return (
        _in_sequence,
        partial(_answered_before_closed, today=today),
        partial(_not_in_future, today=today),
        _status_beside_dates,
        _anonymous_or_not,
        _only_of_complaints,
    )


def _in_sequence(columns: Columns) -> Faults:
    received = [moment or 0 for moment in numbers(columns["received_at"])]
    for field in present(_FIELDS, columns, _AFTER_RECEIPT):
        later = [_FAR if moment is None else moment for moment in numbers(columns[field.key])]
        if any(map(lt, later, received)):
            for place, pair in enumerate(zip(received, later, strict=True)):
                if pair[1] < pair[0]:
                    yield place, Reason(TOO_EARLY, field)


def _status_beside_dates(columns: Columns) -> Faults:
    """The dates decide; a row whose status says something else says what becomes of it."""
    field = next(described for described in _FIELDS if described.key == "status")
    states = columns.get("status", ())
    nothing = (None,) * len(states)
    moments = (columns.get(key, nothing) for key in _REACHED)
    rounds = columns.get("earlier_rounds", nothing)
    for place, (state, earlier, *reached) in enumerate(zip(states, rounds, *moments, strict=False)):
        was_reopened = state == State.REOPENED and earlier
        text = "" if was_reopened else _disagreement(state, *reached)
        if text:
            yield place, Reason(text, field, State(str(state)).label, blocks=False)


def _disagreement(state: Plain, acknowledged: Plain, answered: Plain, closed: Plain) -> str:
    """What is said of a status beside such dates; an empty text where they agree."""
    if closed is not None:
        return ENDED if state and state != State.CLOSED else ""
    if state == State.CLOSED:
        return UNDATED
    if state == State.REOPENED:
        return REOPENED
    if state == State.ANSWERED and answered is None:
        return UNANSWERED
    if state == State.ACKNOWLEDGED and acknowledged is None and answered is None:
        return UNACKNOWLEDGED
    return ""


def _anonymous_or_not(columns: Columns) -> Faults:
    customers = columns.get("customer_reference", ())
    for place, pair in enumerate(zip(columns.get("anonymous", ()), customers, strict=False)):
        if all(pair):
            yield place, Reason(BOTH, value=str(pair[1]))


def _only_of_complaints(columns: Columns) -> Faults:
    """What only complaints have is left out of rows of other kinds, which say so."""
    kinds = columns.get("kind", ())
    for field in present(_FIELDS, columns, OF_COMPLAINTS):
        for place, (kind, value) in enumerate(zip(kinds, columns[field.key], strict=False)):
            if value and kind and kind != FeedbackKind.COMPLAINT:
                yield place, Reason(NO_FINDING, field, blocks=False)


def _answered_before_closed(columns: Columns, today: CheckDay) -> Faults:
    """A closing resolves what was not answered; the day of it without a time may be before it."""
    if "closed_at" not in columns:
        return
    for field in present(_FIELDS, columns, ("answered_at",)):
        pairs = zip(numbers(columns["answered_at"]), numbers(columns["closed_at"]), strict=True)
        for place, (answered, closed) in enumerate(pairs):
            if answered is None or closed is None or answered <= closed:
                continue
            same_day = today.day_of(answered) == today.day_of(closed)
            if not (same_day and today.ends_day(answered)):
                yield place, Reason(TOO_LATE, field)


def _not_in_future(columns: Columns, today: CheckDay) -> Faults:
    """Today without a time is read as its last second, and has come."""
    for field in present(_FIELDS, columns, _PAST):
        moments = numbers(columns[field.key])
        if not is_in_future(max(filter(None, moments), default=0), today.now):
            continue
        for place, moment in enumerate(moments):
            if moment is None or not is_in_future(moment, today.now):
                continue
            is_today = today.day_of(moment) == today.day_of(today.now)
            if not (field.ends_day and is_today and today.ends_day(moment)):
                yield place, Reason(IN_FUTURE, field)


DECLARATION = KindDeclaration(
    label=mark("Complaints", "import kind"),
    undoing=mark(
        "Undo voids the imported complaints. They no longer count, and their numbers "
        "are not used again.",
        "undo import",
    ),
    fields=COMPLAINT.fields,
    unique_by=("their_reference",),
    telling=frozenset(
        (
            "channel",
            "severity",
            "summary",
            "words",
            "status",
            "finding",
            "acknowledged_at",
            "ack_due_at",
            "progress_due_at",
            "progress_at",
            "resolve_due_at",
            "answered_at",
            "closed_at",
            "remedy_kind",
        )
    ),
    checks=_checks,
    # Without these a complaint says nothing wrong: the usual stands until somebody knows better.
    usual={"channel": Channel.OTHER.value, "severity": Severity.MEDIUM.value},
    grows=True,
    known_by=("received_at", "entered_at"),
    # Praise needs no category, and a suggestion is not severe.
    spared=dict.fromkeys(("category", "severity"), ("kind", frozenset(map(str, OTHER_KINDS)))),
    # Not the deadlines: those that are the shop's own follow a receipt that is put right.
    beside=frozenset(
        (
            *("received_at", "acknowledged_at", "answered_at", "closed_at"),
            *("anonymous", "customer_reference"),
        )
    ),
)
