"""Due items of the store itself: a backup."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.today import DueItem, Now
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import date_text
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import backups
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """A backup, from the day after the last good one."""
    if not desk_of(session).may(Permission.BACK_UP):
        return
    state = backups.state(session)
    if not state.due(now.moment):
        return
    on, under = now.day, tr("No backup was ever made.")
    if state.good_at is not None:
        last = shop.calendar(session).day_of(state.good_at)
        on, under = last + timedelta(days=1), tr("The last one is of {day}.", day=date_text(last))
    yield DueItem(
        kind="backup",
        text=tr("Make a backup"),
        on=on,
        at=None,
        overdue=on < now.day,
        late_seconds=0,
        page="settings",
        object_id="backups",
        under=state.failure or under,
    )
