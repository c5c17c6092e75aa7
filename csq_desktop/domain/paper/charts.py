"""What a chart shows, as ready numbers and words; reports draw it, the window holds it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Self

from csq_desktop.domain.indicators.signs import Assurance, Variation
from csq_desktop.domain.tones import Meaning, Tone
from csq_desktop.texts import tr, trn

MOST_EXPLAINED = 4
"""How many events the line beneath a chart explains."""


class ChartUnit(StrEnum):
    """How a value is measured, hence written."""

    SHARE = "share"  # 0..1, written as a percentage
    COUNT = "count"
    NUMBER = "number"
    MONEY = "money"  # integer cents, Hong Kong dollars
    SECONDS = "seconds"


@dataclass(frozen=True, kw_only=True)
class ChartSpec:
    """What every chart says in words: above it the finding, then what is measured; notes beneath.

    `subject` is what is measured, in which unit, of which period; `subtitle` is the chart’s kind.
    `second` is another language that its words are in too, one of texts.LANGUAGES, or "".
    """

    title: str = ""
    subject: str = ""
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    second: str = ""

    @property
    def event_words(self) -> str:
        """What the numbers of events at the top stand for; a chart without time has none."""
        return ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw yet."""
        return False


@dataclass(frozen=True)
class EventMark:
    """An event as charts show it: its number at the top of the plot, its words beneath."""

    number: int
    start: date
    end: date
    text: str

    @property
    def line(self) -> str:
        """The number with what it stands for."""
        return f"{self.number} {self.text}"


@dataclass(frozen=True, kw_only=True)
class TimeSpec(ChartSpec):
    """What every chart over time has: the days of each place of its axis, and their events.

    `ends` are the lowest and the highest value of its axis where it shares them with the charts
    beside it; else the chart finds them in its own values.
    """

    spans: tuple[tuple[date, date], ...] = ()
    events: tuple[EventMark, ...] = ()
    ends: tuple[float, float] | None = None

    def with_events(self, events: Sequence[EventMark]) -> Self:
        """The chart with those of the events that happened in its time."""
        if not self.spans:
            return self
        first, last = self.spans[0][0], self.spans[-1][1]
        return replace(self, events=tuple(e for e in events if e.start <= last and e.end >= first))

    @property
    def event_words(self) -> str:
        """What the numbers at the top stand for, the latest of them; empty where there is none."""
        if not self.events:
            return ""
        earlier = len(self.events) - MOST_EXPLAINED
        listed = tr("; ").join(event.line for event in self.events[-MOST_EXPLAINED:])
        if earlier <= 0:
            return tr("Events: {events}.", events=listed)
        return trn(
            "Events: {events}; {n} earlier one is in the list of events.",
            "Events: {events}; {n} earlier ones are in the list of events.",
            earlier,
            events=listed,
        )

    def events_at(self, place: int) -> tuple[EventMark, ...]:
        """The events that touch the days of one place of the axis."""
        if not self.spans:
            return ()
        first, last = self.spans[place]
        return tuple(e for e in self.events if e.start <= last and e.end >= first)


@dataclass(frozen=True)
class ChartPicture:
    """A chart drawn for the screen: rows of red, green, blue, opacity, a byte each."""

    width: int
    height: int
    rgba: bytes


@dataclass(frozen=True)
class ChartTable:
    """The numbers of a chart: headings and rows of finished texts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Target:
    """A line to reach or to stay under, and what it is called.

    `steps` are the targets of the labels one by one, None where there was none, when they are not
    the same all along; `value` is the latest of them.
    """

    value: float
    label: str
    steps: tuple[float | None, ...] = ()

    @property
    def values(self) -> tuple[float, ...]:
        """Every height the line has."""
        return (self.value, *(step for step in self.steps if step is not None))


def target_over(targets: Sequence[float | None], label: Callable[[float], str]) -> Target | None:
    """The line of the targets of some months or days in order, called by the latest of them."""
    set_targets = [target for target in targets if target is not None]
    if not set_targets:
        return None
    steps = tuple(targets) if len(set(set_targets)) > 1 else ()
    return Target(set_targets[-1], label(set_targets[-1]), steps)


@dataclass(frozen=True, kw_only=True)
class ControlPoint:
    """One month of a control chart; `value` is None where nothing was measured.

    `group` is a second line on the axis (the year), `phase` names the stretch of the process the
    limits were computed from, `remark` the words beside the point. `is_good` is a signal on the
    side that is better.
    """

    label: str
    value: float | None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    group: str = ""
    phase: str = ""
    signal: bool = False
    excluded: bool = False
    remark: str = ""
    is_good: bool = False


@dataclass(frozen=True, kw_only=True)
class ControlSpec(TimeSpec):
    """Values over time with their centre line, limits of chance and signals."""

    points: tuple[ControlPoint, ...]
    unit: ChartUnit = ChartUnit.SHARE
    target: Target | None = None
    centre_label: str = ""

    @property
    def goal(self) -> float | None:
        """The value of the target, where there is one."""
        return self.target.value if self.target else None

    def latest(self, count: int) -> "ControlSpec":
        """The same chart with its latest so many points alone; their limits stay what they are."""
        target = self.target and replace(self.target, steps=self.target.steps[-count:])
        drawn = replace(self, points=self.points[-count:], target=target, spans=self.spans[-count:])
        return drawn.with_events(self.events)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw yet."""
        return all(point.value is None for point in self.points)


@dataclass(frozen=True)
class Bar:
    """One named amount; `note` stands small beside its value.

    `parts` are amounts of other meanings it is made of, from the bottom; none when it is of one.
    """

    label: str
    value: float
    meaning: Meaning = Meaning.ACTUAL
    note: str = ""
    parts: tuple[tuple[float, Meaning], ...] = ()


@dataclass(frozen=True, kw_only=True)
class BarsSpec(ChartSpec):
    """What every chart of bars or columns from zero has.

    `per_unit` is how long one of its unit is drawn, in points, where it shares its scale with the
    charts beside it; else its longest bar takes the room there is.
    """

    unit: ChartUnit = ChartUnit.COUNT
    per_unit: float | None = None


@dataclass(frozen=True, kw_only=True)
class ParetoSpec(BarsSpec):
    """Causes by size with their cumulative share; the small ones fall together as others."""

    bars: tuple[Bar, ...]
    most: int = 8
    mark_at: float | None = 0.8

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw yet."""
        return not any(bar.value for bar in self.bars)


@dataclass(frozen=True)
class FishboneCause:
    """One cause on a fishbone; `count` is how many cases had it, where it is of many."""

    text: str
    count: int | None = None
    is_main: bool = False


@dataclass(frozen=True)
class FishboneBranch:
    """A kind of cause, and the causes of that kind; none where nothing of it was found."""

    label: str
    causes: tuple[FishboneCause, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FishboneSpec(ChartSpec):
    """Why something arose: its causes along a bone for each kind of cause."""

    effect: str
    branches: tuple[FishboneBranch, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw yet."""
        return not any(branch.causes for branch in self.branches)


@dataclass(frozen=True, kw_only=True)
class AgeingSpec(BarsSpec):
    """How many open cases wait how long: one column a span of age, youngest first."""

    bars: tuple[Bar, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw yet."""
        return not self.bars


@dataclass(frozen=True, kw_only=True)
class BalanceSpec(BarsSpec):
    """Start, what came and went (signed values), end; the sum must hold."""

    start: Bar
    changes: tuple[Bar, ...]
    end: Bar

    def __post_init__(self) -> None:
        reached = self.start.value + sum(bar.value for bar in self.changes)
        if abs(reached - self.end.value) > 1e-6:
            raise ValueError(f"{reached} is not the end {self.end.value}")


@dataclass(frozen=True)
class Series:
    """Values over the labels of a trend; None where nothing was measured."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True)
class TrendSpec(TimeSpec):
    """What was measured over time, and beside it the same of the time before where it is shown."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    groups: tuple[str, ...] = ()
    unit: ChartUnit = ChartUnit.COUNT
    target: Target | None = None

    def __post_init__(self) -> None:
        if any(len(line.values) != len(self.labels) for line in self.series):
            raise ValueError("every series needs a value for each label")
        if self.groups and len(self.groups) != len(self.labels):
            raise ValueError("groups and labels differ in number")
        if not 1 <= len(self.series) <= 2:
            raise ValueError("a trend has one series, or two: the second is the same before it")

    @property
    def goal(self) -> float | None:
        """The value of the target, where there is one."""
        return self.target.value if self.target else None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw yet."""
        return all(value is None for line in self.series for value in line.values)


@dataclass(frozen=True, kw_only=True)
class TargetRow:
    """A figure with its interval against its target, and the verdict in a word."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    target: float | None = None
    tone: Tone = Tone.PLAIN
    word: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TargetsSpec(ChartSpec):
    """Several figures of one unit against their targets."""

    rows: tuple[TargetRow, ...]
    unit: ChartUnit = ChartUnit.SHARE

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw yet."""
        return not self.rows


@dataclass(frozen=True, kw_only=True)
class SectionRow:
    """One section of a checklist; `share` is None where every item was not applicable."""

    label: str
    share: float | None
    counted: str = ""
    before: float | None = None
    critical: int = 0
    total: bool = False


@dataclass(frozen=True, kw_only=True)
class SectionsSpec(ChartSpec):
    """The sections of a checklist by score."""

    rows: tuple[SectionRow, ...]
    target: float | None = None
    before_label: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw yet."""
        return not self.rows


@dataclass(frozen=True, kw_only=True)
class FunnelPoint:
    """One branch: how much it was exposed, and its rate."""

    label: str
    size: float
    value: float
    signal: bool = False
    own: bool = False


@dataclass(frozen=True, kw_only=True)
class FunnelSpec(ChartSpec):
    """Branches by volume between limits that narrow with it; `limits` is (size, low, high)."""

    points: tuple[FunnelPoint, ...]
    centre: float
    limits: tuple[tuple[float, float, float], ...]
    unit: ChartUnit = ChartUnit.SHARE
    size_label: str = ""
    centre_label: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw yet."""
        return not self.points


@dataclass(frozen=True, kw_only=True)
class SparkSpec(ChartSpec):
    """A word-sized line without axes: the band is what chance allows, the dashes are the target.

    `good` are those of the signals on the side that is better.
    """

    values: tuple[float | None, ...]
    low: float | None = None
    high: float | None = None
    target: float | None = None
    signals: frozenset[int] = field(default_factory=frozenset)
    good: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, kw_only=True)
class SignSpec(ChartSpec):
    """A word-sized sign: how a measure varies, pointing up (1) or down (−1), or its assurance.

    Its title is the sentence behind it, for who cannot see it.
    """

    sign: Variation | Assurance
    side: int = 0


def subject_text(measure: str, unit: str, period: str) -> str:
    """What is measured, in which unit, of which period, on one line."""
    return tr(" · ").join(part for part in (measure, unit, period) if part)


def cut_to(bars: Sequence[Bar], most: int, others: str) -> tuple[Bar, ...]:
    """The bars by falling size, all but the `most` largest added up under the name `others`."""
    ranked = sorted(bars, key=lambda bar: -bar.value)
    if len(ranked) <= most:
        return tuple(ranked)
    rest = sum(bar.value for bar in ranked[most:])
    return (*ranked[:most], Bar(others, rest))
