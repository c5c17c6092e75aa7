"""Telephone numbers written as people do."""

import pytest

from csq_desktop.services.customers.phones import as_written


@pytest.mark.parametrize(
    ("phone", "written"),
    [
        ("+85291234567", "9123 4567"),
        ("+442079460958", "+44 20 7946 0958"),
        ("+8613800138000", "+86 138 0013 8000"),
        ("not known", "not known"),
    ],
)
def test_a_telephone_is_written_as_people_do(phone: str, written: str) -> None:
    assert as_written(phone) == written
