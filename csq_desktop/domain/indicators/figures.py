"""A figure: one number the product prints, with all it was computed from."""

from dataclasses import dataclass
from enum import StrEnum

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.ids import FigureFamily
from csq_desktop.domain.words import wording
from csq_desktop.texts import mark, tr, trc


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
        """The verdict in the user's language."""
        return trc("figure", _STATUSES[self])


@dataclass(frozen=True)
class Figure:
    """One figure of one month.

    `value` in `unit` (shares 0..1); `low` and `high` are the 95% interval of a share (Wilson)
    or a rate; `n` is what the value rests on; `change` is value minus the month before, with the
    Newcombe interval `change_low`..`change_high` where both are shares; None where undefined. Of
    fewer than the minimum n only numerator and denominator are told.
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

    @property
    def text(self) -> str:
        """The value as it is written: 96.2%, 35, HK$1,234, 5.99, or counts when there are few."""
        if self.status is Status.TOO_FEW:
            return self.counts
        return value_text(self.value, self.unit, self.target)

    @property
    def counts(self) -> str:
        """What a share was computed from, such as “1,204 of 1,252”; else the number alone.

        A share of nothing was computed from nothing: a dash, not “0 of 0”.
        """
        if self.denominator == 0:
            return wording.UNKNOWN
        if self.numerator is None or self.denominator is None:
            return wording.UNKNOWN if self.n is None else wording.count_text(self.n)
        met, of = wording.count_text(self.numerator), wording.count_text(self.denominator)
        return tr("{met} of {of}", met=met, of=of)

    @property
    def interval(self) -> str:
        """The 95% interval alone, such as “95.0–97.1%”; empty without one."""
        if self.low is None or self.high is None:
            return ""
        if self.unit is Unit.SHARE:
            return wording.interval_text(self.low, self.high)
        return f"{value_text(self.low, self.unit)}–{value_text(self.high, self.unit)}"

    @property
    def sure(self) -> str:
        """How sure the value is, such as “95% CI 95.0–97.1%”; empty without an interval."""
        span = self.interval
        return tr("95% CI {span}", span=span) if span else ""

    @property
    def goal(self) -> str:
        """The target with its direction, such as “at least 95%”; empty without one."""
        if self.target is None:
            return ""
        target = target_text(self.target, self.unit)
        if self.better is Better.LOWER:
            return tr("at most {value}", value=target)
        return tr("at least {value}", value=target)

    @property
    def goal_sign(self) -> str:
        """The target as a table writes it, such as “≥ 95%”; empty without one."""
        if self.target is None:
            return ""
        sign = "≤" if self.better is Better.LOWER else "≥"
        return f"{sign}\N{NO-BREAK SPACE}{target_text(self.target, self.unit)}"

    @property
    def change_number(self) -> str:
        """The change as a table writes it: percentage points without the word."""
        if self.change is None or self.unit is not Unit.SHARE:
            return self.change_text
        return wording.signed_text(self.change * 100)

    @property
    def change_text(self) -> str:
        """The change since the month before with its sign, or a dash."""
        if self.change is None:
            return wording.UNKNOWN
        if self.unit is Unit.SHARE:
            return wording.points_text(self.change)
        amount = value_text(abs(self.change), self.unit)
        if amount == value_text(0, self.unit):
            return amount
        return f"+{amount}" if self.change > 0 else f"−{amount}"

    @property
    def change_is_clear(self) -> bool:
        """Whether the change's interval leaves out 0: it is not chance."""
        if self.change_low is None or self.change_high is None:
            return False
        return self.change_low > 0 or self.change_high < 0


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
        """Whether the sum is right."""
        return self.start + self.received + self.reopened - self.closed == self.end


@dataclass(frozen=True)
class MonthFigures:
    """All figures of one month, in the order they are printed."""

    month: Month
    figures: tuple[Figure, ...]
    balance: Balance

    def get(self, figure_id: str) -> Figure:
        """The figure of that id; KeyError when the month has none."""
        figure = self.find(figure_id)
        if figure is None:
            raise KeyError(figure_id)
        return figure

    def find(self, figure_id: str) -> Figure | None:
        """The figure of that id, or None when the month has none."""
        return next((figure for figure in self.figures if figure.id == figure_id), None)

    def below(self, family: FigureFamily) -> tuple[Figure, ...]:
        """The figures of a family, such as one for each category."""
        return tuple(figure for figure in self.figures if family.holds(figure.id))


def value_text(value: float | None, unit: Unit, target: float | None = None) -> str:
    """A value as it is written in its unit, or a dash.

    It has more decimals than usual where they show on which side of its target it lies.
    """
    if value is None:
        return wording.UNKNOWN
    if unit is Unit.DAYS:
        return trc("figure", "{n} days", n=wording.number_text(value))
    if unit is Unit.PER_1000:
        return wording.number_text(value, 2)
    if unit is Unit.SHARE:
        digits = 1 if target is None else wording.digits_apart(value * 100, target * 100)
        return wording.percent_text(value, digits)
    whole = round(value)
    return wording.money_text(whole) if unit is Unit.CENTS else wording.count_text(whole)


def target_text(value: float, unit: Unit) -> str:
    """A target as it is written: a percentage with no more decimals than it has."""
    if unit is Unit.SHARE:
        return wording.percent_text(value, wording.digits_of(value * 100))
    return value_text(value, unit)


_STATUSES = {
    Status.MET: mark("Met"),
    Status.MISSED: mark("Not met"),
    Status.NO_TARGET: mark("No target"),
    Status.TOO_FEW: mark("Too few cases"),
    Status.NOTHING: mark("No data"),
}
