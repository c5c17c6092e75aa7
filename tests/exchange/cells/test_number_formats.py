"""Number formats that make codes of numbers, and those that show amounts."""

import pytest

from csq_desktop.exchange.cells.number_formats import as_seen, code_shown, makes_codes


@pytest.mark.parametrize(
    ("code", "number", "seen"),
    [
        ('"C-"0000', "7", "C-0007"),
        (r"\C\-0000", "12345", "C-12345"),
        ('"C"General', "5", "C5"),
        ('"客戶"000', "5", "客戶005"),
        ('0"-A"', "5", "5-A"),
        ("00000", "123", "00123"),
        ("00000", "123456", None),
        ("00000;;;@", "0", None),
        ("000000", "0", "000000"),
        ("0###", "12", "012"),
        ("0000 0000", "91234567", "9123 4567"),
        ('"+852 "0000 0000', "91234567", "+852 9123 4567"),
        ("[<=99999999]0000-0000;(000) 0000-0000", "91234567", "9123-4567"),
        ("[<=99999999]0000-0000;(000) 0000-0000", "85291234567", "(852) 9123-4567"),
        ('[>99999999]"+"0', "91234567", None),
        ("[$US$-409]#,##0.00", "12.5", "US$ 12.5"),
        ('#,##0.00" RMB"', "12.5", "RMB 12.5"),
        ("[$HK$-3C04]#,##0.00", "12.5", None),
        ('"$"0', "5", None),
        ('0" days"', "5", None),
        ("_-* #,##0_-", "1234", None),
        ("# ##0", "12345", None),
        ("0000", "-7", None),
        ("0000", "7.5", None),
        ("yyyy-mm-dd", "45000", None),
        ("0.00E+00", "5", None),
        (";;;", "5", None),
        ("@", "5", None),
    ],
)
def test_a_code_is_what_is_seen(code: str, number: str, seen: str | None) -> None:
    assert as_seen(code, number) == seen
    assert makes_codes(code) or seen is None


@pytest.mark.parametrize(
    ("number", "shown", "seen"),
    [
        ("7", "C-0007", "C-0007"),
        ("91234567", "9123 4567", "9123 4567"),
        ("12.5", "US$12.50", "US$12.50"),
        ("123", "123.00", None),
        ("12345", "12,345", None),
        ("5", "HK$5", None),
        ("5", "five", None),
        ("45000", "3/15/2023", None),
    ],
)
def test_a_text_that_is_shown_of_a_number_may_be_a_code(
    number: str, shown: str, seen: str | None
) -> None:
    assert code_shown(number, shown) == seen
