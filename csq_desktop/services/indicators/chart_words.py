"""What a control chart found, as the title above it: one sentence, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

from csq_desktop.analytics.spc.control import ControlChart
from csq_desktop.analytics.spc.signals import Rule, Signal
from csq_desktop.domain.indicators.figures import Better
from csq_desktop.domain.months import Month
from csq_desktop.domain.wording import month_name, month_text, percent_text
from csq_desktop.texts import mark, tr

FEWEST_POINTS = 6
"""Below so many measured months a chart says nothing about chance."""
_NEAR = 11  # months back within which a month's name needs no year


@dataclass(frozen=True)
class Goal:
    """What a chart is judged by: which way is good, and the share to reach or pledged, if any."""

    better: Better
    target: float | None = None
    pledged: bool = False


@dataclass(frozen=True)
class Finding:
    """The signal that matters most; `month` is the last month it names."""

    signal: Signal
    month: Month
    first: Month

    @property
    def is_beyond(self) -> bool:
        """Whether one month lies outside its limits."""
        return self.signal.rule is Rule.BEYOND_LIMITS


def enough(chart: ControlChart) -> bool:
    """Whether the chart has the points it takes to tell chance from change."""
    return sum(point.value is not None for point in chart.points) >= FEWEST_POINTS


def main_finding(chart: ControlChart, months: Sequence[Month]) -> Finding | None:
    """The latest signal; of two that end together a month beyond its limits comes first."""
    if not enough(chart):
        return None
    place = {point.label: months[i] for i, point in enumerate(chart.points)}
    found = [Finding(one, place[one.labels[-1]], place[one.labels[0]]) for one in chart.signals]
    ranked = [one for one in found if one.signal.rule is not Rule.FEW_CROSSINGS] or found
    return max(ranked, key=lambda one: (one.month, one.is_beyond), default=None)


def title(chart: ControlChart, months: Sequence[Month], goal: Goal) -> str:
    """The sentence above a chart of months: what matters most, and every other month it marks."""
    if not enough(chart):
        return tr("Too few months yet to tell chance from change")
    found = main_finding(chart, months)
    if found is None:
        return _stable(chart, goal)
    said = _said(chart, months, goal, found)
    others = [
        named(month, months[-1])
        for point, month in zip(chart.points, months, strict=True)
        if point.beyond and not (found.is_beyond and month == found.month)
    ]
    if not others:
        return said
    return tr("{finding}; beyond its limits too: {months}",
              finding=said, months=tr(", ").join(others))  # fmt: skip


def _said(chart: ControlChart, months: Sequence[Month], goal: Goal, found: Finding) -> str:
    if found.signal.rule is Rule.FEW_CROSSINGS:
        return tr("The level has shifted: not chance")
    if found.is_beyond:
        return _beyond(chart, months, goal, found)
    side = found.signal.side > 0
    if found.month < months[-1]:
        words = _HIGHER_BEFORE if side else _LOWER_BEFORE
        return tr(words[goal.better], month=named(found.month, months[-1]))
    words = _HIGHER if side else _LOWER
    return tr(words[goal.better], month=named(found.first, months[-1]))


def named(month: Month, last: Month) -> str:
    """A month's name, with its year where the name alone could be another year's."""
    return month_name(month) if month.shift(_NEAR) >= last else month_text(month)


def _stable(chart: ControlChart, goal: Goal) -> str:
    if goal.better is not Better.HIGHER:
        return tr("No signal: as many as in other months")
    if goal.target is None or chart.centre is None or chart.centre >= goal.target:
        stable = mark("No signal: the pledge is stable")
        return tr(stable if goal.pledged else mark("No signal: stable from month to month"))
    return tr("Stable, but below its target: only another way of working will raise it")


def _beyond(chart: ControlChart, months: Sequence[Month], goal: Goal, found: Finding) -> str:
    words = _ABOVE if found.signal.side > 0 else _BELOW
    name = named(found.month, months[-1])
    since = _kept_since(chart, months, goal, found)
    if goal.better is not Better.HIGHER or found.signal.side > 0 or found.month == months[-1]:
        return tr(words[goal.better], month=name)
    if since is None:
        return tr(
            "{month} fell below its limit: not chance; not yet back at {target}",
            month=name,
            target=percent_text(goal.target, 0),
        )
    return tr(
        "{month} fell below its limit: not chance; kept again since {since}",
        month=name,
        since=named(since, months[-1]),
    )


def _kept_since(
    chart: ControlChart, months: Sequence[Month], goal: Goal, found: Finding
) -> Month | None:
    """The first month of those after a signal from which on the target was met, if it is now."""
    since = None
    for point, month in zip(chart.points, months, strict=True):
        if month > found.month and point.value is not None:
            met = goal.target is None or point.value >= goal.target
            since = (since or month) if met else None
    return since


_BELOW = {
    Better.HIGHER: mark("{month} fell below its limit: not chance"),
    Better.LOWER: mark("{month} fell below its limit: fewer than chance explains"),
    Better.NEITHER: mark("{month} fell below its limit: fewer than chance explains"),
}
_ABOVE = {
    Better.HIGHER: mark("{month} rose above its limit: better, and not by chance"),
    Better.LOWER: mark("{month} rose above its limit: not chance"),
    Better.NEITHER: mark("{month} rose above its limit: not chance"),
}
_HIGHER = {
    Better.HIGHER: mark("Better since {month}, and not by chance"),
    Better.LOWER: mark("More since {month}: not chance"),
    Better.NEITHER: mark("More since {month}: not chance"),
}
_LOWER = {
    Better.HIGHER: mark("Worse since {month}: not chance"),
    Better.LOWER: mark("Fewer since {month}, and not by chance"),
    Better.NEITHER: mark("Fewer since {month}, and not by chance"),
}
_HIGHER_BEFORE = {
    Better.HIGHER: mark("Better until {month} than after it: not chance"),
    Better.LOWER: mark("More until {month} than after it: not chance"),
    Better.NEITHER: mark("More until {month} than after it: not chance"),
}
_LOWER_BEFORE = {
    Better.HIGHER: mark("Worse until {month} than after it: not chance"),
    Better.LOWER: mark("Fewer until {month} than after it: not chance"),
    Better.NEITHER: mark("Fewer until {month} than after it: not chance"),
}
