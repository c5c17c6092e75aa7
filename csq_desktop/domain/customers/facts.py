"""Customers: a reference with consents, and beside it, in the vault, an identity."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.fields.listing import ListOrder
from csq_desktop.domain.privacy.private_words import EarlierValue
from csq_desktop.texts import mark, tr, trc


class Consent(StrEnum):
    """What a customer said about direct marketing (PDPO Part 6A)."""

    NOT_ASKED = "not_asked"
    AGREED = "agreed"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return trc("consent", _CONSENTS[self])


class SpokenLanguage(StrEnum):
    """The language a customer wants to be written to."""

    ENGLISH = "en"
    TRADITIONAL = "zh_HK"
    SIMPLIFIED = "zh_CN"

    @property
    def label(self) -> str:
        return trc("language", _LANGUAGES[self])


class RevealReason(StrEnum):
    """Why an identity was looked at."""

    CALL_BACK = "call_back"
    VERIFY = "verify"
    CORRECT = "correct"
    LETTER = "letter"
    ACCESS_REQUEST = "access_request"
    OTHER = "other"

    @property
    def label(self) -> str:
        return trc("reveal", _REASONS[self])


@dataclass(frozen=True)
class Identity:
    """Who a customer is; lives in the vault and nowhere else."""

    name: str = ""
    other_name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    note: str = ""
    their_reference: str = ""


@dataclass(frozen=True)
class Revealed:
    """An identity in full, and what its fields said before they were corrected, oldest first."""

    customer_id: int
    identity: Identity
    earlier: tuple[EarlierValue, ...] = ()


@dataclass(frozen=True)
class StatementGiven:
    """That a customer was given the collection statement: on which day, and how."""

    day: date
    channel: Channel = Channel.COUNTER


@dataclass(frozen=True)
class NewCustomer:
    """A customer as typed in; without a `statement` the customer has not been told of it yet."""

    identity: Identity
    segment: str = ""
    preferred_language: str = ""
    district: str = ""
    statement: StatementGiven | None = None
    marketing: Consent = Consent.NOT_ASKED
    marketing_channel: str = ""
    marketing_source: str = ""


@dataclass(frozen=True)
class MaskedIdentity:
    """An identity with only enough left to tell two people apart."""

    name: str = ""
    other_name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    note: str = ""
    their_reference: str = ""


@dataclass(frozen=True)
class CustomerLine:
    """A customer in a list; `masked` is None for those who hold no vault key."""

    id: int
    ref: str
    masked: MaskedIdentity | None
    segment: str
    marketing: Consent
    complaints: int
    created_at: datetime
    archived_at: datetime | None
    merged: tuple[str, ...] = ()
    """The numbers of those who were merged into this one: they lead here."""


FROM_FILE, FROM_MERGE = "import", "merge"
"""What stands for the channel of an answer that a file brought, or that a merge kept."""


@dataclass(frozen=True)
class ConsentChange:
    """One answer about a purpose, with when and how it was given.

    `at` is when it was recorded; `day`, when it was given, is unknown of what a file brought.
    """

    at: datetime
    consent: Consent
    channel: str
    user: str
    purpose: str = "marketing"
    day: date | None = None
    source: str = ""
    statement_version: str = ""

    @property
    def given_by(self) -> str:
        """How it was given, in words; what was written in words stays as it was written."""
        if self.channel == FROM_FILE:
            return tr("From a file")
        if self.channel == FROM_MERGE:
            return tr("Customers merged")
        return Channel(self.channel).label if self.channel in set(Channel) else self.channel


@dataclass(frozen=True)
class Customer:
    """A customer whole, still masked."""

    id: int
    ref: str
    masked: MaskedIdentity | None
    segment: str
    preferred_language: str
    district: str
    statement_version: str
    statement_at: datetime | None
    statement_by: str
    statement_on: date | None
    statement_channel: Channel | None
    marketing: Consent
    consents: tuple[ConsentChange, ...]
    created_at: datetime
    created_by: str
    archived_at: datetime | None
    complaints: int
    anonymised_at: datetime | None = None
    merged: tuple[str, ...] = ()


@dataclass(frozen=True)
class CustomerFilter:
    """What the list of customers shows."""

    text: str = ""
    archived: bool = False
    segment: str = ""
    marketing: Consent | None = None
    outstanding: bool = False
    order: ListOrder | None = None


def masked(identity: Identity) -> MaskedIdentity:
    """The identity with names cut to their first letters and numbers to their last digits."""
    return MaskedIdentity(
        name=mask_name(identity.name),
        other_name=mask_name(identity.other_name),
        phone=mask_phone(identity.phone),
        email=mask_email(identity.email),
        address="•••" if identity.address else "",
        note="•••" if identity.note else "",
        their_reference=mask_phone(identity.their_reference),
    )


def mask_name(name: str) -> str:
    """`陳大文` as `陳••`, `CHAN Tai Man` as `C••• T•• M••`."""
    words = name.split()
    return " ".join(word[0] + "•" * min(3, len(word) - 1) for word in words)


def mask_phone(phone: str) -> str:
    """All but the last four characters blanked; fewer than five are blanked whole."""
    last_four = phone[-4:] if len(phone) > 4 else ""
    return "•" * min(4, len(phone) - len(last_four)) + last_four


def mask_email(email: str) -> str:
    """`may@example.com` as `m•••@•••`."""
    return f"{email[0]}•••@•••" if email else ""


_CONSENTS = {
    Consent.NOT_ASKED: mark("Not asked"),
    Consent.AGREED: mark("Agreed"),
    Consent.REFUSED: mark("Opted out"),
}
_LANGUAGES = {
    SpokenLanguage.ENGLISH: mark("English"),
    SpokenLanguage.TRADITIONAL: mark("Traditional Chinese"),
    SpokenLanguage.SIMPLIFIED: mark("Simplified Chinese"),
}
_REASONS = {
    RevealReason.CALL_BACK: mark("Call the customer back"),
    RevealReason.VERIFY: mark("Check who is speaking"),
    RevealReason.CORRECT: mark("Correct the record"),
    RevealReason.LETTER: mark("Write a letter or a case file"),
    RevealReason.ACCESS_REQUEST: mark("The customer asked for a copy"),
    RevealReason.OTHER: mark("Another reason"),
}
