"""Times of day as people write them: 18:05, 6.05 pm, 下午6時, noon."""

import re
from typing import NamedTuple

from csq_desktop.exchange.cells.unreadable import Unreadable
from csq_desktop.texts import mark

NOT_A_TIME = mark("{field}: “{value}” is not a date with a time.")
_MORNING = ("上午", "午前", "早上", "早晨", "清晨", "凌晨", "a")
_AFTERNOON = ("下午", "午後", "午后", "傍晚", "p")
_NOON = ("中午", "正午", "noon")
_EVENING = ("晚上", "晚間", "晚间", "夜晚", "夜間", "夜间", "深夜")
_MIDNIGHT = ("午夜", "半夜", "midnight")
_WORDS = "|".join(
    word
    for words in (_MORNING, _AFTERNOON, _NOON, _EVENING, _MIDNIGHT)
    for word in words
    if len(word) > 1
)
_HALF = rf"({_WORDS}|[ap]\.?\s?m\.?)"
# A clock stands after a blank, a comma, the T of ISO or the word for day, or begins with a word.
_BEGIN = rf"(?:^|[\s,t]|(?<=[日号號])|(?<=\d)(?=(?:{_WORDS})))\s*"
_ZONE = r"(z|utc|gmt|[+-]\d{2}:?\d{2})?$"
_TO_THE_MINUTE = re.compile(
    rf"{_BEGIN}{_HALF}?\s*(\d{{1,2}})\s?[:時时點点]\s?(\d{{2}}|\d(?=\s?分))"
    rf"(?:\s?[:分]\s?(\d{{2}}|\d(?=\s?秒))(?:[.,]\d+)?\s?秒?|\s?分)?\s*{_HALF}?\s*{_ZONE}"
)
_WHOLE_HOUR = re.compile(
    rf"{_BEGIN}{_HALF}?\s*(\d{{1,2}})\s*(?:([時时點点])\s*([鐘钟正整半])?)?\s*{_HALF}?$"
)
_WORD_ALONE = re.compile(rf"{_BEGIN}(?:12\s*)?(noon|正午|midnight|午夜)$")
_LAST_AT_NOON = 2
_FIRST_AT_NOON = 10
_FIRST_IN_EVENING = 5
_LAST_AFTER_MIDNIGHT = 5
_FIRST_BEFORE_MIDNIGHT = 9
_TURN = 12


class TimeOfDay(NamedTuple):
    """A time of day at the end of a text: where it begins, seconds since midnight, its zone.

    The seconds may pass the day's end: 24:00 and 晚上12時 are the next midnight.
    """

    start: int
    seconds: int
    zone: str = ""


def clock_at_end(plain: str) -> TimeOfDay | None:
    """The time at the end of a text in small letters; None where it ends with none.

    May be Unreadable: 25:00, or 13:00 pm.
    """
    match = _TO_THE_MINUTE.search(plain)
    if match:
        half = match[1] or match[5] or ""
        seconds = _seconds(half, int(match[2]), int(match[3]), int(match[4] or 0))
        return TimeOfDay(match.start(), seconds, match[6] or "")
    match = _WORD_ALONE.search(plain)
    if match:
        return TimeOfDay(match.start(), _seconds(match[1], _TURN, 0, 0))
    match = _WHOLE_HOUR.search(plain)
    if match is None or not (match[1] or match[3] or match[5]):
        return None
    minutes = 30 if match[4] == "半" else 0
    seconds = _seconds(match[1] or match[5] or "", int(match[2]), minutes, 0)
    return TimeOfDay(match.start(), seconds)


def _seconds(half: str, hours: int, minutes: int, seconds: int) -> int:
    """Seconds since midnight; 24:00 is the next midnight."""
    if half:
        hours = _of_the_day(half, hours)
    if hours > 24 or minutes > 59 or seconds > 60:
        raise Unreadable(NOT_A_TIME)
    if hours == 24 and minutes + seconds and not half:
        raise Unreadable(NOT_A_TIME)
    return hours * 3600 + minutes * 60 + seconds


def _of_the_day(half: str, hours: int) -> int:
    """The hour from 0 of an hour with a word of the day.

    12 o'clock in the evening ends the day it is written for. Every word for midnight begins it:
    programs write 午夜12:00 and 12 midnight where others write 0:00 or 12 am, and people's 半夜12點
    must not be another midnight than those.
    """
    if hours > _TURN:
        raise Unreadable(NOT_A_TIME)
    if half.startswith(_AFTERNOON):
        return hours % _TURN + _TURN
    if half in _NOON:
        return _around_noon(hours)
    if half in _EVENING:
        return _in_the_evening(hours)
    if half in _MIDNIGHT:
        return _around_midnight(hours)
    return hours % _TURN


def _around_noon(hours: int) -> int:
    if hours % _TURN <= _LAST_AT_NOON:
        return hours % _TURN + _TURN
    if hours < _FIRST_AT_NOON:
        raise Unreadable(NOT_A_TIME)
    return hours


def _around_midnight(hours: int) -> int:
    """The first hours of the day, or its last: 午夜11:30 is no time of the morning."""
    if hours % _TURN <= _LAST_AFTER_MIDNIGHT:
        return hours % _TURN
    if hours < _FIRST_BEFORE_MIDNIGHT:
        raise Unreadable(NOT_A_TIME)
    return hours + _TURN


def _in_the_evening(hours: int) -> int:
    """晚上2時 may be of this night or the last: such an hour is not guessed, nor is 晚上0時."""
    if hours < _FIRST_IN_EVENING:
        raise Unreadable(NOT_A_TIME)
    return hours + _TURN
