"""How a table's width is shared among its columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

_LEAST_TEXT = 48.0  # a column of text narrower than this is not worth sparing the numbers beside it


@dataclass(frozen=True)
class Need:
    """What a column asks for: the width of its widest line, of its longest word, or a fixed one.

    `firm` is the width of its cells where they must not be broken: numbers, dates, codes.
    """

    natural: float
    least: float
    fixed: float | None = None
    grows: bool = False  # takes width that is left over
    firm: float = 0.0


def share(needs: Sequence[Need], width: float) -> tuple[float, ...]:
    """Widths that fill `width`: fixed first, then longest words, then by what lines still lack.

    When even the longest words do not fit, those of text are cut before any number is; when that
    is not enough, all shrink alike.
    """
    needs = _held(needs, width)
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


def _held(needs: Sequence[Need], width: float) -> Sequence[Need]:
    """The needs with their firm columns as wide as their cells, if text can do with the rest."""
    firm = [need.fixed is None and need.firm > 0 for need in needs]
    fixed = [
        replace(need, fixed=max(need.firm, need.least)) if is_firm else need
        for need, is_firm in zip(needs, firm, strict=True)
    ]
    texts = [need for need in fixed if need.fixed is None]
    room = width - sum(need.fixed or 0.0 for need in fixed)
    if not texts or room >= sum(need.natural for need in texts):
        # All of it fits, perhaps not with the headings: then those are broken, and no cell.
        least = [min(need.natural, max(need.firm, need.least)) for need in needs]
        return [replace(need, least=wide) for need, wide in zip(needs, least, strict=True)]
    return fixed if room >= _LEAST_TEXT * len(texts) else needs


def _grown(needs: Sequence[Need], over: float) -> tuple[float, ...]:
    growing = sum(need.natural for need in needs if need.grows and need.fixed is None)
    widths = []
    for need in needs:
        own = need.natural if need.fixed is None else need.fixed
        grows = need.grows and need.fixed is None and growing
        widths.append(own + over * need.natural / growing if grows else own)
    return tuple(widths)
