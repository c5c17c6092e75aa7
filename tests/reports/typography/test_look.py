"""Contrast and verdicts in every look."""

from itertools import combinations

import pytest

from csq_desktop.domain.tones import SHAPES, Meaning, Tone
from csq_desktop.reports.typography.look import DARK, LIGHT, PRINT, Look

LOOKS = pytest.mark.parametrize("look", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
SPOKEN = (Tone.GOOD, Tone.WARN, Tone.BAD)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, ground: str) -> float:
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@LOOKS
def test_every_text_stands_out_from_its_ground(look: Look) -> None:
    for tone in Tone:
        assert contrast(look.ink_of(tone), look.paper) >= 4.5, tone
        assert contrast(look.ink_of(tone), look.wash) >= 4.5, tone
    for tone in SPOKEN:
        assert contrast(look.ink_of(tone), look.wash_of(tone)) >= 4.5, tone


@LOOKS
def test_every_mark_stands_out_from_the_paper(look: Look) -> None:
    for meaning in set(Meaning) - {Meaning.NORMAL}:
        assert contrast(look.fills[meaning], look.paper) >= 3.0, meaning


@LOOKS
def test_every_meaning_has_a_fill_of_its_own(look: Look) -> None:
    assert set(look.fills) == set(Meaning)
    assert len({*look.fills.values(), look.paper}) == len(Meaning) + 1


@LOOKS
def test_bars_that_touch_or_stand_side_by_side_differ_without_colour(look: Look) -> None:
    late = combinations((Meaning.ACTUAL, Meaning.WARN, Meaning.BAD), 2)
    for first, second in (*late, (Meaning.PREVIOUS, Meaning.ACTUAL)):
        assert contrast(look.fills[first], look.fills[second]) >= 1.5, (first, second)


def test_each_verdict_has_a_shape_of_its_own() -> None:
    assert len({SHAPES[tone] for tone in SPOKEN}) == 3
    assert all(SHAPES[tone] for tone in SPOKEN)


def test_a_larger_look_keeps_its_colours() -> None:
    twice = LIGHT.larger(2)
    assert (twice.text, twice.stroke) == (LIGHT.text * 2, LIGHT.stroke * 2)
    assert twice.ink == LIGHT.ink
