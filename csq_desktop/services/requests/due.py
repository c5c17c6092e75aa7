"""Due items of data requests: from day 10 on, more urgently on days 30 and 38, and overdue."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.requests.clock import REMINDERS, stage
from csq_desktop.domain.requests.facts import PrivacyRequest
from csq_desktop.domain.today import DueItem, Now
from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.privacy import requests as records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """The requests that wait for ten days or more, the oldest first; for supervisors."""
    if not desk_of(session).may(Permission.EDIT_CUSTOMERS):
        return
    for request in records.waiting(session, now.day - timedelta(days=REMINDERS[0])):
        yield DueItem(
            kind="data_request",
            text=tr("{ref}: {kind}", ref=request.ref, kind=request.kind.label),
            on=request.last_day,
            at=None,
            overdue=now.day > request.last_day,
            late_seconds=0,
            page="privacy",
            object_id=f"requests:{request.id}",
            under=_under(request, now),
        )


def _under(request: PrivacyRequest, now: Now) -> str:
    parts = [
        stage(request.received_on, now.day).label,
        request.days_text(now.day),
        "" if request.is_checked else tr("Identity not checked"),
    ]
    return tr(" · ").join(filter(None, parts))
