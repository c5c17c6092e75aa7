"""The calendar month: the period every figure and pack is made for."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from csq_desktop.errors import UserError
from csq_desktop.texts import tr

_FORM = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month; `number` 1 to 12."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise ValueError(self.number)

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read `YYYY-MM`; anything else is a UserError."""
        match = _FORM.fullmatch(text.strip())
        if not match or not 1900 <= int(match[1]) <= 2999 or not 1 <= int(match[2]) <= 12:
            raise UserError(tr("Enter the month as YYYY-MM, for example 2026-10."))
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def from_code(cls, code: int) -> "Month":
        """The month of a stored code such as 202610."""
        return cls(code // 100, code % 100)

    @property
    def code(self) -> int:
        """The month as one number, year × 100 + month."""
        return self.year * 100 + self.number

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return self.shift(1).first_day - timedelta(days=1)

    def shift(self, months: int) -> "Month":
        """The month so many months later (earlier when negative)."""
        count = self.year * 12 + self.number - 1 + months
        return Month(count // 12, count % 12 + 1)

    def back(self, months: int) -> list["Month"]:
        """So many months ending with this one, oldest first."""
        return [self.shift(-step) for step in range(months - 1, -1, -1)]

    def days(self) -> list[date]:
        """Every day of the month."""
        length = self.last_day.day
        return [date(self.year, self.number, number) for number in range(1, length + 1)]

    def days_to_come(self, today: date) -> int | None:
        """How many days come after today; None when the month is over."""
        return (self.last_day - today).days if today <= self.last_day else None

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"
