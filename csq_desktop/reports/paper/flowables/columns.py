"""How a table's width is shared among its columns."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """What a column asks for: the width of its widest line, of its longest word, or a fixed one."""

    natural: float
    least: float
    fixed: float | None = None
    grows: bool = False  # takes width that is left over


def share(needs: Sequence[Need], width: float) -> tuple[float, ...]:
    """Widths that fill `width`: fixed first, then longest words, then by what lines still lack.

    When even the longest words do not fit, all shrink alike and words are cut.
    """
    fixed = sum(need.fixed or 0.0 for need in needs)
    free = [need for need in needs if need.fixed is None]
    least, natural = sum(need.least for need in free), sum(need.natural for need in free)
    room = width - fixed
    if natural <= room:
        return _grown(needs, room - natural)
    if least >= room:
        shrink = max(0.0, room) / least if least else 1.0
        return tuple(n.least * shrink if n.fixed is None else n.fixed for n in needs)
    lent = (room - least) / (natural - least)
    return tuple(
        need.least + (need.natural - need.least) * lent if need.fixed is None else need.fixed
        for need in needs
    )


def _grown(needs: Sequence[Need], over: float) -> tuple[float, ...]:
    growing = sum(need.natural for need in needs if need.grows and need.fixed is None)
    widths = []
    for need in needs:
        own = need.natural if need.fixed is None else need.fixed
        grows = need.grows and need.fixed is None and growing
        widths.append(own + over * need.natural / growing if grows else own)
    return tuple(widths)
