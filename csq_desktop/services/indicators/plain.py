"""Figures and their verdicts as plain values, under the names scripts know them by."""

from dataclasses import asdict

from csq_desktop.domain.indicators.figures import Figure
from csq_desktop.domain.indicators.verdicts import Verdict


def judged_figure(figure: Figure, verdict: Verdict | None) -> dict[str, object]:
    """A figure and its verdict: its limits, on which side of them it lies, and since when.

    `status` is against its own target alone, and is the verdict too of a figure that is compared
    with no other month; `side` is 1 above the control limits, −1 below.
    """
    plain = asdict(figure) | {
        "unit": figure.unit.value,
        "better": figure.better.value,
        "status": figure.status.value,
        "verdict": figure.status.value,
    }
    if verdict is None:
        return plain
    result = verdict.result
    return plain | {
        "verdict": verdict.status.value,
        "since": str(verdict.since),
        "centre": result.centre,
        "lower_limit": result.lower,
        "upper_limit": result.upper,
        "side": result.side,
        "variation": verdict.signs.variation.value,
        "assurance": verdict.signs.assurance.value,
        "signs": list(verdict.signs.sentences),
    }
