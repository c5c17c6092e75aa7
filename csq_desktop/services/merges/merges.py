"""Making two records of the same complaint one; what it moves is written down row by row."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import as_datetime
from csq_desktop.domain.complaints.facts import ComplaintRef, EventKind
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.history import StepFacts
from csq_desktop.domain.fields.fields import LONGEST_TEXT
from csq_desktop.domain.merges import rules
from csq_desktop.domain.merges.facts import (
    MergePreview,
    MovedRows,
    TakenOver,
)
from csq_desktop.domain.merges.rules import Pair
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services import earlier_words, people
from csq_desktop.services.closing import involved
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.services.merges.rows import FACTS, WORDS, MergedRows, around, ref_of, rows_of
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.complaints import merges as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.complaints.ties import MergeMoveRow, MergeRow
from csq_desktop.storage.tables.row import canonical, table_of
from csq_desktop.texts import tr


def preview(session: Session, survivor_id: int, merged_id: int) -> MergePreview:
    """What merging would move and change; where it cannot be done, why not."""
    require(session, Permission.CLOSE_COMPLAINTS)
    rows = rows_of(session, survivor_id, merged_id)
    refs = ref_of(rows.survivor), ref_of(rows.merged)
    try:
        before, after = _cases(session, rows)
    except UserError as error:
        return MergePreview(*refs, (), (), refused=error.text)
    hanging = records.hanging(session, merged_id, survivor_id)
    counts = Counter(table_of(type(row)).name for row, _ in hanging)
    moved = tuple(MovedRows(name, count) for name, count in sorted(counts.items()))
    is_earlier = after.received_at != before.received_at
    return MergePreview(
        *refs,
        rows=moved,
        fields=tuple(_taken_over(session, rows)),
        earliest=as_datetime(after.received_at) if is_earlier else None,
    )


def merge(session: Session, survivor_id: int, merged_id: int, reason: str) -> ComplaintRef:
    """Make two records of one complaint one: the other is voided, and leads to the survivor.

    What hangs on it moves, empty fields of the survivor are filled, and the earliest receipt
    counts. Every row and field is written down, so that un-merging can put it back.
    """
    require(session, Permission.CLOSE_COMPLAINTS)
    if not reason.strip():
        raise UserError(tr("Enter the reason."), field="note")
    rows = rows_of(session, survivor_id, merged_id)
    _, after = _cases(session, rows)
    desk = desk_of(session)
    row = MergeRow(
        id=ids.reserve(session),
        survivor_id=survivor_id,
        merged_id=merged_id,
        merged_at=desk.now(),
        merged_by=desk.user.id,
        merge_reason=reason.strip()[:LONGEST_TEXT],
    )
    records.add(session, row)
    _move(session, row)
    _fill(session, row, rows)
    if rows.survivor.owner_id is not None:
        involved.refuse_owner(session, survivor_id, rows.survivor.owner_id)
    _redate(session, row, rows, after)
    rows.merged.merged_into_id = survivor_id
    facts = StepFacts(before=rows.merged.ref, after=rows.survivor.ref)
    for each in (rows.survivor, rows.merged):
        complaint_records.add_event(session, each.id, EventKind.MERGED, reason.strip(), facts)
    complaints.withdraw(session, merged_id, reason)
    complaint_records.reindex(session, survivor_id)
    return ref_of(rows.survivor)


def _cases(session: Session, rows: MergedRows) -> tuple[Case, Case]:
    """The survivor before and after; a UserError where the two cannot be merged."""
    survivor, merged = rows.survivor, rows.merged
    pair = Pair(case_rows.case_of(session, survivor), case_rows.case_of(session, merged))
    rules.check(pair, is_same=survivor.id == merged.id)
    after = rules.merged(pair, case_rows.rules(session), around(session, survivor, merged))
    return pair.survivor, after


def _values(row: ComplaintRow) -> Mapping[str, object]:
    return {key: getattr(row, key) for key in rules.FILLED}


def _taken_over(session: Session, rows: MergedRows) -> Iterator[TakenOver]:
    for key in rules.filled(_values(rows.survivor), _values(rows.merged)):
        field = COMPLAINT.field(key)
        yield TakenOver(key, field.title, _text(session, rows.merged, key))
    if rules.joined(rows.survivor.words, rows.merged.words) != rows.survivor.words:
        yield TakenOver(WORDS, COMPLAINT.field(WORDS).title, rows.merged.words)


def _text(session: Session, row: ComplaintRow, key: str) -> str:
    if key == "customer_id":
        return complaint_records.customer_ref(session, row.customer_id)
    if key == "owner_id":
        return people.shown(session, row)
    field = COMPLAINT.field(key)
    listed = field.shop_list or field.suggests
    value = str(getattr(row, key))
    return lists.full_label(listed, value) if listed else value


def _move(session: Session, merge_row: MergeRow) -> None:
    """Let everything that hangs on the merged record hang on the survivor."""
    merged_id, survivor_id = merge_row.merged_id, merge_row.survivor_id
    for row, changes in list(records.hanging(session, merged_id, survivor_id)):
        for field, value in changes.items():
            _write_down(session, merge_row, row, field, (getattr(row, field), value))
            setattr(row, field, value)


def _write_down(
    session: Session, merge_row: MergeRow, row: Any, field: str, values: tuple[object, object]
) -> None:
    before, after = values
    move = MergeMoveRow(
        id=ids.reserve(session),
        merge_id=merge_row.id,
        moved_table=table_of(type(row)).name,
        moved_row=row.id,
        moved_field=field,
        moved_before=canonical(before),
        moved_after=canonical(after),
    )
    records.add(session, move)


def _fill(session: Session, merge_row: MergeRow, rows: MergedRows) -> None:
    """Fill what the survivor does not say; of texts only that they were taken is written down."""
    for key, value in rules.filled(_values(rows.survivor), _values(rows.merged)).items():
        empty = None if isinstance(value, int) else ""
        _write_down(session, merge_row, rows.survivor, key, (empty, None))
        setattr(rows.survivor, key, value)
    words = rules.joined(rows.survivor.words, rows.merged.words)
    if words != rows.survivor.words:
        _write_down(session, merge_row, rows.survivor, WORDS, (None, None))
        facts = StepFacts(fields=(WORDS,))
        survivor = rows.survivor
        event_id = complaint_records.add_event(
            session, survivor.id, EventKind.CORRECTED, facts=facts
        )
        earlier_words.keep(session, ComplaintRow, survivor.id, {WORDS: survivor.words}, event_id)
        survivor.words = words


def _redate(session: Session, merge_row: MergeRow, rows: MergedRows, after: Case) -> None:
    """Let the earliest receipt count, with the deadlines that follow it."""
    before, shop_rules = case_rows.case_of(session, rows.survivor), case_rows.rules(session)
    for name in sorted(FACTS):
        values = getattr(before, name), getattr(after, name)
        if values[0] != values[1]:
            _write_down(session, merge_row, rows.survivor, name, values)
    case_rows.save(rows.survivor, after, shop_rules)
    case_rows.rounds_follow(session, rows.survivor.id, after.received_at, shop_rules)
