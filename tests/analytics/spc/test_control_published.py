"""Control charts against published numbers, point by point."""

import pytest

from csq_desktop.analytics.spc.control import ControlChart, control_chart, fitting_chart
from csq_desktop.analytics.spc.runs import RunsTest
from csq_desktop.analytics.spc.samples import ChartKind, Sample
from tests.analytics import published

NEW = {15: "New material", 23: "New operator"}


def samples(values: list[int] | list[float], size: float | None = None) -> list[Sample]:
    return [Sample(str(at), value, size) for at, value in enumerate(values, start=1)]


def orange_juice(excluded: dict[int, str] | None = None) -> list[Sample]:
    return [
        Sample(str(at), bad, 50, (excluded or {}).get(at), 1 if at <= 30 else 2)
        for at, bad in enumerate(published.ORANGE_JUICE, start=1)
    ]


def complaints() -> list[Sample]:
    return [
        Sample(str(at), count, sales / 1000)
        for at, (count, sales) in enumerate(published.COMPLAINTS_AND_SALES, start=1)
    ]


def limits(chart: ControlChart) -> list[tuple[float | None, float | None]]:
    return [(point.lower, point.upper) for point in chart.points]


def values(chart: ControlChart) -> list[float | None]:
    return [point.value for point in chart.points]


def test_the_p_chart_of_montgomerys_first_thirty_samples() -> None:
    chart = control_chart(ChartKind.P, orange_juice()[:30])
    assert chart.centre == pytest.approx(0.2313333, abs=5e-8)
    assert limits(chart) == [pytest.approx((0.05242755, 0.4102391), abs=5e-8)] * 30
    assert chart.beyond == ("15", "23")
    assert values(chart) == [bad / 50 for bad in published.ORANGE_JUICE[:30]]


def test_the_p_chart_of_both_phases_with_two_samples_excluded() -> None:
    # R package qicharts2, example 7.1, every point
    chart = control_chart(ChartKind.P, orange_juice(NEW))
    assert [point.centre for point in chart.points] == pytest.approx(
        [0.215] * 30 + [0.1096875] * 64
    )
    first = (0.04070283995, 0.38929716)
    second = (0.0, 0.2422699552)
    assert limits(chart) == [pytest.approx(first)] * 30 + [pytest.approx(second)] * 64
    assert values(chart) == [bad / 50 for bad in published.ORANGE_JUICE]
    assert [phase.runs for phase in chart.phases] == [
        RunsTest(28, 5, 8, 13, 9),
        RunsTest(64, 7, 9, 30, 25),
    ]
    # qicharts2 marks 15 and 23 as well; excluded points are told as excluded, not as beyond.
    assert chart.beyond == ("21",)
    assert [point.label for point in chart.points if point.excluded] == ["15", "23"]


def test_the_u_chart_of_montgomerys_shipping_errors() -> None:
    # R package qicharts2, example 7.4, every point
    chart = control_chart(ChartKind.U, samples(published.SHIPPING, 50))
    assert chart.centre == pytest.approx(0.074)
    assert limits(chart) == [pytest.approx((0.0, 0.1894123044))] * 20
    assert values(chart) == [errors / 50 for errors in published.SHIPPING]
    assert chart.runs == RunsTest(20, 2, 7, 15, 6)
    assert chart.beyond == ()


def test_the_u_chart_of_qccs_personal_computers() -> None:
    chart = control_chart(ChartKind.U, samples(published.PERSONAL_COMPUTERS, 5))
    assert chart.centre == pytest.approx(1.93)
    assert limits(chart) == [pytest.approx((0.06613305, 3.793867), abs=5e-7)] * 20


def test_the_c_chart_of_montgomerys_circuit_boards() -> None:
    # Montgomery, Example 7.3: c̄ 19.85, limits 6.48 and 33.22 (from c̄ rounded), beyond 6 and 20
    chart = control_chart(ChartKind.C, samples(published.CIRCUIT_BOARDS))
    assert chart.centre == pytest.approx(19.85, abs=0.005)
    assert limits(chart) == [pytest.approx((6.48, 33.22), abs=0.01)] * 26
    assert chart.beyond == ("6", "20")


def test_the_revised_c_chart_of_montgomerys_circuit_boards() -> None:
    # Montgomery, Example 7.3, samples 6 and 20 excluded: 19.67, 6.37, 32.97
    given = [
        Sample(str(at), count, excluded="Found cause" if at in (6, 20) else None)
        for at, count in enumerate(published.CIRCUIT_BOARDS, start=1)
    ]
    chart = control_chart(ChartKind.C, given)
    assert chart.centre == pytest.approx(19.67, abs=0.005)
    assert limits(chart) == [pytest.approx((6.37, 32.97), abs=0.01)] * 26
    assert chart.beyond == ()


def test_the_xmr_chart_of_montgomerys_loan_costs() -> None:
    # Montgomery, Table 6.7; R package qicharts2, example 6.5, every point
    chart = control_chart(ChartKind.XMR, samples(published.LOAN_COSTS), freeze=20)
    assert chart.centre == pytest.approx(300.5)
    assert limits(chart) == [pytest.approx((279.783315, 321.216685), abs=5e-7)] * 40
    assert values(chart) == published.LOAN_COSTS
    assert chart.beyond == ("39", "40")
    assert chart.runs == RunsTest(40, 6, 8, 20, 14)


def test_the_moving_range_chart_of_montgomerys_loan_costs() -> None:
    chart = control_chart(ChartKind.MR, samples(published.LOAN_COSTS), freeze=20)
    assert chart.centre == pytest.approx(7.789474, abs=5e-7)
    assert limits(chart) == [pytest.approx((0.0, 25.448211), abs=5e-7)] * 40
    assert values(chart) == [None, *published.LOAN_COST_RANGES]
    assert chart.beyond == ("39",)
    assert chart.runs == RunsTest(39, 7, 8, 21, 14)


def test_the_xmr_chart_of_transformed_hours_is_the_published_t_chart() -> None:
    # R package qicharts2, example 7.6: hours to the power 1/3.6, charted, and turned back
    chart = control_chart(
        ChartKind.XMR, samples([hours ** (1 / 3.6) for hours in published.FAILURE_HOURS])
    )
    point = chart.points[0]
    assert chart.centre is not None
    assert point.lower is not None
    assert point.upper is not None
    assert chart.centre**3.6 == pytest.approx(430.0409518)
    assert point.upper**3.6 == pytest.approx(6937.933488)
    assert point.lower < 0
    assert (chart.runs, chart.beyond) == (RunsTest(20, 5, 7, 10, 6), ())


def test_the_plain_u_chart_of_taylors_complaints_cries_wolf() -> None:
    chart = control_chart(ChartKind.U, complaints())
    assert chart.centre == pytest.approx(4.9972527)
    expected = [pytest.approx(pair, abs=5e-7) for pair in published.COMPLAINTS_U_LIMITS]
    assert limits(chart) == expected
    assert values(chart) == pytest.approx(published.COMPLAINTS_PER_1000)
    assert len(chart.beyond) == 13
    assert chart.sigma_z is None


def test_the_u_prime_chart_of_taylors_complaints_flags_none() -> None:
    chart = control_chart(ChartKind.UPRIME, complaints())
    assert chart.sigma_z == pytest.approx(5.317, abs=5e-4)
    expected = [pytest.approx(pair, abs=2e-6) for pair in published.COMPLAINTS_UPRIME_LIMITS]
    assert limits(chart) == expected
    assert chart.beyond == ()


def test_taylors_complaints_get_the_u_prime_chart_and_shipping_errors_the_plain_one() -> None:
    chart = fitting_chart(ChartKind.U, complaints())
    assert chart.kind is ChartKind.UPRIME
    assert "5.3 times" in chart.notes[0]
    adjusted = control_chart(ChartKind.UPRIME, samples(published.PERSONAL_COMPUTERS, 5))
    assert adjusted.sigma_z is not None
    assert adjusted.sigma_z < 1.3
    plain = fitting_chart(ChartKind.U, samples(published.PERSONAL_COMPUTERS, 5))
    assert plain.kind is ChartKind.U


def test_infections_before_and_after_an_intervention_have_a_phase_each() -> None:
    # R package qicharts2, cdi: the intervention began with month 25
    chart = control_chart(
        ChartKind.U,
        [
            Sample(str(at), count, days, phase=1 if at < 25 else 2)
            for at, (count, days) in enumerate(published.INFECTIONS, start=1)
        ],
    )
    before, after = chart.phases
    assert before.centre is not None
    assert after.centre is not None
    assert before.centre > 2 * after.centre
    assert chart.centre == after.centre
