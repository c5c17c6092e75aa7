"""Which actions serve which complaints, and what became of complaints of their causes."""

from sqlalchemy.orm import Session

from csq_desktop.domain.actions import Action, ActionState, NewAction
from csq_desktop.domain.causes.effect import ActionEffect, ServedCase, spans
from csq_desktop.domain.users import Permission
from csq_desktop.services.actions import actions
from csq_desktop.services.closing import involved
from csq_desktop.storage.records.cases import action_links as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.cases.actions import ActionLinkRow


def link(session: Session, action_id: int, complaint_id: int) -> None:
    """Let an action serve a complaint; one that it serves already stays as it is."""
    require(session, Permission.WORK_ACTIONS)
    involved.unvoided(session, complaint_id)
    actions.there(session, action_id)
    if any(case.id == complaint_id for case in records.served(session, action_id)):
        return
    desk = desk_of(session)
    held = ActionLinkRow(
        id=ids.reserve(session),
        action_id=action_id,
        complaint_id=complaint_id,
        linked_at=desk.now(),
        linked_by=desk.user.id,
    )
    records.add(session, held)


def unlink(session: Session, action_id: int, complaint_id: int) -> None:
    """Take that back; an action goes on serving the complaint it began at."""
    require(session, Permission.WORK_ACTIONS)
    held = records.get(session, action_id, complaint_id)
    if held is not None:
        held.removed_at = desk_of(session).now()


def promise_for(session: Session, complaint_id: int, new: NewAction) -> int:
    """Add an action that serves a complaint from its beginning; returns its id."""
    require(session, Permission.WORK_ACTIONS)
    action_id = actions.promise(session, new)
    link(session, action_id, complaint_id)
    return action_id


def of_complaint(session: Session, complaint_id: int) -> tuple[Action, ...]:
    """The actions that serve a complaint, open ones first."""
    return records.of_complaint(session, involved.complaint(session, complaint_id).id)


def offered(session: Session, complaint_id: int) -> tuple[Action, ...]:
    """Open actions that could serve a complaint and do not yet."""
    return records.not_serving(session, complaint_id)


def served(session: Session, action_id: int) -> tuple[ServedCase, ...]:
    """The complaints that an action serves, the latest first."""
    return records.served(session, action_id)


def counts(session: Session) -> dict[int, int]:
    """How many complaints each action serves."""
    return records.counts(session)


def effect(session: Session, action_id: int) -> ActionEffect | None:
    """Complaints of the causes an action works against, before and after its end.

    None while it is open, was cancelled, ended today, or serves no complaint with a known cause.
    """
    row = actions.there(session, action_id)
    causes = {case.cause for case in records.served(session, action_id)} - {""}
    if row.state is not ActionState.DONE or row.done_at is None or not causes:
        return None
    span = spans(row.done_at, desk_of(session).now())
    if span is None:
        return None
    before = records.received_of_causes(session, causes, span.before, span.end)
    after = records.received_of_causes(session, causes, span.end, span.after)
    return ActionEffect(tuple(sorted(causes)), span.days, before, after)
