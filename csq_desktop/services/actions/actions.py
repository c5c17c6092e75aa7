"""Actions: promising something to be done, and doing it."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from csq_desktop.domain.actions import (
    ADDED_BY_MISTAKE,
    Action,
    ActionSource,
    ActionState,
    NewAction,
)
from csq_desktop.domain.calendar.plausible_days import check_due
from csq_desktop.domain.shop.people import PersonChoice
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services import earlier_words, people
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.cases import action_links as link_records
from csq_desktop.storage.records.cases import actions as records
from csq_desktop.storage.records.complaints.references import next_number, written
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.cases.actions import ActionRow
from csq_desktop.texts import tr

KIND = "A"
LONGEST_TITLE = 300


def promise(session: Session, new: NewAction) -> int:
    """Keep a new action with an owner and a due day; returns its id."""
    require(session, Permission.WORK_ACTIONS)
    if not new.title.strip():
        raise UserError(tr("Describe the action."))
    check_due(new.due_on, shop.today(session), "action_due")
    owner_id = _owner(session, new.owner)
    year = shop.today(session).year
    row = ActionRow(
        id=ids.reserve(session),
        ref=written(KIND, year, next_number(session, KIND, year)),
        title=new.title.strip()[:LONGEST_TITLE],
        owner_id=owner_id,
        due_on=new.due_on,
        priority=new.priority,
        state=ActionState.OPEN,
        source=new.source,
        source_id=new.source_id,
        item_code=new.item_code,
        created_at=desk_of(session).now(),
        created_by=desk_of(session).user.id,
    )
    records.add(session, row)
    return row.id


def finish(session: Session, action_id: int, note: str = "") -> None:
    """Record that an action is done."""
    _end(session, action_id, ActionState.DONE, note)


def cancel(session: Session, action_id: int, reason: str) -> None:
    """Record that an action is no longer needed, and why."""
    if not reason.strip():
        raise UserError(tr("Enter the reason for cancelling."))
    _end(session, action_id, ActionState.CANCELLED, reason)


def take_up_again(session: Session, action_id: int) -> None:
    """Undo the end of an action; the months since it ended keep it as ended.

    What was noted of it goes, and supervisors read it in the audit trail.
    """
    require(session, Permission.WORK_ACTIONS)
    row = there(session, action_id)
    if row.done_note != ADDED_BY_MISTAKE:
        earlier_words.keep(session, ActionRow, row.id, {"done_note": row.done_note})
    row.state, row.done_at, row.done_note = ActionState.OPEN, None, ""
    records.add_version(session, row)


def postpone(session: Session, action_id: int, due_on: date) -> None:
    """Give an open action another due day; months that have ended keep the old one."""
    require(session, Permission.WORK_ACTIONS)
    row = _open_row(session, action_id)
    # Undoing may bring back a day that has long gone by, but none from before the action.
    check_due(due_on, min(shop.today(session), shop.day_of(session, row.created_at)), "action_due")
    row.due_on = due_on
    records.add_version(session, row)


def hand_over(session: Session, action_id: int, owner: PersonChoice, written: str = "") -> None:
    """Give an open action to somebody else; the audit trail keeps who had it.

    `written` is how an old record wrote its owner, where an undo puts that back.
    """
    require(session, Permission.WORK_ACTIONS)
    owner_id, row = _owner(session, owner), _open_row(session, action_id)
    row.owner_id, row.owner_text = owner_id, written


def waiting(session: Session, until: date | None = None) -> tuple[Action, ...]:
    """Open actions, the earliest due first."""
    return records.waiting(session, until)


def everything(session: Session) -> tuple[Action, ...]:
    """Every action, open ones first."""
    return records.everything(session)


def as_of(session: Session, moment: datetime) -> tuple[Action, ...]:
    """Every action there was at a moment, with the state and the due day it had then."""
    return records.as_of(session, moment)


def of_source(session: Session, source: ActionSource, source_id: int) -> tuple[Action, ...]:
    """The actions that came from one checklist run, complaint or pledge."""
    return records.of_source(session, source, source_id)


def open_for(session: Session, complaint_id: int) -> tuple[Action, ...]:
    """The actions that serve a complaint and have not ended yet, the earliest due first."""
    return link_records.of_complaint(session, complaint_id, ActionState.OPEN)


def _owner(session: Session, choice: PersonChoice) -> int:
    owner_id = people.chosen(session, choice)
    if owner_id is None:
        raise UserError(tr("Enter who is responsible."))
    return owner_id


def _end(session: Session, action_id: int, state: ActionState, note: str) -> None:
    require(session, Permission.WORK_ACTIONS)
    row = _open_row(session, action_id)
    row.state, row.done_at, row.done_note = state, desk_of(session).now(), note.strip()
    records.add_version(session, row)


def _open_row(session: Session, action_id: int) -> ActionRow:
    row = there(session, action_id)
    if row.state is not ActionState.OPEN:
        raise UserError(tr("This action has already ended."))
    return row


def there(session: Session, action_id: int) -> ActionRow:
    """The row of an action; UserError when it has been removed."""
    row = records.get(session, action_id)
    if row is None:
        raise UserError(tr("This action has been removed."))
    return row
