"""Taking a merge back: what has not changed since is put back, and what has is named."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.wording import field_text, object_text
from csq_desktop.domain.complaints import redating
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.facts import EventKind, State
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.history import StepFacts
from csq_desktop.domain.merges import rules
from csq_desktop.domain.merges.facts import (
    Unmerged,
)
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services import earlier_words
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.services.merges.rows import FACTS, WORDS, MergedRows, around, ref_of, rows_of
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.complaints import merges as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.complaints.ties import MergeMoveRow
from csq_desktop.texts import tr

_CASE = "complaint"
_ENUMS = {"state": State}


def unmerge(session: Session, merge_id: int, reason: str) -> Unmerged:
    """Take a merge back: what has not changed since is put back, and what has is named."""
    require(session, Permission.CLOSE_COMPLAINTS)
    row = records.merge(session, merge_id)
    if row is None or row.unmerged_at is not None:
        raise UserError(tr("These complaints are not merged any more."))
    if not reason.strip():
        raise UserError(tr("Enter the reason."), field="note")
    rows = rows_of(session, row.survivor_id, row.merged_id)
    if rows.survivor.removed_at is not None:
        raise UserError(tr("{ref} is voided. Reinstate it first.", ref=rows.survivor.ref))
    moves = records.moves(session, merge_id)
    own = [move for move in moves if move.moved_table == _CASE]
    left = list(_hung_back(session, [move for move in moves if move.moved_table != _CASE]))
    left += _fields_back(session, [move for move in own if move.moved_field not in FACTS], rows)
    left += _facts_back(session, [move for move in own if move.moved_field in FACTS], rows)
    row.unmerged_at, row.unmerged_by = desk_of(session).now(), desk_of(session).user.id
    rows.merged.merged_into_id = None
    complaints.restore(session, rows.merged.id, reason)
    facts = StepFacts(before=rows.merged.ref, after=rows.survivor.ref)
    for each in (rows.survivor, rows.merged):
        complaint_records.add_event(session, each.id, EventKind.UNMERGED, reason.strip(), facts)
        complaint_records.reindex(session, each.id)
    back = sum(move.is_back is True for move in moves)
    return Unmerged(ref_of(rows.merged), back, tuple(dict.fromkeys(left)))


def _hung_back(session: Session, moves: list[MergeMoveRow]) -> Iterator[str]:
    """Let rows hang on the merged record again; names those that hang elsewhere by now."""
    for move in moves:
        row = records.row(session, move.moved_table, move.moved_row)
        move.is_back = row is not None and getattr(row, move.moved_field) == _after(move)
        if move.is_back:
            setattr(row, move.moved_field, _before(move))
        else:
            yield object_text(move.moved_table)


def _fields_back(session: Session, moves: list[MergeMoveRow], rows: MergedRows) -> Iterator[str]:
    """Empty what was filled, as long as it still says the same; what it said meanwhile is kept."""
    keys = [move.moved_field for move in moves if move.moved_field in ComplaintRow.__unsaid__]
    meanwhile = {key: getattr(rows.survivor, key) for key in keys}
    for move in moves:
        key, survivor = move.moved_field, rows.survivor
        if key == WORDS:
            before = rules.parted(survivor.words, rows.merged.words)
            move.is_back = before is not None
            survivor.words = survivor.words if before is None else before
        else:
            filled = getattr(rows.merged, key)
            move.is_back = getattr(survivor, key) == filled
            if move.is_back:
                setattr(survivor, key, _before(move))
        if not move.is_back:
            yield COMPLAINT.field(key).title
    taken = {key: text for key, text in meanwhile.items() if getattr(rows.survivor, key) != text}
    earlier_words.keep(session, ComplaintRow, rows.survivor.id, taken)


def _facts_back(session: Session, moves: list[MergeMoveRow], rows: MergedRows) -> Iterator[str]:
    """Put receipt and deadlines back: as they were, or by the rule where work went on since."""
    if not moves:
        return
    survivor, shop_rules = rows.survivor, case_rows.rules(session)
    case = case_rows.case_of(session, survivor)
    before = {move.moved_field: _fact(move, _before(move)) for move in moves}
    after = {move.moved_field: _fact(move, _after(move)) for move in moves}
    changed = {name for name, fact in after.items() if getattr(case, name) != fact}
    if not changed:
        case = replace(case, **before)
    else:
        case, changed = _received_again(session, case, before, survivor)
    for move in moves:
        move.is_back = move.moved_field not in changed
    case_rows.save(survivor, case, shop_rules)
    case_rows.rounds_follow(session, survivor.id, case.received_at, shop_rules)
    yield from (field_text(name) for name in sorted(changed))


def _received_again(
    session: Session, case: Case, before: Mapping[str, Any], row: ComplaintRow
) -> tuple[Case, set[str]]:
    """The case with its own receipt by the rule of corrections, and what is not as it was."""
    typed = {name: before[name] for name in ("received_at",) if name in before}
    with suppress(
        UserError
    ):  # work done since stands before its own receipt: the earlier one stays
        case = redating.redated(case, typed, case_rows.rules(session), around(session, row))
    return case, {name for name, fact in before.items() if getattr(case, name) != fact}


def _fact(move: MergeMoveRow, stored: Any) -> Any:
    kind = _ENUMS.get(move.moved_field)
    return kind(stored) if kind else stored


def _before(move: MergeMoveRow) -> Any:
    return json.loads(move.moved_before or "null")


def _after(move: MergeMoveRow) -> Any:
    return json.loads(move.moved_after or "null")
