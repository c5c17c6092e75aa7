"""Queries of actions."""

from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import (
    Action,
    ActionSource,
    ActionSpan,
    ActionState,
    ending_text,
)
from csq_desktop.storage.records.shop import people
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.cases.actions import ActionRow, ActionVersionRow
from csq_desktop.storage.tables.row import table_of


def get(session: Session, action_id: int) -> ActionRow | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(ActionRow, action_id)


def add(session: Session, row: ActionRow) -> None:
    """Keep a new action."""
    session.add(row)
    session.flush()
    add_version(session, row)


def add_version(session: Session, row: ActionRow) -> None:
    """Keep from when on an action has the state and the due day that it has now."""
    version = ActionVersionRow(
        id=ids.reserve(session),
        action_id=row.id,
        effective_from=desk_of(session).now(),
        state=row.state,
        due_on=row.due_on,
    )
    session.add(version)


def waiting(session: Session, until: date | None = None) -> tuple[Action, ...]:
    """Open actions, the earliest due first; only those due by a day when it is given."""
    query = select(ActionRow).where(ActionRow.state == ActionState.OPEN)
    if until is not None:
        query = query.where(ActionRow.due_on <= until)
    return facts_of(session, query.order_by(ActionRow.due_on, ActionRow.id))


def of_source(session: Session, source: ActionSource, source_id: int) -> tuple[Action, ...]:
    """The actions that came from one checklist run, complaint or pledge."""
    query = select(ActionRow).where(ActionRow.source == source, ActionRow.source_id == source_id)
    return facts_of(session, query.order_by(ActionRow.id))


def everything(session: Session) -> tuple[Action, ...]:
    """Every action, open ones first."""
    order = (ActionRow.state != ActionState.OPEN, ActionRow.due_on, ActionRow.id)
    return facts_of(session, select(ActionRow).order_by(*order))


def as_of(session: Session, moment: datetime) -> tuple[Action, ...]:
    """Every action there was at a moment, with the state and the due day it had then."""
    held = {span.action_id: span for span in _spans(session) if span.holds_at(moment)}
    return tuple(
        held[action.id].put_into(action) for action in everything(session) if action.id in held
    )


def open_spans(session: Session, since: datetime) -> list[ActionSpan]:
    """While which actions were open and due on which day; without what ended before a moment."""
    return [
        span
        for span in _spans(session)
        if span.state is ActionState.OPEN and (span.until is None or span.until >= since)
    ]


def _spans(session: Session) -> list[ActionSpan]:
    """Everything that ever held of actions, in the order it was written.

    A clock that was ahead and is set right writes earlier moments after later ones: what was
    written last holds, and what it overtook holds at no moment.
    """
    v = table_of(ActionVersionRow).c
    until = func.lead(v.effective_from, type_=v.effective_from.type).over(
        partition_by=v.action_id, order_by=v.id
    )
    query = select(v.action_id, v.effective_from, until, v.state, v.due_on).order_by(v.id)
    return [ActionSpan(*row) for row in session.execute(query)]


def facts_of(session: Session, query: Select[ActionRow]) -> tuple[Action, ...]:
    """Actions of rows that a query picks out, in its order."""
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
            done_note=ending_text(row.done_note),
        )
        for row in session.scalars(query)
    )
