"""A figure: one number the product prints, with all it was computed from."""

from dataclasses import dataclass
from enum import StrEnum

from csq_desktop.domain.months import Month
from csq_desktop.texts import mark, trc


class Unit(StrEnum):
    """What a figure's value counts."""

    SHARE = "share"
    COUNT = "count"
    CENTS = "cents"
    PER_1000 = "per_1000"
    DAYS = "days"


class Better(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Status(StrEnum):
    """How a figure stands against its target."""

    MET = "met"
    MISSED = "missed"
    NO_TARGET = "no_target"
    TOO_FEW = "too_few"
    NOTHING = "nothing"

    @property
    def label(self) -> str:
        return trc("figure", _STATUSES[self])


@dataclass(frozen=True)
class Figure:
    """One figure of one month.

    `value` in `unit` (shares 0..1); `low` and `high` are the 95 % Wilson interval of a share;
    `n` is what the value rests on; `change` is value minus the month before, with the Newcombe
    interval `change_low`..`change_high` where both are shares; None where undefined.
    """

    id: str
    label: str
    unit: Unit
    better: Better
    value: float | None
    numerator: int | None = None
    denominator: int | None = None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    target: float | None = None
    status: Status = Status.NO_TARGET
    excluded: int = 0
    previous: float | None = None
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None


@dataclass(frozen=True)
class Balance:
    """Complaints of a month: start + received + reopened − closed = end."""

    month: Month
    start: int
    received: int
    reopened: int
    closed: int
    end: int

    @property
    def holds(self) -> bool:
        return self.start + self.received + self.reopened - self.closed == self.end


@dataclass(frozen=True)
class MonthFigures:
    """All figures of one month, in the order they are printed."""

    month: Month
    figures: tuple[Figure, ...]
    balance: Balance

    def get(self, figure_id: str) -> Figure:
        """The figure of that id; KeyError when the month has none."""
        for figure in self.figures:
            if figure.id == figure_id:
                return figure
        raise KeyError(figure_id)


_STATUSES = {
    Status.MET: mark("Kept"),
    Status.MISSED: mark("Missed"),
    Status.NO_TARGET: mark("No target"),
    Status.TOO_FEW: mark("Too few to say"),
    Status.NOTHING: mark("Nothing counted"),
}
