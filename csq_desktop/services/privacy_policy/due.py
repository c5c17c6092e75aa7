"""Due items of the privacy policy statement: the issued version no longer says what holds."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.today import DueItem, Now
from csq_desktop.domain.users import Permission
from csq_desktop.services.privacy_policy import policies
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr, trn


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """One line for supervisors until the next version is issued."""
    if not desk_of(session).may(Permission.ADMINISTER):
        return
    changed = policies.differences(session)
    if changed:
        more = len(changed) - 1
        under = changed[0]
        if more:
            under = trn("{first} And {n} more.", "{first} And {n} more.", more, first=changed[0])
        yield DueItem(
            kind="privacy_policy",
            text=tr("The privacy policy statement is out of date"),
            on=now.day,
            at=None,
            overdue=False,
            late_seconds=0,
            page="privacy",
            object_id="statement",
            under=under,
        )
