"""Planted series of months: what each is, and the signs it has to be given."""

from collections.abc import Sequence
from dataclasses import dataclass

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Better, Figure, Status, Unit
from csq_desktop.domain.indicators.signs import Assurance, Variation
from csq_desktop.domain.indicators.verdicts import MonthResult

LAST = Month(2026, 10)
WAVE = (-2, 3, 1, -3, 2, -1, 3, -2, 0, 1, -3, 2, -1)
"""Thirteen months of ordinary variation: no run, no trend, nothing beyond."""


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A series: how many of `of` were met each month, its targets and standards, and its signs."""

    name: str
    met: tuple[int, ...]
    of: int = 1000
    targets: tuple[float | None, ...]
    stretches: tuple[int, ...] = ()
    better: Better = Better.HIGHER
    variation: Variation
    assurance: Assurance
    says: tuple[str, ...]

    def results(self, measure: str = "x") -> tuple[MonthResult, ...]:
        """Its months, the last of them October 2026."""
        count = len(self.met)
        stretches = self.stretches or (1,) * count
        return tuple(
            MonthResult(
                month=LAST.shift(at + 1 - count),
                figure=share(measure, met, self.of, self.targets[at], self.better),
                stretch=stretches[at],
                standard=f"standard {stretches[at]}",
            )
            for at, met in enumerate(self.met)
        )


def share(measure: str, met: int, of: int, target: float | None, better: Better) -> Figure:
    """A share judged against its target; of fewer than 10 nothing but counts."""
    value = met / of if of >= 10 else None
    reached = value is not None and target is not None
    status = Status.NOTHING if not of else Status.TOO_FEW if value is None else Status.NO_TARGET
    if reached and value is not None and target is not None:
        good = value <= target if better is Better.LOWER else value >= target
        status = Status.MET if good else Status.MISSED
    return Figure(measure, measure, Unit.SHARE, better, value, met, of, of, target=target,
                  status=status)  # fmt: skip


def around(level: int, wave: Sequence[int] = WAVE) -> tuple[int, ...]:
    return tuple(level + 2 * step for step in wave)


def same(target: float | None, count: int = 13) -> tuple[float | None, ...]:
    return (target,) * count


TWELVE = (
    Planted(
        name="always met", met=around(960), targets=same(0.9),
        variation=Variation.USUAL, assurance=Assurance.ALWAYS,
        says=("As usual.", "Safe: as the work is done", "Expected range: 94.2% to 97.9%, from 12"),
    ),
    Planted(
        name="never met", met=around(960), targets=same(0.99),
        variation=Variation.USUAL, assurance=Assurance.NEVER,
        says=("As usual.", "Out of reach: as the work is done now"),
    ),
    Planted(
        name="met now and then", met=around(960), targets=same(0.95),
        variation=Variation.USUAL, assurance=Assurance.CHANCE,
        says=("As usual.", "Hit or miss: as the work is done now"),
    ),
    Planted(
        # Before the new standard it could not have been met: those months say nothing any more.
        name="new phase", met=(*around(800), *around(960)), targets=same(0.9, 26),
        stretches=(1,) * 13 + (2,) * 13,
        variation=Variation.USUAL, assurance=Assurance.ALWAYS, says=("As usual.", "from 12 months"),
    ),
    Planted(
        name="twelve months", met=around(960)[1:], targets=same(0.9, 12),
        variation=Variation.USUAL, assurance=Assurance.UNKNOWN,
        says=("As usual.", "The target is assessed after 13 months of data; there are 12."),
    ),
    Planted(
        # With 10 met of 100, fewer being better, the limits are 1% and 19% exactly.
        name="target at the limit", met=(10, 12, 8, 11, 9, 10, 12, 8, 9, 11, 8, 12, 10), of=100,
        targets=same(0.19), better=Better.LOWER,
        variation=Variation.USUAL, assurance=Assurance.ALWAYS, says=("range: 1.0% to 19.0%",),
    ),
    Planted(
        name="changed target", met=around(960), targets=(*same(0.98, 5), *same(0.9, 8)),
        variation=Variation.USUAL, assurance=Assurance.UNKNOWN, says=("there are 8.",),
    ),
    Planted(
        name="no target", met=around(960), targets=same(None),
        variation=Variation.USUAL, assurance=Assurance.UNKNOWN, says=("As usual.",),
    ),
    Planted(
        name="falling above the average",
        met=(*around(950, (3, -2, 1, -4, 2, -3, 4, -1, 3, -4, 1)), 968, 966, 964, 962, 960, 958),
        targets=same(0.9, 17), variation=Variation.WORSE, assurance=Assurance.ALWAYS,
        says=("Worse, unusual: falling over 6 months, still above average.",),
    ),
    Planted(
        name="better and worse",
        met=(*around(940, (4, -5, 6, -4, 4, -6, 5, -4, 6, -5)),
             975, 974, 973, 971, 969, 967, 965, 963, 961),
        targets=same(0.9, 19), variation=Variation.BOTH, assurance=Assurance.ALWAYS,
        says=("Both better and worse: 9 months in a row above average; falling over 9 months, "
              "still above average.",),
    ),
    Planted(
        name="fewer, and fewer is better", met=(*around(60), 25), targets=same(0.2, 14),
        better=Better.LOWER, variation=Variation.BETTER, assurance=Assurance.ALWAYS,
        says=("Better, unusual: unusually low this month.",),
    ),
    Planted(
        name="nothing counted", met=(0,) * 13, of=0, targets=same(0.9),
        variation=Variation.UNKNOWN, assurance=Assurance.UNKNOWN, says=("there are 0.",),
    ),
)  # fmt: skip
