"""The desk a session works at: who sits there, what the time is, what the work touched."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from csq_desktop.clock import TimeSource
from csq_desktop.domain.users import Permission, User, may
from csq_desktop.errors import Refused
from csq_desktop.texts import tr

DEFAULT_ZONE = ZoneInfo("Asia/Hong_Kong")
TOLERANCE = timedelta(seconds=5)  # a time server's small corrections are not worth an entry
DESK = "desk"


class Clock:
    """The computer's clock, in whole seconds, that never goes back behind what was recorded."""

    def __init__(self, source: TimeSource, floor: datetime | None = None) -> None:
        self.source = source
        self._floor = floor or datetime.fromtimestamp(0, UTC)
        self._reported = False
        self._lock = Lock()

    def now(self) -> datetime:
        """The time, UTC; while the computer's clock is behind, the last time given out."""
        with self._lock:
            self._floor = max(self._floor, self._read())
            return self._floor

    def behind(self) -> timedelta:
        """How far the computer's clock is behind the last time given out; zero within 5 s."""
        with self._lock:
            gap = self._floor - self._read()
            return gap if gap > TOLERANCE else timedelta(0)

    def newly_behind(self) -> timedelta:
        """The same, once each time the clock falls behind; zero when it was reported already."""
        gap = self.behind()
        reported, self._reported = self._reported, bool(gap)
        return timedelta(0) if reported else gap

    def not_before(self, moment: datetime) -> None:
        """Give out no time before this moment, the last one that was recorded."""
        with self._lock:
            self._floor = max(self._floor, moment)

    def set_right(self) -> datetime:
        """Believe the computer again, although it is behind what was recorded."""
        with self._lock:
            self._floor = self._read()
            return self._floor

    def _read(self) -> datetime:
        return self.source().astimezone(UTC).replace(microsecond=0)


@dataclass
class SessionContext:
    """Who works in a session, and when; `topics` grows with what the session changes."""

    user: User
    clock: Clock
    sees_identities: bool
    zone: ZoneInfo = DEFAULT_ZONE
    topics: set[str] = field(default_factory=set)

    def now(self) -> datetime:
        """The time in UTC, whole seconds, never before the last entry of the audit trail."""
        return self.clock.now()

    def may(self, permission: Permission) -> bool:
        """Whether the user's role allows it."""
        return may(self.user.role, permission)

    def require(self, permission: Permission) -> None:
        """Raise Refused unless the user's role allows it."""
        if not self.may(permission):
            raise Refused(tr("Your role does not allow this. Ask a supervisor."))

    def require_identities(self) -> None:
        """Raise Refused unless this session can read the vault."""
        if not self.sees_identities:
            raise Refused(tr("Your role cannot see who the customer is. Ask a supervisor."))


def desk_of(session: Session) -> SessionContext:
    """The desk the session works at; it still tells the topics after the session has ended."""
    desk = session.info[DESK]
    assert isinstance(desk, SessionContext)
    return desk


def require(session: Session, permission: Permission) -> None:
    """Raise Refused unless the session's user may do it."""
    desk_of(session).require(permission)
