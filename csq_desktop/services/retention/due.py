"""Due items of retention: once a week, what is to be erased."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.today import DueItem, Now
from csq_desktop.domain.users import Permission
from csq_desktop.services.retention import due_list
from csq_desktop.storage.records.figures.figures import remembered
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr, trn


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """One line for supervisors, overdue from the week after it came up."""
    if not desk_of(session).may(Permission.ADMINISTER):
        return
    waiting = remembered(session, ("retention", now.day), lambda: due_list.count(session))
    if waiting:
        monday = now.day - timedelta(days=now.day.weekday())
        yield DueItem(
            kind="retention",
            text=trn("{n} record due for erasure", "{n} records due for erasure", waiting),
            on=monday + timedelta(days=6),
            at=None,
            overdue=False,
            late_seconds=0,
            page="privacy",
            object_id="retention",
            under=tr("Look through the list once a week: erase, anonymise or leave with a reason."),
        )
