"""Queries of exports: rows of a kind, streamed in the order of their ids."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.storage.tables.complaints import ComplaintRow as C
from csq_desktop.storage.tables.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.pledges import PledgeCountRow, PledgeRow

OURS, CUSTOMER = "ref", "customer_ref"
"""The number a row has in this store, and that of a complaint's customer: no fields of imports."""
_COMPLAINTS: dict[str, Any] = {
    OURS: C.ref,
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
    CUSTOMER: CustomerRow.ref,
}
_CUSTOMERS: dict[str, Any] = {
    OURS: CustomerRow.ref,
    "reference": IdentityRow.their_reference,
    "name": IdentityRow.name,
    "other_name": IdentityRow.other_name,
    "phone": IdentityRow.phone,
    "email": IdentityRow.email,
    "address": IdentityRow.address,
    "preferred_language": CustomerRow.preferred_language,
    "segment": CustomerRow.segment,
    "district": CustomerRow.district,
    "consent_marketing": CustomerRow.marketing,
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
KEYS: Mapping[ImportKind, tuple[str, ...]] = {
    kind: tuple(columns) for kind, columns in _COLUMNS.items()
}
"""What is written of each kind, in this order."""
_AT_ONCE = 2_000


def rows(session: Session, kind: ImportKind) -> Iterator[Sequence[Any]]:
    """The rows of a kind as KEYS names them; withdrawn and archived ones are left out."""
    query = _from(kind, select(*_COLUMNS[kind].values()))
    for row in session.execute(_in_order(kind, query).execution_options(yield_per=_AT_ONCE)):
        yield tuple(value.value if isinstance(value, Enum) else value for value in row)


def count(session: Session, kind: ImportKind) -> int:
    """How many rows of a kind there are to write."""
    return session.scalar(_from(kind, select(func.count()))) or 0


def _from(kind: ImportKind, query: Select[Any]) -> Select[Any]:
    if kind is ImportKind.COMPLAINTS:
        joined = query.select_from(C).outerjoin(CustomerRow, CustomerRow.id == C.customer_id)
        return joined.where(C.removed_at.is_(None))
    if kind is ImportKind.CUSTOMERS:
        joined = query.select_from(CustomerRow).join(
            IdentityRow, IdentityRow.customer_id == CustomerRow.id
        )
        return joined.where(CustomerRow.archived_at.is_(None))
    return query.select_from(PledgeCountRow).join(
        PledgeRow, PledgeRow.id == PledgeCountRow.pledge_id
    )


def _in_order(kind: ImportKind, query: Select[Any]) -> Select[Any]:
    if kind is ImportKind.COMPLAINTS:
        return query.order_by(C.id)
    if kind is ImportKind.CUSTOMERS:
        return query.order_by(CustomerRow.id)
    return query.order_by(PledgeCountRow.day, PledgeRow.number)
