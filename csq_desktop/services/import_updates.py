"""Rows of a file that change what the store has; what was there before is kept for undo."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints import State
from csq_desktop.domain.customers import Identity
from csq_desktop.domain.imports import ImportKind, ImportMapping, Plain
from csq_desktop.domain.months import Month
from csq_desktop.domain.pledges import DayCount
from csq_desktop.services import pledges, shop
from csq_desktop.services.complaints import band
from csq_desktop.services.import_rows import consent_of, identity_of
from csq_desktop.storage import ids
from csq_desktop.storage.records import complaints as complaint_records
from csq_desktop.storage.records import customers as customer_records
from csq_desktop.storage.records import imports as records
from csq_desktop.storage.records import pledges as pledge_records
from csq_desktop.storage.tables.complaints import ComplaintRow
from csq_desktop.storage.tables.imports import ImportChangeRow, VaultImportChangeRow

Planned = Sequence[tuple[Plain, ...]]
Fields = Mapping[str, Any]
_MOMENTS = frozenset(
    {"received_at", "entered_at", "acknowledged_at", "ack_due_at", "resolve_due_at",
     "answered_at", "closed_at"}
)  # fmt: skip
KEPT = (
    "channel", "received_at", "entered_at", "category", "severity", "state", "summary", "words",
    "product", "touch_point", "acknowledged_at", "ack_due_at", "resolve_due_at", "resolved_at",
    "closed_at", "finding", "remedy_kind", "remedy_cents", "excluded_reason",
)  # fmt: skip
"""What undo puts back of a complaint; months, band and next clock follow from these."""


class Updater(Protocol):
    """Changes rows the store has."""

    def apply(self, planned: Planned) -> None:
        """Change some rows."""


def updater(
    session: Session, mapping: ImportMapping, keys: Sequence[str], batch_id: int
) -> Updater:
    """The updater of a kind of rows."""
    makers: dict[ImportKind, Callable[..., Updater]] = {
        ImportKind.COMPLAINTS: ComplaintUpdater,
        ImportKind.CUSTOMERS: CustomerUpdater,
        ImportKind.PLEDGE_COUNTS: CountUpdater,
    }
    return makers[mapping.kind](session, mapping, tuple(keys), batch_id)


class _Updater:
    def __init__(
        self, session: Session, mapping: ImportMapping, keys: tuple[str, ...], batch_id: int
    ) -> None:
        self._session, self._mapping = session, mapping
        self._keys, self._batch_id = keys, batch_id

    def _filled(self, values: tuple[Plain, ...]) -> dict[str, Plain]:
        """The cells that say something; an empty one erases nothing."""
        pairs = zip(self._keys, values, strict=True)
        return {key: value for key, value in pairs if value not in ("", None)}

    def _remember(self, object_type: str, object_id: int, before: object) -> None:
        self._session.add(
            ImportChangeRow(
                id=ids.reserve(self._session),
                batch_id=self._batch_id,
                object_type=object_type,
                object_id=object_id,
                before=before,
            )
        )


class ComplaintUpdater(_Updater):
    """Changes complaints found by their own reference."""

    def apply(self, planned: Planned) -> None:
        """Change some complaints."""
        if not planned:
            return
        given = [self._filled(values) for values in planned]
        wanted = [str(one["their_reference"]) for one in given]
        found = records.complaint_ids(self._session, wanted)
        for one in given:
            row = complaint_records.get(self._session, found[str(one["their_reference"])])
            assert row is not None
            self._remember("complaint", row.id, kept_of(row))
            for key, value in one.items():
                column = records.COMPLAINT_COLUMNS.get(key)
                if column is not None:
                    setattr(row, column, _stored(key, value))
            settle(self._session, row)
            complaint_records.reindex(self._session, row.id)


class CustomerUpdater(_Updater):
    """Changes customers found by number, telephone or e-mail."""

    def apply(self, planned: Planned) -> None:
        """Change some customers."""
        if not planned:
            return
        unique = self._mapping.unique_by or "reference"
        given = [self._filled(values) for values in planned]
        found = records.customer_ids(self._session, unique, [str(one[unique]) for one in given])
        for one in given:
            self._change(found[str(one[unique])], one)

    def _change(self, customer_id: int, given: Fields) -> None:
        row = customer_records.get(self._session, customer_id)
        known = customer_records.identity(self._session, customer_id)
        assert row is not None
        assert known is not None
        before = {name: getattr(row, name) for name in records.CUSTOMER_COLUMNS}
        self._remember("customer", customer_id, before | {"marketing": row.marketing.value})
        self._session.add(
            VaultImportChangeRow(
                id=ids.reserve(self._session),
                batch_id=self._batch_id,
                customer_id=customer_id,
                before=vars(known),
            )
        )
        for name in records.CUSTOMER_COLUMNS:
            if name in given:
                setattr(row, name, given[name])
        if "consent_marketing" in given:
            row.marketing = consent_of(given["consent_marketing"])
            customer_records.add_consent(self._session, customer_id, row.marketing, "import")
        fresh = vars(identity_of(given))
        merged = {name: fresh[name] or value for name, value in vars(known).items()}
        customer_records.change_identity(self._session, customer_id, Identity(**merged))


class CountUpdater(_Updater):
    """Changes day counts."""

    def apply(self, planned: Planned) -> None:
        """Change some counts."""
        if not planned:
            return
        known = {pledge.code: pledge.id for pledge in pledges.everything(self._session)}
        for values in planned:
            given = self._filled(values)
            day = date.fromisoformat(str(given["day"]))
            pledge_id = known[str(given["pledge_code"])]
            (before,) = pledge_records.counts(self._session, pledge_id, day, day)
            changed = _changed_count(before, given)
            kept = {"day": day.isoformat(), **_numbers(before), "reason": before.reason}
            self._remember("pledge_count", pledge_id, kept)
            pledge_records.put_count(self._session, changed)


def kept_of(row: ComplaintRow) -> dict[str, object]:
    """What undo puts back of a complaint, as JSON values."""
    return {name: _plain(getattr(row, name)) for name in KEPT}


def settle(session: Session, row: ComplaintRow) -> None:
    """Make a complaint's state, months, band and next clock follow from its moments."""
    bands = shop.shop(session).closed_bands
    zone = shop.zone(session)

    def month(moment: datetime | None) -> Month | None:
        return Month.of(moment.astimezone(zone).date()) if moment else None

    with session.no_autoflush:
        row.received_month = Month.of(row.received_at.astimezone(zone).date())
        row.ack_month, row.resolve_month = month(row.ack_due_at), month(row.resolve_due_at)
        row.closed_month = month(row.closed_at)
        row.closed_band = band(row.received_at, row.closed_at, bands) if row.closed_at else None
        if row.closed_at is not None:
            row.resolved_at = min(row.resolved_at or row.closed_at, row.closed_at)
            row.state = State.CLOSED
        elif row.state is State.CLOSED:
            row.state = State.ANSWERED if row.resolved_at else State.INVESTIGATING
        row.next_clock, row.next_due_at = complaint_records.next_clock(row)
    session.flush()


def _stored(key: str, value: Plain) -> object:
    if key in _MOMENTS and isinstance(value, int):
        return datetime.fromtimestamp(value, UTC)
    return value


def _plain(value: Any) -> object:
    if isinstance(value, datetime):
        return int(value.timestamp())
    return value.value if hasattr(value, "value") else value


def _numbers(count: DayCount) -> dict[str, int]:
    return {
        "met": count.met,
        "missed": count.missed,
        "over_maximum": count.over_maximum,
        "excluded": count.excluded,
    }


def _changed_count(before: DayCount, given: Fields) -> DayCount:
    numbers = {name: int(given.get(name, value)) for name, value in _numbers(before).items()}
    reason = str(given.get("reason", before.reason))
    return DayCount(before.pledge_id, before.day, **numbers, reason=reason)
