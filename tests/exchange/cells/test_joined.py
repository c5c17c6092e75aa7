"""A date and a time out of two columns, whatever a spreadsheet made of either."""

import pytest

from csq_desktop.exchange.cells.joined import has_time, is_time, joined


@pytest.mark.parametrize(
    ("date", "time", "cell"),
    [
        ("2025-03-01", "15:30", "2025-03-01 15:30"),
        (" 13/05/2025 ", "3:30 PM", "13/05/2025 3:30 PM"),
        ("2025-03-01 00:00:00", "15:30:00", "2025-03-01 15:30:00"),
        ("2025-03-01T00:00", "下午3時", "2025-03-01 下午3時"),
        ("2025-03-01", "1899-12-30 15:30:00", "2025-03-01 15:30:00"),
        ("2025-03-01", "0.645833333", "2025-03-01 15:30:00"),
        ("2025-03-01", ".5", "2025-03-01 12:00:00"),
        ("2025-03-01", "", "2025-03-01"),
        ("2025-03-01 09:00", "n/a", "2025-03-01 09:00"),
        ("", "15:30", ""),
        ("-", "15:30", "-"),
        # said twice, so no date with a time: the row is invalid and shown
        ("2025-03-01 09:00", "15:30", "2025-03-01 09:00 15:30"),
    ],
)
def test_a_date_and_a_time_are_one_cell(date: str, time: str, cell: str) -> None:
    assert joined([date], [time]) == [cell]


def test_times_of_day_and_dates_without_are_told_apart() -> None:
    times = ("15:30", "3 pm", "下午3時", "0.5", "1899-12-30 15:30:00")
    assert all(map(is_time, times))
    assert not any(map(is_time, ("2025-03-01", "2025-03-01 15:30", "15", "soon", "25:00", "1.5")))
    assert all(map(has_time, ("2025-03-01 15:30", "2025-03-01 3 pm", "2025-03-01 25:00")))
    assert not any(map(has_time, ("2025-03-01", "2025-03-01 00:00:00", "soon")))
