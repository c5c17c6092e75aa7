"""Due items of actions."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.today import DueItem, Now, owners_of
from csq_desktop.services.actions import actions
from csq_desktop.texts import tr

_AHEAD = timedelta(days=7)


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """Open actions that are overdue or due within a week."""
    for action in actions.waiting(session, now.day + _AHEAD):
        yield DueItem(
            kind="action",
            text=action.title,
            on=action.due_on,
            at=None,
            overdue=action.due_on < now.day,
            late_seconds=0,
            page="checklists",
            object_id=action.id,
            under=tr(" · ").join((action.ref, action.owner)),
            owners=owners_of(action.owner_id),
        )
