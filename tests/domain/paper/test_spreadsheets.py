"""Formulas are guarded on the way out and bared on the way in; telephone numbers stay."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from csq_desktop.domain.paper.spreadsheets import bared, guarded


@given(st.text(alphabet="'=+-@＝ \t\r\nab12345678", max_size=10))
@example("+852 91234567")
def test_a_guarded_text_bares_to_itself_and_computes_nothing(text: str) -> None:
    safe = guarded(text)
    assert bared(safe) == text
    if not safe[1:].replace(" ", "").isdecimal():
        assert not safe.lstrip().startswith(("=", "+", "-", "@", "＝"))
    assert not safe.startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("'tis", "'tis"),
        ("'", "'"),
        ("it's", "it's"),
        ("don't = do", "don't = do"),
        ("+852 9123 4567", "+852 9123 4567"),
        ("+85291234567", "+85291234567"),
        ("+852-9123-4567", "'+852-9123-4567"),  # a spreadsheet would subtract
        ("+852 2345", "'+852 2345"),
        ("+852 9123 4567+A1", "'+852 9123 4567+A1"),
        ("-85291234567", "'-85291234567"),
    ],
)
def test_only_what_a_spreadsheet_would_compute_is_guarded(text: str, written: str) -> None:
    assert guarded(text) == written
    assert bared(written) == text
