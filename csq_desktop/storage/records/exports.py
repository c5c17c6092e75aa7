"""Queries of exports: rows of a kind, streamed in the order of their ids."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from csq_desktop.domain.import_fields import ImportKind
from csq_desktop.storage.tables.complaints import ComplaintRow as C
from csq_desktop.storage.tables.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.pledges import PledgeCountRow, PledgeRow

_COMPLAINTS: dict[str, Any] = {
    "their_reference": C.their_reference,
    "received_at": C.received_at,
    "entered_at": C.entered_at,
    "channel": C.channel,
    "category": C.category,
    "severity": C.severity,
    "summary": C.summary,
    "words": C.words,
    "acknowledged_at": C.acknowledged_at,
    "ack_due_at": C.ack_due_at,
    "resolve_due_at": C.resolve_due_at,
    "answered_at": C.resolved_at,
    "closed_at": C.closed_at,
    "status": C.state,
    "finding": C.finding,
    "remedy_kind": C.remedy_kind,
    "remedy_amount": C.remedy_cents,
    "product": C.product,
    "touch_point": C.touch_point,
    "excluded_reason": C.excluded_reason,
}
_CUSTOMERS: dict[str, Any] = {
    "reference": CustomerRow.ref,
    "name": IdentityRow.name,
    "other_name": IdentityRow.other_name,
    "phone": IdentityRow.phone,
    "email": IdentityRow.email,
    "address": IdentityRow.address,
    "preferred_language": CustomerRow.preferred_language,
    "segment": CustomerRow.segment,
    "district": CustomerRow.district,
    "note": IdentityRow.note,
}
_COUNTS: dict[str, Any] = {
    "pledge_code": PledgeRow.code,
    "day": PledgeCountRow.day,
    "met": PledgeCountRow.met,
    "missed": PledgeCountRow.missed,
    "over_maximum": PledgeCountRow.over_maximum,
    "excluded": PledgeCountRow.excluded,
    "reason": PledgeCountRow.reason,
}
_COLUMNS = {
    ImportKind.COMPLAINTS: _COMPLAINTS,
    ImportKind.CUSTOMERS: _CUSTOMERS,
    ImportKind.PLEDGE_COUNTS: _COUNTS,
}
KEYS = {kind: frozenset(columns) for kind, columns in _COLUMNS.items()}
_AT_ONCE = 2_000


def rows(session: Session, kind: ImportKind, keys: Sequence[str]) -> Iterator[Sequence[Any]]:
    """The rows of a kind with these fields; withdrawn and archived ones are left out."""
    columns = [_COLUMNS[kind][key] for key in keys]
    query = _from(kind, select(*columns)).execution_options(yield_per=_AT_ONCE)
    for row in session.execute(query):
        yield tuple(value.value if hasattr(value, "value") else value for value in row)


def _from(kind: ImportKind, query: Select[Any]) -> Select[Any]:
    if kind is ImportKind.COMPLAINTS:
        return query.where(C.removed_at.is_(None)).order_by(C.id)
    if kind is ImportKind.CUSTOMERS:
        joined = query.join(IdentityRow, IdentityRow.customer_id == CustomerRow.id)
        return joined.where(CustomerRow.archived_at.is_(None)).order_by(CustomerRow.id)
    joined = query.join(PledgeRow, PledgeRow.id == PledgeCountRow.pledge_id)
    return joined.order_by(PledgeCountRow.day, PledgeRow.number)
