"""Contrast and verdicts in every look."""

from itertools import pairwise

import pytest

from csq_desktop.domain.tones import SHAPES, Tone
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
    for colour in look.series:
        assert contrast(colour, look.paper) >= 4.5


@LOOKS
def test_every_mark_stands_out_from_the_paper(look: Look) -> None:
    for colour in (*look.fills, *look.stack):
        assert contrast(colour, look.paper) >= 3.0, colour


@LOOKS
def test_areas_that_touch_differ_without_colour(look: Look) -> None:
    for lower, upper in pairwise(look.stack):
        assert contrast(lower, upper) >= 1.5, (lower, upper)


def test_each_verdict_has_a_shape_of_its_own() -> None:
    assert len({SHAPES[tone] for tone in SPOKEN}) == 3
    assert all(SHAPES[tone] for tone in SPOKEN)


def test_a_larger_look_keeps_its_colours() -> None:
    twice = LIGHT.larger(2)
    assert (twice.text, twice.stroke) == (LIGHT.text * 2, LIGHT.stroke * 2)
    assert twice.ink == LIGHT.ink
