"""Where the rows of each kind of import come from when they are written to a file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, func, select, type_coerce

from csq_desktop.domain.complaints.clocks import UNDATED_BAND
from csq_desktop.domain.customers.fields import CONSENT_COLUMNS
from csq_desktop.domain.imports.fields import EXPORTED, ImportKind
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.records import transfers
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.records.customers import consents
from csq_desktop.storage.records.customers.survivors import LISTED
from csq_desktop.storage.records.exports.reading import ExportSource
from csq_desktop.storage.records.shop import people
from csq_desktop.storage.tables.complaints.complaints import ComplaintRoundRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow as C
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.pledges import PledgeCountRow, PledgeRow


def columns_of(
    kind: ImportKind, *tables: Kind, elsewhere: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The columns that hold what is written of a kind, each in the one of the tables that has it.

    `elsewhere` are fields from another table than the record's own: the name behind its number.
    """
    others = elsewhere or {}
    return {
        field.key: others[field.key]
        if field.key in others
        else next(getattr(row, field.column) for row in tables if hasattr(row, field.column))
        for field in EXPORTED[kind]
    }


def _complaints(query: Select[Any]) -> Select[Any]:
    """Without the withdrawn ones."""
    linked = query.select_from(C).outerjoin(CustomerRow, CustomerRow.id == C.customer_id)
    return people.joined(linked, C).where(C.removed_at.is_(None))


_IS_COMPLAINT = C.feedback_month.is_(None)


def _of_complaints(column: Any) -> ColumnElement[Any]:
    """A column that other feedback has nothing to say in, though its row holds something there."""
    return case((_IS_COMPLAINT, column))


def _closed_at(*, by_rule: bool) -> ColumnElement[datetime]:
    """The closing date where somebody knows it, or where a rule of an import assumed it."""
    is_assumed = C.closed_band.is_not_distinct_from(UNDATED_BAND)
    return case((is_assumed if by_rule else ~is_assumed, C.closed_at))


def _customers(query: Select[Any]) -> Select[Any]:
    """Without the archived ones and those who were merged into others."""
    v = IdentityRow
    joined = query.select_from(CustomerRow).join(v, v.customer_id == CustomerRow.id)
    return joined.where(*LISTED)


def _pledge_counts(query: Select[Any]) -> Select[Any]:
    p = PledgeRow
    return query.select_from(PledgeCountRow).join(p, p.id == PledgeCountRow.pledge_id)


def _answered() -> dict[str, ColumnElement[Any]]:
    """The answers that count, with their days and sources, by the columns of files."""
    columns: dict[str, ColumnElement[Any]] = {}
    for purpose, keys in CONSENT_COLUMNS.items():
        columns |= dict(zip(keys, consents.counting(purpose), strict=True))
    return columns


def _earlier_rounds() -> ColumnElement[Any]:
    """The finished rounds of a case as one JSON text, nothing where it was never reopened."""
    r = ComplaintRoundRow
    names = ("round", *_OF_ROUND)
    pairs = [part for name in names for part in (name, type_coerce(getattr(r, name), String))]
    body = func.json_object(*pairs, "is_assumed", r.closed_band == UNDATED_BAND)
    rounds = select(func.json_group_array(func.json(body))).where(r.complaint_id == C.id)
    return case((C.reopened_count > 0, rounds.correlate(C).scalar_subquery()))


_OF_ROUND = (
    *("resolve_due_at", "resolved_at", "closed_at", "reopened_at", "finding", "remedy_kind"),
    *("remedy_cents", "held_seconds", "excluded_reason", "reason", "cause_code"),
)
COMPLAINTS = ExportSource(
    columns_of(
        ImportKind.COMPLAINTS,
        C,
        elsewhere={
            "customer_ref": CustomerRow.ref,
            "owner": people.shown_in(C),
            "severity": _of_complaints(C.severity),
            "acknowledged_at": _of_complaints(C.acknowledged_at),
            "remedy_amount": _of_complaints(C.remedy_cents),
            "closed_at": _closed_at(by_rule=False),
            "closed_by_rule": _closed_at(by_rule=True),
            "earlier_rounds": _earlier_rounds(),
            **transfers.beside(),
        },
    ),
    _complaints,
    C.id,
    (C.id,),
    whole=(_IS_COMPLAINT,),
    seen=involved.kept_away,
    customer=C.customer_id,
)
CUSTOMERS = ExportSource(
    columns_of(ImportKind.CUSTOMERS, CustomerRow, IdentityRow, elsewhere=_answered()),
    _customers,
    CustomerRow.id,
    (CustomerRow.id,),
    customer=CustomerRow.id,
)
PLEDGE_COUNTS = ExportSource(
    columns_of(ImportKind.PLEDGE_COUNTS, PledgeCountRow, elsewhere={"pledge_code": PledgeRow.code}),
    _pledge_counts,
    PledgeCountRow.id,
    (PledgeCountRow.day, PledgeRow.number),
)
