"""Times of day in words and figures; 12 o'clock in every form."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from csq_desktop.exchange.cells.dates import moment_of
from csq_desktop.exchange.cells.unreadable import Unreadable

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
CLOCKS = {
    # 12 o'clock
    "12:00 am": "01 00:00", "12 am": "01 00:00", "12a.m.": "01 00:00", "12:30 AM": "01 00:30",
    "12:00 pm": "01 12:00", "12PM": "01 12:00", "12:05 p. m.": "01 12:05",
    "noon": "01 12:00", "12 noon": "01 12:00", "12:00 noon": "01 12:00", "12 Noon": "01 12:00",
    "midnight": "01 00:00", "12 midnight": "01 00:00", "12:00 midnight": "01 00:00",
    "上午12:30": "01 00:30", "上午12時": "01 00:00", "早上12:05": "01 00:05",
    "凌晨12時": "01 00:00", "凌晨12:30": "01 00:30", "凌晨 12點": "01 00:00",
    "午夜12:00": "01 00:00", "午夜": "01 00:00", "半夜12時": "01 00:00", "半夜12點半": "01 00:30",
    "午夜12:05": "01 00:05", "11:30 midnight": "01 23:30", "午夜11時": "01 23:00",
    "半夜2點": "01 02:00",
    "中午12時": "01 12:00", "中午12:05": "01 12:05", "正午12点": "01 12:00", "正午": "01 12:00",
    "下午12時": "01 12:00", "下午12:05": "01 12:05", "午後12時": "01 12:00",
    "晚上12點": "02 00:00", "晚上12:00": "02 00:00", "晚上12:30": "02 00:30",
    "深夜12点": "02 00:00",
    "12時": "01 12:00", "24:00": "02 00:00", "24時": "02 00:00", "00:00": "01 00:00",
    # the hours around it
    "中午11時": "01 11:00", "中午11:30": "01 11:30", "中午1時": "01 13:00", "中午2:15": "01 14:15",
    "上午11:59": "01 11:59", "下午1時": "01 13:00", "凌晨1時": "01 01:00", "傍晚6時": "01 18:00",
    "晚上11點59分": "01 23:59", "晚上7時半": "01 19:30", "晚上8點正": "01 20:00",
    # whole hours and places
    "3pm": "01 15:00", "下午3時": "01 15:00", "15時": "01 15:00", "3 p.m.": "01 15:00",
    "下午3時05分": "01 15:05", "下午 3:05:09": "01 15:05:09",
}  # fmt: skip


@pytest.mark.parametrize("day", ["2025-03-01 ", "2025年3月1日", "1 Mar 2025, ", "2025/3/1 (六) "])
def test_a_time_in_words_of_the_day_is_read(day: str) -> None:
    read = {clock: moment_of(day + clock, None, HONG_KONG) for clock in CLOCKS}
    shown = {clock: datetime.fromtimestamp(at, HONG_KONG) for clock, at in read.items()}
    assert shown == {
        clock: datetime.fromisoformat(f"2025-03-{wall}").replace(tzinfo=HONG_KONG)
        for clock, wall in CLOCKS.items()
    }


def test_a_word_of_the_day_may_follow_the_date_at_once() -> None:
    at = moment_of("2025/3/1下午3點半", None, HONG_KONG)
    assert datetime.fromtimestamp(at, HONG_KONG).isoformat() == "2025-03-01T15:30:00+08:00"


@pytest.mark.parametrize(
    "clock",
    [
        "晚上2時",
        "中午5時",
        "下午13時",
        "13 am",
        "13:00 noon",
        "25時",
        "3",
        "晚上",
        "中午",
        "晚上0時",
        "午夜7時",
    ],
)
def test_an_hour_that_may_be_either_is_not_guessed(clock: str) -> None:
    with pytest.raises(Unreadable):
        moment_of(f"2025-03-01 {clock}", None, HONG_KONG)
