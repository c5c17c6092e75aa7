"""Single cells read as what they stand for: counts, money, yes or no, e-mail addresses."""

import re
import unicodedata
from decimal import Decimal

from csq_desktop.exchange.cells.unreadable import Unreadable
from csq_desktop.texts import mark

NOT_A_COUNT = mark("{field}: “{value}” is not a whole number.")
NOT_MONEY = mark("{field}: “{value}” is not an amount in Hong Kong dollars.")
NOT_YES_OR_NO = mark("{field}: “{value}” is neither yes nor no.")
NOT_AN_EMAIL = mark("{field}: “{value}” is not a valid e-mail address.")
NOTHING = frozenset(
    ("", "-", "--", "---", "–", "—", "——", "―", "_", ".", "...", "......", "?",
     "n/a", "n.a.", "n.a", "na", "#n/a", "#na", "<na>", "(n/a)", "#n/d", "not applicable",
     "null", "(null)", "<null>", "[null]", "#null!", "\\n", "none", "(none)", "nil",
     "nan", "-nan", "nat", "undefined", "(empty)", "(blank)",
     "無", "无", "沒有", "没有", "暫無", "暂无", "不適用", "不适用", "不詳", "不详", "空", "空白")
)  # fmt: skip
"""What databases, data frames, spreadsheets and people write where there is nothing."""
NO_VALUE = "#FORMULA?"
"""Stands in the place of a formula whose value was not stored."""
_ERRORS = re.compile(
    r"#(?:FORMULA\?|REF!|VALUE!|DIV/0!|NAME\?|NUM!|SPILL!|CALC!|FIELD!|BUSY!|BLOCKED!|CONNECT!"
    r"|GETTING_DATA|UNKNOWN!)|Err:5\d\d"
)
ERROR_SIGNS = ("#", "E")
ERROR_CELL = mark("{field}: the spreadsheet has the error {value} here.")
FORMULA_CELL = mark(
    "{field}: the formula in this cell has no value. Open the file in its spreadsheet program, "
    "save it, and import it again."
)
_LONGEST_NOTHING = 30
_NARROW = frozenset(word[0] for word in NOTHING if word) | {"N", "U", "…"}
_BEGINS = _NARROW | {chr(ord(letter) + 0xFEE0) for letter in _NARROW if letter.isascii()}
YES = frozenset(
    (
        "yes",
        "y",
        "true",
        "t",
        "1",
        "1.0",
        "on",
        "x",
        "✓",
        "✔",
        "√",
        "是",
        "有",
        "要",
        "同意",
        "對",
        "对",
        "真",
    )
)
NO = frozenset(
    ("no", "n", "false", "f", "0", "0.0", "off", "✗", "✘", "×", "否", "無", "无", "沒有", "没有",
     "不要", "不同意", "不是", "不", "非", "假")
)  # fmt: skip
# The zero of databases and spreadsheets for dates, and the first moment that .NET knows.
_NO_DATE = re.compile(
    r"(?:0{2,4}([-/.])0{1,2}\1(?:0{4}|0{1,2})|0{1,2}[/.]0?1[/.]1900|1900-01-00"
    r"|0001-01-01|0?1/0?1/0001)(?:[ t]0{1,2}:00(?::00(?:\.0+)?)?)?z?"
)
_NAMES = ("Nan", "Na")
_GROUPED = r"(?:\d{1,3}(?:[, ]\d{3})+|\d+)"
_COUNT = re.compile(rf"([-−]?)({_GROUPED})(?:\.0+)?([-−]?)|\(({_GROUPED})\)")
_MONEY = re.compile(
    rf"([-−(]?)\s*(?:hk\$|hkd|港幣|港币|港元|\$)?\s*([-−]?)\s*({_GROUPED}|(?=\.\d))(\.\d+)?"
    rf"\s*(?:hkd|港幣|港币|港元|元|蚊)?\s*(\)?)"
)
_LARGEST_COUNT = 10**9
_LARGEST_CENTS = 10**13
_LONGEST = 40
_EMAIL = re.compile(
    r"[a-z0-9_+\-]+(?:\.[a-z0-9_+\-]+)*@((?:[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?\.)+[a-z]{2,24})",
    re.IGNORECASE,
)
_RESERVED = (
    ".arpa", ".invalid", ".local", ".localhost", ".onion", ".test", ".example", ".internal",
)  # fmt: skip
_LONGEST_LOCAL, _LONGEST_LABEL, _LONGEST_EMAIL = 64, 63, 254


def is_nothing(text: str) -> bool:
    """Whether a cell says in some way that it is empty."""
    if len(text) > _LONGEST_NOTHING:
        return False
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    plain = text.strip().casefold()
    return plain in NOTHING or _NO_DATE.fullmatch(plain) is not None


def is_no_date(text: str) -> bool:
    """Whether a cell of a date is empty in some way; a 0 in the format of a date is midnight."""
    return text in ("00:00:00", "00:00") or is_nothing(text)


def error_of(text: str) -> str | None:
    """What is to be said of a cell in which a spreadsheet shows an error, if it does."""
    if text[:1] not in ERROR_SIGNS or not _ERRORS.fullmatch(text):
        return None
    return FORMULA_CELL if text == NO_VALUE else ERROR_CELL


def is_no_text(text: str) -> bool:
    """Whether a cell of words is empty in that way; Nan and Na are names of people.

    Most words are none of these by their first letter, which is quick to see.
    """
    return text[:1] in _BEGINS and text not in _NAMES and is_nothing(text)


def count_of(text: str) -> int:
    """A whole number such as 1,234; -12, 12- and (12) are negative. May be Unreadable."""
    match = _COUNT.fullmatch(_plain(text))
    if match is None or (match[1] and match[3]):
        raise Unreadable(NOT_A_COUNT)
    count = int((match[2] or match[4]).replace(",", "").replace(" ", ""))
    if count > _LARGEST_COUNT:
        raise Unreadable(NOT_A_COUNT)
    return -count if match[1] or match[3] or match[4] else count


def cents_of(text: str) -> int:
    """Cents of an amount such as HK$1,234.50 or (12.00), which is negative. May be Unreadable.

    Other currencies, a comma for the decimal point and parts of a cent are not guessed at.
    """
    match = _MONEY.fullmatch(_plain(text))
    if match is None or (match[1] == "(") != (match[5] == ")"):
        raise Unreadable(NOT_MONEY)
    whole = (match[3] or "0").replace(",", "").replace(" ", "")
    cents = _exact_cents(whole + (match[4] or ""))
    return -cents if match[1] or match[2] else cents


def _exact_cents(amount: str) -> int:
    cents = Decimal(amount) * 100
    if cents != cents.to_integral_value() or cents > _LARGEST_CENTS:
        raise Unreadable(NOT_MONEY)
    return int(cents)


def yes_or_no(text: str) -> bool:
    """Yes or no in English or Chinese. May be Unreadable."""
    plain = _plain(text)
    if plain in YES:
        return True
    if plain in NO:
        return False
    raise Unreadable(NOT_YES_OR_NO)


def email_of(text: str) -> str:
    """An e-mail address with its domain in small letters. May be Unreadable.

    The network is never asked whether the address can be delivered to.
    """
    match = _EMAIL.fullmatch(text)
    if match and _is_plain(text, match[1].lower()):
        return text[: match.start(1)] + match[1].lower()
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise Unreadable(NOT_AN_EMAIL) from None


def _is_plain(text: str, domain: str) -> bool:
    """Whether the address is so ordinary that the slow check would say yes."""
    local = len(text) - len(domain) - 1
    labels = domain.split(".")
    return (
        local <= _LONGEST_LOCAL
        and len(text) <= _LONGEST_EMAIL
        and max(map(len, labels)) <= _LONGEST_LABEL
        and not any(label[2:4] == "--" for label in labels)
        and not f".{domain}".endswith(_RESERVED)
    )


def _plain(text: str) -> str:
    if len(text) > _LONGEST:
        return ""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.strip().lower()
