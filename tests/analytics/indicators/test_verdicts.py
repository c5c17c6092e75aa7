"""Judging a measure: which months enter, what its chart marks, and the signal that matters most."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.analytics.indicators.verdicts import judge_counts, judge_share, since_first
from csq_desktop.analytics.spc.samples import ChartKind
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Better, Figure, Status, Unit
from csq_desktop.domain.indicators.verdicts import MonthResult, SignalKind

FIRST = Month(2025, 1)
STEADY = [(960 + (at % 3) * 6 - 6, 1000) for at in range(13)]


def share(met: int, of: int) -> Figure:
    few = of < 10
    value = None if few else met / of
    status = Status.NOTHING if not of else Status.TOO_FEW if few else Status.NO_TARGET
    return Figure("x", "X", Unit.SHARE, Better.HIGHER, value, met, of, of, status=status)


def months(counts: list[tuple[int, int]]) -> list[MonthResult]:
    return [MonthResult(month=FIRST.shift(at), figure=share(*one)) for at, one in enumerate(counts)]


def came(counts: list[int]) -> list[MonthResult]:
    """So many complaints, month by month."""
    figures = [Figure("r", "R", Unit.COUNT, Better.NEITHER, count, n=count) for count in counts]
    return [MonthResult(month=FIRST.shift(at), figure=each) for at, each in enumerate(figures)]


def per_1000(count: int) -> Figure:
    """Their rate, of 6,000 sales."""
    return Figure("p", "P", Unit.PER_1000, Better.LOWER, count / 6, count, 6000, 6000)


def test_a_history_begins_with_the_first_month_that_counted_anything() -> None:
    judged = judge_share("x", months([(0, 0), (0, 0), (3, 4), *STEADY]))
    assert judged.months[0] == FIRST.shift(2)
    assert judged.verdict.results[0].lower is None
    assert since_first(months([(0, 0), (0, 0)])) == (months([(0, 0), (0, 0)])[-1],)


def test_a_month_beyond_its_limits_is_on_its_side_and_the_signal() -> None:
    low = judge_share("x", months([*STEADY, (890, 1000)])).verdict
    assert (low.result.side, [one.month for one in low.beyond]) == (-1, [FIRST.shift(13)])
    assert low.signal is not None
    assert (low.signal.is_beyond, low.signal.side, low.signal.last) == (True, -1, low.month)
    high = judge_share("x", months([*STEADY, (999, 1000)])).verdict
    assert high.result.side == 1


def test_of_two_signals_the_latest_counts_and_seldom_crossings_only_alone() -> None:
    run = judge_share("x", months([(963, 1000)] * 9 + [(950, 1000)] * 7)).verdict
    assert run.signal is not None
    assert run.signal.kind is SignalKind.RUN
    few = judge_share("x", months([(963, 1000)] * 6 + [(957, 1000)] * 5 + [(963, 1000)] * 5))
    assert few.verdict.signal is not None
    assert few.verdict.signal.kind is SignalKind.CROSSINGS


def test_too_few_months_signal_nothing() -> None:
    assert judge_share("x", months([*STEADY[:4], (500, 1000)])).verdict.signal is None


def test_a_month_left_out_enters_no_limits_and_its_reason_can_be_rewritten() -> None:
    without = judge_share("x", months(STEADY)).verdict.result.centre
    odd = MonthResult(month=FIRST.shift(13), figure=share(500, 1000), left_out="Call 91234567")
    judged = judge_share("x", [*months(STEADY), odd])
    assert judged.verdict.result.centre == pytest.approx(without)
    assert judged.verdict.beyond == ()
    clean = judged.with_reasons(lambda text: text.replace("91234567", "…"))
    assert clean.chart.points[-1].excluded == "Call …"
    assert clean.chart.points[0].excluded is None


def test_limits_begin_anew_with_a_new_standard() -> None:
    old = months([(800, 1000)] * 6)
    new = [
        MonthResult(
            month=FIRST.shift(6 + at),
            figure=share(960, 1000),
            stretch=2,
            standard="within 3 minutes",
        )
        for at in range(6)
    ]
    judged = judge_share("x", [*old, *new])
    assert judged.stretches == {1: "", 2: "within 3 minutes"}
    assert judged.verdict.results[0].centre == pytest.approx(0.8)
    assert judged.verdict.result.centre == pytest.approx(0.96)


def test_counts_are_rates_only_where_every_month_has_one() -> None:
    results = came([0, 34, 38, 31])
    rate = Figure("p", "P", Unit.PER_1000, Better.LOWER, 5.0, 34, 6000, 6000)
    assert judge_counts("r", results, [None, rate, rate, rate]).chart.kind is ChartKind.U
    assert judge_counts("r", results, [rate, rate, None, rate]).chart.kind is ChartKind.C
    assert judge_counts("r", results, [None] * 4).chart.kind is ChartKind.C


def test_a_month_whose_rate_is_to_come_changes_no_earlier_one() -> None:
    counts = [34, 38, 31, 36, 40, 35, 33, 90, 36, 37, 35, 34]
    results = came(counts)
    rates = [per_1000(count) for count in counts]
    whole = judge_counts("r", results[:10], rates[:10])
    for to_come in (1, 2):
        running = judge_counts("r", results[: 10 + to_come], [*rates[:10], *[None] * to_come])
        assert running.chart.kind is whole.chart.kind
        assert running.verdict.results[:10] == whole.verdict.results
        assert running.verdict.signal == whole.verdict.signal
        assert running.verdict.within_again == whole.verdict.within_again == FIRST.shift(8)
        assert running.verdict.result.upper is None
    late = judge_counts("r", results, [*rates[:7], *[None] * 5])
    assert late.chart.kind is ChartKind.C


def test_a_month_that_is_not_over_is_no_signal_and_moves_no_limit() -> None:
    counts = [34, 38, 31, 36, 40, 35, 33, 90, 36, 37]
    whole = came(counts)
    running = replace(came([*counts, 3])[-1], left_out="not over")
    for rates in ([None] * 11, [*map(per_1000, counts), per_1000(3)]):
        judged = judge_counts("r", [*whole, running], rates).verdict
        before = judge_counts("r", whole, rates[:10]).verdict
        assert judged.results[:10] == before.results
        assert (judged.signal, judged.result.side) == (before.signal, 0)
    still_odd = judge_counts("r", [*whole[:8], running], [None] * 9).verdict
    assert still_odd.within_again is None


def test_only_a_month_on_the_chart_is_within_its_limits_again() -> None:
    counts = [34, 38, 31, 36, 40, 35, 33, 37, 39, 90, 36]
    results = came(counts)
    rates = [per_1000(count) for count in counts[:-1]]
    assert judge_counts("r", results, [*rates, None]).verdict.within_again is None


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=24))
def test_every_month_keeps_its_figure_and_lies_where_the_chart_says(
    counts: list[tuple[int, int]],
) -> None:
    results = months([(min(one), max(one)) for one in counts])
    judged = judge_share("x", results)
    assert len(judged.chart.points) == len(judged.verdict.results)
    assert [one.figure for one in judged.verdict.results] == [
        one.figure for one in since_first(results)
    ]
    for one, point in zip(judged.verdict.results, judged.chart.points, strict=True):
        assert (one.lower, one.upper, one.value) == (point.lower, point.upper, point.value)
        assert bool(one.side) is point.beyond


def test_a_disaster_makes_no_month_before_it_unusual() -> None:
    good = [(960 + at % 3, 1000) for at in range(9)]
    before = judge_share("x", months(good)).verdict
    verdict = judge_share("x", months([*good, (600, 3000)])).verdict
    assert [result.side for result in verdict.results] == [0] * 9 + [-1]
    assert verdict.result.is_good(Better.LOWER)
    assert not verdict.result.is_good(Better.HIGHER)
    assert not before.result.is_good(Better.LOWER)
    assert verdict.result.centre == pytest.approx(0.961)
