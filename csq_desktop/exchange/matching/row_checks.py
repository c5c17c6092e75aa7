"""What must be true between the cells of one row, beyond each cell by itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import repeat
from operator import lt
from typing import NamedTuple, cast
from zoneinfo import ZoneInfo

from csq_desktop.domain.complaints.facts import State
from csq_desktop.domain.imports.fields import FIELDS, ImportKind, TargetField, field_of
from csq_desktop.domain.imports.plans import Plain, Reason
from csq_desktop.texts import mark

TOO_EARLY = mark("{field} lies before the complaint was received.")
IN_FUTURE = mark("{field} lies in the future.")
NOBODY = mark("The row names nobody: no name, number, telephone or e-mail.")
OVER_MISSED = mark("{field} is more than the number missed.")
NO_REASON = mark("{field}: say why they were left out.")
NO_END = mark("{field} is “{value}”, but the row does not say since when: it stays open.")
BOTH = mark("The row is anonymous and names a customer: {value}.")
_AFTER_RECEIPT = ("acknowledged_at", "ack_due_at", "resolve_due_at", "answered_at", "closed_at")
_PAST = ("received_at", "entered_at", "acknowledged_at", "answered_at", "closed_at")
_FAR = 1 << 62
_ENDED = frozenset((State.ANSWERED.value, State.CLOSED.value))
_WHO = ("reference", "name", "phone", "email")

Columns = Mapping[str, Sequence[Plain]]
Faults = Iterable[tuple[int, Reason]]
Check = Callable[[Columns], Faults]


class _Today(NamedTuple):
    """The last second of today and the day itself, in the shop's zone."""

    last_second: int
    day: str


def checks_of(kind: ImportKind, zone: ZoneInfo, now: datetime) -> tuple[Check, ...]:
    """The checks for rows of one kind."""
    local = now.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    today = _Today(int((midnight + timedelta(days=1)).timestamp()) - 1, local.date().isoformat())
    match kind:
        case ImportKind.CUSTOMERS:
            return (_names_somebody,)
        case ImportKind.COMPLAINTS:
            future = partial(_not_in_future, last_second=today.last_second)
            return (_in_sequence, future, _ended_with_a_date, _anonymous_or_not)
    return (_adds_up, _excluded_with_reason, lambda columns: _not_after(columns, today.day))


def _names_somebody(columns: Columns) -> Faults:
    known = [columns[key] for key in _WHO if key in columns]
    if known and not all(map(any, zip(*known, strict=True))):
        for place, row in enumerate(zip(*known, strict=True)):
            if not any(row):
                yield place, Reason(NOBODY)


def _in_sequence(columns: Columns) -> Faults:
    received = [moment or 0 for moment in _numbers(columns["received_at"])]
    for field in _present(ImportKind.COMPLAINTS, columns, _AFTER_RECEIPT):
        later = [_FAR if moment is None else moment for moment in _numbers(columns[field.key])]
        if any(map(lt, later, received)):
            for place, pair in enumerate(zip(received, later, strict=True)):
                if pair[1] < pair[0]:
                    yield place, Reason(TOO_EARLY, field)


def _ended_with_a_date(columns: Columns) -> Faults:
    """A case that is over without a moment cannot be counted in any month."""
    ends = [columns[key] for key in ("answered_at", "closed_at") if key in columns]
    said = columns.get("status", ())
    field = field_of(ImportKind.COMPLAINTS, "status")
    never = map(_all_empty, zip(*ends, strict=True)) if ends else repeat(True)
    for place, (state, empty) in enumerate(zip(said, never, strict=False)):
        if empty and state in _ENDED:
            yield place, Reason(NO_END, field, State(str(state)).label, blocks=False)


def _all_empty(moments: tuple[Plain, ...]) -> bool:
    return not any(moments)


def _anonymous_or_not(columns: Columns) -> Faults:
    customers = columns.get("customer_reference", ())
    for place, pair in enumerate(zip(columns.get("anonymous", ()), customers, strict=False)):
        if all(pair):
            yield place, Reason(BOTH, value=str(pair[1]))


def _not_in_future(columns: Columns, last_second: int) -> Faults:
    for field in _present(ImportKind.COMPLAINTS, columns, _PAST):
        moments = _numbers(columns[field.key])
        if max(filter(None, moments), default=0) > last_second:
            for place, moment in enumerate(moments):
                if moment is not None and moment > last_second:
                    yield place, Reason(IN_FUTURE, field)


def _not_after(columns: Columns, today: str) -> Faults:
    for place, day in enumerate(columns["day"]):
        if isinstance(day, str) and day > today:
            yield place, Reason(IN_FUTURE, field_of(ImportKind.PLEDGE_COUNTS, "day"))


def _adds_up(columns: Columns) -> Faults:
    for field in _present(ImportKind.PLEDGE_COUNTS, columns, ("over_maximum",)):
        pairs = zip(_numbers(columns["over_maximum"]), _numbers(columns["missed"]), strict=True)
        for place, (part, whole) in enumerate(pairs):
            if part is not None and whole is not None and part > whole:
                yield place, Reason(OVER_MISSED, field)


def _excluded_with_reason(columns: Columns) -> Faults:
    for field in _present(ImportKind.PLEDGE_COUNTS, columns, ("excluded",)):
        reasons = columns.get("reason") or [""] * len(columns["excluded"])
        for place, (count, reason) in enumerate(zip(columns["excluded"], reasons, strict=True)):
            if count and not reason:
                yield place, Reason(NO_REASON, field)


def _numbers(column: Sequence[Plain]) -> Sequence[int | None]:
    """A column of moments or counts, whose readers give nothing but these."""
    return cast("Sequence[int | None]", column)


def _present(kind: ImportKind, columns: Columns, keys: tuple[str, ...]) -> list[TargetField]:
    return [field for field in FIELDS[kind] if field.key in keys and field.key in columns]
