"""A setting over time: its versions as they were written, and the one in force on a day."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value")


class Version(NamedTuple, Generic[Value]):
    """One version of a setting; `number` counts from 1 in the order they were written."""

    number: int
    since: date
    value: Value


class InForce(NamedTuple, Generic[Value]):
    """Days on which one value was in force; the first span holds for the days before it, too."""

    since: date
    value: Value


@dataclass(frozen=True)
class Dated(Generic[Value]):
    """Every version of one setting, at least one, in the order they were written.

    What is written later wins on all days it holds for: to go back is to write the old value again.
    Days before the first version are judged by it, for nothing else was in force then.
    """

    versions: tuple[Version[Value], ...]

    @property
    def newest(self) -> Version[Value]:
        """What was written last, in force already or not yet."""
        return self.versions[-1]

    @property
    def start(self) -> date:
        """The day the first version holds from."""
        return min(version.since for version in self.versions)

    def version_on(self, day: date) -> Version[Value]:
        """The version in force on a day."""
        day = max(day, self.start)
        return next(version for version in reversed(self.versions) if version.since <= day)

    def on(self, day: date) -> Value:
        """The value in force on a day."""
        return self.version_on(day).value

    def spans(self) -> tuple[InForce[Value], ...]:
        """The values one after another with the day each took over, the oldest first."""
        days = sorted({version.since for version in self.versions})
        held = [InForce(day, self.on(day)) for day in days]
        changed = (after for before, after in pairwise(held) if after.value != before.value)
        return (held[0], *changed)
