"""The Western Electric zone rules for charts of single values (XmR).

Western Electric, Statistical Quality Control Handbook, 1956.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from csq_desktop.analytics.spc.limits import above


class ZoneRule(StrEnum):
    """Which pattern was found; a single point beyond 3 sigma is reported by the limits."""

    TWO_OF_THREE = "two_of_three"
    FOUR_OF_FIVE = "four_of_five"
    EIGHT_IN_A_ROW = "eight_in_a_row"


@dataclass(frozen=True)
class ZoneFinding:
    """Positions of the points that make the pattern, and their side: 1 above, −1 below."""

    rule: ZoneRule
    positions: tuple[int, ...]
    side: int


_PATTERNS = (
    (ZoneRule.TWO_OF_THREE, 2, 3, 2),  # rule, so many, of so many, beyond so many sigmas
    (ZoneRule.FOUR_OF_FIVE, 4, 5, 1),
    (ZoneRule.EIGHT_IN_A_ROW, 8, 8, 0),
)


def zone_findings(
    values: Sequence[float], centre: float | None, sigma: float | None
) -> list[ZoneFinding]:
    """Every pattern found; patterns that share a point are reported as one.

    Without a spread only the rule of eight on one side can be used.
    """
    if centre is None:
        return []
    findings = []
    for rule, needed, window, sigmas in _PATTERNS:
        if sigmas and not sigma:
            continue
        for side in (1, -1):
            # Below the centre is above it with all signs turned.
            line = side * centre + sigmas * (sigma or 0.0)
            flags = [above(side * value, line) for value in values]
            findings += [
                ZoneFinding(rule, positions, side) for positions in _hits(flags, needed, window)
            ]
    return findings


def _hits(flags: Sequence[bool], needed: int, window: int) -> Iterator[tuple[int, ...]]:
    """Flagged positions of each window with enough flags, windows that share a point joined."""
    current: list[int] = []
    for end, flag in enumerate(flags):
        inside = [at for at in range(max(0, end - window + 1), end + 1) if flags[at]]
        if not flag or len(inside) < needed:
            continue
        if current and inside[0] > current[-1]:
            yield tuple(current)
            current = []
        current += [at for at in inside if not current or at > current[-1]]
    if current:
        yield tuple(current)
