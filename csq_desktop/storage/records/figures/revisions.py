"""Queries of what changed since a point of the trail: entries, rows as they are, imports."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.indicators.earlier_rows import CountedRow, Facts, RowKey, TrailedChange
from csq_desktop.errors import UserError
from csq_desktop.storage.audit import bulk, details
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.records.bodies import from_body
from csq_desktop.storage.records.figures import trailed_facts as trailed
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.tables.audit import AuditEntryRow as E
from csq_desktop.storage.tables.checklists import ChecklistRunRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRoundRow, ComplaintRow
from csq_desktop.storage.tables.complaints.promises import PromiseRow
from csq_desktop.storage.tables.imports import ImportBatchRow, ImportChangeRow
from csq_desktop.storage.tables.packs import PackRow
from csq_desktop.storage.tables.pledges import PledgeCountRow, PledgeMonthRow
from csq_desktop.storage.tables.row import seconds, table_of
from csq_desktop.storage.tables.shop.shop import MonthInputRow

_TABLES: Mapping[CountedRow, Kind] = {
    CountedRow.CASE: ComplaintRow,
    CountedRow.ROUND: ComplaintRoundRow,
    CountedRow.DAY: PledgeCountRow,
    CountedRow.CHECK: ChecklistRunRow,
    CountedRow.INPUT: MonthInputRow,
    CountedRow.NOTE: PledgeMonthRow,
    CountedRow.PROMISE: PromiseRow,
}
ENTRY = (E.sequence, E.at, E.user_id, E.action, E.object_type, E.object_id, E.detail)
"""What a change is read from."""
_MOMENTS, _MONTHS = ("_at", "_since"), ("month", "_month")
_LARGEST_ID = 1 << 63
_MANY = (AuditAction.CREATED_MANY, AuditAction.CHANGED_MANY, AuditAction.REMOVED_MANY)


def newest_packs(session: Session, months: Collection[Month]) -> list[PackRow]:
    """The newest pack of each of some months, the oldest month first."""
    query = select(PackRow).where(PackRow.month.in_(months)).order_by(PackRow.version)
    newest = {row.month: row for row in session.scalars(query)}
    return [newest[month] for month in sorted(newest)]


def issued_months(session: Session, months: Collection[Month]) -> int:
    """How many of some months have a pack."""
    query = select(func.count(PackRow.month.distinct())).where(PackRow.month.in_(months))
    return session.execute(query).scalar_one()


def pack(session: Session, pack_id: int) -> PackRow | None:
    """One issued pack."""
    return session.get(PackRow, pack_id)


def changes_since(session: Session, sequence: int) -> list[TrailedChange]:
    """What the trail says was done to counted rows after one of its entries, the newest first."""
    query = select(*ENTRY).where(E.sequence > sequence, E.object_type.in_(CountedRow))
    return as_changes(session.execute(query.order_by(E.sequence.desc())))


def as_changes(entries: Iterable[Any]) -> list[TrailedChange]:
    """Entries of the trail as changes, without those that no program of ours wrote."""
    return [change for change in map(_change, entries) if change is not None]


def _change(row: Any) -> TrailedChange | None:
    """An entry as a change; None for one that no program of ours wrote."""
    detail = details.read(row.detail)
    if detail is None or (row.object_id is None and row.action not in _MANY):
        return None
    kind, is_gone = CountedRow(row.object_type), row.action == AuditAction.REMOVED
    table, stored = _TABLES[kind], _facts(detail.get("from"))
    before = trailed.whole(kind, table, stored) if is_gone else trailed.changed(table, stored)
    if before is None:
        return None
    return TrailedChange(
        sequence=row.sequence,
        at=row.at,
        user_id=row.user_id,
        kind=kind,
        is_new=row.action in (AuditAction.CREATED, AuditAction.CREATED_MANY),
        is_gone=is_gone or row.action == AuditAction.REMOVED_MANY,
        row_id=row.object_id,
        before=before,
        after=_facts(detail.get("to")),
        batch=_number(detail.get("batch")),
        first=_number(detail.get("first")) or 0,
        last=_number(detail.get("last")) or -1,
    )


def _number(value: object) -> int | None:
    return value if type(value) is int and abs(value) < _LARGEST_ID else None


def _facts(fields: object) -> Facts:
    return {name: _stored(name, value) for name, value in _items(fields)}


def _items(fields: object) -> Iterable[tuple[str, Any]]:
    return fields.items() if isinstance(fields, dict) else ()


def _stored(name: str, value: Any) -> Any:
    """A value of the trail in the form its column keeps."""
    if not isinstance(value, str):
        return value
    try:
        if name.endswith(_MOMENTS):
            return seconds(datetime.fromisoformat(value))
        return Month.parse(value).code if name.endswith(_MONTHS) else value
    except (ValueError, UserError):
        return None


def rows(session: Session, changes: Iterable[TrailedChange], last: Month) -> dict[RowKey, Facts]:
    """The rows that changes speak of, as they are; of those an import added, until a month."""
    ids: dict[CountedRow, set[int]] = {kind: set() for kind in CountedRow}
    spans = []
    for change in changes:
        if change.row_id is not None:
            ids[change.kind].add(change.row_id)
        elif change.batch is not None:
            spans.append(change)
    for kind, number in _of_batches(session, {change.batch for change in spans}, last):
        ids[kind].add(number)
    r, p = ComplaintRoundRow, PromiseRow
    for some in in_parts(sorted(ids[CountedRow.CASE])):
        ids[CountedRow.ROUND].update(session.scalars(select(r.id).where(r.complaint_id.in_(some))))
        promised = select(p.id).where(p.complaint_id.in_(some))
        ids[CountedRow.PROMISE].update(session.scalars(promised))
    there: dict[RowKey, Facts] = {}
    for kind, numbers in ids.items():
        there |= read_rows(session, kind, numbers)
    there |= _their_cases(session, there)
    return there | with_receipts(there)


def with_receipts(there: Mapping[RowKey, Facts]) -> dict[RowKey, Facts]:
    """The rounds, each with the receipt of its case."""
    rounds = {key: facts for key, facts in there.items() if key[0] is CountedRow.ROUND}
    cases = {key: there[CountedRow.CASE, facts["complaint_id"]] for key, facts in rounds.items()}
    return {
        key: {**facts, "received_at": cases[key]["received_at"]} for key, facts in rounds.items()
    }


def _of_batches(session: Session, batches: Collection[int | None], last: Month) -> Iterator[RowKey]:
    """What imports added or changed, where that counts in a month or in one before."""
    c, p, i = ComplaintRow, PledgeCountRow, ImportChangeRow
    if not batches:
        return
    added = {
        CountedRow.CASE: select(c.id).where(c.batch_id.in_(batches), c.received_month <= last),
        CountedRow.DAY: select(p.id).where(p.batch_id.in_(batches), p.month <= last),
    }
    for kind, query in added.items():
        yield from ((kind, number) for number in session.scalars(query))
    changed = select(i.object_type, i.object_id).where(i.batch_id.in_(batches))
    rows = session.execute(changed.where(i.object_type.in_(CountedRow)))
    yield from ((CountedRow(kind), number) for kind, number in rows)


def _their_cases(session: Session, there: Mapping[RowKey, Facts]) -> dict[RowKey, Facts]:
    """The cases of rounds and promises."""
    cases = {facts["complaint_id"] for facts in there.values() if "complaint_id" in facts}
    missing = {number for number in cases if (CountedRow.CASE, number) not in there}
    return read_rows(session, CountedRow.CASE, missing)


def read_rows(session: Session, kind: CountedRow, numbers: Iterable[int]) -> dict[RowKey, Facts]:
    """Rows by their ids, as they are: every column that a figure is counted from."""
    columns = table_of(_TABLES[kind]).columns
    names = [column.name for column in columns if column.name not in _UNREAD]
    facts: dict[RowKey, Facts] = {}
    for some in in_parts(sorted(numbers)):
        query = select(*(columns[name] for name in names)).where(columns.id.in_(some))
        for row in session.execute(query):
            stored = map(bulk.stored, row)
            facts[kind, row.id] = dict(zip(names, stored, strict=True))
    return facts


_UNREAD = frozenset(
    ("summary", "words", "finding_note", "cause", "remedy_sought", "immediate_action", "note",
     "reason", "their_reference", "product", "touch_point", "owner_text",
     "changed", "promised")
)  # fmt: skip
"""Words that no figure is counted from."""


def imported(
    session: Session, changes: Iterable[TrailedChange]
) -> dict[int, dict[RowKey, dict[str, Any]]]:
    """What the imports among some changes changed of counted rows: their fields before."""
    i = ImportChangeRow
    batches = {change.batch for change in changes if change.batch is not None}
    query = select(i.batch_id, i.object_type, i.object_id, i.before)
    query = query.where(i.batch_id.in_(batches), i.object_type.in_(CountedRow))
    before: dict[int, dict[RowKey, dict[str, Any]]] = {}
    for batch, kind, number, pair in session.execute(query) if batches else ():
        if (facts := before_import(CountedRow(kind), pair)) is not None:
            before.setdefault(batch, {})[CountedRow(kind), number] = facts
    return before


def before_import(kind: CountedRow, pair: object) -> dict[str, Any] | None:
    """What a row held before an import changed it; None where that cannot have been."""
    stored, _ = from_body(tuple[dict[str, Any], dict[str, Any]], pair)
    facts = trailed.changed(_TABLES[kind], stored)
    return None if facts is None else dict(facts)


def undone_since(session: Session, moment: datetime) -> bool:
    """Whether an import was undone since whose rows, as they were before, are forgotten.

    What it changed is forgotten with it, and the day counts it added are gone.
    """
    b = ImportBatchRow
    is_lost = or_(b.updated > 0, b.kind == ImportKind.PLEDGE_COUNTS)
    return session.scalar(select(b.id).where(b.undone_at >= moment, is_lost).limit(1)) is not None


def undone(session: Session) -> frozenset[int]:
    """The imports that were undone."""
    b = ImportBatchRow
    return frozenset(session.scalars(select(b.id).where(b.undone_at.is_not(None))))
