"""The two signs of a measure: how it varies now, and whether it will meet its target.

After NHS England, "Making Data Count" (variation and assurance icons). Other than there, assurance
is read from the current phase alone, and a month that is good by one rule and bad by another says
both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from csq_desktop.domain.indicators.figures import Better, Unit, value_text
from csq_desktop.domain.words.wording import labelled
from csq_desktop.texts import joined, mark, tr, trc, trn

ASSURANCE_POINTS = 13
"""Below so many months under one standard and one target nothing is said of the target."""


class Variation(StrEnum):
    """What the latest month says of the work: no change, or an unusual one and its direction."""

    USUAL = "usual"
    BETTER = "better"
    WORSE = "worse"
    BOTH = "both"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The sign in a few words."""
        return trc("sign", _VARIATIONS[self])


class Assurance(StrEnum):
    """Whether the target will be met while the work is done as it is now."""

    ALWAYS = "always"
    CHANCE = "chance"
    NEVER = "never"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The sign in a few words."""
        return trc("sign", _ASSURANCES[self])


class PatternKind(StrEnum):
    """Which rule makes the latest month unusual."""

    BEYOND = "beyond"
    RUN = "run"
    NEAR = "near"
    SHIFTED = "shifted"
    TREND = "trend"


@dataclass(frozen=True)
class Pattern:
    """Why the latest month is unusual, over so many months that end with it.

    `side` is 1 when high or rising, −1 when low or falling; `lies` is the side of the average that
    a whole trend lies on, 0 when it crosses it.
    """

    kind: PatternKind
    side: int
    months: int = 1
    lies: int = 0

    def is_good(self, better: Better) -> bool:
        """Whether it points the way that is better."""
        return (self.side > 0) == (better is not Better.LOWER)

    @property
    def text(self) -> str:
        """The reason as a part of a sentence."""
        if self.kind is PatternKind.RUN:
            return self._run()
        if self.kind is PatternKind.TREND:
            return self._trend()
        return trc("sign", _REASONS[self.kind, self.side])

    def _run(self) -> str:
        if self.side > 0:
            return trn("{n} month in a row above average", "{n} months in a row above average",
                       self.months)  # fmt: skip
        return trn("{n} month in a row below average", "{n} months in a row below average",
                   self.months)  # fmt: skip

    def _trend(self) -> str:
        if self.side > 0:
            trend = trn("rising over {n} month", "rising over {n} months", self.months)
            still = trc("sign", "still below average")
        else:
            trend = trn("falling over {n} month", "falling over {n} months", self.months)
            still = trc("sign", "still above average")
        return tr(", ").join((trend, still)) if self.lies == -self.side else trend


@dataclass(frozen=True, kw_only=True)
class Signs:
    """Both signs of a measure in a month, and what they rest on.

    `points` are the measured months that the assurance is read from, `low` and `high` the range
    expected of the next ones, in `unit`, and `months` those it was computed from: the latest is
    not among them. `has_target` tells whether there is a target to be met.
    """

    variation: Variation = Variation.UNKNOWN
    assurance: Assurance = Assurance.UNKNOWN
    patterns: tuple[Pattern, ...] = ()
    points: int = 0
    months: int = 0
    low: float | None = None
    high: float | None = None
    unit: Unit = Unit.SHARE
    has_target: bool = False

    @property
    def side(self) -> int:
        """Where the latest month points: 1 high or rising, −1 low or falling, 0 both or neither."""
        sides = {pattern.side for pattern in self.patterns}
        return sides.pop() if len(sides) == 1 else 0

    @property
    def variation_text(self) -> str:
        """How it varies, in a sentence."""
        if not self.patterns:
            return tr("{sign}.", sign=self.variation.label)
        return tr("{sign}: {reasons}.", sign=self.variation.label, reasons=self.reasons)

    @property
    def reasons(self) -> str:
        """Why the latest month is unusual, as a part of a sentence; empty where it is not."""
        return tr("; ").join(pattern.text for pattern in self.patterns)

    @property
    def variation_clause(self) -> str:
        """The same as a part of a sentence, of a month that is unusual."""
        return labelled(self.variation.label, self.reasons)

    @property
    def assurance_text(self) -> str:
        """Whether the target will be met, in a sentence or two; empty without a target."""
        if not self.has_target:
            return ""
        if self.assurance is Assurance.UNKNOWN:
            return self._unknown()
        return joined((tr(_ASSURED[self.assurance]), self._expected()))

    @property
    def sentences(self) -> Iterator[str]:
        """What both signs say; nothing where nothing can be said of either."""
        if self.variation is not Variation.UNKNOWN:
            yield self.variation_text
        if self.assurance_text:
            yield self.assurance_text

    def _expected(self) -> str:
        low, high = value_text(self.low, self.unit), value_text(self.high, self.unit)
        return trn("Expected range: {low} to {high}, from {n} month.",
                   "Expected range: {low} to {high}, from {n} months.",
                   self.months, low=low, high=high)  # fmt: skip

    def _unknown(self) -> str:
        if self.points >= ASSURANCE_POINTS:
            return tr("The target cannot be assessed: the months do not vary.")
        return trn("The target is assessed after {least} months of data; there is {n}.",
                   "The target is assessed after {least} months of data; there are {n}.",
                   self.points, least=ASSURANCE_POINTS)  # fmt: skip


_VARIATIONS = {
    Variation.USUAL: mark("As usual"),
    Variation.BETTER: mark("Better, unusual"),
    Variation.WORSE: mark("Worse, unusual"),
    Variation.BOTH: mark("Both better and worse"),
    Variation.UNKNOWN: mark("Not assessed"),
}
_ASSURANCES = {
    Assurance.ALWAYS: mark("Safe"),
    Assurance.CHANCE: mark("Hit or miss"),
    Assurance.NEVER: mark("Out of reach"),
    Assurance.UNKNOWN: mark("Not assessed"),
}
_ASSURED = {
    Assurance.ALWAYS: mark("Safe: as the work is done now, the target will be met."),
    Assurance.CHANCE: mark(
        "Hit or miss: as the work is done now, some months will meet the target and some will not."
    ),
    Assurance.NEVER: mark("Out of reach: as the work is done now, the target will not be met."),
}
_REASONS = {
    (PatternKind.BEYOND, 1): mark("unusually high this month"),
    (PatternKind.BEYOND, -1): mark("unusually low this month"),
    (PatternKind.NEAR, 1): mark("several recent months well above average"),
    (PatternKind.NEAR, -1): mark("several recent months well below average"),
    (PatternKind.SHIFTED, 1): mark("the average has shifted, lately above it"),
    (PatternKind.SHIFTED, -1): mark("the average has shifted, lately below it"),
}
