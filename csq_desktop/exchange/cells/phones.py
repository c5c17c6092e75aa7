"""Telephone numbers in one form (E.164), quick for those of Hong Kong."""

import re
from functools import cache

from csq_desktop.exchange.cells.identifiers import (
    SHORTENED,
    is_shortened,
    without_point,
    written_out,
)
from csq_desktop.exchange.cells.unreadable import Unreadable
from csq_desktop.texts import mark

NOT_A_PHONE = mark("{field}: “{value}” is not a valid telephone number.")
UNUSUAL_PHONE = mark("{field}: “{value}” is not a number in use; check it.")
_REGION = "HK"
_CODE = "+852"
_NUMBER = re.compile(r"(?:\+?852|00852)?([2-79]\d{7})")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_FILLING = str.maketrans("", "", " -().\u00a0\u3000")
_LONGEST = 40


def phone_of(text: str) -> str:
    """The number in international form such as +85291234567. May be Unreadable.

    Eight digits are a Hong Kong number; whether anyone has it is another question.
    """
    if is_shortened(text):
        raise Unreadable(SHORTENED)
    text = written_out(without_point(text))
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    plain = _NUMBER.fullmatch(text.translate(_FILLING))
    return _CODE + plain[1] if plain else _parsed(text)


def is_in_use(phone: str) -> bool:
    """Whether numbers such as this one (E.164) are given out by any operator."""
    if phone.startswith(_CODE):
        return _hong_kong().fullmatch(phone[len(_CODE) :]) is not None
    import phonenumbers

    return phonenumbers.is_valid_number(phonenumbers.parse(phone))


def _parsed(text: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(text[:_LONGEST], _REGION)
    except phonenumbers.NumberParseException:
        raise Unreadable(NOT_A_PHONE) from None
    if len(text) > _LONGEST or number.extension or not phonenumbers.is_possible_number(number):
        raise Unreadable(NOT_A_PHONE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@cache
def _hong_kong() -> re.Pattern[str]:
    """All number ranges of Hong Kong as one pattern (libphonenumber's own metadata)."""
    from phonenumbers import PhoneMetadata

    ranges = PhoneMetadata.metadata_for_region(_REGION)
    assert ranges is not None
    kinds = (
        ranges.fixed_line,
        ranges.mobile,
        ranges.toll_free,
        ranges.premium_rate,
        ranges.shared_cost,
        ranges.personal_number,
        ranges.voip,
        ranges.pager,
        ranges.uan,
        ranges.voicemail,
    )
    patterns = [kind.national_number_pattern for kind in kinds if kind is not None]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns if pattern))
