"""Charts for the screen: pixels in the size and light asked for, and the numbers as a table."""

import pytest

from csq_desktop.domain.paper.charts import Bar, ParetoSpec
from csq_desktop.services import charts
from csq_desktop.services.charts import Screen

LIGHT = Screen()
SPEC = ParetoSpec(title="Waiting leads", bars=(Bar("Waiting", 5), Bar("Rudeness", 2)))


def drawn(screen: Screen = LIGHT) -> bytes:
    made = charts.picture(SPEC, (200, 120), screen, worded=True)
    assert (made.width, made.height) == (200 * screen.ratio, 120 * screen.ratio)
    assert len(made.rgba) == made.width * made.height * 4
    return made.rgba


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_chart_has_the_pixels_of_the_screen(ratio: float) -> None:
    drawn(Screen(ratio=ratio))


def test_dark_and_large_charts_look_otherwise() -> None:
    assert len({drawn(), drawn(Screen(dark=True)), drawn(Screen(percent=150))}) == 3
    assert drawn()[:3] == b"\xff\xff\xff"


def test_the_numbers_of_a_chart_are_a_table() -> None:
    assert charts.numbers(SPEC).rows == (("Waiting", "5", ""), ("Rudeness", "2", ""))
