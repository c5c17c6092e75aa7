"""Due items of repeat alerts: those that nobody has looked into or set aside."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.today import DueItem, Now
from csq_desktop.services.repeats import repeats
from csq_desktop.texts import tr

MOST_ALERTS = 10


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """The alerts, the least likely first; a click leads to the newest of their cases."""
    for alert in repeats.alerts(session)[:MOST_ALERTS]:
        yield DueItem(
            kind="repeat",
            text=tr("Look into repeats. {title}", title=alert.title),
            on=now.day,
            at=None,
            overdue=False,
            late_seconds=0,
            page="complaints",
            object_id=alert.cases[-1].id,
            under=alert.repeat.sentence,
        )
