"""Counts, money, yes and no, e-mail addresses and telephones are read or refused."""

import random

import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.exchange.cells import identifiers, phones, values
from csq_desktop.exchange.cells.phones import is_in_use, phone_of
from csq_desktop.exchange.cells.unreadable import Unreadable
from csq_desktop.exchange.cells.values import (
    cents_of,
    count_of,
    email_of,
    is_no_text,
    is_nothing,
    yes_or_no,
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        ("1,234", 1234),
        ("1 234 567", 1234567),
        ("12.0", 12),
        ("-3", -3),
        ("１２", 12),
        ("(12)", -12),
        ("（1,234）", -1234),
        ("12-", -12),
        ("−7", -7),
    ],
)
def test_a_count_is_read(text: str, count: int) -> None:
    assert count_of(text) == count


@pytest.mark.parametrize(
    "text",
    [
        "-12-",
        "(-12)",
        "(12",
        "12.5",
        "12,34",
        "1,2345",
        "twelve",
        "1e5",
        "10000000000",
        "1" * 60,
        "",
    ],
)
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        count_of(text)
    assert refused.value.text == values.NOT_A_COUNT


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("HK$1,234.50", 123450), ("(12.00)", -1200), ("12", 1200), ("$ 1,234", 123400),
        ("HKD 0.5", 50), ("港幣1,234.50", 123450), ("1234.50元", 123450), (".5", 50), ("-5", -500),
        ("HK$-5", -500), ("（12.00）", -1200), ("＄12", 1200), ("12.500", 1250), ("−7.25", -725),
    ],
)  # fmt: skip
def test_money_is_read_as_cents(text: str, cents: int) -> None:
    assert cents_of(text) == cents


@pytest.mark.parametrize(
    "text",
    ["12,50", "US$12", "£12", "RMB 12", "12.345", "(12", "12)", "free", "", "$", "1" * 20],
)
def test_other_money_is_not_guessed_at(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        cents_of(text)
    assert refused.value.text == values.NOT_MONEY


@given(st.integers(-(10**12), 10**12))
def test_money_written_with_two_decimals_reads_back(cents: int) -> None:
    sign, whole = "-" if cents < 0 else "", abs(cents)
    assert cents_of(f"{sign}HK${whole // 100:,}.{whole % 100:02d}") == cents


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Yes", True), ("Y", True), ("TRUE", True), ("1", True), ("是", True), ("同意", True),
     ("No", False), ("0", False), ("否", False), ("沒有", False), ("不同意", False)],
)  # fmt: skip
def test_yes_and_no_are_read_in_every_language(text: str, answer: bool) -> None:
    assert yes_or_no(text) is answer


def test_anything_else_is_neither_yes_nor_no() -> None:
    with pytest.raises(Unreadable):
        yes_or_no("perhaps")


@pytest.mark.parametrize(
    "text",
    ["", "-", "N/A", "n.a.", "#N/A", "null", "NULL", "(null)", "\\N", "None", "NONE", "nan", "NaN",
     "NaT", "<NA>", "Nil", "不適用", "沒有", "0000-00-00", "0000-00-00 00:00:00", "00/00/0000",
     "0000-00-00T00:00:00.000Z", "00/01/1900", "1900-01-00", "0001-01-01 00:00:00",
     "01/01/0001 00:00"],
)  # fmt: skip
def test_words_for_nothing_are_known(text: str) -> None:
    assert is_nothing(text)
    assert is_no_text(text) or not text or text[0] in "01"


@pytest.mark.parametrize(
    "text", ["nothing much", "0", "1900-01-01", "2000-00-00", "-" * 31, "Nanny"]
)
def test_other_words_say_something(text: str) -> None:
    assert not is_nothing(text)
    assert not is_no_text(text)


def test_a_name_is_no_word_for_nothing() -> None:
    assert not is_no_text("Nan")
    assert is_no_text("nan")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("may@Example.COM", "may@example.com"),
        ("may.chan+shop@mail.example.com.hk", "may.chan+shop@mail.example.com.hk"),
        ("o'neil@example.com", "o'neil@example.com"),
        ("陳@例子.香港", "陳@例子.香港"),
    ],
)
def test_an_email_address_is_read(text: str, read: str) -> None:
    assert email_of(text) == read


@pytest.mark.parametrize(
    "text",
    ["may", "may@", "@example.com", "may@@example.com", "may@shop", "may@shop.test", "a b@x.com",
     "may@-x.com", "a..b@x.com", "may@" + "x" * 64 + ".com", "may@x.com,"],
)  # fmt: skip
def test_what_is_no_email_address_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        email_of(text)


PARTS = st.text("ab1._+-'x", min_size=1, max_size=8)
DOMAINS = st.text("ab1.-x", min_size=1, max_size=12)
ENDS = st.sampled_from([".com", ".hk", ".test", ".local", ".c", ".example", "", ".com1"])


@given(PARTS, DOMAINS, ENDS)
def test_the_quick_check_of_addresses_agrees_with_the_thorough_one(
    local: str, domain: str, end: str
) -> None:
    text = f"{local}@{domain}{end}"
    try:
        wanted = validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        wanted = None
    try:
        found = email_of(text)
    except Unreadable:
        found = None
    assert found == wanted


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("91234567", "+85291234567"), ("9123 4567", "+85291234567"),
        ("+852 9123-4567", "+85291234567"), ("+15551234567", "+15551234567"),
        ("(852) 2345 6789", "+85223456789"), ("00852 91234567", "+85291234567"),
        ("81012345", "+85281012345"), ("+86 138 0013 8000", "+8613800138000"),
        ("+44 20 7946 0018", "+442079460018"), ("tel: 9123 4567", "+85291234567"),
        ("91234567.0", "+85291234567"), ("9.1234567E7", "+85291234567"),
        ("9.1234567E+07", "+85291234567"), ("91,234,567", "+85291234567"),
    ],
)  # fmt: skip
def test_a_telephone_is_read_in_its_international_form(text: str, read: str) -> None:
    assert phone_of(text) == read


@pytest.mark.parametrize(
    "text", ["1234", "none", "9123 4567 / 2345 6789", "9" * 50, "9123 4567 ext. 12", "+"]
)
def test_what_cannot_be_a_telephone_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        phone_of(text)
    assert refused.value.text == phones.NOT_A_PHONE


def test_a_telephone_without_its_last_digits_is_refused_as_that() -> None:
    with pytest.raises(Unreadable) as refused:
        phone_of("8.52912E+10")
    assert refused.value.text == identifiers.SHORTENED


def test_numbers_nobody_has_are_possible_but_not_in_use() -> None:
    assert is_in_use("+85291234567")
    assert not is_in_use(phone_of("4999 9999"))
    assert is_in_use("+8613800138000")
    assert not is_in_use("+15551234567")
    assert not is_in_use(phone_of("912 3456"))


def test_the_quick_check_of_hong_kong_numbers_agrees_with_the_thorough_one() -> None:
    chance = random.Random(852)
    for _ in range(3000):
        text = str(chance.randrange(20_000_000, 99_999_999))
        number = phonenumbers.parse(text, "HK")
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        try:
            found = phone_of(text)
        except Unreadable:
            assert not phonenumbers.is_possible_number(number)
            continue
        assert found == written
        assert is_in_use(found) == phonenumbers.is_valid_number(number), text
