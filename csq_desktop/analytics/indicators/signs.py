"""Reading a measure's two signs off its control chart.

Rules and signs after NHS England, "Making Data Count: Strengthening your decisions" (variation by
the latest point, six points in a row that rise or fall, target against both limits).
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from csq_desktop.analytics.spc.control import ChartPoint, ControlChart
from csq_desktop.analytics.spc.limits import above
from csq_desktop.analytics.spc.signals import Rule
from csq_desktop.domain.indicators.figures import Better, Unit
from csq_desktop.domain.indicators.signs import (
    ASSURANCE_POINTS,
    Assurance,
    Pattern,
    PatternKind,
    Signs,
    Variation,
)
from csq_desktop.domain.indicators.verdicts import FEWEST_POINTS, MonthResult, Verdict

TREND_POINTS = 6
"""So many points in a row, each higher than the one before or each lower, are unusual."""
_KINDS = {
    Rule.BEYOND_LIMITS: PatternKind.BEYOND,
    Rule.EIGHT_IN_A_ROW: PatternKind.RUN,
    Rule.TWO_OF_THREE: PatternKind.NEAR,
    Rule.FOUR_OF_FIVE: PatternKind.NEAR,
}


def signs(verdict: Verdict, chart: ControlChart) -> Signs:
    """The signs of a verdict whose months are the points of the chart."""
    phase = _current(chart)
    measured = [point for point in phase if _is_measured(point)]
    # Nothing is said of a month that is not measured, or after too few.
    is_judged = len(measured) >= FEWEST_POINTS and measured[-1] is phase[-1]
    patterns = tuple(_patterns(chart, measured)) if is_judged else ()
    points, limits = _since_target(verdict, chart)
    low, high = limits or (None, None)
    return Signs(
        variation=_variation(verdict.better, patterns) if is_judged else Variation.UNKNOWN,
        assurance=_assurance(verdict, points, limits),
        patterns=patterns,
        points=points,
        months=len(measured) - (len(measured) > FEWEST_POINTS),  # the latest enters no limits
        low=low,
        high=high,
        unit=verdict.figure.unit if verdict.figure else Unit.SHARE,
        has_target=verdict.target is not None,
    )


def _current(chart: ControlChart) -> tuple[ChartPoint, ...]:
    """The points of the last phase."""
    last = chart.points[-1].phase
    return tuple(point for point in chart.points if point.phase == last)


def _is_measured(point: ChartPoint) -> bool:
    return point.value is not None and point.excluded is None


def _variation(better: Better, patterns: Sequence[Pattern]) -> Variation:
    directions = {pattern.is_good(better) for pattern in patterns}
    if len(directions) > 1:
        return Variation.BOTH
    if not directions:
        return Variation.USUAL
    return Variation.BETTER if True in directions else Variation.WORSE


def _patterns(chart: ControlChart, measured: Sequence[ChartPoint]) -> Iterator[Pattern]:
    """What makes the latest month of the phase unusual."""
    yield from _signals(chart, measured)
    yield from _trend(measured)


def _signals(chart: ControlChart, measured: Sequence[ChartPoint]) -> Iterator[Pattern]:
    """The chart's signals that end with the last point."""
    last, run = measured[-1], _run(chart, measured)
    for signal in chart.signals:
        if signal.labels[-1] != last.label or signal.rule is Rule.LONG_RUN:
            continue
        if signal.rule is not Rule.FEW_CROSSINGS:
            yield Pattern(_KINDS[signal.rule], signal.side, len(signal.labels))
        elif not run and _lies(last):
            # Few crossings have no side: the level that is left lies where the last point does.
            yield Pattern(PatternKind.SHIFTED, _lies(last), len(signal.labels))
    if run:
        yield Pattern(PatternKind.RUN, _lies(last), run)


def _run(chart: ControlChart, measured: Sequence[ChartPoint]) -> int:
    """How long the run is that the last point ends, where that is too long; else 0.

    The chart tells only of its longest run, which may be one of long ago.
    """
    if not chart.kind.is_attribute:
        return 0  # charts of single values have a rule of eight among their signals
    sides = list(map(_lies, measured))
    if not sides[-1]:
        return 0
    run = next(groupby(side for side in reversed(sides) if side))[1]
    length = len(list(run))
    return length if length > chart.runs.longest_max else 0


def _trend(measured: Sequence[ChartPoint]) -> Iterator[Pattern]:
    values = [point.value or 0.0 for point in measured]
    steps = [_side(after, before) for before, after in pairwise(values)]
    length = 1
    while length <= len(steps) and steps[-length] == steps[-1]:
        length += 1
    if length < TREND_POINTS or not steps[-1]:
        return
    sides = {_lies(point) for point in measured[-length:]}
    yield Pattern(PatternKind.TREND, steps[-1], length, sides.pop() if len(sides) == 1 else 0)


def _lies(point: ChartPoint) -> int:
    """On which side of its average a point lies."""
    return _side(point.value or 0.0, point.centre or 0.0)


def _side(value: float, other: float) -> int:
    """1 above the other, −1 below it, 0 where they are the same."""
    return above(value, other) - above(other, value)


def _since_target(verdict: Verdict, chart: ControlChart) -> tuple[int, tuple[float, float] | None]:
    """The measured months of the current phase under the current target, and the latest limits."""
    last, count, limits = chart.points[-1].phase, 0, None
    for result, point in zip(reversed(verdict.results), reversed(chart.points), strict=True):
        if point.phase != last or _has_other_target(result, verdict.target):
            break
        if _is_measured(point):
            count += 1
            if limits is None and result.lower is not None and result.upper is not None:
                limits = result.lower, result.upper
    return count, limits


def _has_other_target(result: MonthResult, target: float | None) -> bool:
    return result.figure is not None and result.figure.target != target


def _assurance(verdict: Verdict, points: int, limits: tuple[float, float] | None) -> Assurance:
    """Whether both limits lie on one side of the target; on a limit it is still within reach."""
    target = verdict.target
    if target is None or limits is None or points < ASSURANCE_POINTS:
        return Assurance.UNKNOWN
    low, high = limits
    if verdict.better is Better.LOWER:
        low, high, target = -high, -low, -target
    if not above(target, low):
        return Assurance.ALWAYS
    return Assurance.NEVER if above(target, high) else Assurance.CHANCE
