"""Service investment: cost, benefit, payback and net present value, short and long term."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import fsum

_SHORT_TERM = 12
_FEWEST_MONTHS = 1


@dataclass(frozen=True)
class Investment:
    """Money in cents by month, month 0 first (the outlay); `yearly_rate` discounts, above −1.

    Costs and benefits are both 0 or more. Present values are rounded to whole cents.
    """

    costs: tuple[int, ...]
    benefits: tuple[int, ...]
    yearly_rate: float

    def __post_init__(self) -> None:
        if len(self.costs) != len(self.benefits) or len(self.costs) < _FEWEST_MONTHS:
            raise ValueError("costs and benefits need the same months")
        if self.yearly_rate <= -1 or min(*self.costs, *self.benefits) < 0:
            raise ValueError("amounts are 0 or more and the rate lies above −1")

    @property
    def flows(self) -> tuple[int, ...]:
        """Benefit minus cost of each month, in cents."""
        return tuple(gain - cost for cost, gain in zip(self.costs, self.benefits, strict=True))

    @property
    def payback_months(self) -> int | None:
        """The first month from which the money is back and stays back; None when it never is."""
        sums = list(accumulate(self.flows))
        late = [month for month, so_far in enumerate(sums) if so_far < 0]
        first = late[-1] + 1 if late else 0
        return first if first < len(sums) else None

    @property
    def short_term_value(self) -> int:
        """Net present value of the outlay and the first 12 months, in cents."""
        return present_value(self.flows[: _SHORT_TERM + 1], self.yearly_rate)

    @property
    def long_term_value(self) -> int:
        """Net present value of all months, in cents."""
        return present_value(self.flows, self.yearly_rate)


def present_value(flows: Sequence[int], yearly_rate: float) -> int:
    """Today's worth, in cents, of monthly flows discounted at (1 + rate)^(month/12)."""
    return round(fsum(flow / (1 + yearly_rate) ** (month / 12) for month, flow in enumerate(flows)))
