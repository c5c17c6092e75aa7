"""From the sums of analytics to specs: signals keep their words, sums that do not hold show it."""

from dataclasses import replace

import pytest

from csq_desktop.analytics.ageing import ageing
from csq_desktop.analytics.funnel import proportion_funnel
from csq_desktop.analytics.pareto import pareto
from csq_desktop.analytics.spc.control import control_chart
from csq_desktop.analytics.spc.samples import ChartKind, Sample
from csq_desktop.analytics.spc.signals import Rule, Signal
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.open_cases import Standing
from csq_desktop.domain.indicators.figures import Balance
from csq_desktop.domain.paper.charts import ChartUnit, Target
from csq_desktop.domain.tones import Meaning
from csq_desktop.reports.charts.analysed import (
    ageing_spec,
    balance_spec,
    funnel_spec,
    pareto_spec,
)
from csq_desktop.reports.charts.control import ControlWords, control_spec

MONTHS = [Month(2025, 11).shift(i) for i in range(12)]
OCTOBER = Month(2026, 10)


def samples(*met: float | None, excluded: str | None = None) -> list[Sample]:
    return [Sample(str(i), value, 100, excluded if i == 3 else None) for i, value in enumerate(met)]


def test_a_month_beyond_its_limits_is_marked_and_told() -> None:
    chart = control_chart(ChartKind.P, samples(95, 94, 96, 95, 94, 95, 96, 70, 95, 94, 96, 95))
    spec = control_spec(chart, ControlWords(title="July fell", months=MONTHS))
    assert [point.signal for point in spec.points].index(True) == 7
    assert spec.notes[0] == "7 is below the lower control limit."
    assert (spec.points[7].label, spec.points[7].group) == ("Jun", "2026")
    assert spec.unit is ChartUnit.SHARE
    assert spec.subtitle == "p chart (share), limits vary by month"


def test_limits_of_a_chart_of_counts_are_not_said_to_vary() -> None:
    chart = control_chart(ChartKind.C, samples(21, 20, 22, 21))
    assert control_spec(chart, ControlWords(title="")).subtitle == ChartKind.C.label


def test_values_and_limits_come_over_as_they_are() -> None:
    chart = control_chart(ChartKind.P, samples(95, 94, None, 95))
    spec = control_spec(chart, ControlWords(title="", target=Target(0.95, "pledge 95%")))
    assert [point.value for point in spec.points] == [0.95, 0.94, None, 0.95]
    assert spec.points[0].centre == pytest.approx(284 / 300)
    assert spec.points[0].lower == chart.points[0].lower
    assert spec.target == Target(0.95, "pledge 95%")


def test_an_excluded_month_carries_its_reason_and_is_no_signal() -> None:
    chart = control_chart(ChartKind.P, samples(95, 94, 96, 40, 94, excluded="typhoon"))
    spec = control_spec(chart, ControlWords(title=""))
    left_out = spec.points[3]
    assert (left_out.excluded, left_out.signal, left_out.remark) == (True, False, "typhoon")
    assert any("typhoon" in note for note in spec.notes)


def test_zone_signals_mark_their_points_but_a_shifted_level_does_not() -> None:
    calm = control_chart(ChartKind.XMR, [Sample(str(i), 10 + i % 3) for i in range(12)])
    zone = Signal(Rule.TWO_OF_THREE, ("2", "4"), side=1)
    shift = Signal(Rule.EIGHT_IN_A_ROW, tuple("56789"), side=1, observed=8)
    spec = control_spec(replace(calm, signals=(zone, shift)), ControlWords(title=""))
    assert [point.label for point in spec.points if point.signal] == ["2", "4"]
    assert spec.notes[:2] == (f"{zone.text}.", f"{shift.text}.")


def test_rates_can_be_told_per_thousand() -> None:
    chart = control_chart(ChartKind.U, [Sample("a", 5, 1000), Sample("b", 7, 1000)])
    spec = control_spec(chart, ControlWords(title="", times=1000, remarks={"b": "sale week"}))
    assert [point.value for point in spec.points] == [5, 7]
    assert spec.points[1].remark == "sale week"
    assert spec.unit is ChartUnit.NUMBER


def test_counts_are_counts_and_phases_have_names() -> None:
    given = [Sample("a", 5), Sample("b", 7), Sample("c", 2, phase=2), Sample("d", 3, phase=2)]
    chart = control_chart(ChartKind.C, given)
    spec = control_spec(chart, ControlWords(title="", phases={2: "after IMP-014"}))
    assert spec.unit is ChartUnit.COUNT
    assert [point.phase for point in spec.points] == ["", "", "after IMP-014", "after IMP-014"]
    assert control_spec(chart, ControlWords(title="")).points[2].phase == "2"


def test_causes_come_over_in_order() -> None:
    spec = pareto_spec(pareto([("b", 2), ("a", 5)]), "Two causes")
    assert [(bar.label, bar.value) for bar in spec.bars] == [("a", 5), ("b", 2)]


def test_a_case_is_late_by_its_own_deadline_and_not_by_its_age() -> None:
    cases = [
        (1, Standing.LATE),
        (2, Standing.IN_TIME),
        (8, Standing.DUE_SOON),
        (20, Standing.IN_TIME),
        (40, Standing.LATE),
        (41, Standing.DUE_SOON),
    ]
    bars = ageing_spec(ageing([age for age, _ in cases], (3, 10, 30)), "Waiting", cases).bars
    assert [bar.meaning for bar in bars] == [
        Meaning.BAD, Meaning.WARN, Meaning.ACTUAL, Meaning.BAD
    ]  # fmt: skip
    assert [bar.note for bar in bars] == [
        "◆ 1 late",
        "▲ 1 nearly late",
        "",
        "▲ 1 nearly late, ◆ 1 late",
    ]
    assert list(bars[0].parts) == [(1, Meaning.BAD), (1, Meaning.ACTUAL)]
    assert all(sum(count for count, _ in bar.parts) == bar.value for bar in bars)


def test_an_empty_band_has_no_note_and_no_part() -> None:
    bars = ageing_spec(ageing([1], (3, 10)), "Waiting", [(1, Standing.IN_TIME)]).bars
    assert [(bar.note, len(bar.parts)) for bar in bars] == [("", 1), ("", 0), ("", 0)]


def test_a_balance_that_holds_has_four_steps() -> None:
    spec = balance_spec(Balance(OCTOBER, 14, 31, 2, 37, 10), "More closed than came in", None)
    assert [bar.value for bar in (spec.start, *spec.changes, spec.end)] == [14, 31, 2, -37, 10]


def test_a_balance_that_does_not_hold_shows_what_is_missing() -> None:
    spec = balance_spec(Balance(OCTOBER, 14, 31, 2, 37, 12), "Two too many", None)
    assert (spec.changes[-1].label, spec.changes[-1].value) == ("not explained", 2)
    assert spec.changes[-1].meaning is Meaning.BAD


def test_branches_too_small_to_judge_are_left_out_of_the_funnel() -> None:
    found = proportion_funnel(
        [("SSP01", 10, 200), ("MK02", 60, 300), ("TST03", 115, 2000), ("tiny", 1, 2)]
    )
    spec = funnel_spec(found, "Mong Kok", unit=ChartUnit.SHARE, size_label="cases", own="SSP01")
    assert [(p.label, p.own, p.signal) for p in spec.points] == [
        ("SSP01", True, False), ("MK02", False, True), ("TST03", False, False)
    ]  # fmt: skip
    assert [size for size, _, _ in spec.limits] == [200, 300, 2000]
    assert spec.centre == found.centre
