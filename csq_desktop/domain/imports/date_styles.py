"""Ways in which the dates of one column are written, counted: two in one column are suspicious."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from csq_desktop.domain.words.wording import count_text, paragraph
from csq_desktop.texts import mark, tr, trc


class YearFirst(StrEnum):
    """What follows the year in dates such as 2026-04-05 where a column has other dates as well."""

    YMD = "ymd"
    YDM = "ydm"

    @property
    def label(self) -> str:
        return trc("date order", _YEAR_FIRST[self])


class DateStyle(StrEnum):
    """How a date of three numbers is written, as far as its own numbers tell."""

    YEAR_FIRST = "year_first"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    EITHER = "either"


@dataclass(frozen=True)
class DateWay:
    """How many cells are written in one way, and the first of them."""

    style: DateStyle
    cells: int
    example: str

    @property
    def text(self) -> str:
        """Such as: 12 day/month/year (13/04/2026)."""
        return tr(_WAYS[self.style], count=count_text(self.cells), example=self.example)


@dataclass(frozen=True)
class DateWays:
    """The ways of writing dates in one column, the most frequent first.

    `swapped` says that the dates with the year first look as if a spreadsheet had swapped day and
    month: it turns into dates what it can read its own way, and leaves as text what it cannot.
    """

    column: str
    ways: tuple[DateWay, ...]
    swapped: bool = False

    @property
    def asks_year_first(self) -> bool:
        """Whether dates with the year first stand beside others, and may be swapped."""
        styles = {way.style for way in self.ways}
        return DateStyle.YEAR_FIRST in styles and len(styles) > 1

    @property
    def sentence(self) -> str:
        """The counts with examples."""
        ways = tr(", ").join(way.text for way in self.ways)
        lines = [
            tr("“{name}” has dates written in several ways: {ways}.", name=self.column, ways=ways)
        ]
        if self.swapped:
            lines.append(
                tr(
                    "A spreadsheet may have swapped day and month in the dates that begin with "
                    "the year. Compare some with the original."
                )
            )
        return paragraph(lines)


_YEAR_FIRST: Mapping[YearFirst, str] = {
    YearFirst.YMD: mark("Year, month, day", "date order"),
    YearFirst.YDM: mark("Year, day, month", "date order"),
}
_WAYS: Mapping[DateStyle, str] = {
    DateStyle.YEAR_FIRST: mark("{count} as year-month-day ({example})"),
    DateStyle.DAY_FIRST: mark("{count} as day-month-year ({example})"),
    DateStyle.MONTH_FIRST: mark("{count} as month-day-year ({example})"),
    DateStyle.EITHER: mark("{count} with day and month in either order ({example})"),
}
