"""The cases that a step with several cannot be taken with."""

from collections.abc import Sequence

from csq_desktop.domain.bulk.checks import RefusedCase
from csq_desktop.domain.words.wording import labelled
from csq_desktop.texts import trn

_SHOWN = 12


def refused_lines(refused: Sequence[RefusedCase], most: int = _SHOWN) -> list[str]:
    """Each with why, the first ones; of the others how many there are."""
    lines = [labelled(case.ref, case.reason) for case in refused[:most]]
    further = len(refused) - len(lines)
    return [*lines, trn("and {n} more", "and {n} more", further)] if further else lines
