"""Figures as spreadsheet formulas: every formula of the register has one, and words stay words."""

import pytest

from csq_desktop.analytics.indicators.live_formulas import RowRange, live
from csq_desktop.analytics.indicators.register import INDICATORS, Indicator

ROWS = RowRange("Rows", 9)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.id)
def test_every_indicator_has_a_formula(indicator: Indicator) -> None:
    parts = live(indicator.formula, ROWS, "$C7")
    assert bool(parts.value) is not bool(parts.denominator)
    assert "$C7" in parts.value + parts.numerator


def test_a_formula_that_nobody_wrote_for_spreadsheets_is_refused() -> None:
    with pytest.raises(ValueError, match="no spreadsheet formula"):
        live(object(), ROWS, "$C7")


def test_a_word_with_signs_stays_a_word() -> None:
    assert ROWS.where('a"b', "$C7", "P?rk*~") == (
        "'Rows'!$A$2:$A$9,\"=a\"\"b\",'Rows'!$B$2:$B$9,$C7,'Rows'!$C$2:$C$9,\"=P~?rk~*~~\""
    )


def test_bands_have_an_end_or_none() -> None:
    open_ended, ended = (ROWS.between("open_case", "$C7", 4, high) for high in (None, 10))
    assert ended.startswith(open_ended.removesuffix(")"))
    assert ended.endswith('"<=10")')
