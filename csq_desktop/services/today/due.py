"""Due items of all features together."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from csq_desktop import services
from csq_desktop.domain.today import DueItem, Now
from csq_desktop.features import declared
from csq_desktop.services.absences import stand_ins
from csq_desktop.services.settings import shop
from csq_desktop.storage.sessions.desk import desk_of

FeatureItems = Callable[[Session, Now], Iterator[DueItem]]


def now(session: Session) -> Now:
    """This moment as the shop sees it."""
    calendar, moment = shop.calendar(session), desk_of(session).now()
    day = calendar.day_of(moment)
    return Now(moment, day, calendar.timezone, calendar.business_day_on(day))


def items(session: Session, now: Now) -> tuple[DueItem, ...]:
    """Everything due or overdue: what is vital or critical, the most overdue, then the rest."""
    due = [item for of_feature in features() for item in of_feature(session, now)]
    due = stand_ins.widen(session, now, due)
    return tuple(sorted(due, key=lambda item: _urgency(item, now)))


@cache
def features() -> tuple[FeatureItems, ...]:
    """The `items` of every package of services that has a `due.py`.

    They are found as pages are (see `ui.shell.pages`): a new feature adds its own file, and nothing
    here. Whoever freezes the program names csq_desktop.services.*.due, since no import does.
    """
    modules = declared(services, "due")
    return tuple(module.items for module in modules if module.__name__ != __name__)


def _urgency(item: DueItem, now: Now) -> tuple[bool, bool, bool, datetime]:
    """Overdue things first; what has no time of day is due when the day ends."""
    by_when = item.at or now.end_of(item.on)
    return not item.vital, not item.critical, not item.overdue, by_when
