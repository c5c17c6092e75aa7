"""Queries of what was done to the rows of a month since it began: no query for a single case."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, or_, select, type_coerce
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.indicators.earlier_rows import CountedRow, Facts, RowKey, TrailedChange
from csq_desktop.storage.records.deadlines import COLUMNS
from csq_desktop.storage.records.figures.revisions import (
    ENTRY,
    as_changes,
    before_import,
    read_rows,
    with_receipts,
)
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.tables.audit import AuditEntryRow as E
from csq_desktop.storage.tables.complaints.complaints import ComplaintEventRow as V
from csq_desktop.storage.tables.complaints.complaints import ComplaintRoundRow as R
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow as C
from csq_desktop.storage.tables.imports import ImportBatchRow
from csq_desktop.storage.tables.imports import ImportChangeRow as I
from csq_desktop.storage.tables.pledges import PledgeCountRow as P
from csq_desktop.storage.tables.row import seconds

Ids = Mapping[CountedRow, Collection[int]]
_CREATED = (AuditAction.CREATED, AuditAction.CREATED_MANY)


class MonthRows(NamedTuple):
    """The rows that count in a month or did once, and what was done to them, the newest first.

    `imported` is what each import changed of them, by its number.
    """

    changes: list[TrailedChange]
    rows: dict[RowKey, Facts]
    imported: dict[int, dict[RowKey, dict[str, Any]]]


class CaseEvent(NamedTuple):
    """A line of a complaint's history; `at` in seconds since 1970."""

    complaint_id: int
    at: int
    kind: EventKind
    user_id: int
    text: str


def of_month(
    session: Session, month: Month, begins: datetime, earlier: Collection[Month]
) -> MonthRows:
    """The rows of a month that begins at a moment and were changed since, and what was done.

    A case that nothing was done to is not read, unless it was reopened. Cases of `earlier` months
    are read where something was done to them: they may have passed a maximum in the month.
    """
    sequence, files = _last_before(session, begins), _since(begins)
    cases, days = _cases(session, month, sequence, files), _days(session, month, sequence)
    cases |= _earlier_cases(session, earlier, sequence, files)
    rounds = _rounds(session, cases)
    ids: Ids = {CountedRow.CASE: cases, CountedRow.ROUND: rounds, CountedRow.DAY: days}
    changes = _changes(session, sequence, ids)
    imported = _imported(session, files, {CountedRow.CASE: cases, CountedRow.DAY: days})
    touched = {change.row_id for change in changes if change.kind is CountedRow.CASE}
    touched |= {
        number for batch in imported.values() for kind, number in batch if kind is CountedRow.CASE
    }
    touched |= _withdrawn(session, [month, *earlier]) | set(rounds.values())
    rows = read_rows(session, CountedRow.CASE, cases & touched)
    rows |= with_receipts(rows | read_rows(session, CountedRow.ROUND, rounds))
    rows |= read_rows(session, CountedRow.DAY, days)
    return MonthRows(changes, rows, imported)


def _rounds(session: Session, cases: Iterable[int]) -> dict[int, int]:
    """The finished rounds of some complaints, each with its complaint."""
    rounds: dict[int, int] = {}
    for some in in_parts(sorted(cases)):
        query = select(R.id, R.complaint_id).where(R.complaint_id.in_(some))
        rounds |= dict(session.execute(query).all())
    return rounds


def _withdrawn(session: Session, months: Collection[Month]) -> set[int]:
    """The complaints of some months that are voided: undoing an import names none of them."""
    there = or_(*(month.in_(months) for _, _, month in COLUMNS.values()))
    return set(session.scalars(select(C.id).where(there, C.removed_at.is_not(None))))


def _last_before(session: Session, moment: datetime) -> int:
    """The last entry of the trail before a moment; 0 where there is none.

    Moments never decrease in the trail, and no index has them: it is halved until it is found.
    """
    low, high = 0, session.scalar(select(E.sequence).order_by(E.sequence.desc()).limit(1)) or 0
    while low < high:
        middle = (low + high + 1) // 2
        at = session.scalar(select(E.at).where(E.sequence == middle))
        low, high = (middle, high) if at is not None and at < moment else (low, middle - 1)
    return low


def _since(moment: datetime) -> ColumnElement[bool]:
    """Whether a change is of an import since a moment; no other index finds changes."""
    return I.batch_id.in_(select(ImportBatchRow.id).where(ImportBatchRow.at >= moment))


def _cases(session: Session, month: Month, sequence: int, files: ColumnElement[bool]) -> set[int]:
    """The complaints one of whose deadlines is in a month, or was once."""
    here = select(C.id).where(or_(*(counted == month for _, _, counted in COLUMNS.values())))
    rounds = select(R.complaint_id).where(R.resolve_month == month)
    return _numbers(session, (here, rounds, *_moved([month], sequence, files)))


def _earlier_cases(
    session: Session, months: Collection[Month], sequence: int, files: ColumnElement[bool]
) -> set[int]:
    """The complaints of earlier months that something was done to since."""
    if not months:
        return set()
    changed = select(E.object_id).where(
        E.sequence > sequence,
        E.object_type == CountedRow.CASE,
        E.action == AuditAction.CHANGED,
    )
    by_file = select(I.object_id).where(files, I.object_type == CountedRow.CASE)
    touched = C.id.in_(changed) | C.id.in_(by_file)
    there = or_(*(month.in_(months) for _, _, month in COLUMNS.values()))
    here = select(C.id).where(there, touched)
    rounds = select(R.complaint_id).join(C, C.id == R.complaint_id)
    rounds = rounds.where(R.resolve_month.in_(months), touched | C.removed_at.is_not(None))
    cases = _numbers(session, (here, rounds, *_moved(months, sequence, files)))
    return cases | _withdrawn(session, months)


def _moved(
    months: Collection[Month], sequence: int, files: ColumnElement[bool]
) -> Iterator[Select[Any]]:
    """The complaints one of whose deadlines was in some months once."""
    by_hand = (E.detail.contains(f'_month":"{month}"', autoescape=True) for month in months)
    yield select(E.object_id).where(
        E.sequence > sequence,
        E.object_type == CountedRow.CASE,
        E.action == AuditAction.CHANGED,
        or_(*by_hand),
    )
    before = type_coerce(I.before, Text)
    by_file = (before.contains(f'_month":{month.code}', autoescape=True) for month in months)
    yield select(I.object_id).where(files, I.object_type == CountedRow.CASE, or_(*by_file))


def _numbers(session: Session, queries: Iterable[Select[Any]]) -> set[int]:
    return {number for query in queries for number in session.scalars(query) if number is not None}


def _days(session: Session, month: Month, sequence: int) -> set[int]:
    """The day counts of a month, those that were removed too."""
    removed = select(E.object_id).where(
        E.sequence > sequence,
        E.object_type == CountedRow.DAY,
        E.action == AuditAction.REMOVED,
        E.detail.contains(f'"month":"{month}"', autoescape=True),
    )
    return _numbers(session, (select(P.id).where(P.month == month), removed))


def _changes(session: Session, sequence: int, ids: Ids) -> list[TrailedChange]:
    since = select(*ENTRY).where(E.sequence > sequence, E.action.not_in(_CREATED))
    entries: list[Any] = []
    for kind, numbers in ids.items():
        of_kind = since.where(E.object_type == kind)
        entries += session.execute(of_kind.where(E.object_id.is_(None)))
        for some in in_parts(sorted(numbers)):
            entries += session.execute(of_kind.where(E.object_id.in_(some)))
    entries.sort(key=lambda entry: -int(entry.sequence))
    return as_changes(entries)


def _imported(
    session: Session, files: ColumnElement[bool], ids: Ids
) -> dict[int, dict[RowKey, dict[str, Any]]]:
    """What imports changed of some rows: their fields before, by the number of the import."""
    before: dict[int, dict[RowKey, dict[str, Any]]] = {}
    for kind, numbers in ids.items():
        query = select(I.batch_id, I.object_id, I.before).where(files, I.object_type == kind)
        for some in in_parts(sorted(numbers)):
            for batch, number, pair in session.execute(query.where(I.object_id.in_(some))):
                if (facts := before_import(kind, pair)) is not None:
                    before.setdefault(batch, {})[kind, number] = facts
    return before


def events(session: Session, complaint_ids: Iterable[int]) -> list[CaseEvent]:
    """The history of some complaints, the newest lines first."""
    lines: list[CaseEvent] = []
    query = select(V.complaint_id, V.at, V.kind, V.user_id, V.text).order_by(V.id.desc())
    for some in in_parts(sorted(set(complaint_ids))):
        for case_id, at, kind, user_id, text in session.execute(
            query.where(V.complaint_id.in_(some))
        ):
            lines.append(CaseEvent(case_id, seconds(at), kind, user_id, text))
    return lines


def reasons(session: Session, numbers: Collection[int]) -> dict[int, str]:
    """The reasons typed beside some day counts, by their ids."""
    query = select(P.id, P.reason).where(P.id.in_(numbers))
    return {number: reason for number, reason in session.execute(query) if reason}
