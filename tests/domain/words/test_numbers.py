"""Numbers of records with the branch that gave them."""

import pytest

from csq_desktop.domain.words import numbers


@pytest.mark.parametrize(
    ("number", "branch"),
    [
        ("CU-00012-SSP01", "SSP01"),
        ("C-2026-0412-SSP01", "SSP01"),
        ("CU-00012", ""),
        ("C-2026-0412", ""),
        ("2026-0412-SSP01", ""),
        ("M1", ""),
    ],
)
def test_a_number_says_whose_it_is(number: str, branch: str) -> None:
    assert numbers.branch_of(number) == branch


def test_files_carry_the_branch_once_and_only_where_there_is_one() -> None:
    assert numbers.filed("CU-00012", "SSP01") == "CU-00012-SSP01"
    assert numbers.filed("C-2026-0412-MK02", "SSP01") == "C-2026-0412-MK02"
    assert numbers.filed("CU-00012", "") == "CU-00012"


def test_what_comes_back_is_known_and_what_is_from_elsewhere_is_told_apart() -> None:
    assert numbers.number_here("CU-00012-SSP01", "SSP01") == "CU-00012"
    assert numbers.number_here("CU-00012-MK02", "SSP01") == "CU-00012-MK02"
    assert numbers.number_here("C-2026-0412-SSP01", "SSP01") == "C-2026-0412-SSP01"
    assert numbers.from_elsewhere("CU-00012-MK02", "SSP01") == "CU-00012-MK02"
    assert numbers.from_elsewhere("CU-00012-SSP01", "SSP01") == ""
    assert numbers.from_elsewhere("CU-00012", "SSP01") == ""
