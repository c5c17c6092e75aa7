"""What a person sees of a number in a spreadsheet whose format makes a code of it.

Customer numbers, telephones and codes are often plain numbers that a format dresses: 7 is shown as
C-0007, 91234567 as 9123-4567. A format of amounts or counts leaves the number itself to be read,
unless it names another currency.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<condition>[<>=]+)(?P<limit>\d+)\]|(?P<nothing>\[[^\]]*\]|[_*].)"
    r"|(?P<general>General)|(?P<digit>[0#?])|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_AS_THEY_STAND = frozenset("-+ ():!^&'~{}<>=$")
_WHOLE = re.compile(r"\d{1,15}")
_INNER = re.compile(r"\d(?:.*\d)?", re.DOTALL)
_GROUPS = re.compile(r"\d{1,3}(?:[,.' \u00a0\u202f]\d{3})+")
_AMOUNT = re.compile(r"[^\d]*[\d,.' \u00a0\u202f]+[^\d]*")
_CONNECTING = frozenset("-/_#")
_HONG_KONG = frozenset(("$", "hk$", "hkd", "hkd$", "港幣", "港币", "港元", "元", "蚊"))
_FOREIGN = re.compile(
    r"[€£¥￥₩฿₫₱₹]|(?:us|nt|a|au|s|c|ca|mop|r)\$"
    r"|\b(?:usd|rmb|cny|eur|gbp|jpy|twd|mop|aud|cad|sgd|thb|krw|chf)\b"
    r"|人民[幣币]|美[元金]|歐元|欧元|英[鎊镑]|日[圓圆元]|澳門[幣元]|澳门[币元]",
    re.IGNORECASE,
)
_SAMPLES = ("0", "7", "123", "12345678")


class _Section(NamedTuple):
    """One part of a format: the numbers it is for, its signs, and whether it shows amounts.

    Signs are "0", "#" and "?" for digits, and texts behind a "=". Dates count as amounts.
    """

    condition: str
    limit: int
    signs: tuple[str, ...]
    is_amount: bool


def as_seen(code: str, number: str) -> str | None:
    """What a format shows of a number in digits where it makes a code of it, else None."""
    section = None if number.startswith("-") else _of(_sections(code), float(number))
    if section is None:
        return None
    if section.is_amount:
        words = " ".join(sign[1:].strip() for sign in section.signs if sign.startswith("="))
        return f"{words.strip()} {number}" if _FOREIGN.search(words) else None
    if not _WHOLE.fullmatch(number):
        return None
    return code_shown(number, _filled(section.signs, number))


def makes_codes(code: str) -> bool:
    """Whether a format may show something else than the number that is to be read."""
    return any(as_seen(code, number) for number in _SAMPLES)


def code_shown(number: str, shown: str) -> str | None:
    """The text that is shown of a number where that is a code, else None.

    A code has letters before it, zeros that fill it up, or signs between its digits that part no
    thousands; a unit behind a number makes none of it.
    """
    shown = shown.strip()
    if shown == number or number.startswith("-"):
        return None
    if _AMOUNT.fullmatch(shown) and _FOREIGN.search(shown):
        return shown
    digits = "".join(filter(str.isdecimal, shown))
    inner = _INNER.search(shown)
    if inner is None or number not in digits or not _WHOLE.fullmatch(number):
        return None
    before, between, after = shown[: inner.start()], inner[0], shown[inner.end() :]
    if before.strip().casefold() in _HONG_KONG:
        return None
    is_filled_up = between.startswith("0") and len(digits) > len(number)
    is_parted = not (between.isdecimal() or _GROUPS.fullmatch(between) or set(between) & set(".,"))
    has_letters = any(map(str.isalnum, before)) or "#" in before or after[:1] in _CONNECTING
    is_code = is_filled_up or is_parted or (has_letters and between.isdecimal())
    return shown if is_code and not set(between) & set(",%") else None


def _of(sections: tuple[_Section, ...], number: float) -> _Section | None:
    """The part of a format that is for a number of 0 or more."""
    if not any(section.condition for section in sections):
        return sections[2] if number == 0 and len(sections) > 2 else sections[0]
    for section in sections:
        if not section.condition or _holds(section, number):
            return section
    return None


def _holds(section: _Section, number: float) -> bool:
    condition, limit = section.condition, section.limit
    if number == limit:
        return "=" in condition
    return ("<" if number < limit else ">") in condition


def _filled(signs: tuple[str, ...], number: str) -> str:
    """The digits in their places, from the right; what is left over stands at the first place."""
    places = sum(not sign.startswith("=") for sign in signs)
    parts: list[str] = []
    rest = number if number.strip("0") else ""
    for sign in reversed(signs):
        if sign.startswith("="):
            parts.append(sign[1:])
            continue
        places -= 1
        digit = rest if places == 0 else rest[-1:]
        rest = "" if places == 0 else rest[:-1]
        parts.append(digit or ("0" if sign == "0" else ""))
    return "".join(reversed(parts))


@lru_cache(maxsize=1_000)
def _sections(code: str) -> tuple[_Section, ...]:
    """The parts of a format, at most four."""
    sections: list[_Section] = []
    condition, limit, signs, is_amount = "", 0, list[str](), False
    for piece in _PIECE.finditer(f"{code};"):
        kind, text = str(piece.lastgroup), piece[0]
        if text == ";":
            sections.append(_Section(condition, limit, tuple(signs), is_amount))
            condition, limit, signs, is_amount = "", 0, [], False
        elif kind == "limit":
            condition, limit = piece["condition"], int(piece["limit"])
        elif kind in ("quoted", "escaped", "currency"):
            signs.append("=" + piece[kind])
        elif kind == "digit":
            signs.append(text)
        elif kind == "general":
            signs.append("#")
        elif kind == "plain" and (text in _AS_THEY_STAND or not text.isascii()):
            signs.append("=" + text)
        elif kind == "plain":
            is_amount = True
    return tuple(sections)
