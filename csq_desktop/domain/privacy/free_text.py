"""Identities that somebody typed into a free text: where they stand, and of what kind they are."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from csq_desktop.domain.privacy.privacy import EMAIL, PHONE
from csq_desktop.paths import resources
from csq_desktop.texts import tr


class IdentityKind(StrEnum):
    """What a span of a text identifies a person by."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    HKID = "hkid"
    ADDRESS = "address"

    @property
    def label(self) -> str:
        """The kind within a sentence, in the user's language."""
        return {
            IdentityKind.NAME: tr("a name"),
            IdentityKind.PHONE: tr("a telephone number"),
            IdentityKind.EMAIL: tr("an e-mail address"),
            IdentityKind.HKID: tr("an identity card number"),
            IdentityKind.ADDRESS: tr("an address"),
        }[self]

    @property
    def gap(self) -> str:
        """What stands in the text once the identity is left out."""
        return {
            IdentityKind.NAME: tr("[name]"),
            IdentityKind.PHONE: tr("[telephone]"),
            IdentityKind.EMAIL: tr("[e-mail]"),
            IdentityKind.HKID: tr("[identity card]"),
            IdentityKind.ADDRESS: tr("[address]"),
        }[self]


@dataclass(frozen=True)
class IdentitySpan:
    """Characters `start` to `end` (not included) of a text, and what they are.

    `reference` is that of the customer they identify, where one customer alone is known by them.
    """

    start: int
    end: int
    kind: IdentityKind
    text: str
    reference: str = ""


_MONEY = re.compile(r"(?:[$＄¥￥#]|\d[/.,])\s*$")
_CODE = re.compile(r"(?:^|[^A-Za-z])([A-Z]+)[-_]?$")  # PO98765432
_CALLING = frozenset({"TEL", "T", "PHONE", "MOBILE", "MOB", "M", "CALL", "WHATSAPP", "WTS", "HK"})
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_MORE_DIGITS = re.compile(r"[-/.]\d")
_BEFORE = 40  # characters looked back for such a word

_HKID = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z]{1,2}) ?(\d{6}) ?(?:[(（] ?([\dAa]) ?[)）]|([\dAa]))(?![A-Za-z0-9])"
)
_EMPTY_PLACE = 36  # the value of the first place in a number with a single letter
_LETTER_A = 10

_CAPITAL = r"(?:[A-Z][A-Za-z'’-]+|[A-Z]\.)"
_HAN = r"[\u4e00-\u9fff]"
_ENGLISH = re.compile(
    rf"(?<![A-Za-z])(?:(?:Mr|MR|Mrs|MRS|Ms|Miss|MISS|Mdm|Madam|Dr|Prof)\.?\s+{_CAPITAL}"
    rf"(?: {_CAPITAL}){{0,3}}"
    r"|(?:mr|mrs)\.?\s+[A-Za-z]{2,}(?![A-Za-z])"
    rf"|(?:Mr|Mrs|Ms|Miss|mr|mrs|ms|miss)\.?\s*{_HAN}{{1,3}}(?!{_HAN}))"
)


def identities(text: str, recognised: Iterable[IdentitySpan] = ()) -> tuple[IdentitySpan, ...]:
    """The identities in a text, in their order; none overlaps another.

    A guess made from how the words look: a name without a title is not recognised, unless it is
    among the spans of customers that were recognised in the text.
    """
    spans: list[IdentitySpan] = []
    for span in sorted([*recognised, *_all(text)], key=lambda each: (each.start, -each.end)):
        if not spans or span.start >= spans[-1].end:
            spans.append(span)
    return tuple(spans)


def sentence(spans: Iterable[IdentitySpan]) -> str:
    """What a text holds, in one sentence; empty where it holds nothing."""
    kinds = dict.fromkeys(span.kind for span in spans)
    words = [kind.label for kind in IdentityKind if kind in kinds]
    if not words:
        return ""
    listed = words[-1]
    if before := tr(", ").join(words[:-1]):
        listed = tr("{first} and {second}", first=before, second=listed)
    return tr(
        "This contains {identities}. Everybody who opens the database can read it.",
        identities=listed,
    )


def left_out(text: str) -> str:
    """The text with a gap in place of each of its identities."""
    return without(text, identities(text))


def without(text: str, spans: Sequence[IdentitySpan]) -> str:
    """The text with a gap in place of each of these spans, which stand in their order."""
    for span in reversed(spans):  # the places before a changed one stay right
        text = text[: span.start] + span.kind.gap + text[span.end :]
    return text


def is_hkid(letters: str, digits: str, check: str) -> bool:
    """Whether the check digit of a Hong Kong identity card number is right.

    The weighted sum 9, 8, … 1 of its nine places is a multiple of 11 (Immigration Department).
    """
    places = [_LETTER_A + ord(letter) - ord("A") for letter in letters.upper()]
    values = [_EMPTY_PLACE] * (2 - len(places)) + places + [int(digit) for digit in digits]
    values.append(_LETTER_A if check in "Aa" else int(check))
    return (
        sum(weight * value for weight, value in zip(range(9, 0, -1), values, strict=True)) % 11 == 0
    )


def _all(text: str) -> Iterator[IdentitySpan]:
    for kind, pattern in _patterns():
        for match in pattern.finditer(text):
            if _is_meant(kind, text, match):
                yield IdentitySpan(match.start(), match.end(), kind, match[0])


def _is_meant(kind: IdentityKind, text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    if kind is IdentityKind.PHONE:
        return _is_phone(match[0], before, text[match.end() : match.end() + 2])
    if kind is IdentityKind.HKID:
        right = is_hkid(match[1], match[2], match[3] or match[4])
        return right and _numbered().search(before) is None
    return True


def _is_phone(number: str, before: str, after: str) -> bool:
    if _DAY.fullmatch(number) or _MORE_DIGITS.match(after):
        return False
    if _numbered().search(before) or _MONEY.search(before):
        return False
    code = _CODE.search(before)
    return code is None or code[1] in _CALLING


@cache
def _patterns() -> tuple[tuple[IdentityKind, re.Pattern[str]], ...]:
    return (
        (IdentityKind.EMAIL, EMAIL),
        (IdentityKind.HKID, _HKID),
        (IdentityKind.PHONE, PHONE),
        (IdentityKind.NAME, _ENGLISH),
        (IdentityKind.NAME, _chinese()),
    )


@cache
def ordinary_words() -> frozenset[str]:
    """English words that are parts of names too, in small letters."""
    return frozenset(_words()["ordinary"].split("|"))


@cache
def _words() -> Mapping[str, str]:
    """The words that names and numbers stand beside, each list as part of a pattern."""
    text = (resources() / "wordlists" / "identities.json").read_text("utf-8")
    return {key: str(words) for key, words in json.loads(text).items()}


@cache
def _numbered() -> re.Pattern[str]:
    """An order, a receipt, a policy: the digits after such a word are no telephone and no card."""
    words = _words()
    return re.compile(
        rf"(?:\b(?:{words['numbered']})|{words['numbered_chinese']})[\s#:：.]*"
        rf"(?:{words['number']})?[\s#:：.]*(?:{words['is']})?\s*$",
        re.IGNORECASE,
    )


@cache
def _chinese() -> re.Pattern[str]:
    """A surname with a title: in full, as people speak it (one sign), or in Latin letters."""
    words = _words()
    surname = rf"(?:{words['double_surnames']}|[{words['surnames']}])"
    given = rf"(?:(?:(?![{words['no_given_name']}]){_HAN}){{0,2}}|{words['small']}{_HAN})"
    latin = r"(?<![A-Za-z])[A-Z][a-z]+(?: [A-Z][a-z]+){0,2} ?"
    return re.compile(
        rf"(?<![{words['no_surname_after']}]){surname}{given}(?:{words['titles']})"
        rf"|{words['mrs']}|{words['mr']}|{latin}(?:{words['titles']})"
    )
