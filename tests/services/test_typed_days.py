"""Days and times of day as people type them."""

from datetime import date, time

import pytest

from csq_desktop.services.typed_days import day_of, is_of_far_year, time_of
from csq_desktop.texts import set_language

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    "text",
    [
        *("28/11", "28/11/26", "28/11/2026", "28.11.", "28.11.2026", "28-11", "28 11", "28 / 11"),
        *("28 Nov", "28 nov 2026", "28 November", "28th November 2026", "28Nov", "28-Nov-26"),
        *("Nov 28", "November 28, 2026", "2026-11-28", "2026/11/28", "20261128", "2026.11.28"),
        *("11月28日", "11月28號", "11月28", "2026年11月28日", "26年11月28日", "１１月２８日"),
        *("today", "Today", "  28/11 ", "28/11,"),
    ],
)
def test_one_day_written_in_every_way(text: str) -> None:
    assert day_of(text, TODAY) == day_of(text, TODAY, ahead=True) == TODAY


@pytest.mark.parametrize(
    ("text", "past", "ahead"),
    [
        ("27/11", date(2026, 11, 27), date(2026, 11, 27)),
        ("29/11", date(2026, 11, 29), date(2026, 11, 29)),
        ("5/12", date(2026, 12, 5), date(2026, 12, 5)),
        ("6/12", date(2025, 12, 6), date(2026, 12, 6)),
        ("21/11", date(2026, 11, 21), date(2026, 11, 21)),
        ("20/11", date(2026, 11, 20), date(2027, 11, 20)),
        ("3 Jan", date(2026, 1, 3), date(2027, 1, 3)),
        ("1月3日", date(2026, 1, 3), date(2027, 1, 3)),
        ("29/2", date(2024, 2, 29), date(2028, 2, 29)),
        ("3/1/27", date(2027, 1, 3), date(2027, 1, 3)),
        ("yesterday", date(2026, 11, 27), date(2026, 11, 27)),
        ("tomorrow", date(2026, 11, 29), date(2026, 11, 29)),
    ],
)
def test_a_year_left_out_is_the_nearest_sensible_one(text: str, past: date, ahead: date) -> None:
    assert day_of(text, TODAY) == past
    assert day_of(text, TODAY, ahead=True) == ahead


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "28", "2811", "46000", "31/9", "30/2/2026", "11/28/2026", "28/13", "0/11"),
        *(
            "28 Foo",
            "Foo 28",
            "Nov",
            "2026",
            "11/2026",
            "13月1日",
            "28/11/1826",
            "the 28th",
            "28//11",
        ),
        *("28/11/2026 18:42", "9" * 80),
    ],
)
def test_what_names_no_day_for_certain_is_none(text: str) -> None:
    assert day_of(text, TODAY) is None
    assert day_of(text, TODAY, ahead=True) is None


@pytest.mark.parametrize(
    ("text", "is_far"),
    [
        *((f"31/12/{year}", True) for year in ("0001", "1899", "2101", "9999")),
        *((text, True) for text in ("9999-12-31", "１ Jan 9999", "00010101", "9999年1月1日")),
        *((text, False) for text in ("1/1/1900", "31/12/2100", "31/9/9999", "28/11", "soon", "")),
    ],
)
def test_a_year_that_no_record_is_of_is_told_apart(text: str, is_far: bool) -> None:
    assert is_of_far_year(text) is is_far
    if is_far:
        assert day_of(text, TODAY) is day_of(text, TODAY, ahead=True) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        *((text, time(18, 42)) for text in ("18:42", "1842", "18.42", "18 42", "18：42", "6.42pm")),
        *(
            (text, time(18, 42))
            for text in ("6:42 PM", "642pm", "下午6時42分", "18時42分", "18:42:30")
        ),
        *((text, time(9, 5)) for text in ("9:05", "0905", "905", "9.05am", "上午9:05")),
        *((text, time(18)) for text in ("18", "6pm", "6 p.m.", "18:00")),
        *((text, time(0)) for text in ("0:00", "12am", "0", "00:00")),
        ("noon", time(12)),
        *((text, time(12, 30)) for text in ("12:30", "12.30pm", "1230")),
        *((text, None) for text in ("", "24:00", "25:00", "18:60", "13pm", "0am", "12345")),
        ("晚上24:00", None),
    ],
)
def test_a_time_of_day_is_read_in_every_way(text: str, moment: time | None) -> None:
    assert time_of(text) == moment


def test_a_day_is_named_by_its_distance_in_the_users_language() -> None:
    set_language("zh_HK")
    days = [day_of(word, TODAY) for word in ("昨日", "今天", "聽日", "today")]
    assert days == [date(2026, 11, 27), TODAY, date(2026, 11, 29), TODAY]
