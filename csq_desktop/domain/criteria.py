"""What the figures of a month are judged by, and from when each criterion holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from csq_desktop.domain.calendar.dated import Dated
from csq_desktop.domain.calendar.months import Month

DEFAULT_MINIMUM_N = 10
_FROM_NEXT_MONTH = frozenset({"closed_bands"})


@dataclass(frozen=True)
class Criteria:
    """What one month is judged by; every field is a setting with a history of its own.

    `minimum_n` is the smallest number of cases a share is told of, `closed_bands` are the day
    limits of closing bands 1 and 2, `checklist_target` is the score to reach, 0..1.
    """

    minimum_n: int = DEFAULT_MINIMUM_N
    closed_bands: tuple[int, int] = (3, 10)
    checklist_target: float = 0.9


@dataclass(frozen=True)
class CriteriaHistory:
    """The criteria of every month; a name without a history has the usual value throughout."""

    by_name: Mapping[str, Dated[Any]]

    def of(self, month: Month) -> Criteria:
        """What a month is judged by: the criteria in force when it ends."""
        return self.on(month.last_day)

    def on(self, day: date) -> Criteria:
        """The criteria in force on a day."""
        return Criteria(**{name: dated.on(day) for name, dated in self.by_name.items()})

    @property
    def newest(self) -> Criteria:
        """The criteria as set last, those that hold from a later month on included."""
        return Criteria(**{name: dated.newest.value for name, dated in self.by_name.items()})


def holds_from(name: str, today: date) -> date:
    """The day from which a criterion changed today holds.

    Closing bands are counted case by case on the day of closing, so a month must not mix two of
    them: they hold from the next month. The others judge a month as a whole, by its last day.
    """
    return Month.of(today).shift(1).first_day if name in _FROM_NEXT_MONTH else today
