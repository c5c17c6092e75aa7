"""Hong Kong's general holidays, by name and in the user's language."""

from datetime import date

import pytest

from csq_desktop.services.settings import holidays
from csq_desktop.texts import speaking

# General holidays for 2026, Government of the Hong Kong SAR (gazetted 23 May 2025).
GAZETTED_2026 = [
    (1, 1), (2, 17), (2, 18), (2, 19), (4, 3), (4, 4), (4, 6), (4, 7), (5, 1), (5, 25), (6, 19),
    (7, 1), (9, 26), (10, 1), (10, 19), (12, 25), (12, 26),
]  # fmt: skip


def test_the_general_holidays_of_2026_are_those_gazetted() -> None:
    found = [one.day for one in holidays.of_year(2026)]
    assert found == [date(2026, month, day) for month, day in GAZETTED_2026]


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Christmas Day"), ("zh_HK", "聖誕節"), ("zh_CN", "圣诞节")],
)
def test_they_are_named_in_the_users_language(language: str, name: str) -> None:
    with speaking(language):
        assert name in [one.name for one in holidays.of_year(2026)]
