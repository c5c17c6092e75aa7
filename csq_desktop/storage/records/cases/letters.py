"""Queries of letters: templates, the course of each letter, its words in the vault."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters.facts import (
    LetterFrame,
    LetterLine,
    LetterMoments,
    LetterWords,
)
from csq_desktop.domain.letters.templates import LetterTemplate
from csq_desktop.storage.records.bodies import from_body, to_body
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.cases.letters import LetterRow, LetterTemplateRow, LetterWordsRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.row import canonical
from csq_desktop.storage.tables.store import UserRow

L, T, W, C = LetterRow, LetterTemplateRow, LetterWordsRow, ComplaintRow


def templates(session: Session) -> tuple[LetterTemplateRow, ...]:
    """Every stored version of every template, in the order they were written."""
    return tuple(session.scalars(select(T).order_by(T.version, T.id)))


def add_template(session: Session, template: LetterTemplate) -> None:
    """Keep a version of a template."""
    desk = desk_of(session)
    session.add(
        T(
            id=ids.reserve(session),
            kind=template.kind,
            version=template.version,
            body=template.body,
            review=template.review,
            written_at=desk.now(),
            written_by=desk.user.id,
        )
    )
    session.flush()


def get(session: Session, letter_id: int) -> LetterRow | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(L, letter_id)


def add(session: Session, row: LetterRow, words: LetterWords) -> None:
    """Keep a new letter, its words in the vault."""
    session.add(row)
    session.add(W(letter_id=row.id, **asdict(words)))
    session.flush()


def words_row(session: Session, letter_id: int) -> LetterWordsRow | None:
    """The words of a letter to work on; the session sees the vault. None where they are gone."""
    return session.get(W, letter_id)


def words(row: LetterWordsRow | None) -> LetterWords:
    """What a letter says; nothing where it was erased."""
    if row is None:
        return LetterWords()
    return LetterWords(row.recipient, row.salutation, row.subject, row.body)


def frame(row: LetterWordsRow | None) -> LetterFrame | None:
    """What stands around the words of an issued letter."""
    if row is None or not row.frame:
        return None
    return from_body(LetterFrame, json.loads(row.frame))


def frame_text(printed: LetterFrame) -> str:
    """The frame as it is stored."""
    return canonical(to_body(printed))


def moments(row: LetterRow) -> LetterMoments:
    """When a letter was taken a step further."""
    return LetterMoments(
        row.submitted_at, row.approved_at, row.issued_at, row.sent_at, row.discarded_at
    )


def of_case(session: Session, complaint_id: int) -> tuple[LetterLine, ...]:
    """The letters on a case that were not discarded, the newest first."""
    return _lines(session, L.complaint_id == complaint_id, L.discarded_at.is_(None))


def of_customer(session: Session, customer_id: int) -> tuple[LetterLine, ...]:
    """The letters issued to a customer that the user may see, the newest first."""
    issued_to = (L.customer_id == customer_id, L.issued_at.is_not(None))
    return _lines(session, *issued_to, *involved.kept_away(session))


def unsent(session: Session, most: int) -> tuple[LetterLine, ...]:
    """Letters that are in work, the oldest first: those of voided cases wait for nobody."""
    conditions = (L.sent_at.is_(None), L.discarded_at.is_(None), C.removed_at.is_(None))
    query = _query(*conditions, *involved.kept_away(session))
    query = query.order_by(L.written_at, L.id).limit(most)
    return _facts(session, query)


def issued(session: Session, complaint_id: int, kind: LetterKind) -> int:
    """How many letters of a kind were issued on a case."""
    own = (L.complaint_id == complaint_id, L.letter_kind == kind, L.issued_at.is_not(None))
    return session.scalar(select(func.count()).select_from(L).where(*own)) or 0


def reference(session: Session, letter_id: int | None) -> str:
    """The number of a letter, or nothing."""
    if letter_id is None:
        return ""
    return session.scalar(select(L.ref).where(L.id == letter_id)) or ""


def about(
    session: Session, customer_ids: Sequence[int], complaint_ids: Sequence[int]
) -> Sequence[int]:
    """The letters to some customers, or on some cases."""
    fits = L.customer_id.in_(customer_ids) | L.complaint_id.in_(complaint_ids)
    return session.scalars(select(L.id).where(fits)).all()


def erase_words(session: Session, letter_ids: Sequence[int]) -> None:
    """Let go of what some letters say; the session sees the vault."""
    desk_of(session).require_identities()
    for letter_id in letter_ids:
        row = session.get(W, letter_id)
        if row is not None:
            session.delete(row)


def _lines(session: Session, *conditions: ColumnElement[bool]) -> tuple[LetterLine, ...]:
    return _facts(session, _query(*conditions).order_by(L.written_at.desc(), L.id.desc()))


def _query(*conditions: ColumnElement[bool]) -> Select[LetterRow, str, str]:
    query = select(L, C.ref, func.coalesce(UserRow.name, ""))
    query = query.join(C, C.id == L.complaint_id)
    return query.outerjoin(UserRow, UserRow.id == L.written_by).where(*conditions)


def _facts(session: Session, query: Select[LetterRow, str, str]) -> tuple[LetterLine, ...]:
    return tuple(
        LetterLine(
            id=row.id,
            ref=row.ref or "",
            complaint_id=row.complaint_id,
            case=case,
            kind=row.letter_kind,
            language=row.letter_language.value,
            state=moments(row).state,
            written_at=row.written_at,
            written_by=writer,
            issued_at=row.issued_at,
            delivery=row.delivery,
            sent_at=row.sent_at,
        )
        for row, case, writer in session.execute(query)
    )
