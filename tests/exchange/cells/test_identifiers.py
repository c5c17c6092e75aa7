"""Identifying numbers that a spreadsheet or a data frame changed are found and told."""

from pathlib import Path

import pytest

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import ImportMapping
from tests.exchange.matching.plans import planned

CASES = ImportMapping(
    ImportKind.COMPLAINTS,
    {"No": "their_reference", "Level": "severity", "Words": "words"},
    constants={"channel": "web", "category": "Other", "received_at": "2025-03-01"},
    new_words=("category",),
    unique_by="their_reference",
)


@pytest.mark.parametrize(
    ("number", "read", "verdict", "reason"),
    [
        ("4.11E+18", "4.11E+18", "invalid", "last digits are lost"),
        ("4111111111111110", "4111111111111110", "new", "may have lost"),
        ("4111111111111111", "4111111111111111", "new", ""),
        ("123.0", "123", "new", "is read without the “.0”"),
        ("1.23456789E8", "123456789", "new", "as the whole number it stands for"),
        ("1.2E7", "12000000", "new", "as the whole number it stands for"),
        ("1.23456E+05", "123456", "new", "as the whole number it stands for"),
        ("1.23457E+11", "1.23457E+11", "invalid", "last digits are lost"),
        ("1.5E15", "1.5E15", "new", ""),
        ("1E5", "1E5", "new", ""),
        ("1.0.0", "1.0.0", "new", ""),
        ("A+1E+2x", "A+1E+2x", "new", ""),
        ("#REF!", "#REF!", "invalid", "the error #REF! here"),
    ],
)
def test_a_number_is_told_where_it_was_changed(
    tmp_path: Path, number: str, read: str, verdict: str, reason: str
) -> None:
    rows = [["No", "Level", "Words"], [number, "3.0", "1.0 and 1E+05"]]
    (row,) = planned(tmp_path, rows, CASES)
    assert (row.verdict.value, read in row.values, "high" in row.values) == (verdict, True, True)
    assert reason in row.reason if reason else not row.reason


def test_an_error_is_no_new_word_and_no_text(tmp_path: Path) -> None:
    columns = {**CASES.columns, "About": "category"}
    mapping = ImportMapping(
        CASES.kind, columns, constants={"channel": "web", "received_at": "2025-03-01"},
        new_words=("category",), unique_by="their_reference",
    )  # fmt: skip
    rows = [
        ["No", "Level", "Words", "About"],
        ["1", "3", "x", "#NAME?"],
        ["2", "3", "Err:502", "x"],
    ]
    reasons = [row.reason for row in planned(tmp_path, rows, mapping)]
    assert "the error #NAME? here" in reasons[0]
    assert "the error Err:502 here" in reasons[1]
