"""Queries of actions."""

from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import Action, ActionSource, ActionState
from csq_desktop.storage.records import people
from csq_desktop.storage.tables.actions import ActionRow


def get(session: Session, action_id: int) -> ActionRow | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(ActionRow, action_id)


def add(session: Session, row: ActionRow) -> None:
    """Keep a new action."""
    session.add(row)
    session.flush()


def waiting(session: Session, until: date | None = None) -> tuple[Action, ...]:
    """Open actions, the earliest due first; only those due by a day when it is given."""
    query = select(ActionRow).where(ActionRow.state == ActionState.OPEN)
    if until is not None:
        query = query.where(ActionRow.due_on <= until)
    return _facts(session, query.order_by(ActionRow.due_on, ActionRow.id))


def of_source(session: Session, source: ActionSource, source_id: int) -> tuple[Action, ...]:
    """The actions that came from one checklist run, complaint or pledge."""
    query = select(ActionRow).where(ActionRow.source == source, ActionRow.source_id == source_id)
    return _facts(session, query.order_by(ActionRow.id))


def everything(session: Session) -> tuple[Action, ...]:
    """Every action, open ones first."""
    order = (ActionRow.state != ActionState.OPEN, ActionRow.due_on, ActionRow.id)
    return _facts(session, select(ActionRow).order_by(*order))


def count_open_at(session: Session, moment: datetime, day: date) -> tuple[int, int]:
    """How many actions were open at a moment, and how many of them were due before the day."""
    still = ActionRow.done_at.is_(None) | (ActionRow.done_at >= moment)
    open_then = select(func.count()).where(ActionRow.created_at < moment, still)
    late = open_then.where(ActionRow.due_on < day)
    return session.scalar(open_then) or 0, session.scalar(late) or 0


def _facts(session: Session, query: Select[ActionRow]) -> tuple[Action, ...]:
    names = people.names(session)
    return tuple(
        Action(
            id=row.id,
            ref=row.ref,
            title=row.title,
            owner_id=row.owner_id,
            owner=people.shown(row, names),
            owner_text=row.owner_text,
            due_on=row.due_on,
            priority=row.priority,
            state=row.state,
            source=row.source,
            source_id=row.source_id,
            item_code=row.item_code,
            created_at=row.created_at,
            done_at=row.done_at,
            done_note=row.done_note,
        )
        for row in session.scalars(query)
    )
