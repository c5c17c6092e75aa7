"""The verdict on a measure in a month: target, maximum, control limits, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Better, Figure, Status
from csq_desktop.domain.indicators.signs import Signs
from csq_desktop.domain.words.wording import change_ends, month_name
from csq_desktop.texts import mark, tr, trc, trn

HISTORY_MONTHS = 24
"""Every verdict looks back over so many months, its own included, whoever asks for it."""
FEWEST_POINTS = 6
"""Below so many measured months a chart says nothing about chance."""
RECENT_MONTHS = 2
"""So many months after it a signal is still news."""


class SignalKind(StrEnum):
    """What a control chart marks in a measure's history."""

    BEYOND = "beyond"
    RUN = "run"
    CROSSINGS = "crossings"


@dataclass(frozen=True)
class ChartSignal:
    """A signal of a chart of months: `side` 1 above, −1 below, 0 neither."""

    kind: SignalKind
    side: int
    first: Month
    last: Month

    @property
    def is_beyond(self) -> bool:
        """Whether one month lies beyond its limits."""
        return self.kind is SignalKind.BEYOND


class Change(StrEnum):
    """What the difference from the month before is worth, in the light of the whole chart."""

    UNKNOWN = "unknown"
    CHANCE = "chance"
    CLEAR = "clear"
    EARLY = "early"
    ALLOWED = "allowed"
    BEYOND = "beyond"

    @property
    def label(self) -> str:
        """What it is worth, in words that a sentence or a cell can end with."""
        return tr(_CHANGES[self])


@dataclass(frozen=True)
class Streak:
    """For how many months in a row, the last one included, a measure had the same verdict."""

    status: Status
    months: int

    @property
    def text(self) -> str:
        """The verdict, such as “Kept 3 months”."""
        if self.months > 1 and self.status is Status.MET:
            return trn("Met for {n} month", "Met for {n} months", self.months)
        if self.months > 1 and self.status is Status.MISSED:
            return trn("Not met for {n} month", "Not met for {n} months", self.months)
        return self.status.label


def over_both(figure: Figure | None, maximum: Figure | None) -> Status:
    """A month's verdict: missed when either limit is, else as the standard says."""
    if figure is None:
        return Status.NOTHING
    if maximum is not None and maximum.status is Status.MISSED:
        return Status.MISSED
    return figure.status


@dataclass(frozen=True, kw_only=True)
class MonthResult:
    """One month of a measure: its figures, and how the month lies on the measure's chart.

    `maximum` tells of those over the maximum, where one is promised. `left_out` is the written
    reason why the month enters no limits. Limits begin anew where `stretch` changes, which counts
    the standards a pledge has had; `standard` is that one in words. `centre`, `lower` and `upper`
    are the month's own; `side` is 1 above them, −1 below, 0 within.
    """

    month: Month
    figure: Figure | None
    maximum: Figure | None = None
    left_out: str | None = None
    stretch: int = 1
    standard: str = ""
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    side: int = 0

    @property
    def status(self) -> Status:
        """The month's verdict over both limits."""
        return over_both(self.figure, self.maximum)

    @property
    def value(self) -> float | None:
        """What was measured; None where nothing was, or too little."""
        return self.figure.value if self.figure else None

    @property
    def misses_maximum_only(self) -> bool:
        """Whether the target was reached and the maximum was not."""
        reached = self.figure is not None and self.figure.status is Status.MET
        return reached and self.status is Status.MISSED

    def is_good(self, better: Better) -> bool:
        """Whether the month lies beyond its limits on the better side."""
        return bool(self.side) and (self.side > 0) == (better is Better.HIGHER)

    @property
    def word(self) -> str:
        """The verdict in a word or two, with the limit it rests on where that is the maximum."""
        if self.misses_maximum_only:
            return trc("figure", "Not met: maximum time")
        return self.status.label


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One measure judged in one month: the last of `results`, which begin where it was measured.

    `signal` is the one of its chart that matters most; None without a chart, or without a signal.
    `signs` say how it varies now and whether it will meet its target.
    """

    measure: str
    results: tuple[MonthResult, ...]
    signal: ChartSignal | None = None
    signs: Signs = field(default_factory=Signs)

    @property
    def result(self) -> MonthResult:
        """The month that is judged."""
        return self.results[-1]

    @property
    def month(self) -> Month:
        """The month that is judged."""
        return self.result.month

    @property
    def figure(self) -> Figure | None:
        """The measure's figure; None in a month it was not in force."""
        return self.result.figure

    @property
    def maximum(self) -> Figure | None:
        """Those over the maximum, where one is promised."""
        return self.result.maximum

    @property
    def status(self) -> Status:
        """Met or missed over both limits, or why it is not judged."""
        return self.result.status

    @property
    def target(self) -> float | None:
        """What it is judged by."""
        return self.figure.target if self.figure else None

    @property
    def better(self) -> Better:
        """Which way is good; of a number of complaints, whose figure does not say, fewer."""
        figure = self.figure
        if figure is None or figure.better is Better.NEITHER:
            return Better.LOWER
        return figure.better

    @property
    def has_history(self) -> bool:
        """Whether there are months enough to tell chance from change."""
        return sum(result.value is not None for result in self.results) >= FEWEST_POINTS

    @property
    def is_news(self) -> bool:
        """Whether this month is unusual, or one of the two before it was."""
        if self.signs.patterns:
            return True
        return self.signal is not None and self.signal.last >= self.month.shift(-RECENT_MONTHS)

    @property
    def has_newer_pattern(self) -> bool:
        """Whether its month is unusual for a reason that its signal, an older one, does not say."""
        is_older = self.signal is None or self.signal.last < self.month
        return is_older and bool(self.signs.patterns)

    def news(self, finding: str) -> str:
        """What is unusual of late, as a part of a sentence; `finding` is what its chart says."""
        return self.signs.variation_clause if self.has_newer_pattern else finding

    @property
    def beyond(self) -> tuple[MonthResult, ...]:
        """The months beyond their limits."""
        return tuple(result for result in self.results if result.side)

    @cached_property
    def streak(self) -> Streak:
        """The run of equal verdicts that ends with the month."""
        return streak([result.status for result in self.results])

    @property
    def since(self) -> Month:
        """The first month of that run."""
        return self.month.shift(1 - self.streak.months)

    @property
    def judged_before(self) -> Status:
        """The last verdict before this month's; NOTHING where no earlier month was judged."""
        judged = (Status.MET, Status.MISSED)
        earlier = (result.status for result in reversed(self.results[:-1]))
        return next((status for status in earlier if status in judged), Status.NOTHING)

    @cached_property
    def met_again(self) -> Month | None:
        """Since when it is met again after a month below its limits; None while it is not.

        Months that were not judged neither begin nor end it.
        """
        since = None
        for result in self._after_signal():
            if result.status is Status.MET:
                since = since or result.month
            elif result.status is Status.MISSED:
                since = None
        return since

    @property
    def within_again(self) -> Month | None:
        """The first measured month after the last one beyond its limits, if there is one.

        A month that is no point on the chart, having no rate yet, tells nothing of them, nor does
        one that is left out of them.
        """
        return next(
            (
                result.month
                for result in self._after_signal()
                if None not in (result.value, result.upper) and result.left_out is None
            ),
            None,
        )

    @property
    def stable_below(self) -> bool:
        """Whether it is stable at a level below its target: waiting will not raise it."""
        centre, target = self.result.centre, self.target
        if self.signal is not None or not self.has_history or centre is None or target is None:
            return False
        return centre < target

    @property
    def is_unsettled(self) -> bool:
        """Whether the interval reaches across the target: one month alone does not settle it."""
        figure = self.figure
        if figure is None or figure.low is None or figure.high is None or figure.target is None:
            return False
        return figure.low < figure.target < figure.high

    @property
    def change(self) -> Change:
        """What the change since the month before is worth; the chart knows more months."""
        figure = self.figure
        if figure is None or figure.change_low is None:
            return Change.UNKNOWN
        if not figure.change_is_clear:
            return Change.BEYOND if self.result.side else Change.CHANCE
        # Of many pairs of months some differ clearly by chance: the chart must show a signal too.
        if self.result.side or self.is_news:
            return Change.CLEAR
        return Change.ALLOWED if self.has_history else Change.EARLY

    @property
    def change_text(self) -> str:
        """How much a share changed since the month before, and what that is worth; may be empty."""
        if self.figure is None or self._change_interval is None:
            return ""
        before = month_name(self.month.shift(-1))
        change = tr("{change} from {month}", change=self.figure.change_text, month=before)
        return tr("{change}: {worth}.", change=change, worth=self.change.label)

    @property
    def change_sure(self) -> str:
        """How sure the change is, its 95% interval in a sentence; empty without one."""
        interval = self._change_interval
        if interval is None:
            return ""
        low, high = change_ends(*interval)
        return tr("95% CI of the change: {low} to {high}.", low=low, high=high)

    @property
    def _change_interval(self) -> tuple[float, float] | None:
        figure = self.figure
        if figure is None or figure.change_low is None or figure.change_high is None:
            return None
        return figure.change_low, figure.change_high

    def _after_signal(self) -> tuple[MonthResult, ...]:
        last = self.signal.last if self.signal else self.month
        return tuple(result for result in self.results if result.month > last)


def streak(statuses: Sequence[Status]) -> Streak:
    """The run of equal verdicts at the end of a measure's months, oldest month first."""
    last = statuses[-1] if statuses else Status.NOTHING
    length = 0
    for status in reversed(statuses):
        if status is not last:
            break
        length += 1
    return Streak(last, length)


_CHANGES = {
    Change.UNKNOWN: mark("nothing to compare with"),
    Change.CHANCE: mark("may be normal variation"),
    Change.CLEAR: mark("a clear change"),
    Change.EARLY: mark("too few months yet to judge it"),
    Change.ALLOWED: mark("within normal variation"),
    Change.BEYOND: mark("unusual"),
}
