"""Ways of writing dates in one column: when they ask for a choice, and what is said of them."""

import pytest

from csq_desktop.domain.imports.date_styles import DateStyle, DateWay, DateWays, YearFirst
from csq_desktop.domain.imports.plans import OrderProof

YEAR, DAY, EITHER = DateStyle.YEAR_FIRST, DateStyle.DAY_FIRST, DateStyle.EITHER


@pytest.mark.parametrize(
    ("styles", "asked"),
    [((YEAR, DAY), True), ((YEAR, EITHER), True), ((YEAR,), False), ((DAY, EITHER), False)],
)
def test_dates_with_the_year_first_are_asked_about_beside_others(
    styles: tuple[DateStyle, ...], asked: bool
) -> None:
    ways = DateWays("When", tuple(DateWay(style, 1200, "2026-01-02") for style in styles))
    proof = OrderProof(True, ways=(ways,))
    assert proof.asks_year_first is asked
    assert proof.notes == (ways.sentence,)
    assert "1,200 as year-month-day (2026-01-02)" in ways.sentence or YEAR not in styles


def test_what_follows_the_year_has_a_name() -> None:
    assert [each.label for each in YearFirst] == ["Year, month, day", "Year, day, month"]
