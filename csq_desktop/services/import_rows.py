"""Rows of a file as rows of the store: complaints, customers and counts in bulk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from csq_desktop.domain.calendar import ShopCalendar, due_at
from csq_desktop.domain.complaints import Channel, Clock, Severity, State
from csq_desktop.domain.customers import Consent, Identity
from csq_desktop.domain.imports import Plain
from csq_desktop.domain.months import Month
from csq_desktop.domain.shop import DeadlinePolicy
from csq_desktop.services.complaints import summary_of
from csq_desktop.storage.records.imports import IDENTITY_COLUMNS

COMPLAINT_COLUMNS = (
    "id", "ref", "batch_id", "channel", "received_at", "received_month", "entered_at",
    "entered_by", "category", "severity", "state", "summary", "words", "remedy_sought",
    "touch_point", "product", "immediate_action", "their_reference", "customer_id", "owner",
    "policy_version", "ack_due_at", "ack_month", "acknowledged_at", "resolve_due_at",
    "resolve_month", "resolved_at", "next_due_at", "next_clock", "held_seconds",
    "excluded_reason", "closed_at", "closed_month", "closed_band", "finding", "finding_note",
    "cause", "remedy_kind", "remedy_cents", "goodwill", "reopened_count",
)  # fmt: skip
CUSTOMER_COLUMNS = (
    "id", "ref", "batch_id", "segment", "preferred_language", "district", "statement_version",
    "marketing", "created_at", "created_by",
)  # fmt: skip
COUNT_COLUMNS = (
    "id", "pledge_id", "day", "month", "met", "missed", "over_maximum", "excluded", "reason",
    "entered_at", "entered_by", "batch_id",
)  # fmt: skip
_DAY, _HOUR = 86_400, 3_600
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Setting:
    """What every imported row needs to know: the batch, who imports, the shop's rules."""

    batch_id: int
    user_id: int
    user_name: str
    now: int
    calendar: ShopCalendar
    policy: DeadlinePolicy
    bands: tuple[int, int]


class Months:
    """The shop's month of a moment; worked out once an hour of time."""

    def __init__(self, calendar: ShopCalendar) -> None:
        self._zone = calendar.timezone
        self._known: dict[int, int] = {}

    def code(self, moment: int | None) -> int | None:
        """The month of epoch seconds as stored, or None."""
        if moment is None:
            return None
        hour = moment // _HOUR
        found = self._known.get(hour)
        if found is None:
            local = datetime.fromtimestamp(moment, UTC).astimezone(self._zone)
            found = self._known[hour] = Month.of(local.date()).code
        return found


class ComplaintRows:
    """Makes the rows of new complaints out of planned values in the order of `keys`."""

    def __init__(self, keys: Sequence[str], setting: Setting, customers: Mapping[str, int]) -> None:
        self._keys = tuple(keys)
        self._setting = setting
        self._customers = customers
        self._months = Months(setting.calendar)
        self._own_rule = {
            Clock.ACKNOWLEDGE: "ack_due_at" not in keys and "resolve_due_at" not in keys,
            Clock.RESOLVE: "resolve_due_at" not in keys,
        }

    def rows(
        self, numbered: Iterator[tuple[int, str]], planned: Sequence[tuple[Plain, ...]]
    ) -> Iterator[tuple[Any, ...]]:
        """A row for each planned one, under the ids and references given."""
        keys = self._keys
        for (row_id, ref), values in zip(numbered, planned, strict=True):
            yield self._row(row_id, ref, dict(zip(keys, values, strict=True)))

    def _row(self, row_id: int, ref: str, given: Fields) -> tuple[Any, ...]:
        get, setting, month = given.get, self._setting, self._months.code
        received = given["received_at"]
        closed, answered = get("closed_at"), get("answered_at")
        acknowledged = get("acknowledged_at")
        resolved = _first(answered, closed)
        severity = get("severity") or Severity.MEDIUM.value
        ack_due = self._due(Clock.ACKNOWLEDGE, get("ack_due_at"), received, severity)
        due = self._due(Clock.RESOLVE, get("resolve_due_at"), received, severity)
        if acknowledged is None and self._own_rule[Clock.ACKNOWLEDGE]:
            acknowledged = resolved
        words = get("words") or get("summary") or ""
        clock, next_due = _next(ack_due, acknowledged, due, resolved, closed)
        return (
            row_id, ref, setting.batch_id, get("channel") or Channel.OTHER.value, received,
            month(received), get("entered_at") or setting.now, setting.user_id,
            get("category") or "", severity, _state(given, acknowledged, answered, closed),
            get("summary") or summary_of(words) or get("category") or "", words, "",
            get("touch_point") or "", get("product") or "", "", get("their_reference") or "",
            self._customers.get(get("customer_reference") or ""), setting.user_name,
            setting.policy.version, ack_due, month(ack_due), acknowledged, due, month(due),
            resolved, next_due, clock, 0, get("excluded_reason") or "", closed, month(closed),
            _band(received, closed, setting.bands), get("finding") or None, "", "",
            get("remedy_kind") or None, get("remedy_amount") or 0, False, 0,
        )  # fmt: skip

    def _due(self, clock: Clock, promised: int | None, received: int, severity: str) -> int | None:
        """The deadline of the file; the shop's own rule where the file has no such column."""
        if promised is not None or not self._own_rule[clock]:
            return promised
        allowed = self._setting.policy.allowed(clock, Severity(severity)) * 60
        start = datetime.fromtimestamp(received, UTC)
        return int(due_at(self._setting.calendar, start, allowed).timestamp())


def customer_row(
    row_id: int, ref: str, given: Fields, setting: Setting
) -> tuple[tuple[Any, ...], Identity]:
    """A new customer's row and identity out of planned fields."""
    since = given.get("first_seen")
    created = setting.now
    if since:
        created = int(datetime.fromisoformat(str(since)).replace(tzinfo=UTC).timestamp())
    row = (
        row_id, ref, setting.batch_id, given.get("segment") or "",
        given.get("preferred_language") or "", given.get("district") or "", "",
        consent_of(given.get("consent_marketing")).value, created, setting.user_id,
    )  # fmt: skip
    return row, identity_of(given)


def identity_of(given: Fields) -> Identity:
    """The identity among planned fields."""
    found = {column: str(given.get(key) or "") for key, column in IDENTITY_COLUMNS.items()}
    return Identity(**found)


def consent_of(answer: Plain) -> Consent:
    """What a yes or no about direct marketing means; nothing means nobody asked."""
    if answer is None or answer == "":
        return Consent.NOT_ASKED
    return Consent.AGREED if answer else Consent.REFUSED


def count_row(
    row_id: int, given: Fields, setting: Setting, pledges: Mapping[str, int]
) -> tuple[Any, ...]:
    """A new day count out of planned fields."""
    day = str(given["day"])
    month = int(day[:4]) * 100 + int(day[5:7])
    return (
        row_id, pledges[given["pledge_code"]], day, month, given["met"], given["missed"],
        given.get("over_maximum") or 0, given.get("excluded") or 0, given.get("reason") or "",
        setting.now, setting.user_id, setting.batch_id,
    )  # fmt: skip


def _first(*moments: int | None) -> int | None:
    known = [moment for moment in moments if moment is not None]
    return min(known) if known else None


def _state(
    given: Fields, acknowledged: int | None, answered: int | None, closed: int | None
) -> str:
    if closed is not None:
        return State.CLOSED.value
    if answered is not None:
        return State.ANSWERED.value
    said = given.get("status")
    if said and said not in (State.CLOSED.value, State.REOPENED.value):
        return str(said)
    return (State.RECEIVED if acknowledged is None else State.ACKNOWLEDGED).value


def _band(received: int, closed: int | None, limits: tuple[int, int]) -> int | None:
    if closed is None:
        return None
    age = closed - received
    return next((n for n, days in enumerate(limits, 1) if age <= days * _DAY), 3)


def _next(
    ack_due: int | None,
    acknowledged: int | None,
    due: int | None,
    resolved: int | None,
    closed: int | None,
) -> tuple[str | None, int | None]:
    running = []
    if acknowledged is None and ack_due is not None:
        running.append((ack_due, Clock.ACKNOWLEDGE.value))
    if resolved is None and due is not None:
        running.append((due, Clock.RESOLVE.value))
    if not running or closed is not None:
        return None, None
    moment, clock = min(running)
    return clock, moment
