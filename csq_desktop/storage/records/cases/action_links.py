"""Queries of which actions serve which complaints."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import Action, ActionSource, ActionState
from csq_desktop.domain.causes.effect import ServedCase
from csq_desktop.storage.records.cases.actions import facts_of
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.tables.cases.actions import ActionLinkRow, ActionRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow

A, C, L = ActionRow, ComplaintRow, ActionLinkRow


def get(session: Session, action_id: int, complaint_id: int) -> ActionLinkRow | None:
    """The link that holds between the two; never leaves the services."""
    held = (L.action_id == action_id, L.complaint_id == complaint_id, L.removed_at.is_(None))
    return session.scalars(select(L).where(*held)).first()


def add(session: Session, row: ActionLinkRow) -> None:
    """Keep a new link."""
    session.add(row)
    session.flush()


def of_complaint(
    session: Session, complaint_id: int, state: ActionState | None = None
) -> tuple[Action, ...]:
    """The actions that serve a complaint, open ones first; of one state where it is given."""
    query = select(A).where(_serves(complaint_id))
    if state is not None:
        query = query.where(A.state == state)
    return facts_of(session, query.order_by(A.state != ActionState.OPEN, A.due_on, A.id))


def counts(session: Session) -> dict[int, int]:
    """How many complaints each action serves; actions that serve none are left out."""
    linked = select(L.action_id, L.complaint_id).where(L.removed_at.is_(None))
    began = select(A.id, A.source_id).where(A.source == ActionSource.COMPLAINT)
    pairs = union(linked, began.where(A.source_id.is_not(None))).subquery()
    query = select(pairs.c.action_id, func.count()).group_by(pairs.c.action_id)
    if hidden := involved.hidden_ids(session):
        query = query.where(pairs.c.complaint_id.not_in(hidden))
    return {row[0]: row[1] for row in session.execute(query)}


def served(session: Session, action_id: int) -> tuple[ServedCase, ...]:
    """The complaints that an action serves and the user may see, the latest first; none voided."""
    linked = select(L.complaint_id).where(L.action_id == action_id, L.removed_at.is_(None))
    began = select(A.source_id).where(A.id == action_id, A.source == ActionSource.COMPLAINT)
    query: Select[int, str, str, str] = select(C.id, C.ref, C.summary, C.cause_code).where(
        or_(C.id.in_(linked), C.id.in_(began)),
        C.removed_at.is_(None),
    )
    query = query.where(*involved.kept_away(session))
    return tuple(ServedCase(*row) for row in session.execute(query.order_by(C.received_at.desc())))


def received_of_causes(
    session: Session, causes: Collection[str], first: datetime, end: datetime
) -> int:
    """How many complaints of some main causes were received from a moment to before another."""
    counted = and_(C.removed_at.is_(None), C.feedback_month.is_(None), C.cause_code.in_(causes))
    query = select(func.count()).select_from(C).where(counted)
    return session.scalar(query.where(C.received_at >= first, C.received_at < end)) or 0


def not_serving(session: Session, complaint_id: int) -> tuple[Action, ...]:
    """Open actions that do not serve a complaint yet, the earliest due first."""
    query = select(A).where(A.state == ActionState.OPEN, ~_serves(complaint_id))
    return facts_of(session, query.order_by(A.due_on, A.id))


def _serves(complaint_id: int) -> ColumnElement[bool]:
    held = (L.complaint_id == complaint_id, L.removed_at.is_(None))
    linked = A.id.in_(select(L.action_id).where(*held))
    # An action that began at a complaint serves it without a link of its own.
    began = func.coalesce(and_(A.source == ActionSource.COMPLAINT, A.source_id == complaint_id), 0)
    return or_(linked, began == 1)
