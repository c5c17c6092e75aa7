"""The shop's rules for closing and limits for remedies, in versions; nothing is on by itself."""

from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.dated import Version
from csq_desktop.domain.closing.policy import ClosingPolicy
from csq_desktop.domain.closing.remedies import RemedyLimits
from csq_desktop.domain.users import Permission
from csq_desktop.services.settings import versions
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.sessions.desk import require

CLOSING, LIMITS = "closing", "remedy_limits"


def policy(session: Session) -> Version[ClosingPolicy]:
    """What closing takes, as set now; number 0 while nobody has set anything."""
    return versions.newest(session, CLOSING, ClosingPolicy())


def change_policy(session: Session, changed: ClosingPolicy) -> None:
    """Set what closing takes from today on; cases that are closed stay closed."""
    require(session, Permission.ADMINISTER)
    changed.check()
    versions.append(session, CLOSING, policy(session).value, changed)


def limits(session: Session) -> RemedyLimits:
    """What each role may grant alone, as set now, with its version."""
    newest = versions.newest(session, LIMITS, RemedyLimits())
    return replace(newest.value, version=newest.number)


def change_limits(session: Session, changed: RemedyLimits) -> None:
    """Set what each role may grant alone from today on; what was granted stays."""
    require(session, Permission.ADMINISTER)
    changed.check()
    versions.append(
        session, LIMITS, replace(limits(session), version=0), replace(changed, version=0)
    )


def closers(session: Session) -> int:
    """How many users may close complaints: with one alone, four eyes cannot be kept."""
    require(session, Permission.ADMINISTER)
    return len(involved.closers(session))
