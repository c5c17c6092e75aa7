"""Dates and times as people write them, and the proof which part of a date comes first."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from csq_desktop.domain.calendar.plausible_days import is_plausible
from csq_desktop.domain.imports.date_styles import DateStyle
from csq_desktop.domain.imports.plans import DateOrder, OrderProof
from csq_desktop.exchange.cells.clocks import NOT_A_TIME, clock_at_end
from csq_desktop.exchange.cells.unreadable import Unreadable
from csq_desktop.texts import mark

DATE_LENGTH = 16
NOT_A_DATE = mark("{field}: “{value}” is not a date.")
ORDER_UNKNOWN = mark("{field}: “{value}” can be read in two ways. Choose which part comes first.")
FAR_YEAR = mark("{field}: the year of “{value}” is not between 1900 and 2100.")
DAY_SECONDS = 86_400
_CENTURY_TURN = 69
_FURTHEST_OFFSET = 14 * 3600
"""Line Islands, UTC+14; nothing on earth is further from Greenwich."""
_LONGEST = 60
_STYLES: Mapping[frozenset[DateOrder], DateStyle] = {
    frozenset((DateOrder.YMD,)): DateStyle.YEAR_FIRST,
    frozenset((DateOrder.DMY,)): DateStyle.DAY_FIRST,
    frozenset((DateOrder.MDY,)): DateStyle.MONTH_FIRST,
}
_SERIAL_EPOCH = date(1899, 12, 30)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*"
_THREE = re.compile(r"(\d{1,4})\s?([-/. ])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?=\D|$)")
_HAN = re.compile(r"(\d{2}|\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号號]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_COMPACT_MOMENT = re.compile(r"(\d{8})[ t]?([01]\d|2[0-3])([0-5]\d)([0-5]\d)?")
_REPUBLIC = re.compile(r"(?:中華|中华)?民[國国]\s?(\d{1,3})(?=\s?[年/.\-])|(?<!\d)(\d{3})(?=\s?年)")
_BEFORE_REPUBLIC = 1911
"""Added to a year of the Republic of China, as Taiwan writes dates."""
_DAY_NAME_FIRST = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.]*{_MONTH}[.,\s\-/]*(\d{{4}}|\d{{2}})"
)
_NAME_FIRST = re.compile(rf"{_MONTH}[.\s\-]*(\d{{1,2}})(?:st|nd|rd|th)?[,\s\-]+(\d{{4}})")
_SERIAL = re.compile(r"(\d{5})(\.\d+)?")
_WEEKDAY = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+|\([一二三四五六日天]\)"
    r"|[(（]?(?:星期|週|周|礼拜|禮拜)[一二三四五六日天][)）]?"
)


class _Written(NamedTuple):
    first: str
    second: str
    third: str
    text: str = ""


def prove_order(cells: Iterable[str]) -> OrderProof:
    """Which part comes first in a column's dates: only one that no date contradicts is proved."""
    left = frozenset(DateOrder)
    because = ""
    undecided = list(filter(None, map(_undecided, dict.fromkeys(cells))))
    for written in undecided:
        fitting = left & _orders_of(written)
        if not fitting:
            return OrderProof(True, against=written.text, because=because)
        if fitting != left:
            left, because = fitting, written.text
    if not undecided:
        return OrderProof(False)
    if len(left) == 1:
        return OrderProof(True, next(iter(left)), because)
    days = len({written.first for written in undecided})
    likely = (
        DateOrder.DMY if days >= len({written.second for written in undecided}) else DateOrder.MDY
    )
    return OrderProof(True, likely=likely)


def style_of(cell: str) -> DateStyle | None:
    """How a date of three numbers at the beginning of a cell is written; None for no such date."""
    match = _THREE.match(cell.strip()[:DATE_LENGTH])
    if match is None:
        return None
    orders = _orders_of(_Written(match[1], match[3], match[4]))
    return _STYLES.get(orders, DateStyle.EITHER) if orders else None


def _undecided(cell: str) -> _Written | None:
    """The three numbers of a date whose order is not plain from its look; None for no date."""
    match = _THREE.match(cell.strip()[:DATE_LENGTH])
    if match is None or len(match[1]) == 4:
        return None
    written = _Written(match[1], match[3], match[4], match[0])
    return written if _orders_of(written) else None


def _orders_of(written: _Written) -> frozenset[DateOrder]:
    return frozenset(order for order in DateOrder if _dated(written, order) is not None)


def _dated(written: _Written, order: DateOrder) -> date | None:
    first, second, third, _ = written
    year, month, day = {
        DateOrder.MDY: (third, first, second),
        DateOrder.DMY: (third, second, first),
        DateOrder.YMD: (first, second, third),
    }[order]
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return None
    return _date(full_year(year), int(month), int(day))


def full_year(year: str) -> int:
    """A year of two digits as 1969 to 2068 (POSIX), of four as it is."""
    if len(year) > 2:
        return int(year)
    return int(year) + (1900 if int(year) >= _CENTURY_TURN else 2000)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_of(text: str, order: DateOrder | None) -> date:
    """The day a text names; `order` settles texts such as 04/05/2026. May be Unreadable."""
    plain = _plain(text)
    serial = _SERIAL.fullmatch(plain)
    if serial:
        return _from_serial(serial[1])
    clock = clock_at_end(plain)
    return _day(plain[: clock.start] if clock else plain, order)


def moment_of(text: str, order: DateOrder | None, zone: ZoneInfo, *, ends_day: bool = False) -> int:
    """Epoch seconds of a text in the shop's zone, unless it names its own. May be Unreadable.

    Without a time it is the day's first second, or its last where `ends_day`.
    """
    plain = _plain(text)
    serial = _SERIAL.fullmatch(plain)
    if serial and serial[2]:
        seconds = round(float("0" + serial[2]) * DAY_SECONDS)
        return epoch(_from_serial(serial[1]), seconds, zone)
    clock = clock_at_end(plain)
    if clock is None:
        return epoch(_day(plain, order), DAY_SECONDS - 1 if ends_day else 0, zone)
    day = _day(plain[: clock.start], order)
    if clock.zone:
        wall = datetime.combine(day, datetime.min.time(), UTC) + timedelta(seconds=clock.seconds)
        return int(wall.timestamp()) - _offset(clock.zone)
    return epoch(day, clock.seconds, zone)


def plain_day(text: str, order: DateOrder | None) -> date:
    """The day of a text that is nothing but a day. May be Unreadable."""
    return _day(_plain(text), order)


def clock_seconds(text: str) -> int:
    """Seconds since midnight of a text that is nothing but a time of day. May be Unreadable."""
    clock = clock_at_end(_plain(text))
    if clock is None or clock.start or clock.zone:
        raise Unreadable(NOT_A_TIME)
    return clock.seconds


def epoch(day: date, seconds: int, zone: ZoneInfo) -> int:
    """Epoch seconds of so many seconds after a day's midnight, as the shop's clock shows them."""
    wall = datetime.combine(day, datetime.min.time()) + timedelta(seconds=seconds)
    return int(wall.replace(tzinfo=zone).timestamp())


def _plain(text: str) -> str:
    if len(text) > _LONGEST:
        raise Unreadable(NOT_A_DATE)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = _REPUBLIC.sub(_western_year, text, count=1)
    plain = _WEEKDAY.sub("", text.strip().lower()).strip()
    compact = _COMPACT_MOMENT.fullmatch(plain)
    if compact is None:
        return plain
    return f"{compact[1]} {compact[2]}:{compact[3]}:{compact[4] or '00'}"


def _western_year(match: re.Match[str]) -> str:
    return str(int(match[1] or match[2]) + _BEFORE_REPUBLIC)


def _offset(named: str) -> int:
    """Seconds east of Greenwich; Unreadable where no place on earth has such a clock."""
    if named in ("z", "utc", "gmt"):
        return 0
    digits = named[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:])
    seconds = hours * 3600 + minutes * 60
    if minutes > 59 or seconds > _FURTHEST_OFFSET:
        raise Unreadable(NOT_A_TIME)
    return -seconds if named[0] == "-" else seconds


def _day(plain: str, order: DateOrder | None) -> date:
    plain = plain.strip(" ,t")
    day = _numbered(plain, order) or _named(plain) or _serial(plain)
    if day is None:
        raise Unreadable(NOT_A_DATE)
    if not is_plausible(day):
        raise Unreadable(FAR_YEAR)
    return day


def _numbered(plain: str, order: DateOrder | None) -> date | None:
    iso = _HAN.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if iso:
        return _date(full_year(iso[1]), int(iso[2]), int(iso[3]))
    match = _THREE.fullmatch(plain)
    if match is None:
        return None
    written = _Written(match[1], match[3], match[4])
    if len(written.first) == 4:
        return _dated(written, DateOrder.YMD)
    if order is not None:
        return _dated(written, order)
    days = {day for day in map(partial(_dated, written), DateOrder) if day is not None}
    if len(days) > 1:
        raise Unreadable(ORDER_UNKNOWN)
    return days.pop() if days else None


def _named(plain: str) -> date | None:
    match = _DAY_NAME_FIRST.fullmatch(plain)
    if match:
        return _date(full_year(match[3]), _MONTHS.index(match[2]) + 1, int(match[1]))
    match = _NAME_FIRST.fullmatch(plain)
    if match:
        return _date(int(match[3]), _MONTHS.index(match[1]) + 1, int(match[2]))
    return None


def _serial(plain: str) -> date | None:
    match = _SERIAL.fullmatch(plain)
    return _from_serial(match[1]) if match and not match[2] else None


def _from_serial(number: str) -> date:
    """The day of a spreadsheet's serial number (1900 system), five digits: 1927 to 2173."""
    return _SERIAL_EPOCH + timedelta(days=int(number))
