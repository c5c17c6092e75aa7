"""Which days a record of a shop can be of: what is far from them is a slip of whoever typed it."""

from datetime import UTC, date, datetime, timedelta

from csq_desktop.errors import UserError
from csq_desktop.texts import tr

FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_SPAN = timedelta(days=366)
"""How long an event or a closure lasts at most."""
MOST_OVERDUE = timedelta(days=366)
FURTHEST_DUE = timedelta(days=3_660)
"""How far ahead anything is due at most: ten years."""


_FIRST_SECOND = int(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp())


def is_plausible(day: date) -> bool:
    """Whether a record of a shop can be of this day."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def check_day(day: date, field: str = "") -> None:
    """A UserError beneath a field for a day that no record of a shop is of."""
    if not is_plausible(day):
        raise UserError(
            tr("Enter a year from {first} to {last}.", first=FIRST_YEAR, last=LAST_YEAR),
            field=field,
        )


def check_moment(at: int, field: str = "") -> None:
    """The same for a moment, in seconds since 1970; of the future other rules know more."""
    if at < _FIRST_SECOND:
        check_day(date.min, field)


def check_span(start: date, end: date, fields: tuple[str, str] = ("start", "end")) -> None:
    """The same for the first and the last of several days, which are too many after a year."""
    for day, field in zip((start, end), fields, strict=True):
        check_day(day, field)
    if end - start > LONGEST_SPAN:
        raise UserError(tr("It lasts longer than a year. Check both days."), field=fields[1])


def check_due(day: date, today: date, field: str) -> None:
    """The same for a day on which something is due; it may be overdue, but for a year at most."""
    check_day(day, field)
    if day < today - MOST_OVERDUE:
        raise UserError(tr("The due date is more than a year ago. Enter a later one."), field=field)
    if day > today + FURTHEST_DUE:
        raise UserError(
            tr("The due date is more than ten years ahead. Enter an earlier one."), field=field
        )
