"""Ageing bands."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.analytics.ageing import Ageing, Band, ageing
from csq_desktop.texts import speaking


def test_days_fall_into_the_band_whose_limit_they_reach() -> None:
    found = ageing([0, 3, 4, 10, 11, 40], (3, 10))
    assert found == Ageing((Band(0, 3, 2), Band(4, 10, 2), Band(11, None, 2)), 6, 40)


def test_no_cases_have_empty_bands_and_no_oldest() -> None:
    found = ageing([], (3,))
    assert ([band.count for band in found.bands], found.oldest) == ([0, 0], None)


def test_bands_are_named_in_words() -> None:
    labels = [band.label for band in ageing([], (0, 1, 10)).bands]
    assert labels == ["up to 0 days", "1 day", "2–10 days", "over 10 days"]
    assert [band.label for band in ageing([], (1,)).bands] == ["up to 1 day", "over 1 day"]
    with speaking("zh_CN"):
        assert [band.label for band in ageing([], (3, 10)).bands] == [
            "3 天以内",
            "4–10 天",
            "超过 10 天",
        ]


@pytest.mark.parametrize("limits", [(), (3, 3), (5, 2), (-1,)])
def test_limits_that_do_not_rise_are_refused(limits: Sequence[int]) -> None:
    with pytest.raises(ValueError, match="limits"):
        ageing([1], limits)


def test_a_negative_age_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        ageing([-1], (3,))


@given(st.lists(st.integers(0, 400)), st.sets(st.integers(0, 300), min_size=1).map(sorted))
def test_every_case_is_in_exactly_one_band(days: list[int], limits: list[int]) -> None:
    found = ageing(days, limits)
    assert sum(band.count for band in found.bands) == found.total == len(days)
