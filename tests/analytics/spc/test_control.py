"""Control charts: gaps, exclusions, baselines, phases, and data with nothing in it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.analytics.spc.control import (
    OVERDISPERSED,
    ControlChart,
    control_chart,
    fitting_chart,
)
from csq_desktop.analytics.spc.runs import RunsTest
from csq_desktop.analytics.spc.samples import ChartKind, Sample, moving_ranges
from csq_desktop.analytics.spc.signals import Rule
from csq_desktop.errors import UserError
from csq_desktop.texts import speaking

EVERY_KIND = pytest.mark.parametrize("kind", list(ChartKind))


def samples(*values: float | None, size: float | None = 50) -> list[Sample]:
    return [Sample(str(at), value, size) for at, value in enumerate(values, start=1)]


def rules(chart: ControlChart) -> list[Rule]:
    return [signal.rule for signal in chart.signals]


@EVERY_KIND
def test_an_empty_chart_says_nothing(kind: ChartKind) -> None:
    chart = control_chart(kind, [], freeze=20)
    assert (chart.centre, chart.points, chart.signals) == (None, (), ())
    assert (chart.runs, chart.notes, chart.beyond) == (RunsTest(0, 0, 0, 0, 0), (), ())


@EVERY_KIND
def test_a_single_point_is_never_beyond(kind: ChartKind) -> None:
    chart = control_chart(kind, samples(5))
    assert len(chart.points) == 1
    assert chart.beyond == ()
    assert chart.signals == ()


def test_a_single_value_has_a_centre_but_no_limits_where_spread_is_learnt() -> None:
    for kind in (ChartKind.XMR, ChartKind.PPRIME, ChartKind.UPRIME):
        chart = control_chart(kind, samples(5))
        assert chart.centre is not None
        assert (chart.points[0].lower, chart.points[0].upper) == (None, None)
    assert control_chart(ChartKind.MR, samples(5)).centre is None


@EVERY_KIND
@pytest.mark.parametrize("value", [0.0, 0.1, 1.0, 7.3, 50.0])
def test_equal_values_are_never_beyond_nor_a_signal(kind: ChartKind, value: float) -> None:
    chart = control_chart(kind, samples(*[value] * 12))
    assert chart.beyond == ()
    assert chart.signals == ()
    assert chart.runs.n_useful == 0


@pytest.mark.parametrize("kind", [ChartKind.P, ChartKind.U, ChartKind.PPRIME, ChartKind.UPRIME])
def test_a_sample_of_size_nothing_is_a_gap(kind: ChartKind) -> None:
    given = samples(5, 6, 4, 5)
    given.insert(2, Sample("gap", 0, 0))
    chart = control_chart(kind, given)
    gap = chart.points[2]
    assert (gap.value, gap.lower, gap.upper, gap.beyond) == (None, None, None, False)
    assert chart.centre == pytest.approx(0.1)


@EVERY_KIND
def test_only_gaps_have_no_centre(kind: ChartKind) -> None:
    given = [Sample("a", None, 0), Sample("b", None, 0)]
    chart = control_chart(kind, given)
    assert (chart.centre, chart.beyond, len(chart.points)) == (None, (), 2)


def test_a_missing_value_is_skipped() -> None:
    with_gap = control_chart(ChartKind.XMR, samples(3, None, 5, 4))
    without = control_chart(ChartKind.XMR, samples(3, 5, 4))
    assert with_gap.centre == without.centre
    assert with_gap.points[3].upper == without.points[2].upper


def test_limits_of_shares_are_clipped_to_what_is_possible() -> None:
    low = control_chart(ChartKind.P, samples(1, 1, 2)).points[0]
    high = control_chart(ChartKind.P, samples(49, 50, 49)).points[0]
    assert low.lower == 0
    assert high.upper == 1


def test_counts_have_a_floor_and_single_values_none() -> None:
    assert control_chart(ChartKind.C, samples(1, 2, 3)).points[0].lower == 0
    single = control_chart(ChartKind.XMR, samples(1, 9, 2)).points[0]
    assert single.lower is not None
    assert single.lower < 0


def test_limits_follow_the_size_of_each_sample() -> None:
    small, large = control_chart(ChartKind.P, [Sample("a", 5, 50), Sample("b", 50, 500)]).points
    assert small.upper is not None
    assert large.upper is not None
    assert small.upper > large.upper


def test_a_point_carries_what_it_was_computed_from() -> None:
    point = control_chart(ChartKind.P, samples(5, 7)).points[0]
    assert (point.count, point.size, point.value) == (5, 50, 0.1)
    assert control_chart(ChartKind.XMR, samples(5, 7)).points[0].count is None


def test_an_excluded_point_is_drawn_but_changes_nothing() -> None:
    given = samples(*[5, 6, 4] * 5)
    wild = Sample("wild", 45, 50, excluded="Stock-taking")
    chart = control_chart(ChartKind.P, [*given[:7], wild, *given[7:]])
    without = control_chart(ChartKind.P, given)
    assert chart.points[7].value == 0.9
    assert chart.points[7].upper == without.points[0].upper
    assert (chart.centre, chart.beyond, chart.runs) == (without.centre, (), without.runs)
    assert chart.notes == ("wild is excluded from the control limits: Stock-taking.",)


def test_moving_ranges_bridge_an_excluded_value() -> None:
    given = samples(1, 100, 4)
    given[1] = replace(given[1], excluded="Typhoon")
    assert [one.value for one in moving_ranges(given)] == [None, None, 3]
    assert control_chart(ChartKind.MR, given).centre == 3


def test_a_frozen_baseline_alone_sets_the_limits_and_is_told() -> None:
    chart = control_chart(ChartKind.XMR, samples(*[10, 11] * 5, 30), freeze=10)
    assert chart.centre == 10.5
    assert chart.beyond == ("11",)
    assert (chart.frozen, chart.notes) == (10, ("Control limits from the first 10 points.",))


def test_a_baseline_longer_than_the_chart_is_the_whole_chart() -> None:
    chart = control_chart(ChartKind.C, samples(3), freeze=20)
    assert chart.notes == ("Control limits from the first 1 point.",)


def test_each_phase_has_limits_of_its_own() -> None:
    given = [replace(one, phase=1 + (at >= 3)) for at, one in enumerate(samples(3, 4, 5, 9, 9))]
    chart = control_chart(ChartKind.C, given)
    assert [phase.centre for phase in chart.phases] == [4, 9]
    assert chart.centre == 9
    assert [point.centre for point in chart.points] == [4, 4, 4, 9, 9]
    assert chart.notes == ("2 phases, each with its own limits.",)


def test_moving_ranges_do_not_cross_a_phase() -> None:
    given = [replace(one, phase=1 + (at >= 2)) for at, one in enumerate(samples(1, 2, 90, 93))]
    chart = control_chart(ChartKind.MR, given)
    assert [point.value for point in chart.points] == [None, 1, None, 3]


def test_a_frozen_baseline_and_phases_exclude_each_other() -> None:
    given = [Sample("a", 1), Sample("b", 2, phase=2)]
    with pytest.raises(UserError, match="not both"):
        control_chart(ChartKind.XMR, given, freeze=1)


@pytest.mark.parametrize("freeze", [0, -3])
def test_a_baseline_of_no_points_is_refused(freeze: int) -> None:
    with pytest.raises(UserError, match="at least one point"):
        control_chart(ChartKind.C, samples(1, 2), freeze=freeze)


@pytest.mark.parametrize(
    ("kind", "sample", "message"),
    [
        (ChartKind.P, Sample("May", 5), "May has no size"),
        (ChartKind.U, Sample("May", -1, 5), "negative"),
        (ChartKind.U, Sample("May", 1, -5), "negative"),
        (ChartKind.C, Sample("May", -1), "negative"),
        (ChartKind.P, Sample("May", 6, 5), "larger than its size"),
        (ChartKind.PPRIME, Sample("May", 6, 5), "larger than its size"),
        (ChartKind.XMR, Sample("May", float("nan")), "not a number"),
        (ChartKind.XMR, Sample("May", float("-inf")), "not a number"),
        (ChartKind.XMR, Sample("May", 1e300), "not a number"),
        (ChartKind.U, Sample("May", 1, 1e-300), "not a number"),
    ],
)
def test_a_sample_that_cannot_be_charted_is_named(
    kind: ChartKind, sample: Sample, message: str
) -> None:
    with pytest.raises(UserError, match=message) as refused:
        control_chart(kind, [Sample("April", 1, 5), sample])
    assert "May" in refused.value.text


def test_points_beyond_are_told_with_their_side() -> None:
    chart = control_chart(ChartKind.P, [*samples(*[25] * 12), Sample("low", 5, 50)], freeze=12)
    assert chart.beyond == ("low",)
    assert chart.signals[0].text == "low is below the lower control limit"


def test_single_values_are_judged_by_zones_and_attributes_by_runs() -> None:
    shifted = [9, 8] * 6 + [9.6] * 9 + [8, 9]
    single = control_chart(ChartKind.XMR, samples(*shifted), freeze=12)
    assert Rule.EIGHT_IN_A_ROW in rules(single)
    assert single.signals[-1].observed == 9
    counted = control_chart(ChartKind.C, samples(*shifted), freeze=12)
    assert rules(counted) == [Rule.LONG_RUN]
    assert counted.signals[0].labels == tuple(str(at) for at in range(13, 22))
    assert rules(control_chart(ChartKind.MR, samples(*shifted), freeze=12)) == []


def test_few_crossings_are_told_on_attribute_charts() -> None:
    chart = control_chart(ChartKind.C, samples(*([8] * 5 + [9] * 5) * 2))
    assert rules(chart) == [Rule.FEW_CROSSINGS]
    assert (chart.signals[0].observed, chart.signals[0].limit) == (3, 6)


def test_over_dispersed_shares_get_the_p_prime_chart() -> None:
    wild = [Sample(str(at), 400 + 80 * (at % 2), 1000) for at in range(12)]
    chart = fitting_chart(ChartKind.P, wild)
    assert chart.kind is ChartKind.PPRIME
    assert chart.sigma_z is not None
    assert chart.sigma_z > OVERDISPERSED
    assert chart.notes[-1].startswith("The points vary")
    assert fitting_chart(ChartKind.P, samples(5, 6, 4, 5)).kind is ChartKind.P
    assert fitting_chart(ChartKind.P, []).kind is ChartKind.P


def test_charts_without_a_laney_form_stay_as_they_are() -> None:
    assert fitting_chart(ChartKind.C, samples(5, 40, 3, 50)).kind is ChartKind.C


def test_every_kind_of_chart_has_a_name_in_every_language() -> None:
    for language in ("en", "zh_HK", "zh_CN"):
        with speaking(language):
            assert len({kind.label for kind in ChartKind}) == len(ChartKind)
    assert ChartKind.UPRIME.label == "u′ chart (rate, Laney)"


COUNTS = st.lists(st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))


@pytest.mark.no_cover
@given(COUNTS, st.sampled_from([kind for kind in ChartKind if kind.is_attribute]))
def test_limits_always_hold_the_centre_and_beyond_means_outside(
    counts: list[tuple[int, int]], kind: ChartKind
) -> None:
    chart = control_chart(kind, [Sample(str(at), *pair) for at, pair in enumerate(counts)])
    assert len(chart.points) == len(counts)
    for point in chart.points:
        if point.lower is None or point.upper is None or point.centre is None:
            assert not point.beyond
            continue
        assert point.lower - 1e-9 <= point.centre <= point.upper + 1e-9
        if point.value is not None and point.beyond:
            assert not point.lower <= point.value <= point.upper


@pytest.mark.no_cover
@given(
    st.lists(st.floats(-1e6, 1e6).map(lambda value: round(value, 3)), min_size=2),
    st.floats(-1e3, 1e3).map(lambda value: round(value, 3)),
)
def test_shifting_every_single_value_shifts_centre_and_limits(
    values: list[float], shift: float
) -> None:
    chart = control_chart(ChartKind.XMR, samples(*values))
    moved = control_chart(ChartKind.XMR, samples(*[value + shift for value in values]))
    assert chart.centre is not None
    assert moved.centre == pytest.approx(chart.centre + shift, abs=1e-3)
    upper, moved_upper = chart.points[0].upper, moved.points[0].upper
    if upper is not None and moved_upper is not None:  # where nothing varies there are no limits
        assert moved_upper == pytest.approx(upper + shift, abs=1e-3)


@pytest.mark.parametrize(
    ("kind", "values", "size"),
    [
        (ChartKind.XMR, (5, 5, 5, 5, 6), None),
        (ChartKind.MR, (5, 5, 5, 5, 6), None),
        (ChartKind.C, (0, 0, 0, 0, 1), None),
        (ChartKind.U, (0, 0, 0, 0, 1), 10),
        (ChartKind.P, (0, 0, 0, 0, 1), 10),
        (ChartKind.P, (10, 10, 10, 10, 9), 10),
        (ChartKind.PPRIME, (0, 0, 0, 0, 1), 10),
    ],
)
def test_a_baseline_that_does_not_vary_makes_nothing_certain(
    kind: ChartKind, values: tuple[int, ...], size: int | None
) -> None:
    points = [Sample(str(n), value, size) for n, value in enumerate(values)]
    chart = control_chart(kind, points, freeze=4)
    assert chart.beyond == ()
    assert chart.signals == ()
    assert {(point.lower, point.upper) for point in chart.points} == {(None, None)}
    assert "The points do not vary, so there are no limits." in chart.notes
    assert "do not vary" not in " ".join(control_chart(kind, points[:1]).notes)


def test_counts_without_a_size_are_named() -> None:
    points = [Sample("Jan", 5, 0), Sample("Feb", 0, 0), Sample("Mar", 3, 10), Sample("Apr", 4, 10)]
    chart = control_chart(ChartKind.U, points)
    assert chart.notes == ("Counted without a size, and not drawn: Jan.",)
    assert control_chart(ChartKind.C, points).notes == ()
