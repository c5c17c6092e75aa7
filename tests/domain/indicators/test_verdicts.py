"""A verdict: over both limits, since when it holds, and what a change is worth beside the chart."""

from dataclasses import replace

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Better, Figure, Status, Unit
from csq_desktop.domain.indicators.signs import Pattern, PatternKind, Signs, Variation
from csq_desktop.domain.indicators.verdicts import (
    Change,
    ChartSignal,
    MonthResult,
    SignalKind,
    Streak,
    Verdict,
    over_both,
)

FIRST = Month(2026, 1)
MET, MISSED, FEW = Status.MET, Status.MISSED, Status.TOO_FEW


def figure(status: Status = MET, value: float | None = 0.96, target: float | None = 0.95) -> Figure:
    name = ("pledge.TILL", "At the till")
    return Figure(*name, Unit.SHARE, Better.HIGHER, value, n=100, target=target, status=status)


def verdict(*statuses: Status, signal: ChartSignal | None = None) -> Verdict:
    """Months from January; a month of too few has no value."""
    results = tuple(
        MonthResult(
            month=FIRST.shift(at),
            figure=figure(one, None if one is FEW else 0.96),
            centre=0.96,
            upper=1.0,
        )
        for at, one in enumerate(statuses)
    )
    return Verdict(measure="pledge.TILL", results=results, signal=signal)


def low(month: int, kind: SignalKind = SignalKind.BEYOND) -> ChartSignal:
    there = Month(2026, month)
    return ChartSignal(kind, -1, there, there)


@pytest.mark.parametrize(
    ("standard", "maximum", "status", "word"),
    [
        (MET, None, MET, "Met"),
        (MET, MET, MET, "Met"),
        (MET, MISSED, MISSED, "Not met: maximum time"),
        (MISSED, MISSED, MISSED, "Not met"),
        (FEW, MISSED, MISSED, "Not met"),
        (FEW, None, FEW, "Too few cases"),
        (Status.NO_TARGET, None, Status.NO_TARGET, "No target"),
    ],
)
def test_a_month_is_missed_when_either_limit_is(
    standard: Status, maximum: Status | None, status: Status, word: str
) -> None:
    longest = figure(maximum) if maximum else None
    one = MonthResult(month=FIRST, figure=figure(standard), maximum=longest)
    assert over_both(one.figure, longest) is one.status is status
    assert one.word == word


def test_a_month_out_of_force_is_not_judged() -> None:
    none = Verdict(measure="x", results=(MonthResult(month=FIRST, figure=None),))
    assert (none.status, none.figure, none.maximum, none.target) == (
        Status.NOTHING, None, None, None,
    )  # fmt: skip
    assert none.result.value is None
    assert none.change is Change.UNKNOWN
    assert not none.is_unsettled
    assert not none.stable_below


def test_the_streak_and_its_first_month_say_the_same() -> None:
    run = verdict(MISSED, MET, MET, MET)
    assert run.streak == Streak(MET, 3)
    assert run.since == Month(2026, 2)


@pytest.mark.parametrize(
    ("after", "met_again"),
    [
        ((MET, MET), Month(2026, 7)),
        ((MISSED, MET), Month(2026, 8)),
        ((FEW, MET, FEW), Month(2026, 8)),
        ((MET, MISSED), None),
        ((FEW,), None),
        ((), None),
    ],
)
def test_a_pledge_is_met_again_since_the_first_month_of_those_that_are(
    after: tuple[Status, ...], met_again: Month | None
) -> None:
    judged = verdict(*[MET] * 5, MISSED, *after, signal=low(6))
    assert judged.met_again == met_again


def test_the_maximum_counts_for_since_when_it_is_met() -> None:
    judged = verdict(*[MET] * 5, MISSED, MET, MET, signal=low(6))
    *results, seventh, eighth = judged.results
    late = replace(seventh, maximum=figure(MISSED))
    assert replace(judged, results=(*results, late, eighth)).met_again == Month(2026, 8)


def test_a_share_is_back_within_its_limits_in_the_first_measured_month_after() -> None:
    judged = verdict(*[MET] * 5, MISSED, FEW, MET, signal=low(6))
    assert judged.within_again == Month(2026, 8)
    assert verdict(*[MET] * 5, MISSED, signal=low(6)).within_again is None


def test_a_signal_is_news_for_two_months() -> None:
    assert verdict(*[MET] * 8, signal=low(6)).is_news
    assert not verdict(*[MET] * 9, signal=low(6)).is_news
    assert not verdict(MET).is_news


def test_an_unusual_month_is_news_that_no_older_signal_says() -> None:
    rising = Signs(variation=Variation.BETTER, patterns=(Pattern(PatternKind.TREND, 1, 6),))
    assert rising.variation_clause == "Better, unusual: rising over 6 months"
    for signal, is_newer in ((None, True), (low(2), True), (low(9), False)):
        judged = replace(verdict(*[MET] * 9, signal=signal), signs=rising)
        assert (judged.is_news, judged.has_newer_pattern) == (True, is_newer)


def test_a_stable_level_below_its_target_is_told_only_with_months_enough() -> None:
    below = [replace(one, centre=0.94) for one in verdict(*[MET] * 6).results]
    assert Verdict(measure="x", results=tuple(below)).stable_below
    assert not Verdict(measure="x", results=tuple(below[:5])).stable_below
    assert not Verdict(measure="x", results=tuple(below), signal=low(6)).stable_below
    assert not verdict(*[MET] * 6).stable_below


@pytest.mark.parametrize(
    ("span", "side", "news", "months", "change"),
    [
        ((-0.03, 0.01), 0, False, 8, Change.CHANCE),
        ((-0.03, 0.01), -1, True, 8, Change.BEYOND),
        ((-0.03, -0.01), 0, False, 8, Change.ALLOWED),
        ((-0.03, -0.01), 0, True, 8, Change.CLEAR),
        ((-0.03, -0.01), -1, True, 8, Change.CLEAR),
        ((-0.03, -0.01), 0, False, 5, Change.EARLY),
        ((-0.03, -0.01), -1, True, 5, Change.CLEAR),
        ((None, None), 0, False, 8, Change.UNKNOWN),
    ],
)
def test_the_chart_has_the_last_word_on_a_change(
    span: tuple[float | None, float | None], side: int, news: bool, months: int, change: Change
) -> None:
    judged = verdict(*[MET] * months, signal=low(months - 1) if news else None)
    changed = replace(figure(), change=-0.02, change_low=span[0], change_high=span[1])
    last = replace(judged.result, figure=changed, side=side)
    judged = replace(judged, results=(*judged.results[:-1], last))
    assert judged.change is change
    assert bool(judged.beyond) is bool(side)
    assert judged.change_text.endswith(WORTH[change])
    assert bool(judged.change_text) is (change is not Change.UNKNOWN)
    assert judged.change_sure == CHANGE_SURE[change]


CHANGE_SURE = {
    Change.UNKNOWN: "",
    Change.CHANCE: "95% CI of the change: −3.0 to +1.0.",
    Change.BEYOND: "95% CI of the change: −3.0 to +1.0.",
    Change.ALLOWED: "95% CI of the change: −3.0 to −1.0.",
    Change.CLEAR: "95% CI of the change: −3.0 to −1.0.",
    Change.EARLY: "95% CI of the change: −3.0 to −1.0.",
}
WORTH = {
    Change.UNKNOWN: "",
    Change.CHANCE: ": may be normal variation.",
    Change.BEYOND: ": unusual.",
    Change.ALLOWED: ": within normal variation.",
    Change.CLEAR: ": a clear change.",
    Change.EARLY: ": too few months yet to judge it.",
}


@pytest.mark.parametrize(
    ("low_end", "high_end", "target", "unsettled"),
    [
        (0.94, 0.97, 0.95, True),
        (0.955, 0.97, 0.95, False),
        (None, 0.97, 0.95, False),
        (0.94, None, 0.95, False),
        (0.94, 0.97, None, False),
    ],
)
def test_an_interval_across_the_target_leaves_it_unsettled(
    low_end: float | None, high_end: float | None, target: float | None, unsettled: bool
) -> None:
    one = replace(figure(target=target), low=low_end, high=high_end)
    judged = Verdict(measure="x", results=(MonthResult(month=FIRST, figure=one),))
    assert judged.is_unsettled is unsettled


@pytest.mark.parametrize(
    ("earlier", "status"),
    [
        ((), Status.NOTHING),
        ((FEW,), Status.NOTHING),
        ((MISSED, MET), MET),
        ((MET, MISSED, FEW), MISSED),
    ],
)
def test_the_last_verdict_before_it_passes_over_months_without_one(
    earlier: tuple[Status, ...], status: Status
) -> None:
    assert verdict(*earlier, MET).judged_before is status
