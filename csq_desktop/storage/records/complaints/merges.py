"""Queries of merges and splits of complaints, and the rows that hang on a complaint."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import UniqueConstraint, inspect, or_, select
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ActionSource
from csq_desktop.domain.complaints.facts import ComplaintRef
from csq_desktop.storage.tables import import_all
from csq_desktop.storage.tables.cases.actions import ActionRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.complaints.ties import MergeMoveRow, MergeRow, SplitRow
from csq_desktop.storage.tables.privacy.private_words import PrivateWordsRow
from csq_desktop.storage.tables.row import ROWS, seconds, table_of

C = ComplaintRow
_STAYING = frozenset(
    {
        *("complaint_round", "complaint_signature", "complaint_response"),
        *("remedy_request", "satisfaction_ask"),
    }
)
"""What a merge leaves: how a record was decided, signed and closed is of that record alone."""
_NUMBERED = ("number",)
_AT_ONCE = 5  # seconds between a merge and what the trail says it did
_ONCE = {"problem_case": ("problem_id", "left_at")}
"""Rows that a complaint has once for each value of these."""


def hanging(
    session: Session, complaint_id: int, survivor_id: int
) -> Iterator[tuple[Any, dict[str, int]]]:
    """The rows that speak of a complaint and can speak of another, with what they say then.

    Rows of which the survivor may have one only, and has it, stay where they are; those that are
    numbered within their complaint go on with its numbers.
    """
    import_all()
    for name in sorted(ROWS):
        kind: Any = ROWS[name]
        if "complaint_id" in table_of(kind).columns and name not in _STAYING:
            yield from _of_both(session, kind, complaint_id, survivor_id)
    yield from ((row, {"source_id": survivor_id}) for row in _actions(session, complaint_id))
    yield from ((row, {"object_id": survivor_id}) for row in _words(session, complaint_id))


def _of_both(
    session: Session, kind: Any, complaint_id: int, survivor_id: int
) -> Iterator[tuple[Any, dict[str, int]]]:
    theirs = _of(session, kind, survivor_id)
    unique = {*_unique(kind)}
    is_numbered = _NUMBERED in unique
    last = max((row.number for row in theirs), default=0) if is_numbered else 0
    for row in _of(session, kind, complaint_id):
        if any(_is_same(names, row, other) for names in unique - {_NUMBERED} for other in theirs):
            continue
        last += 1
        numbered = {"number": last} if is_numbered else {}
        yield row, {"complaint_id": survivor_id} | numbered


def _of(session: Session, kind: Any, complaint_id: int) -> Sequence[Any]:
    keys = inspect(kind).primary_key
    query = select(kind).where(kind.complaint_id == complaint_id).order_by(*keys)
    return session.scalars(query).all()


def _is_same(names: tuple[str, ...], row: Any, other: Any) -> bool:
    """Whether a complaint can have but one of two rows."""
    return all(getattr(row, name) == getattr(other, name) for name in names)


def _unique(kind: Any) -> Iterator[tuple[str, ...]]:
    """What else makes a row of a table the only one of its complaint."""
    table = table_of(kind)
    if table.name in _ONCE:
        yield _ONCE[table.name]
    for constraint in (table.primary_key, *table.constraints):
        names = [column.name for column in getattr(constraint, "columns", ())]
        is_unique = isinstance(constraint, UniqueConstraint) or constraint is table.primary_key
        if is_unique and "complaint_id" in names:
            yield tuple(name for name in names if name != "complaint_id")
    for index in table.indexes:
        names = [column.name for column in index.columns]
        if index.unique and "complaint_id" in names:
            yield tuple(name for name in names if name != "complaint_id")


def _actions(session: Session, complaint_id: int) -> Iterable[ActionRow]:
    own = (ActionRow.source == ActionSource.COMPLAINT, ActionRow.source_id == complaint_id)
    return session.scalars(select(ActionRow).where(*own).order_by(ActionRow.id))


def _words(session: Session, complaint_id: int) -> Iterable[PrivateWordsRow]:
    """What lines of the history replaced: it stands beneath them, and goes with them."""
    w = PrivateWordsRow
    own = (w.object_type == C.__audit__, w.object_id == complaint_id, w.event_id.is_not(None))
    return session.scalars(select(w).where(*own).order_by(w.id))


def add(session: Session, row: MergeRow | MergeMoveRow | SplitRow) -> None:
    """Keep a merge, a part of one, or a split."""
    session.add(row)


def merge(session: Session, merge_id: int) -> MergeRow | None:
    """One merge."""
    return session.get(MergeRow, merge_id)


def moves(session: Session, merge_id: int) -> Sequence[MergeMoveRow]:
    """What a merge moved and changed, in the order it did."""
    m = MergeMoveRow
    return session.scalars(select(m).where(m.merge_id == merge_id).order_by(m.id)).all()


def row(session: Session, table: str, row_id: int) -> Any:
    """The row that a merge moved; None once it is gone."""
    kind = ROWS.get(table)
    return None if kind is None else session.get(kind, row_id)


def of_case(session: Session, complaint_id: int) -> Sequence[MergeRow]:
    """The merges in force that a case is in, the oldest first."""
    m = MergeRow
    own = or_(m.survivor_id == complaint_id, m.merged_id == complaint_id)
    query = select(m).where(own, m.unmerged_at.is_(None)).order_by(m.merged_at, m.id)
    return session.scalars(query).all()


def splits(session: Session, complaint_id: int) -> Sequence[SplitRow]:
    """The splits that a case is in, the oldest first."""
    s = SplitRow
    own = or_(s.split_from_id == complaint_id, s.split_to_id == complaint_id)
    return session.scalars(select(s).where(own).order_by(s.split_at, s.id)).all()


def cases_changed(session: Session) -> frozenset[tuple[int, int]]:
    """The cases of merges with the seconds in which merging, or un-merging, changed them."""
    m, changed = MergeRow, set[tuple[int, int]]()
    rows = session.execute(select(m.survivor_id, m.merged_id, m.merged_at, m.unmerged_at))
    for *cases, merged_at, unmerged_at in rows:
        for moment in filter(None, (merged_at, unmerged_at)):
            second = seconds(moment)
            changed |= {(case, second + late) for case in cases for late in range(_AT_ONCE + 1)}
    return frozenset(changed)


def split_off(session: Session) -> frozenset[int]:
    """The cases that began as the second matter of another."""
    return frozenset(session.scalars(select(SplitRow.split_to_id)))


def ref(session: Session, complaint_id: int) -> ComplaintRef:
    """A case by its number."""
    found = session.execute(select(C.id, C.ref).where(C.id == complaint_id)).one()
    return ComplaintRef(found.id, found.ref)


def leading(session: Session, ids: "array[int]") -> "array[int]":
    """The cases that others were merged into in their place, each once and in their order."""
    into = {number: end_of(session, number) for number in ids}
    return array("q", dict.fromkeys(into[number] for number in ids))


def end_of(session: Session, number: int) -> int:
    """The case that one was merged into in the end; itself where it was not."""
    seen = {number}
    while (following := session.scalar(select(C.merged_into_id).where(C.id == number))) is not None:
        if following in seen:
            return number  # no program of ours merges in a circle
        seen.add(following)
        number = following
    return number
