"""The recovery key: 160 random bits as eight groups on a printed sheet, each with a check sign."""

import re
import secrets
import unicodedata

from csq_desktop.errors import UserError
from csq_desktop.texts import tr

SECRET_BYTES = 20
GROUPS = 8
GROUP_SIGNS = 5  # four of the key and one check sign
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_READ_AS = str.maketrans("OIL", "011")


def new_code() -> str:
    """A new recovery key such as `7K3QX-…`: eight groups of five signs."""
    return write(secrets.token_bytes(SECRET_BYTES))


def write(secret: bytes) -> str:
    """The 20 bytes of a recovery key as they are printed."""
    number = int.from_bytes(secret, "big")
    digits = [number >> shift & 31 for shift in range(155, -1, -5)]
    groups = [digits[start : start + 4] for start in range(0, 32, 4)]
    return "-".join(
        "".join(SIGNS[digit] for digit in [*group, _check(place, group)])
        for place, group in enumerate(groups)
    )


def parse(code: str) -> bytes:
    """The 20 bytes of a typed recovery key; UserError says which group is mistyped.

    Case, spaces and dashes do not matter; O is read as 0, and I and L as 1.
    """
    number = 0
    for place, piece in enumerate(_pieces(code)):
        for digit in _digits(place, piece):
            number = number << 5 | digit
    return number.to_bytes(SECRET_BYTES, "big")


def mistyped(code: str) -> str:
    """The sentence for the first finished group that is mistyped; empty while all are right."""
    signs = "".join(_signs(code))
    finished = len(signs) // GROUP_SIGNS
    pieces = [signs[at * GROUP_SIGNS : (at + 1) * GROUP_SIGNS] for at in range(finished)]
    try:
        for place, piece in enumerate(pieces[:GROUPS]):
            _digits(place, piece)
    except UserError as error:
        return error.text
    return ""


def finished(code: str) -> bool:
    """Whether as many signs were typed as a recovery key has."""
    return len("".join(_signs(code))) >= GROUPS * GROUP_SIGNS


def _pieces(code: str) -> list[str]:
    pieces = _signs(code)
    if len(pieces) == GROUPS:
        return pieces
    signs = "".join(pieces)
    if len(signs) != GROUPS * GROUP_SIGNS:
        raise UserError(
            tr(
                "The recovery key has {wanted} letters and digits in {groups} groups; "
                "you typed {n}.",
                wanted=GROUPS * GROUP_SIGNS,
                groups=GROUPS,
                n=len(signs),
            )
        )
    return [signs[start : start + GROUP_SIGNS] for start in range(0, len(signs), GROUP_SIGNS)]


def _signs(code: str) -> list[str]:
    """What was typed, in the signs of a key, as blanks and dashes part it."""
    typed = unicodedata.normalize("NFKC", code).upper().translate(_READ_AS)
    return re.findall(r"[^\W_]+", typed)


def _digits(place: int, piece: str) -> list[int]:
    digits = [SIGNS.find(sign) for sign in piece]
    right = len(piece) == GROUP_SIGNS and min(digits) >= 0
    if not right or _check(place, digits[:-1]) != digits[-1]:
        raise UserError(
            tr(
                "Group {n} of the recovery key is wrong. Compare it with the printed sheet.",
                n=place + 1,
            )
        )
    return digits[:-1]


def _check(place: int, group: list[int]) -> int:
    # A linear code over GF(32): every single wrong sign, every swap of two different signs and
    # every swap of two groups gives another check sign.
    check = place
    for digit in group:
        check = _double(check ^ digit)
    return check


def _double(value: int) -> int:
    return value << 1 ^ (0b100101 if value & 0b10000 else 0)
