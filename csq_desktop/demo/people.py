"""Invented people of Hong Kong: Cantonese names in Han and Latin, telephones, addresses."""

import random
from dataclasses import dataclass
from typing import Any

from csq_desktop.demo.resources import resource
from csq_desktop.domain.customers.facts import Consent, Identity

_MAILS = ("example.com", "example.net", "example.org")
_SEGMENTS = ("regular", "member", "new", "vip", "visitor_mainland", "online")
_SEGMENT_WEIGHTS = (30, 38, 14, 4, 6, 8)
_CONSENTS = (Consent.AGREED, Consent.REFUSED, Consent.NOT_ASKED)
_CONSENT_WEIGHTS = (42, 23, 35)
_LANGUAGES = ("zh_HK", "en", "zh_CN")
_LANGUAGE_WEIGHTS = (72, 18, 10)


@dataclass(frozen=True)
class InventedCustomer:
    """One invented customer."""

    identity: Identity
    segment: str
    language: str
    district: str
    marketing: Consent


def words() -> dict[str, Any]:
    """The names, streets and districts people are made from."""
    return resource("people")


def named(name: str, language: str) -> str:
    """One of the shop's own people, as written in a language."""
    written: str = words()["names"][name][language]
    return written


def person(dice: random.Random) -> InventedCustomer:
    """The next invented person."""
    lists = words()
    surname, first, second = (dice.choice(lists[part]) for part in ("surnames", "first", "second"))
    latin = f"{surname[1]} {first[1]} {second[1]}"
    if dice.random() < 0.35:
        latin = f"{dice.choice(lists['english'])} {surname[1]}"
    writes_latin = dice.random() < 0.2
    identity = Identity(
        name=latin if writes_latin else surname[0] + first[0] + second[0],
        other_name="" if writes_latin else latin,
        phone=f"+852{dice.choice('569')}{dice.randrange(10_000_000):07d}",
        email=_mail(dice, latin) if dice.random() < 0.55 else "",
        address=_address(dice, writes_latin=writes_latin) if dice.random() < 0.3 else "",
    )
    return InventedCustomer(
        identity=identity,
        segment=dice.choices(_SEGMENTS, _SEGMENT_WEIGHTS)[0],
        language=dice.choices(_LANGUAGES, _LANGUAGE_WEIGHTS)[0],
        district=str(dice.choice(lists["districts"])),
        marketing=dice.choices(_CONSENTS, _CONSENT_WEIGHTS)[0],
    )


def _mail(dice: random.Random, latin: str) -> str:
    return f"{latin.lower().replace(' ', '.')}{dice.randrange(1000)}@{dice.choice(_MAILS)}"


def _address(dice: random.Random, *, writes_latin: bool) -> str:
    street, street_latin = dice.choice(words()["streets"])
    pattern = words()["address"]["latin" if writes_latin else "han"]
    return str(pattern).format(
        street=street_latin if writes_latin else street,
        number=dice.randrange(1, 400),
        floor=dice.randrange(1, 30),
    )
