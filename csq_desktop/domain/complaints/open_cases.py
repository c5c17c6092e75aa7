"""A case that is open at a moment: how old it is then, and how it stands by its own deadlines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from csq_desktop.domain.complaints.clocks import DAY, has_run_out, is_held

SOON = timedelta(days=3)
"""A deadline is near when it falls due within so many days."""


class Standing(StrEnum):
    """How an open case stands, by its own deadlines and not by its age."""

    LATE = "late"
    DUE_SOON = "due_soon"
    IN_TIME = "in_time"


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    """The deadlines of an open case and whose it is; one left out of the figures has none."""

    ref: str
    received_at: datetime
    owner: str = ""
    ack_due_at: datetime | None = None
    acknowledged_at: datetime | None = None
    progress_due_at: datetime | None = None
    progress_at: datetime | None = None
    resolve_due_at: datetime | None = None
    resolved_at: datetime | None = None
    waiting_since: datetime | None = None

    def age(self, moment: datetime) -> int:
        """Whole days since it was received."""
        return max(0, int((moment - self.received_at).total_seconds()) // DAY)

    def next_due(self, moment: datetime) -> datetime | None:
        """The earliest deadline that was not met by a moment, passed or not; None without one."""
        return min(self._running(moment), default=None)

    def standing(self, moment: datetime) -> Standing:
        """Late, nearly late, or neither, as it was at a moment."""
        due = self.next_due(moment)
        if due is None or due > moment + SOON:
            return Standing.IN_TIME
        return Standing.LATE if has_run_out(due, moment) else Standing.DUE_SOON

    def _running(self, moment: datetime) -> Iterator[datetime]:
        if self.ack_due_at and not _done(self.acknowledged_at, moment):
            yield self.ack_due_at
        held = is_held(self.waiting_since, self.progress_due_at)
        if self.progress_due_at and not held and not _done(self.progress_at, moment):
            yield self.progress_due_at
        held = is_held(self.waiting_since, self.resolve_due_at)
        if self.resolve_due_at and not held and not _done(self.resolved_at, moment):
            yield self.resolve_due_at


def _done(done_at: datetime | None, moment: datetime) -> bool:
    return done_at is not None and done_at <= moment
