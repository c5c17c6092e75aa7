"""Rows as imports compare and change them: stored values by column, read and written in bulk."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.customers.fields import CUSTOMER
from csq_desktop.domain.fields.fields import RecordField
from csq_desktop.domain.pledges.fields import PLEDGE_COUNT
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.records.complaints import merges
from csq_desktop.storage.records.customers.customers import FIELDS
from csq_desktop.storage.records.customers.spellings import by_key, spellings, unusual
from csq_desktop.storage.records.customers.survivors import whole_groups
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.rollups import bulk_sums
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.complaints.complaints import ComplaintRoundRow, ComplaintRow
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.pledges import PledgeCountRow, PledgeRow
from csq_desktop.storage.tables.row import table_of

UNCLEAR = 0
"""In the place of an id: several records have the key in other spellings, none in this one."""
Facts = dict[str, Any]
"""Stored values by column: whole numbers, texts, None."""
_FOLLOWING = (
    "cause", "customer_id", "owner_text", "received_month", "feedback_month", "ack_month",
    "resolve_month", "next_due_at",
    "next_clock", "closed_month", "closed_band", "removed_at", "policy_version",
    "progress_since", "progress_month", "progress_policy_version",
    "ack_policy_version", "goodwill", "reopened_count",
)  # fmt: skip
"""Columns of a complaint that no file names and that change with those it does."""


def _brought(fields: Iterable[RecordField]) -> tuple[str, ...]:
    """The columns that files bring."""
    files = ((field.key, field.file) for field in fields if field.file is not None)
    return tuple(key for key, file in files if file.imported and not file.finds)


COMPLAINT_FACTS = (*_brought(COMPLAINT.stored), *_FOLLOWING)
CUSTOMER_FACTS = tuple(key for key in _brought(CUSTOMER.stored) if key != "created_at")
IDENTITY_FACTS = (*FIELDS, "name_key")
COUNT_FACTS = tuple(
    key for key in (*_brought(PLEDGE_COUNT.stored), "entered_at", "entered_by") if key != "day"
)
_ROUND_FACTS = (
    "resolve_due_at", "resolved_at", "closed_at", "finding", "remedy_kind", "remedy_cents",
    "excluded_reason", "reopened_at",
)  # fmt: skip


@dataclass(frozen=True)
class FactTable:
    """A table that imports change, and those of its columns which they may."""

    row: Kind
    names: tuple[str, ...]


COMPLAINTS = FactTable(ComplaintRow, COMPLAINT_FACTS)
CUSTOMERS = FactTable(CustomerRow, CUSTOMER_FACTS)
IDENTITIES = FactTable(IdentityRow, IDENTITY_FACTS)
PLEDGE_COUNTS = FactTable(PledgeCountRow, COUNT_FACTS)
_IS_FOUND = or_(ComplaintRow.removed_at.is_(None), ComplaintRow.merged_into_id.is_not(None))
"""A complaint that a row of a file can mean: one that was merged leads to the survivor."""
# Only a query that states the very condition of a partial index uses it.
_HAS_REFERENCE = ComplaintRow.their_reference != literal_column("''")


def facts(session: Session, table: FactTable, ids: Iterable[int]) -> dict[int, Facts]:
    """The facts of some rows by their ids."""
    columns = table_of(table.row).columns
    (key,) = table_of(table.row).primary_key.columns
    names = table.names
    by_id: dict[int, Facts] = {}
    for some in in_parts(ids):
        rows = session.execute(select(key, *(columns[name] for name in names)).where(key.in_(some)))
        for row_id, *values in rows:
            by_id[row_id] = dict(zip(names, map(bulk.stored, values), strict=True))
    return by_id


def rewrite(
    session: Session,
    table: FactTable,
    before: Mapping[int, Facts],
    changed: Mapping[int, Facts],
    *,
    detail: Mapping[str, object],
) -> None:
    """Put facts in the place of the rows' own; rows that differ in the same columns go together.

    What stays is not written: the trail would have it from whoever imports, though somebody else
    may have put it there past the trail.
    """
    alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row_id, facts in changed.items():
        names = tuple(name for name in table.names if facts[name] != before[row_id][name])
        alike[names].append((*(facts[name] for name in names), row_id))
    alike.pop((), None)
    for names, rows in alike.items():
        bulk.update(session, table.row, names, rows, detail=detail)


def rewrite_complaints(
    session: Session,
    before: Mapping[int, Facts],
    changed: Mapping[int, Facts],
    *,
    detail: Mapping[str, object],
) -> None:
    """Put these facts in the place of complaints' own while the triggers of sums are paused."""
    rewrite(session, COMPLAINTS, before, changed, detail=detail)
    for held, sign in ((before, -1), (changed, 1)):
        rows = [tuple(held[row_id].values()) for row_id in changed]
        bulk_sums.add_complaints(session, COMPLAINT_FACTS, rows, sign=sign)


def complaints_by_reference(session: Session, keys: Collection[str]) -> dict[str, int]:
    """Ids of complaints by their reference in the other system, in any spelling; the oldest.

    One may be UNCLEAR.
    """
    c = ComplaintRow
    if not keys or session.execute(select(c.id).where(_HAS_REFERENCE).limit(1)).first() is None:
        return {}
    wanted = spellings(keys, unusual(session, c.their_reference, _HAS_REFERENCE))
    query = select(c.their_reference, c.id, c.merged_into_id).where(
        _HAS_REFERENCE, c.their_reference.in_(wanted), _IS_FOUND
    )
    # What was merged comes first, so that a live record with the same key takes its place.
    oldest_last = query.order_by(c.removed_at.is_(None), c.id.desc())
    return by_key(keys, _survivors(session, session.execute(oldest_last)), unclear=UNCLEAR)


def _survivors(session: Session, rows: Iterable[Any]) -> Iterator[tuple[str, int]]:
    """Complaints by their keys; where one was merged, the case that it goes on in."""
    for key, row_id, merged_into_id in rows:
        yield key, row_id if merged_into_id is None else merges.end_of(session, row_id)


def by_number(session: Session, table: FactTable, numbers: Collection[str]) -> dict[str, int]:
    """Ids of records by the numbers they were given here, withdrawn ones left out."""
    columns = table_of(table.row).columns
    query = select(columns.ref, columns.id)
    if table is COMPLAINTS:
        found = select(columns.ref, columns.id, columns.merged_into_id).where(_IS_FOUND)
        parts = (found.where(columns.ref.in_(some)) for some in in_parts(numbers))
        return dict(_survivors(session, (row for some in parts for row in session.execute(some))))
    if "removed_at" in columns:
        query = query.where(columns.removed_at.is_(None))
    some_at_once = (query.where(columns.ref.in_(some)) for some in in_parts(numbers))
    return {ref: row_id for some in some_at_once for ref, row_id in session.execute(some)}


def by_origin(session: Session, table: FactTable, numbers: Collection[str]) -> dict[str, int]:
    """Ids of records by the numbers they had in the store they came from; the oldest of several."""
    columns = table_of(table.row).columns
    query = select(columns.origin, columns.id).where(columns.origin != literal_column("''"))
    if "removed_at" in columns:
        query = query.where(columns.removed_at.is_(None))
    newest_first = query.order_by(columns.id.desc())
    some_at_once = (newest_first.where(columns.origin.in_(some)) for some in in_parts(numbers))
    return {number: row_id for some in some_at_once for number, row_id in session.execute(some)}


def numbers_of(session: Session, customer_ids: Iterable[int]) -> Iterator[tuple[int, str, str]]:
    """Customers with their number here and the one in the store they came from.

    Whoever was merged into one of them is called by their own numbers, too.
    """
    c = CustomerRow
    survivor = func.coalesce(c.merged_into, c.id)
    for some in in_parts(customer_ids):
        is_one = or_(c.id.in_(some), c.merged_into.in_(some))
        rows = session.execute(select(survivor, c.ref, c.origin).where(is_one))
        yield from ((row_id, ref, origin) for row_id, ref, origin in rows)


def customers_by(session: Session, field: str, keys: Collection[str]) -> dict[str, int]:
    """Ids of customers by a column of their identity, in any spelling; the oldest of several.

    One may be UNCLEAR.
    """
    column = getattr(IdentityRow, field)
    if not keys or session.execute(select(column).where(column > "").limit(1)).first() is None:
        return {}
    wanted = spellings(keys, unusual(session, column, column > ""))
    query = select(column, IdentityRow.customer_id).where(column.in_(wanted))
    oldest_last = query.order_by(IdentityRow.customer_id.desc())
    return by_key(keys, session.execute(oldest_last), unclear=UNCLEAR)


def counts_by_day(
    session: Session, keys: Collection[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """Ids of day counts by pledge code and ISO day."""
    p = PledgeCountRow
    days = {date.fromisoformat(day) for _, day in keys}
    query = select(PledgeRow.code, p.day, p.id).join(PledgeRow, PledgeRow.id == p.pledge_id)
    rows = session.execute(query.where(p.day.in_(days))) if days else ()
    by_day = {(code, day.isoformat()): row_id for code, day, row_id in rows}
    return {key: by_day[key] for key in by_day.keys() & set(keys)}


def last_rounds(session: Session, ids: Collection[int]) -> dict[int, Facts]:
    """The outcome of the last finished round of reopened complaints."""
    r = ComplaintRoundRow
    columns = (getattr(r, name) for name in _ROUND_FACTS)
    query = select(r.complaint_id, *columns).where(r.complaint_id.in_(ids)).order_by(r.round)
    return {
        complaint_id: dict(zip(_ROUND_FACTS, map(bulk.stored, values), strict=True))
        for complaint_id, *values in session.execute(query)
    }


def references_of(session: Session, customer_ids: Collection[int]) -> dict[int, list[str]]:
    """The references customers have in the other system, the own one first; none without the vault.

    Those of everybody who was merged into a customer lead there too.
    """
    if not customer_ids or not desk_of(session).sees_identities:
        return {}
    i, owner = IdentityRow, func.coalesce(CustomerRow.merged_into, CustomerRow.id)
    query = (
        select(owner, i.their_reference)
        .join(CustomerRow, CustomerRow.id == i.customer_id)
        .where(i.customer_id.in_(whole_groups(session, customer_ids)))
        .order_by(CustomerRow.merged_into.is_not(None), CustomerRow.id)
    )
    references: dict[int, list[str]] = {}
    for customer_id, reference in session.execute(query):
        references.setdefault(customer_id, []).append(reference)
    return references


def twins(session: Session, field: str, keys: Collection[str]) -> dict[str, tuple[str, str]]:
    """Number and name of the customers with these telephones or e-mails; the oldest of several."""
    column, survivor = getattr(IdentityRow, field), aliased(CustomerRow)
    query = (
        select(column, func.coalesce(survivor.ref, CustomerRow.ref), IdentityRow.name)
        .join(CustomerRow, CustomerRow.id == IdentityRow.customer_id)
        .outerjoin(survivor, survivor.id == CustomerRow.merged_into)
        .where(column.in_(spellings(keys, unusual(session, column, column > ""))))
        .order_by(IdentityRow.customer_id.desc())
    )
    rows = session.execute(query)
    return by_key(keys, ((key, (ref, name)) for key, ref, name in rows))
