"""Due items of data breaches: each while it is open, against the five days until it is decided."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.breaches.facts import Breach
from csq_desktop.domain.today import DueItem, Now
from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.privacy import breaches as records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """The open breaches, the one found first first; for supervisors.

    One that is followed up waits until the day somebody wanted to look again.
    """
    if not desk_of(session).may(Permission.EDIT_CUSTOMERS):
        return
    for breach in records.unended(session):
        on = breach.notify_by if breach.is_waiting else (breach.review_on or now.day)
        if not breach.is_waiting and on > now.day:
            continue
        yield DueItem(
            kind="data_breach",
            text=tr("{ref}: {kind}", ref=breach.ref, kind=breach.kind.label),
            on=on,
            at=None,
            overdue=now.day > on,
            late_seconds=0,
            page="privacy",
            object_id=f"breaches:{breach.id}",
            under=_under(breach, now),
        )


def _under(breach: Breach, now: Now) -> str:
    return tr(" · ").join(filter(None, (breach.state_text, breach.days_text(now.day))))
