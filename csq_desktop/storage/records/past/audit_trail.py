"""Queries of the audit trail: entries from the newest back, and what they speak of."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, String, and_, cast, func, select, type_coerce
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import (
    CLASSIFIED,
    AuditAction,
    AuditEntry,
    TrailFilter,
    TrailKind,
)
from csq_desktop.storage import tables
from csq_desktop.storage.audit import details
from csq_desktop.storage.audit.recorder import LONGEST_SAID
from csq_desktop.storage.tables.audit import AuditEntryRow as E
from csq_desktop.storage.tables.row import ROWS, Worded, table_of

_COLUMNS: tuple[Any, ...] = (
    E.sequence,
    E.at,
    E.user_id,
    E.action,
    E.object_type,
    E.object_id,
    E.detail,
)

_OWNERS = {
    "complaint_id": "complaint",
    "run_id": "checklist_run",
    "action_id": "action",
    "pledge_id": "pledge",
}
_PARTS = ("day", "month", "item_code", "round", "version")


Objects = Mapping[str, Collection[int]]
"""Numbers by what they are numbers of."""
_NONE: Objects = {}


def entries(
    session: Session,
    trail_filter: TrailFilter,
    *,
    before: int | None,
    count: int,
    hidden: Objects = _NONE,
) -> tuple[AuditEntry, ...]:
    """Entries the filter lets through, the newest first; `before` gives only older ones.

    Those about `hidden` objects are left out.
    """
    query = (
        _filtered(select(*_COLUMNS), trail_filter, hidden).order_by(E.sequence.desc()).limit(count)
    )
    if before is not None:
        query = query.where(E.sequence < before)
    return tuple(_entry(row) for row in session.execute(query))


def entries_about(
    session: Session, kinds: Collection[str], actions: Collection[str]
) -> tuple[AuditEntry, ...]:
    """Entries about some kinds of objects that say one of some things, the newest first."""
    query = select(*_COLUMNS).where(E.object_type.in_(kinds), E.action.in_(actions))
    return tuple(_entry(row) for row in session.execute(query.order_by(E.sequence.desc())))


def entries_of(session: Session, kinds: Collection[str], object_id: int) -> tuple[AuditEntry, ...]:
    """Entries about one number in some kinds of objects, the newest first."""
    query = select(*_COLUMNS).where(E.object_type.in_(kinds), E.object_id == object_id)
    return tuple(_entry(row) for row in session.execute(query.order_by(E.sequence.desc())))


def first_moment(session: Session) -> datetime | None:
    """When the trail began, which is when the store was made."""
    return session.scalar(select(E.at).order_by(E.sequence).limit(1))


def count(session: Session, trail_filter: TrailFilter, hidden: Objects = _NONE) -> int:
    """How many entries the filter lets through, without those about `hidden` objects."""
    query = _filtered(select(func.count(E.sequence)), trail_filter, hidden)
    return int(session.scalar(query) or 0)


def was_broken(session: Session) -> bool:
    """Whether an opening of the store ever missed entries, or found some that do not fit."""
    broken = select(E.sequence).where(E.action == AuditAction.TRAIL_BROKEN).limit(1)
    return session.scalar(broken) is not None


def references(session: Session, objects: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The references people know objects by, such as C-2026-0001, where they have one."""
    ids_by_kind: dict[str, set[int]] = {}
    for kind, number in objects:
        ids_by_kind.setdefault(kind, set()).add(number)
    refs: dict[tuple[str, int], str] = {}
    for kind, numbers in ids_by_kind.items():
        if kind in _referred():
            keyed, named = _referred()[kind]
            rows = session.execute(select(keyed, named).where(keyed.in_(numbers)))
            refs |= {(kind, row[0]): str(row[1]) for row in rows if row[1] is not None}
    return refs


@cache
def words() -> Mapping[tuple[str, str], type[StrEnum]]:
    """The words each field of an audited object is limited to, by object and field."""
    return {
        (kind, column.name): column.type.kind
        for kind, row in _audited().items()
        for column in table_of(row).columns
        if isinstance(column.type, Worded)
    }


def _entry(row: Any) -> AuditEntry:
    facts = row._asdict()
    # An entry that nobody's program writes is shown as it stands: the check names it.
    detail = details.read(facts["detail"])
    if detail is None:
        detail = {"text": str(facts["detail"])[:LONGEST_SAID]}
    return AuditEntry(**facts | {"detail": detail})


def _filtered(query: Select[Any], trail_filter: TrailFilter, hidden: Objects) -> Select[Any]:
    for kind, numbers in hidden.items():
        about = and_(E.object_type == kind, E.object_id.in_(numbers))
        query = query.where(about.is_not(True))  # nor is what is about nothing
    if trail_filter.user_id is not None:
        query = query.where(E.user_id == trail_filter.user_id)
    if trail_filter.kind is TrailKind.STORE:
        query = query.where(E.action.not_in(CLASSIFIED))
    elif trail_filter.kind is not None:
        query = query.where(E.action.in_(trail_filter.kind.actions))
    if trail_filter.since is not None:
        query = query.where(E.at >= trail_filter.since)
    if trail_filter.until is not None:
        query = query.where(E.at <= trail_filter.until)
    return query


@cache
def _audited() -> dict[str, Any]:
    tables.import_all()
    return {row.__audit__: row for row in ROWS.values() if row.__audit__ is not None}


@cache
def _referred() -> dict[str, tuple[Any, Any]]:
    """Key and reference of each object outside the vault that people know by one, or by a name."""
    plain = {kind: table_of(row).c for kind, row in _audited().items() if not row.__identity__}
    with_ref = {kind: (column.id, column.ref) for kind, column in plain.items() if "ref" in column}
    named = {kind: (plain[kind].id, plain[kind].name) for kind in ("user", "person")}
    named["pledge"] = (plain["pledge"].id, plain["pledge"].code)
    owners = {**with_ref, **named}
    parts = {
        kind: (column.id, _as_part(column, *owners[_OWNERS[owner]], owner))
        for kind, column in plain.items()
        for owner in _OWNERS.keys() & column.keys()
        if kind not in owners
    }
    # An identity goes by its customer's number, and a check names it by the reference.
    return {**parts, **_of_packs(plain), **owners, "identity": with_ref["customer"]}


def _of_packs(plain: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """A pack by its month and version, a request by its pack and place, an answer by its request.

    What a request is about, a pledge or an action, is not what it belongs to.
    """
    pack, ask, answer = (plain[kind] for kind in ("pack", "pack_ask", "ask_answer"))
    month = type_coerce(pack.month, Integer)
    name = func.printf("%04d-%02d v%d", month // 100, month % 100, pack.version)
    of_ask = select(name).where(pack.id == ask.pack_id).scalar_subquery()
    placed = of_ask + " " + cast(ask.place, String)
    of_answer = select(placed).where(ask.id == answer.ask_id).scalar_subquery()
    return {
        "pack": (pack.id, name),
        "pack_ask": (ask.id, placed),
        "ask_answer": (answer.id, of_answer),
    }


def _as_part(column: Any, key: Any, name: Any, owner: str) -> Any:
    """A count, an answer, an event: by its owner's reference, and which of the owner's it is."""
    owned_by = select(name).where(key == column[owner]).scalar_subquery()
    for own in _PARTS:
        if own in column:
            return owned_by + " " + cast(column[own], String)
    return owned_by
