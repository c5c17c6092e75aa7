"""Round steps, ranges with air, values in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.paper.charts import ChartUnit
from csq_desktop.reports.charts import scale

NUMBERS = st.floats(-1e7, 1e7)


@pytest.mark.parametrize(
    ("low", "high", "unit", "texts"),
    [
        (0.86, 0.98, ChartUnit.SHARE, "86% 88% 90% 92% 94% 96% 98%"),
        (0.0, 0.004, ChartUnit.SHARE, "0.0% 0.1% 0.2% 0.3% 0.4%"),
        (0, 3, ChartUnit.COUNT, "0 1 2 3"),
        (0, 12, ChartUnit.COUNT, "0 2 4 6 8 10 12"),
        (0, 1, ChartUnit.NUMBER, "0.0 0.2 0.4 0.6 0.8 1.0"),
        (0, 9_000_000, ChartUnit.MONEY, "HK$0 HK$20,000 HK$40,000 HK$60,000 HK$80,000"),
        (0, 1300, ChartUnit.SECONDS, "0 min 5 min 10 min 15 min 20 min"),
        (0, 600_000, ChartUnit.SECONDS, "0 min 2 d 4 d 6 d"),
        (0, 12, ChartUnit.SECONDS, "0 min 5 s 10 s"),
    ],
)
def test_steps_are_round_in_their_unit(
    low: float, high: float, unit: ChartUnit, texts: str
) -> None:
    marks = scale.ticks(low, high, unit, 6)
    step = marks[1] - marks[0]
    assert " ".join(scale.tick_text(mark, unit, step) for mark in marks) == texts


@given(
    NUMBERS,
    st.floats(1e-3, 1e7),
    st.sampled_from([ChartUnit.SHARE, ChartUnit.NUMBER, ChartUnit.COUNT]),
)
def test_marks_lie_inside_the_range_and_are_few(low: float, length: float, unit: ChartUnit) -> None:
    marks = scale.ticks(low, low + length, unit, 6)
    assert len(marks) <= 7
    assert all(low - length * 1e-6 <= mark <= low + length * (1 + 1e-6) for mark in marks)


@given(st.lists(st.floats(0, 1), min_size=1))
def test_a_range_of_shares_holds_them_and_stays_between_nothing_and_all(
    values: list[float],
) -> None:
    low, high = scale.around(values, ChartUnit.SHARE)
    assert 0 <= low < high <= 1
    assert low <= min(values)
    assert max(values) <= high


def test_a_range_of_one_value_has_room_around_it() -> None:
    low, high = scale.around([7.0], ChartUnit.COUNT)
    assert low < 7 < high
    assert low >= 0


def test_what_may_be_negative_is_not_cut_at_zero() -> None:
    assert scale.around([-30.0, 10.0], ChartUnit.MONEY)[0] < -30


def test_bars_begin_at_zero() -> None:
    assert scale.from_zero([3.0, 9.0], ChartUnit.COUNT) == (0.0, 9.0)
    assert scale.from_zero([-4.0], ChartUnit.COUNT)[0] == -4.0
    assert scale.from_zero([], ChartUnit.COUNT)[1] > 0


def test_positions_stay_between_the_ends() -> None:
    line = scale.Scale(0, 10, 100, 200)
    assert [line.at(value) for value in (-5, 0, 5, 10, 99)] == [100, 100, 150, 200, 200]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.9623, ChartUnit.SHARE, "96.2%"),
        (1252, ChartUnit.COUNT, "1,252"),
        (-24, ChartUnit.COUNT, "−24"),
        (123450, ChartUnit.MONEY, "HK$1,234.50"),
        (4.9973, ChartUnit.NUMBER, "5.00"),
        (0.074, ChartUnit.NUMBER, "0.074"),
        (300.5, ChartUnit.NUMBER, "300"),
        (45, ChartUnit.SECONDS, "45 s"),
        (0, ChartUnit.SECONDS, "0 min"),
        (5400, ChartUnit.SECONDS, "1 h 30 min"),
    ],
)
def test_values_are_written_in_their_unit(value: float, unit: ChartUnit, text: str) -> None:
    assert scale.value_text(value, unit) == text
