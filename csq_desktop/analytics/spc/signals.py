"""What a control chart has to say, in words: a signal is never colour alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from csq_desktop.texts import mark, tr, trc, trn


class Rule(StrEnum):
    """Why a chart signals."""

    BEYOND_LIMITS = "beyond_limits"
    TWO_OF_THREE = "two_of_three"
    FOUR_OF_FIVE = "four_of_five"
    EIGHT_IN_A_ROW = "eight_in_a_row"
    LONG_RUN = "long_run"
    FEW_CROSSINGS = "few_crossings"


@dataclass(frozen=True)
class Signal:
    """One signal: the labels of its points, its side (1 above, −1 below, 0 neither).

    A run and few crossings carry the number `observed` and the `limit` that chance allows; `text`
    is in the language that is current when it is read.
    """

    rule: Rule
    labels: tuple[str, ...]
    side: int = 0
    observed: int = 0
    limit: int = 0

    @property
    def text(self) -> str:
        """The signal as one finished sentence without its full stop."""
        if self.rule is Rule.FEW_CROSSINGS:
            return self._few_crossings()
        if self.rule in (Rule.LONG_RUN, Rule.EIGHT_IN_A_ROW):
            return self._run()
        text = _TEXTS[self.rule, self.side]
        return tr(text, label=listed(self.labels), labels=listed(self.labels))

    def _run(self) -> str:
        return trn(
            "{n} point in a row, {first} to {last}, is {side} the centre line: the "
            "average has shifted",
            "{n} points in a row, {first} to {last}, are {side} the centre line: the "
            "average has shifted",
            self.observed,
            first=self.labels[0],
            last=self.labels[-1],
            side=trc("centre line", "above") if self.side > 0 else trc("centre line", "below"),
        )

    def _few_crossings(self) -> str:
        return trn(
            "From {first} to {last} the line crosses its centre only {n} time; normal "
            "variation gives at least {limit}: the average has shifted",
            "From {first} to {last} the line crosses its centre only {n} times; normal "
            "variation gives at least {limit}: the average has shifted",
            self.observed,
            first=self.labels[0],
            last=self.labels[-1],
            limit=self.limit,
        )


def listed(labels: Iterable[str]) -> str:
    """Labels in a row, parted as the user's language parts them."""
    return trc("between listed labels", ", ").join(labels)


_TEXTS = {
    (Rule.BEYOND_LIMITS, 1): mark("{label} is above the upper control limit"),
    (Rule.BEYOND_LIMITS, -1): mark("{label} is below the lower control limit"),
    (Rule.TWO_OF_THREE, 1): mark(
        "{labels}: two of three in a row are far above the centre line (beyond 2 sigma)"
    ),
    (Rule.TWO_OF_THREE, -1): mark(
        "{labels}: two of three in a row are far below the centre line (beyond 2 sigma)"
    ),
    (Rule.FOUR_OF_FIVE, 1): mark(
        "{labels}: four of five in a row are well above the centre line (beyond 1 sigma)"
    ),
    (Rule.FOUR_OF_FIVE, -1): mark(
        "{labels}: four of five in a row are well below the centre line (beyond 1 sigma)"
    ),
}
