"""A reason given once, for which further customers are shown for a few minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from csq_desktop.domain.customers.facts import RevealReason

STANDS_FOR = timedelta(minutes=5)


@dataclass(frozen=True)
class StandingReason:
    """Why identities are looked at, and since when by two clocks.

    `since_running` is in seconds of a clock that nobody can set, and that may stop while the
    computer sleeps. The clock on the wall goes on, and can be set.
    """

    reason: RevealReason
    words: str
    since: datetime
    since_running: float

    @property
    def ends_at(self) -> datetime:
        """Until when it stands by the clock on the wall."""
        return self.since + STANDS_FOR

    def stands(self, now: datetime, running: float) -> bool:
        """Whether it still stands: the first of both clocks ends it, and so does one set back."""
        by_wall = timedelta(0) <= now - self.since < STANDS_FOR
        return by_wall and running - self.since_running < STANDS_FOR.total_seconds()
