"""The store's clock: how far the computer's is behind it, and believing the computer again."""

from datetime import timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.opening import CLOCK_TOLERATED
from csq_desktop.storage.sessions.desk import desk_of, require


def behind(session: Session) -> timedelta:
    """How far the computer's clock is behind the store's; zero where it is not worth a word."""
    gap = desk_of(session).clock.behind()
    return gap if gap > CLOCK_TOLERATED else timedelta(0)


def set_right(session: Session) -> None:
    """Believe the computer's clock again after it was ahead; for whoever runs the shop."""
    require(session, Permission.ADMINISTER)
    audit.set_clock_right(session)
