"""A date and a time of day out of two columns, put together as one cell would have them."""

import re
from collections.abc import Sequence

from csq_desktop.exchange.cells.clocks import clock_at_end
from csq_desktop.exchange.cells.dates import DAY_SECONDS, clock_seconds
from csq_desktop.exchange.cells.unreadable import Unreadable
from csq_desktop.exchange.cells.values import is_nothing

# What spreadsheets add to a cell that is nothing but a day, or nothing but a time.
_MIDNIGHT = re.compile(r"[ T]0{1,2}:00(?::00(?:\.0+)?)?$")
_ZERO_DAY = re.compile(r"^(?:1899-12-3[01]|1900-01-0[01]|1904-01-01)[ T]")
_OF_A_DAY = re.compile(r"0?\.\d+")


def joined(dates: Sequence[str], times: Sequence[str]) -> list[str]:
    """The cells of both columns as date and time; without a date there is none."""
    return [_joined(date.strip(), time.strip()) for date, time in zip(dates, times, strict=True)]


def is_time(cell: str) -> bool:
    """Whether a cell is nothing but a time of day."""
    try:
        clock_seconds(_plain_time(cell.strip()))
    except Unreadable:
        return False
    return True


def has_time(cell: str) -> bool:
    """Whether a date has a time of day that says something."""
    try:
        return clock_at_end(_MIDNIGHT.sub("", cell.strip().lower())) is not None
    except Unreadable:
        return True


def _joined(date: str, time: str) -> str:
    if is_nothing(date) or is_nothing(time):
        return date
    return f"{_MIDNIGHT.sub('', date)} {_plain_time(time)}"


def _plain_time(time: str) -> str:
    if _OF_A_DAY.fullmatch(time):
        minutes, seconds = divmod(round(float(time) * DAY_SECONDS), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return _ZERO_DAY.sub("", time)
