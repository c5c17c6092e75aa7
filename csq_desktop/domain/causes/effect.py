"""Whether complaints of a cause became fewer once an action against it had ended.

Two spans of the same length, before and after the end, are set beside each other: no longer than
the time since, so that both are whole. It is a count and no proof; few cases say nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(days=90)


@dataclass(frozen=True)
class ServedCase:
    """A complaint that an action serves; `cause` is the code of its main cause, or empty."""

    id: int
    ref: str
    summary: str
    cause: str


@dataclass(frozen=True)
class EffectSpan:
    """The two spans around the end of an action: from `before` to `end`, and on to `after`."""

    before: datetime
    end: datetime
    after: datetime

    @property
    def days(self) -> int:
        """How many days each of the two has."""
        return (self.after - self.end).days


@dataclass(frozen=True)
class ActionEffect:
    """Complaints of some causes, by code, received before an action ended and after."""

    causes: tuple[str, ...]
    days: int
    before: int
    after: int


def spans(end: datetime, now: datetime) -> EffectSpan | None:
    """The spans to compare, in whole days; None while not one day has gone by since the end."""
    length = timedelta(days=min(now - end, LONGEST).days)
    if length < timedelta(days=1):
        return None
    return EffectSpan(end - length, end, end + length)
