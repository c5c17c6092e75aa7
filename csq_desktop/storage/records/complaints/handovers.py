"""Queries of hand-overs: those of a case, those that wait for an answer, and declined ones."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from csq_desktop.domain.handovers.facts import Handover, HandoverAnswer
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.records.deadlines import IS_OPEN
from csq_desktop.storage.records.shop import people, users
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow as C
from csq_desktop.storage.tables.complaints.handovers import HandoverRow as H

_WAITS = H.handover_answer.is_(None)
_IS_NEWS = (H.handover_answer == HandoverAnswer.DECLINED, H.noted_at.is_(None))


def get(session: Session, handover_id: int) -> H | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(H, handover_id)


def add(session: Session, row: H) -> None:
    """Keep a new hand-over."""
    session.add(row)
    session.flush()


def waiting_row(session: Session, complaint_id: int) -> H | None:
    """The hand-over of a case that waits for its answer."""
    return session.scalar(select(H).where(H.complaint_id == complaint_id, _WAITS))


def last_of_case(session: Session, complaint_id: int) -> Handover | None:
    """The hand-over of a case that waits, else the latest."""
    query = select(H.id).where(H.complaint_id == complaint_id).order_by(~_WAITS)
    last = session.scalar(query.order_by(H.asked_at.desc(), H.id.desc()).limit(1))
    return None if last is None else next(iter(_facts(session, (H.id == last,))), None)


def waiting(session: Session) -> tuple[Handover, ...]:
    """What waits for an answer on open cases that the signed-in user may see, the earliest first.

    A hand-over is answered within days, so that there are never many.
    """
    return _facts(session, (_WAITS, *_of_open_cases(session)))


def declined(session: Session) -> tuple[Handover, ...]:
    """What was declined and is not noted by the giver yet, on open cases."""
    return _facts(session, (*_IS_NEWS, *_of_open_cases(session)))


def _of_open_cases(session: Session) -> tuple[ColumnElement[bool], ...]:
    return (*IS_OPEN, C.removed_at.is_(None), *involved.kept_away(session))


def _facts(session: Session, conditions: Iterable[ColumnElement[bool]]) -> tuple[Handover, ...]:
    query = select(H, C.ref).join(C, C.id == H.complaint_id).where(*conditions)
    rows = session.execute(query.order_by(H.asked_at, H.id)).all()
    names, by = (people.names(session), users.names(session)) if rows else ({}, {})
    return tuple(
        Handover(
            id=row.id,
            complaint_id=row.complaint_id,
            ref=ref,
            giver_id=row.giver_id,
            giver=names.get(row.giver_id or 0, ""),
            taker_id=row.taker_id,
            taker=names.get(row.taker_id, ""),
            asked_at=row.asked_at,
            asked_by=by.get(row.asked_by, ""),
            reason=row.handover_reason,
            answer=row.handover_answer,
            answered_at=row.answered_at,
            answer_reason=row.answer_reason,
            noted_at=row.noted_at,
        )
        for row, ref in rows
    )
