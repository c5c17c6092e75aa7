"""What the trail says a row was, as far as its columns can hold it.

Whoever holds the store's key can sign an entry that says anything at all in their own name. The
check names such an entry; a figure is not counted from it, and nothing breaks on it.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Float, Integer, String

from csq_desktop.domain.calendar.plausible_days import is_plausible
from csq_desktop.domain.indicators.earlier_rows import CountedRow, Facts
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.tables.row import Day, Moment, MonthCode, Worded, table_of

_LARGEST, _LARGEST_ID = 10**15, 1 << 63
_IDS = ("id", "_by")
_FIRST_MOMENT, _LAST_MOMENT = (int(datetime(y, 1, 1, tzinfo=UTC).timestamp()) for y in (1900, 2101))
_OWNER = "complaint_id"
_DELETED = frozenset((CountedRow.DAY,))
"""Rows that the program takes away; all others stay, marked as removed."""


def changed(kind: Kind, fields: Facts) -> Facts | None:
    """Some fields of a row, without those that its table does not have; None where one is none."""
    columns = table_of(kind).columns
    there = {name: value for name, value in fields.items() if name in columns}
    if _OWNER in there or not all(_fits(columns[name], each) for name, each in there.items()):
        return None
    return there


def whole(row: CountedRow, kind: Kind, fields: Facts) -> Facts | None:
    """All fields of a row that was taken away; None where it cannot have been one."""
    there = changed(kind, fields) if row in _DELETED else None
    if there is None:
        return None
    missing = [column for column in table_of(kind).columns if column.name not in there]
    if not all(_may_be_missing(column) for column in missing):
        return None
    return {**{column.name: getattr(column.default, "arg", None) for column in missing}, **there}


def _may_be_missing(column: Column[Any]) -> bool:
    """Whether an entry need not speak of a field: it was empty, or no figure is counted by it."""
    is_said = column.name.endswith(("_at", "_by"))
    return bool(column.nullable) or column.default is not None or is_said


def _fits(column: Column[Any], value: Any) -> bool:
    """Whether a stored value can be one of this column."""
    if value is None:
        return bool(column.nullable)
    match column.type:
        case Moment():
            return type(value) is int and _FIRST_MOMENT <= value < _LAST_MOMENT
        case MonthCode():
            return type(value) is int and _is_month(value)
        case Day():
            return isinstance(value, str) and _is_day(value)
        case Worded(kind=words):
            return isinstance(value, str) and value in words.__members__.values()
        case Boolean():
            return value in (0, 1)
        case Integer():
            most = _LARGEST_ID if column.name.endswith(_IDS) else _LARGEST
            return type(value) is int and abs(value) < most
        case Float():
            return isinstance(value, int | float) and abs(value) < _LARGEST
        case String():
            return isinstance(value, str)
    return True


def _is_month(code: int) -> bool:
    return 1 <= code % 100 <= 12 and is_plausible(date(max(1, min(code // 100, 9999)), 1, 1))


def _is_day(text: str) -> bool:
    try:
        return is_plausible(date.fromisoformat(text))
    except ValueError:
        return False
