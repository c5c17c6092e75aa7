"""Telephone numbers as people write them."""

_REGION, _CODE, _DIGITS = "HK", "+852", 8


def as_written(phone: str) -> str:
    """A number in E.164 as people write it: 9123 4567 at home, +44 20 7946 0958 from abroad."""
    if len(phone) == len(_CODE) + _DIGITS and phone.startswith(_CODE):
        return f"{phone[-_DIGITS:-4]} {phone[-4:]}"
    import phonenumbers

    try:
        number = phonenumbers.parse(phone, _REGION)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
