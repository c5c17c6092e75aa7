"""The shop's rules for closing and limits for remedies, in versions; nothing is on by itself."""

from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from csq_desktop.domain.closing.policy import ClosingPolicy
from csq_desktop.domain.closing.remedies import RemedyLimits
from csq_desktop.domain.dated import Version
from csq_desktop.domain.users import Permission
from csq_desktop.services.settings import shop
from csq_desktop.storage.records import involved
from csq_desktop.storage.records import shop as records
from csq_desktop.storage.sessions.desk import require

CLOSING, LIMITS = "closing", "remedy_limits"
Fact = TypeVar("Fact")


def policy(session: Session) -> Version[ClosingPolicy]:
    """What closing takes, as set now; number 0 while nobody has set anything."""
    return _newest(session, CLOSING, ClosingPolicy())


def change_policy(session: Session, changed: ClosingPolicy) -> None:
    """Set what closing takes from today on; cases that are closed stay closed."""
    require(session, Permission.ADMINISTER)
    changed.check()
    _write(session, CLOSING, policy(session).value, changed)


def limits(session: Session) -> RemedyLimits:
    """What each role may grant alone, as set now, with its version."""
    newest = _newest(session, LIMITS, RemedyLimits())
    return replace(newest.value, version=newest.number)


def change_limits(session: Session, changed: RemedyLimits) -> None:
    """Set what each role may grant alone from today on; what was granted stays."""
    require(session, Permission.ADMINISTER)
    changed.check()
    _write(session, LIMITS, replace(limits(session), version=0), replace(changed, version=0))


def closers(session: Session) -> int:
    """How many users may close complaints: with one alone, four eyes cannot be kept."""
    require(session, Permission.ADMINISTER)
    return len(involved.closers(session))


def _newest(session: Session, name: str, usual: Fact) -> Version[Fact]:
    written = records.versions(session, name, type(usual))
    return written[-1] if written else Version(0, date.min, usual)


def _write(session: Session, name: str, before: Fact, changed: Fact) -> None:
    """Append a version; what held without one is written first, or it would be lost."""
    if changed == before:
        return
    if not records.versions(session, name, type(before)):
        records.add_setting(session, name, shop.founded_on(session), before)
    records.add_setting(session, name, shop.today(session), changed)
