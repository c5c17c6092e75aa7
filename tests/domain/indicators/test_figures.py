"""How a figure is written: its value, its counts, how sure it is, its target and its change."""

from typing import Any

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import (
    Balance,
    Better,
    Figure,
    MonthFigures,
    Status,
    Unit,
    target_text,
    value_text,
)
from csq_desktop.domain.indicators.ids import FigureFamily


def figure(**changed: Any) -> Figure:
    facts: dict[str, Any] = {
        "id": "pledge.TILL",
        "label": "At the till",
        "unit": Unit.SHARE,
        "better": Better.HIGHER,
        "value": 0.9617,
    }
    return Figure(**(facts | changed))


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, Unit.SHARE, "–"),
        (0.9617, Unit.SHARE, "96.2%"),
        (1252, Unit.COUNT, "1,252"),
        (123_450, Unit.CENTS, "HK$1,234.50"),
        (5.9880, Unit.PER_1000, "5.99"),
        (3.25, Unit.DAYS, "3.2 days"),
    ],
)
def test_a_value_is_written_in_its_unit(value: float | None, unit: Unit, text: str) -> None:
    assert value_text(value, unit) == text
    assert figure(value=value, unit=unit).text == text


def test_a_round_target_is_written_without_decimals() -> None:
    assert target_text(0.95, Unit.SHARE) == "95%"
    assert target_text(0.955, Unit.SHARE) == "95.5%"
    assert target_text(0, Unit.COUNT) == "0"


@pytest.mark.parametrize(
    ("met", "of", "target", "text"),
    [
        (159, 164, 0.97, "96.95%"),
        (194, 200, 0.97, "97.0%"),
        (57, 100, 0.57, "57.0%"),
        (103, 10_000, 0.01, "1.03%"),
        (1925, 2000, None, "96.2%"),
    ],
)
def test_rounding_never_hides_a_verdict(met: int, of: int, target: float | None, text: str) -> None:
    assert figure(value=met / of, target=target).text == text


def test_counts_are_told_of_shares_and_the_number_of_everything_else() -> None:
    assert figure(numerator=1204, denominator=1252).counts == "1,204 of 1,252"
    assert figure(numerator=0, denominator=0, n=0).counts == "–"
    assert figure(n=31).counts == "31"
    assert figure().counts == "–"


def test_too_few_are_told_as_counts() -> None:
    few = figure(value=None, numerator=7, denominator=9, status=Status.TOO_FEW)
    assert few.text == "7 of 9"
    assert few.status.label == "Too few cases"


def test_the_target_is_told_with_its_direction() -> None:
    assert figure(target=0.95).goal == "at least 95%"
    assert figure(target=0.01, better=Better.LOWER).goal == "at most 1%"
    assert figure().goal == ""


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({}, "–"),
        ({"change": 0.006}, "+0.6 points"),
        ({"change": -0.02}, "−2.0 points"),
        ({"change": 3, "unit": Unit.COUNT}, "+3"),
        ({"change": -3, "unit": Unit.COUNT}, "−3"),
        ({"change": 0, "unit": Unit.COUNT}, "0"),
        ({"change": -12_300, "unit": Unit.CENTS}, "−HK$123"),
        ({"change": 0.001, "unit": Unit.PER_1000}, "0.00"),
    ],
)
def test_a_change_is_told_with_its_sign(changed: dict[str, object], text: str) -> None:
    assert figure(**changed).change_text == text


@pytest.mark.parametrize(
    ("span", "clear"),
    [
        ((None, None), False),
        ((-0.01, None), False),
        ((-0.01, 0.02), False),
        ((0.001, 0.02), True),
        ((-0.02, -0.001), True),
    ],
)
def test_a_change_is_clear_when_its_interval_leaves_out_nothing(
    span: tuple[float | None, float | None], clear: bool
) -> None:
    assert figure(change_low=span[0], change_high=span[1]).change_is_clear is clear


def test_an_interval_is_told_in_the_figures_unit() -> None:
    assert figure(low=0.95, high=0.971).sure == "95% CI 95.0–97.1%"
    assert figure(unit=Unit.PER_1000, low=4.5, high=7.25).sure == "95% CI 4.50–7.25"
    assert figure(low=0.95).sure == ""


def test_a_balance_holds_when_it_adds_up() -> None:
    month = Month(2026, 10)
    assert Balance(month, 4, 35, 2, 36, 5).holds
    assert not Balance(month, 4, 35, 2, 36, 6).holds


def test_figures_are_found_by_their_ids() -> None:
    one, other = figure(), figure(id=FigureFamily.AGE.of(0))
    month = MonthFigures(Month(2026, 10), (one, other), Balance(Month(2026, 10), 0, 0, 0, 0, 0))
    assert month.get("pledge.TILL") is one
    assert month.find("pledge.TEL") is None
    assert month.below(FigureFamily.AGE) == (other,)
    with pytest.raises(KeyError):
        month.get("pledge.TEL")
