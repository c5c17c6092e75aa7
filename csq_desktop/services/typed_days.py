"""Days and times of day as people type them into a field: 28/11, 28 Nov, 11月28日, 6.42pm.

Days are read by the rule of imported files, with the day before the month as Hong Kong writes it.
What a field adds: the year may be left out, and a day may be named by its distance from today.
What cannot be read for certain is no day; a guess would silently be another one.
"""

import re
import unicodedata
from datetime import date, time, timedelta

from csq_desktop.domain.calendar.plausible_days import FIRST_YEAR, LAST_YEAR
from csq_desktop.domain.imports.plans import DateOrder
from csq_desktop.exchange.cells.dates import FAR_YEAR, clock_seconds, plain_day
from csq_desktop.exchange.cells.unreadable import Unreadable
from csq_desktop.texts import trc

FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
"""The days that can be typed, as those that can be imported."""
LEEWAY = timedelta(days=7)
"""How far on the other side of today a day without its year may lie.

A slip of a few days stays in the future, or in the past, where the form refuses it in words; it
would otherwise become a day of another year, which nobody meant and few would notice.
"""
_YEARS = 8  # from one 29 February to the next, over a turn of the century too
_NUMBERS = re.compile(r"\d{1,2}\s?([/.\- ])\s?\d{1,2}")
_DAY_FIRST = re.compile(r"\d{1,2}(?:st|nd|rd|th)?[\s\-]*[a-z]{3,9}")
_MONTH_FIRST = re.compile(r"[a-z]{3,9}\.?[\s\-]*\d{1,2}(?:st|nd|rd|th)?")
_YEAR, _MONTH, _DAY = "\u5e74", "\u6708", "\u65e5\u53f7\u865f"  # year, month, day as Chinese writes
_HAN = re.compile(rf"\d{{1,2}}\s*{_MONTH}\s*\d{{1,2}}\s*[{_DAY}]?")
_DIGITS = re.compile(r"\d+")
_CLOCK = re.compile(r"(\d{1,2})\s*[.:]?\s*(\d{2})?\s*(am|pm|a\.m\.|p\.m\.)?")


def day_of(text: str, today: date, *, ahead: bool = False) -> date | None:
    """The day a text names; None where it names none.

    Without a year it is the last such day up to today, or where `ahead` the next one from today
    on, give or take LEEWAY.
    """
    plain = _plain(text)
    distance = _distances().get(plain)
    if distance is not None:
        return today + timedelta(days=distance)
    if _DIGITS.fullmatch(plain) and len(plain) != 8:
        return None  # a spreadsheet's count of days is nothing anybody types
    day = _read(plain)
    return day if day is not None else _nearest(plain, today, ahead=ahead)


def is_of_far_year(text: str) -> bool:
    """Whether a text names a day of a year that no record of a shop is of."""
    try:
        plain_day(_plain(text), DateOrder.DMY)
    except Unreadable as fault:
        return fault.text == FAR_YEAR
    return False


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().strip(".,").lower()


def time_of(text: str) -> time | None:
    """The time of day a text names, to the minute: 18:42, 1842, 6.42pm, 下午6時42分."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    match = _CLOCK.fullmatch(plain)
    if match is not None:
        return _clock(match)
    try:
        seconds = clock_seconds(plain)
    except Unreadable:
        return None
    return _at(seconds // 3600, seconds // 60 % 60)


def _distances() -> dict[str, int]:
    """Days named by their distance from today, in English and in the user's language."""
    own = (trc("typed day", "yesterday"), trc("typed day", "today"), trc("typed day", "tomorrow"))
    words = zip(("yesterday", "today", "tomorrow"), own, (-1, 0, 1), strict=True)
    return {
        word: distance
        for english, translated, distance in words
        for word in (english, *translated.split("|"))
    }


def _read(plain: str) -> date | None:
    try:
        return plain_day(plain, DateOrder.DMY)
    except Unreadable:
        return None


def _nearest(plain: str, today: date, *, ahead: bool) -> date | None:
    if _with_year(plain, today.year) == plain:
        return None  # it is no day without its year
    years = range(today.year - _YEARS, today.year + _YEARS + 1)
    days = [day for year in years if (day := _read(_with_year(plain, year))) is not None]
    if ahead:
        return next((day for day in days if day >= today - LEEWAY), None)
    return next((day for day in reversed(days) if day <= today + LEEWAY), None)


def _with_year(plain: str, year: int) -> str:
    """A text without a year, with one where it is written; other texts stay as they are."""
    numbers = _NUMBERS.fullmatch(plain)
    if numbers:
        return f"{plain}{numbers[1]}{year}"
    if _HAN.fullmatch(plain):
        return f"{year}{_YEAR}{plain}"
    if _DAY_FIRST.fullmatch(plain):
        return f"{plain} {year}"
    return f"{plain}, {year}" if _MONTH_FIRST.fullmatch(plain) else plain


def _clock(match: re.Match[str]) -> time | None:
    digits, minutes, half = match.groups()
    hour = int(digits)
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return _at(hour, int(minutes or 0))


def _at(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None
