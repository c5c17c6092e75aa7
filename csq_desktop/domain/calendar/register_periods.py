"""The periods a register is narrowed to, as days of the calendar."""

from datetime import date
from enum import StrEnum

from csq_desktop.domain.calendar.months import Month
from csq_desktop.texts import mark, trc


class RegisterPeriod(StrEnum):
    """A stretch of days that ends today, or a year before."""

    EVER = "ever"
    MONTH = "month"
    TWELVE_MONTHS = "twelve_months"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"

    @property
    def label(self) -> str:
        """The period in the user's language."""
        return trc("period", _PERIODS[self])

    def days(self, today: date) -> tuple[date | None, date | None]:
        """Its first and last day, both included; none where it is not bounded."""
        match self:
            case RegisterPeriod.MONTH:
                return today.replace(day=1), today
            case RegisterPeriod.TWELVE_MONTHS:
                return months_before(today, 12), today
            case RegisterPeriod.THIS_YEAR:
                return date(today.year, 1, 1), today
            case RegisterPeriod.LAST_YEAR:
                return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
        return None, None


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of a shorter month."""
    month = Month.of(day).shift(-months)
    return month.first_day.replace(day=min(day.day, month.last_day.day))


_PERIODS = {
    RegisterPeriod.EVER: mark("All time", "period"),
    RegisterPeriod.MONTH: mark("This month", "period"),
    RegisterPeriod.TWELVE_MONTHS: mark("Last 12 months", "period"),
    RegisterPeriod.THIS_YEAR: mark("This year", "period"),
    RegisterPeriod.LAST_YEAR: mark("Last year", "period"),
}
