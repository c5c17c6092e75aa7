"""Queries of issued packs: kept byte for byte, listed without their bytes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Figure
from csq_desktop.domain.packs.packs import IssuedPack
from csq_desktop.domain.words.names import is_whole_text
from csq_desktop.storage.audit import details
from csq_desktop.storage.audit.proof import SupervisorsWork
from csq_desktop.storage.audit.reconcile import Differs, TableComparison
from csq_desktop.storage.records.bodies import from_body, if_sound
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.storage.tables.packs import PackRow
from csq_desktop.storage.tables.store import UserRow

_SOUGHT = ("month", "version", "sha256")
_IDENTITY = frozenset({"month", "version", "issued_at", "issued_by", "sha256", "pdf"})


def latest_version(session: Session, month: Month) -> int:
    """The highest version issued for a month; 0 when none was."""
    return session.scalar(select(func.max(PackRow.version)).where(PackRow.month == month)) or 0


def issued_since(session: Session, month: Month) -> bool:
    """Whether a pack was issued for a month or a later one."""
    query = select(PackRow.id).where(PackRow.month >= month).limit(1)
    return session.execute(query).first() is not None


def add(session: Session, row: PackRow) -> None:
    """Keep an issued pack."""
    session.add(row)
    session.flush()


def issued(session: Session) -> tuple[IssuedPack, ...]:
    """Every issued pack, the newest month and version first."""
    query = _pack_query().order_by(PackRow.month.desc(), PackRow.version.desc())
    return tuple(_fact(*row) for row in session.execute(query))


def get(session: Session, pack_id: int) -> IssuedPack | None:
    """One issued pack."""
    row = session.execute(_pack_query().where(PackRow.id == pack_id)).first()
    return _fact(*row) if row else None


def pdf(session: Session, pack_id: int) -> bytes | None:
    """The bytes of an issued pack."""
    return session.scalar(select(PackRow.pdf).where(PackRow.id == pack_id))


def figures(session: Session, pack_id: int) -> Mapping[str, Any] | None:
    """The figures an issued pack printed, as they were kept beside it."""
    printed: Any = session.scalar(select(PackRow.figures).where(PackRow.id == pack_id))
    return printed if isinstance(printed, dict) else None


def printed_figures(session: Session, pack_id: int) -> tuple[Figure, ...]:
    """The figures an issued pack printed, in its order and language; none where they are not ours.

    A code proves them: what somebody put in their place is not shown as figures.
    """
    printed = figures(session, pack_id) or {}
    stored = if_sound(tuple[Figure, ...], printed.get("figures")) or ()
    is_whole = all(is_whole_text(text) for each in stored for text in (each.id, each.label))
    return stored if is_whole else ()


def with_hash(session: Session, sha256: str) -> IssuedPack | None:
    """The newest issued pack whose file has this SHA-256."""
    return _first(session, _pack_query().where(PackRow.sha256 == sha256))


def of_version(session: Session, month: Month, version: int) -> IssuedPack | None:
    """The pack issued as one version of a month."""
    return _first(session, _pack_query().where(PackRow.month == month, PackRow.version == version))


def with_number(session: Session, number: bytes) -> IssuedPack | None:
    """The pack in whose file a PDF's own number stands; None where it has no number."""
    if not number:
        return None
    return _first(session, _pack_query().where(func.instr(PackRow.pdf, number) > 0))


def newer_versions(session: Session, pack: IssuedPack) -> tuple[IssuedPack, ...]:
    """The versions issued after one of the same month, the oldest first."""
    query = _pack_query().where(PackRow.month == pack.month, PackRow.version > pack.version)
    return tuple(_fact(*row) for row in session.execute(query.order_by(PackRow.version)))


def moments(session: Session) -> tuple[tuple[Month, datetime], ...]:
    """The month of every issued pack, and when it was issued; the earliest first."""
    query = select(PackRow.month, PackRow.issued_at).order_by(PackRow.id)
    return tuple((month, at) for month, at in session.execute(query))


def is_recorded(session: Session, pack_id: int) -> bool:
    """Whether the trail says that a supervisor issued this very file as this version.

    Staff hold the store's key: past the program they can put a pack in, or other bytes into one.
    What else was changed of it, such as its figures, has codes of its own.
    """
    session.flush()
    comparison, work = TableComparison(session, PackRow), SupervisorsWork(session)
    rows = tuple(comparison.rows(pack_id, pack_id))
    changed = (each for row in rows for each in comparison.judged(row))
    entries = ((number, user_id) for row in rows for number, user_id, *_ in row.entries)
    return not any(
        each.differs is not Differs.CHANGED or _IDENTITY.intersection(each.fields)
        for each in changed
    ) and work.includes(entries)


def removed(
    session: Session, month: Month | None = None, version: int = 0, *, sha256: str = ""
) -> IssuedPack | None:
    """A pack that a supervisor issued by the trail, and that the store no longer has.

    It is sought by its file's SHA-256, or by its month and version. What the trail does not tell,
    such as its figures, is gone.
    """
    entry = AuditEntryRow
    written = {name: func.json_extract(entry.detail, f"$.to.{name}") for name in _SOUGHT}
    is_sought = (
        written["sha256"] == sha256
        if sha256
        else and_(written["month"] == str(month), written["version"] == version)
    )
    query = (
        select(entry, UserRow.name)
        .outerjoin(UserRow, UserRow.id == entry.user_id)
        .outerjoin(PackRow, PackRow.id == entry.object_id)
        .where(entry.object_type == PackRow.__audit__, entry.action == AuditAction.CREATED)
        .where(PackRow.id.is_(None), func.json_valid(entry.detail), is_sought)
        .order_by(entry.sequence.desc())
    )
    work = SupervisorsWork(session)
    for row, by in session.execute(query):
        detail = details.read(row.detail)
        if detail is not None and work.includes([(row.sequence, row.user_id)]):
            return _from_trail(row, detail["to"], by)
    return None


def _from_trail(entry: AuditEntryRow, values: Mapping[str, Any], by: str | None) -> IssuedPack:
    return IssuedPack(
        id=entry.object_id or 0,
        month=Month.parse(values["month"]),
        version=values["version"],
        languages=(),
        issued_at=entry.at,
        issued_by=by or "",
        message="",
        pages=values["pages"],
        sha256=values["sha256"],
        chain_sequence=values["chain_sequence"],
        chain_head=values["chain_head"],
    )


def newest_figures(session: Session, month: Month) -> Mapping[str, Any] | None:
    """The figures that the newest pack of a month printed; None where none did."""
    query = select(PackRow.figures).where(PackRow.month == month)
    kept = session.scalar(query.order_by(PackRow.version.desc()).limit(1))
    return kept if isinstance(kept, dict) else None


def _pack_query() -> Select[PackRow, str]:
    return select(PackRow, UserRow.name).outerjoin(UserRow, UserRow.id == PackRow.issued_by)


def _first(session: Session, query: Select[PackRow, str]) -> IssuedPack | None:
    row = session.execute(query.order_by(PackRow.id.desc()).limit(1)).first()
    return _fact(*row) if row else None


def _fact(row: PackRow, by: str | None) -> IssuedPack:
    return IssuedPack(
        id=row.id,
        month=row.month,
        version=row.version,
        languages=from_body(tuple[str, ...], row.languages),
        issued_at=row.issued_at,
        issued_by=by or "",
        message=row.message,
        pages=row.pages,
        sha256=row.sha256,
        chain_sequence=row.chain_sequence,
        chain_head=row.chain_head,
        reason=row.reason,
    )
