"""Which acts turned a miss of a month into a deadline met, or took it out of the month.

A clock is looked at from three sides: whether it is late, excluded, voided. Each side is as the
last act left it; where an act after the miss made a side better, the month is counted once more as
if it had not. An act before the deadline helped nothing: there was no miss yet. Whether a case is
over a pledge's maximum is looked at in the same way: it can be helped while the case stays late.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints import clocks
from csq_desktop.domain.complaints.clocks import as_datetime
from csq_desktop.domain.complaints.facts import ClockState, ComplaintClock
from csq_desktop.domain.complaints.maximum import LateCase, passes_at
from csq_desktop.domain.indicators.earlier_rows import CountedRow, Facts, RowKey, RowStep
from csq_desktop.domain.indicators.helped import HelpKind
from csq_desktop.domain.indicators.late_rows import LateRows

ClockKey = tuple[int, int]
"""A complaint and the round of its resolve clock, from 1; 0 is a clock that runs but once."""
Moment = tuple[int, int]
"""A complaint and a second in which something was done to it."""
_CASES = (CountedRow.CASE, CountedRow.ROUND)
_NO_CLOCK: ClockKey = (0, -1)
_NOTHING: Facts = {"met": 0, "missed": 0, "over_maximum": 0, "excluded": 0}


class HelpingAct(NamedTuple):
    """What was done, to how many misses, by which change of a row."""

    kind: HelpKind
    misses: int
    step: RowStep


@dataclass(frozen=True)
class Help:
    """A clock or a day that counts better than it would without some acts, and by how much.

    `over` are those over the maximum, part of `missed`.
    """

    acts: tuple[HelpingAct, ...]
    met: int
    missed: int
    over: int = 0


@dataclass(frozen=True)
class UnansweredRound:
    """A round that only its closing ended in time: no reply had been given, and it came back."""

    key: RowKey
    facts: Facts

    @property
    def closed(self) -> Moment:
        """The complaint, and when it was closed."""
        return self.facts["complaint_id"], self.facts["closed_at"]


@dataclass(frozen=True)
class Maximum:
    """The maximum time of a pledge that is counted from a clock, in business minutes."""

    minutes: int
    calendar: ShopCalendar

    def is_passed(self, late: LateCase | None, month: Month, at: int) -> bool:
        """Whether a case passed it in a month, seen from a moment."""
        allowed = self.minutes * 60
        # Business time is never longer than time: most cases are settled without the calendar.
        if late is None or as_datetime(at - allowed - late.held_seconds) <= late.started_at:
            return False
        passes = passes_at(late, allowed, self.calendar)
        if passes is None or passes >= as_datetime(at):
            return False
        return Month.of(self.calendar.day_of(passes)) == month


@dataclass(frozen=True)
class HelpSearch:
    """Looks through the steps of a month's rows, the newest first; `now` in seconds since 1970."""

    month: Month
    now: int
    steps: tuple[RowStep, ...]
    rows: Mapping[RowKey, Facts]

    def clocks(self, clock: ComplaintClock, maximum: Maximum | None = None) -> Iterator[Help]:
        """The clocks of a kind that were missed in the month and are not any more.

        With a maximum: those that were over it, whether they are still late or not.
        """
        judge = self._judge(clock, maximum)
        histories = defaultdict[ClockKey, _Sides](_Sides)
        for step in self.steps:
            key = _same_clock(clock, step)
            if key is not None and step.before is not None and step.after is not None:
                at = int(step.change.at.timestamp())
                kind = step.key[0]
                was, became = judge.side(kind, step.before, at), judge.side(kind, step.after, at)
                histories[key].take_back(step, was, became)
        helped = {key: sides for key, sides in histories.items() if sides.helpful}
        for row, facts in self.rows.items():
            sides = helped.get(_clock_key(clock, row, facts) or _NO_CLOCK)
            if sides and (help_ := self._helped(judge, sides, row[0], facts)) is not None:
                yield help_

    def _judge(self, clock: ComplaintClock, maximum: Maximum | None) -> "_Judge":
        if maximum is None:
            return _Judge(clock, self.month)
        return _MaximumJudge(clock, self.month, maximum, LateRows(self.rows))

    def _helped(
        self, judge: "_Judge", sides: "_Sides", kind: CountedRow, facts: Facts
    ) -> Help | None:
        side = judge.side(kind, facts, self.now)
        without = sides.without(side)
        if side.is_missed or not without.is_missed:
            return None
        acts = tuple(
            HelpingAct(judge.kind(name, step), 1, step) for name, step in sides.helpful.items()
        )
        step = sides.helpful.get("late")
        return judge.help(acts, facts, facts if step is None else step.before or {}, self.now)

    def unanswered(
        self,
        answered: Collection[Moment],
        closed: Collection[Moment],
        maximum: Maximum | None = None,
    ) -> Iterator[UnansweredRound]:
        """The rounds whose deadline only a closing without a reply kept, and that came back.

        `answered` and `closed` are when people replied and closed; what a file closed is not
        judged. A reply that came in time all the same leaves nothing to say. With a maximum: those
        that only such a closing kept from passing it.
        """
        judge = self._judge(ComplaintClock.RESOLVE, maximum)
        replies: dict[int, list[int]] = {}
        for case_id, at in sorted(answered):
            replies.setdefault(case_id, []).append(at)
        for key, facts in self.rows.items():
            if key[0] is not CountedRow.ROUND or facts["resolved_at"] != facts["closed_at"]:
                continue
            unanswered = UnansweredRound(key, facts)
            if unanswered.closed not in closed or unanswered.closed in answered:
                continue
            later = (at for at in replies.get(facts["complaint_id"], ()) if at > facts["closed_at"])
            as_replied = {**facts, "resolved_at": next(later, self.now)}
            if judge.is_good(facts) and judge.side(key[0], as_replied, self.now).is_missed:
                yield unanswered

    def days(self, pledge_id: int, of: str = "missed") -> Iterator[Help]:
        """The day counts of a pledge that had more misses once than they have now.

        `of` says which: those `missed`, or `over_maximum`.
        """
        steps: dict[str, list[RowStep]] = {}
        for step in self.steps:
            facts = step.before or step.after or {}
            if step.key[0] is CountedRow.DAY and self._is_of(pledge_id, facts):
                steps.setdefault(facts["day"], []).append(step)
        counts = {
            facts["day"]: facts
            for key, facts in self.rows.items()
            if key[0] is CountedRow.DAY and self._is_of(pledge_id, facts)
        }
        for day, taken in steps.items():
            yield from _helped_day(counts.get(day, _NOTHING), taken, of)

    def _is_of(self, pledge_id: int, facts: Facts) -> bool:
        return bool(facts["pledge_id"] == pledge_id and facts["month"] == self.month.code)


def _helped_day(now: Facts, steps: Iterable[RowStep], of: str) -> Iterator[Help]:
    """What a day lost of its misses since it had the most, act by act.

    What an act took and a later one brought back was not lost: the rest adds up.
    """
    peak, acts, since_peak, back = now, list[HelpingAct](), list[HelpingAct](), 0
    for step in steps:
        before, after = step.before or _NOTHING, step.after or _NOTHING
        lost = before[of] - after[of] - back
        back = max(0, -lost)
        if lost > 0:
            since_peak.append(HelpingAct(_kind_of_count(step), lost, step))
        if before[of] > peak[of]:
            peak, acts = before, [*since_peak]
    if acts:
        met, missed, over = (now[name] - peak[name] for name in ("met", "missed", "over_maximum"))
        yield Help(tuple(acts), met, missed, over)


def _kind_of_count(step: RowStep) -> HelpKind:
    if step.after is None:
        return HelpKind.COUNT_REMOVED
    was_excluded = step.after["excluded"] > (step.before or _NOTHING)["excluded"]
    return HelpKind.COUNT_EXCLUDED if was_excluded else HelpKind.COUNT_CORRECTED


class _Side(NamedTuple):
    """How a clock stands in a month."""

    late: bool
    excluded: bool
    removed: bool

    @property
    def is_missed(self) -> bool:
        return self.late and not self.excluded and not self.removed


@dataclass
class _Sides:
    """The last act that changed each side of a clock, where it helped.

    `better` were excluded or voided: that helped if the clock had been late by then.
    """

    changed: set[str] = field(default_factory=set)
    better: dict[str, RowStep] = field(default_factory=dict)
    helpful: dict[str, RowStep] = field(default_factory=dict)

    def take_back(self, step: RowStep, was: _Side, became: _Side) -> None:
        """Take in a step older than those before it."""
        for name, before, after in zip(_Side._fields, was, became, strict=True):
            if before != after and name not in self.changed:
                self.changed.add(name)
                if after is not (name == "late"):
                    self.better[name] = step
        if was.late:
            self.helpful |= self.better
            self.better.clear()

    def without(self, side: _Side) -> _Side:
        """How a clock would stand without the acts that helped."""
        worse = {name: name == "late" for name in self.helpful}
        return side._replace(**worse)


class _Judge:
    """Judges the facts of a case or a round by one of their clocks."""

    def __init__(self, clock: ComplaintClock, month: Month) -> None:
        self._names = _NAMES[clock]
        self._month = month

    def side(self, kind: CountedRow, facts: Facts, at: int) -> _Side:
        """How the clock stood at a moment."""
        late = self._is_late(kind, facts, at)
        return _Side(late, bool(facts["excluded_reason"]), facts["removed_at"] is not None)

    def _is_late(self, _kind: CountedRow, facts: Facts, at: int) -> bool:
        return self._is_here(facts) and self._has_missed(facts, at)

    def _is_here(self, facts: Facts) -> bool:
        return bool(facts.get(self._names.month) == self._month.code)

    def _has_missed(self, facts: Facts, at: int) -> bool:
        due, waiting = facts[self._names.due], self._waiting(facts)
        state = clocks.ending(facts[self._names.done], due, waiting=waiting)
        if state is not ClockState.RUNNING:
            return state is ClockState.MISSED
        return clocks.has_run_out(due, at, held=clocks.is_held(waiting, due))

    def is_good(self, facts: Facts) -> bool:
        """Whether the clock of a round counts, and in favour of the figure."""
        return self.is_met(facts)

    def help(self, acts: tuple[HelpingAct, ...], facts: Facts, _before: Facts, _now: int) -> Help:
        """What some acts changed of a clock that stands as its facts say."""
        return Help(acts, int(self.is_met(facts)), -1)

    def is_met(self, facts: Facts) -> bool:
        """Whether the clock counts as met in the month, if its row counts."""
        if not self._is_here(facts) or facts["removed_at"] is not None:
            return False
        done, due, waiting = facts[self._names.done], facts[self._names.due], self._waiting(facts)
        excluded = bool(facts["excluded_reason"])
        return clocks.ending(done, due, excluded=excluded, waiting=waiting) is ClockState.MET

    def _waiting(self, facts: Facts) -> clocks.Moment:
        return None if self._names is _ACKNOWLEDGEMENT else facts.get("waiting_since")

    def kind(self, name: str, step: RowStep) -> HelpKind:
        """What the step did that changed a side."""
        if name == "excluded":
            return HelpKind.EXCLUDED
        if name == "removed":
            if (step.after or {}).get("became_id"):
                return HelpKind.KIND
            if (step.after or {}).get("merged_into_id"):
                return HelpKind.MERGED
            is_file = step.change.row_id is None
            return HelpKind.IMPORT_UNDONE if is_file else HelpKind.VOIDED
        before, after = step.before or {}, step.after or {}
        if before.get("received_at") != after.get("received_at"):
            return HelpKind.RECEIVED
        done = self._names.done
        if before[done] == after[done]:
            # A progress reply in time stops no clock: it begins the next span.
            was_informed = before.get("progress_since") != after.get("progress_since")
            is_progress = self._names is _PROGRESS_REPLY and was_informed
            return self._names.recorded if is_progress else HelpKind.DEADLINE
        return self._names.recorded if before[done] is None else self._names.corrected


class _MaximumJudge(_Judge):
    """Judges them by a pledge's maximum, which may run out in a later month than the deadline."""

    def __init__(
        self, clock: ComplaintClock, month: Month, maximum: Maximum, rows: LateRows
    ) -> None:
        super().__init__(clock, month)
        self._clock, self._maximum, self._rows = clock, maximum, rows

    def _is_late(self, kind: CountedRow, facts: Facts, at: int) -> bool:
        late = self._rows.late(kind, self._clock, facts)
        return self._maximum.is_passed(late, self._month, at)

    def is_good(self, facts: Facts) -> bool:
        """Whether a round counts and ended before it passed the maximum."""
        if facts["removed_at"] is not None or facts["excluded_reason"]:
            return False
        return not self._is_late(CountedRow.ROUND, facts, facts["resolved_at"] + 1)

    def help(self, acts: tuple[HelpingAct, ...], facts: Facts, before: Facts, now: int) -> Help:
        """The same; a late case counts among those missed in the month of its deadline alone."""
        counts = facts["removed_at"] is None and not facts["excluded_reason"]
        missed = counts and self._is_here(facts) and self._has_missed(facts, now)
        return Help(acts, int(self.is_met(facts)), int(missed) - int(self._is_here(before)), -1)


class _ClockNames(NamedTuple):
    """Where the facts of a clock stand, and what is done to its end."""

    done: str
    due: str
    month: str
    recorded: HelpKind
    corrected: HelpKind


_ACKNOWLEDGEMENT = _ClockNames(
    "acknowledged_at",
    "ack_due_at",
    "ack_month",
    HelpKind.ACKNOWLEDGED_EARLIER,
    HelpKind.ACKNOWLEDGED,
)
_REPLY = _ClockNames(
    "resolved_at", "resolve_due_at", "resolve_month", HelpKind.REPLIED_EARLIER, HelpKind.REPLIED
)

_PROGRESS_REPLY = _ClockNames(
    "progress_at",
    "progress_due_at",
    "progress_month",
    HelpKind.PROGRESS_EARLIER,
    HelpKind.PROGRESS,
)
_NAMES = {
    ComplaintClock.ACKNOWLEDGE: _ACKNOWLEDGEMENT,
    ComplaintClock.PROGRESS: _PROGRESS_REPLY,
    ComplaintClock.RESOLVE: _REPLY,
}


def _clock_key(clock: ComplaintClock, row: RowKey, facts: Facts) -> ClockKey | None:
    """Which clock a row has of a kind; None where it has none."""
    kind, number = row
    if clock is not ComplaintClock.RESOLVE:
        return (number, 0) if kind is CountedRow.CASE else None
    if kind is CountedRow.CASE:
        return number, facts["reopened_count"] + 1
    return (facts["complaint_id"], facts["round"]) if kind is CountedRow.ROUND else None


def _same_clock(clock: ComplaintClock, step: RowStep) -> ClockKey | None:
    """The clock that a step changed; None where it began another one, as a reopening does."""
    if step.before is None or step.after is None:
        return None
    before = _clock_key(clock, step.key, step.before)
    return before if before == _clock_key(clock, step.key, step.after) else None
