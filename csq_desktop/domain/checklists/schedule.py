"""When checklists are due: the periods of a schedule, and what became of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from csq_desktop.domain.checklists.facts import Every, RunLine, TemplateLine
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.texts import mark, trc


class DueState(StrEnum):
    """What became of one occurrence of a checklist."""

    DUE = "due"
    STARTED = "started"
    DONE = "done"
    MISSED = "missed"

    @property
    def label(self) -> str:
        """The state in the user's language."""
        return trc("checklist", _STATES[self])


_STATES = {
    DueState.DUE: mark("Due"),
    DueState.STARTED: mark("In progress"),
    DueState.DONE: mark("Done"),
    DueState.MISSED: mark("Not done"),
}


@dataclass(frozen=True)
class Stretch:
    """Days on which a checklist was due as often; `last` is None while that still holds."""

    template_key: str
    every: Every
    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Occurrence:
    """One period in which one run of a checklist is due, both days inclusive."""

    template_key: str
    every: Every
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a run for the day counts for it."""
        return self.first <= day <= self.last

    def days(self) -> Iterator[date]:
        """Every day of the period."""
        for step in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=step)


@dataclass(frozen=True)
class DueChecklist:
    """A checklist that waits to be run, or was missed; `run_id` is the unfinished run, if any."""

    template_id: int
    template_key: str
    title: ThreeTexts
    every: Every
    first: date
    last: date
    minutes: int
    state: DueState
    run_id: int | None = None

    def is_due_on(self, day: date) -> bool:
        """Whether the day is the last one to do it on, and it is not done."""
        return self.last == day and self.state in (DueState.DUE, DueState.STARTED)


@dataclass(frozen=True)
class ExpectedRuns:
    """The occurrences of a month: how many there were, done in time, and done too late."""

    expected: int = 0
    in_time: int = 0
    late: int = 0

    @property
    def missed(self) -> int:
        """Those not done at all."""
        return self.expected - self.in_time - self.late


@dataclass(frozen=True)
class Overview:
    """A checklist as the list of checklists shows it.

    `now` is its present occurrence, `missed` how many of late were missed, `scores` are those of
    the latest finished runs, oldest first, None where a run has no score.
    """

    line: TemplateLine
    now: DueChecklist | None
    missed: int
    last: RunLine | None
    scores: tuple[float | None, ...] = ()

    @property
    def is_below_target(self) -> bool:
        """Whether the last finished run scored less than it had to."""
        last = self.last
        return last is not None and last.score is not None and last.score < last.target


def occurrence(stretch: Stretch, day: date) -> Occurrence | None:
    """The occurrence the day lies in; None when the checklist is not due then."""
    period = stretch.every.period(day)
    if period is None or not stretch.holds(day):
        return None
    return Occurrence(stretch.template_key, stretch.every, *period)


def occurrences(stretch: Stretch, first: date, last: date) -> tuple[Occurrence, ...]:
    """The occurrences that end between two days and lie wholly in the stretch, earliest first."""
    by_first_day: dict[date, Occurrence] = {}
    day = first
    while day <= last:
        period = stretch.every.period(day)
        if period is None:
            break
        if period[1] <= last and all(map(stretch.holds, period)):
            by_first_day[period[0]] = Occurrence(stretch.template_key, stretch.every, *period)
        day = period[1] + timedelta(days=1)
    return tuple(by_first_day.values())


def joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Stretches of one checklist in order, those that follow on with the same schedule as one."""
    result: list[Stretch] = []
    for stretch in stretches:
        before = result[-1] if result else None
        if before and before.every is stretch.every and _follows(before, stretch):
            result[-1] = Stretch(stretch.template_key, stretch.every, before.first, stretch.last)
        else:
            result.append(stretch)
    return tuple(result)


def _follows(before: Stretch, after: Stretch) -> bool:
    return before.last is not None and after.first <= before.last + timedelta(days=1)
