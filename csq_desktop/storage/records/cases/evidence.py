"""Queries of evidence files; content is read one file at a time, never with a list."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.evidence.facts import EvidenceFile, EvidenceTotals, FilePlace
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.tables.cases.evidence import EvidenceContentRow, PrivateEvidenceRow
from csq_desktop.storage.tables.cases.evidence import EvidenceRow as E
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.store import UserRow

_ROWS: dict[FilePlace, type[EvidenceContentRow] | type[PrivateEvidenceRow]] = {
    FilePlace.STORE: EvidenceContentRow,
    FilePlace.SEALED: EvidenceContentRow,
    FilePlace.VAULT: PrivateEvidenceRow,
}


class StoredFile(NamedTuple):
    """What a check compares: a file's number in the store, where it is, and what it must be."""

    id: int
    name: str
    location: FilePlace
    sha256: str


def get(session: Session, evidence_id: int) -> E | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(E, evidence_id)


def add(session: Session, row: E, content: bytes) -> None:
    """Keep a new file with its content, which need not stay in memory until the commit."""
    session.add(row)
    session.flush()
    put(session, row, content)


def put(session: Session, row: E, content: bytes) -> None:
    """Put a file's content where its row says."""
    stored = _ROWS[row.location](id=row.id, content=content)
    session.add(stored)
    session.flush()
    session.expunge(stored)


def content(session: Session, row: E) -> bytes | None:
    """The content where the row says it is; None where nothing is there."""
    kind = _ROWS.get(row.location)
    if kind is None:
        return None
    return session.scalar(select(kind.content).where(kind.id == row.id))


def drop_content(session: Session, row: E) -> None:
    """Let go of a file's content; its facts stay."""
    if (kind := _ROWS.get(row.location)) is not None:
        session.execute(delete(kind).where(kind.id == row.id))


def of_case(session: Session, complaint_id: int) -> tuple[EvidenceFile, ...]:
    """The files of a case in the order of their numbers, without their content."""
    query = _files().where(E.complaint_id == complaint_id).order_by(E.number)
    return tuple(_fact(row, name) for row, name in session.execute(query))


def one_of(session: Session, evidence_id: int) -> EvidenceFile | None:
    """One file without its content."""
    selected = session.execute(_files().where(E.id == evidence_id)).first()
    return None if selected is None else _fact(*selected)


def count_of_case(session: Session, complaint_id: int) -> int:
    """How many files a case has."""
    query = select(func.count()).where(E.complaint_id == complaint_id)
    return session.scalar(query) or 0


def next_number(session: Session, complaint_id: int) -> int:
    """The number of the next file of a case: one that came with a merge may have left again."""
    query = select(func.max(E.number)).where(E.complaint_id == complaint_id)
    return (session.scalar(query) or 0) + 1


def count(session: Session, complaint_ids: Sequence[int] | None) -> int:
    """How many files some cases have, or all of them, erased ones not counted."""
    still = select(func.count()).where(E.location != FilePlace.ERASED)
    if complaint_ids is None:
        return session.scalar(still) or 0
    counts = (
        session.scalar(still.where(E.complaint_id.in_(some))) for some in in_parts(complaint_ids)
    )
    return sum(count or 0 for count in counts)


def totals(session: Session) -> EvidenceTotals:
    """How many files there are and how large they are together."""
    still = E.location != FilePlace.ERASED
    count, size = session.execute(
        select(func.count(), func.coalesce(func.sum(E.size), 0)).where(still)
    ).one()
    return EvidenceTotals(count, size)


def sealed(session: Session) -> Sequence[E]:
    """Files that wait sealed, the earliest first."""
    query = select(E).where(E.location == FilePlace.SEALED).order_by(E.id)
    return session.scalars(query).all()


def stored_files(session: Session, *, private: bool) -> list[StoredFile]:
    """Every file whose content this session can read, by the reference of its case."""
    places = [FilePlace.STORE, *((FilePlace.VAULT, FilePlace.SEALED) if private else ())]
    query = (
        select(E.id, ComplaintRow.ref, E.number, E.location, E.sha256)
        .join(ComplaintRow, ComplaintRow.id == E.complaint_id)
        .where(E.location.in_(places))
        .order_by(E.id)
    )
    return [
        StoredFile(row.id, f"{row.ref}/{row.number}", row.location, row.sha256)
        for row in session.execute(query)
    ]


def without_file(session: Session, *, private: bool) -> int:
    """How many contents belong to no file."""
    kinds = (EvidenceContentRow, *((PrivateEvidenceRow,) if private else ()))
    return sum(
        session.scalar(select(func.count()).where(kind.id.not_in(select(E.id)))) or 0
        for kind in kinds
    )


def of_cases(session: Session, complaint_ids: Collection[int]) -> Iterator[E]:
    """The rows of all files of some cases that are not erased."""
    for some in in_parts(complaint_ids):
        query = select(E).where(E.complaint_id.in_(some), E.location != FilePlace.ERASED)
        yield from session.scalars(query).all()


def _files() -> Select[E, str]:
    return select(E, UserRow.name).outerjoin(UserRow, UserRow.id == E.added_by)


def _fact(row: E, name: str | None) -> EvidenceFile:
    return EvidenceFile(
        id=row.id,
        complaint_id=row.complaint_id,
        number=row.number,
        category=row.evidence_category,
        note=row.note,
        dated_on=row.dated_on,
        kind=row.file_kind,
        pages=row.pages,
        size=row.size,
        sha256=row.sha256,
        place=row.location,
        added_at=row.added_at,
        added_by=name or "",
        copy_of=row.copy_of_id,
        covered=row.covered,
        voided_at=row.voided_at,
        void_reason=row.void_reason,
    )
