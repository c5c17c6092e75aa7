"""What kind of breach it is, whose data, who was notified and how: the words of the register."""

from enum import StrEnum

from csq_desktop.domain.customers.fields import IDENTITY
from csq_desktop.domain.disclosures.fields import (
    CONSENTS,
    EVIDENCE_FILES,
    HISTORY,
    field_label,
)
from csq_desktop.texts import mark, trc


class BreachKind(StrEnum):
    """What happened to the data."""

    LOST = "lost"
    STOLEN = "stolen"
    MISSENT = "missent"
    EXPOSED = "exposed"
    MISUSED = "misused"
    INTRUDED = "intruded"
    DISPOSED = "disposed"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind in the user's language."""
        return trc("breach", _KINDS[self])


class FoundThrough(StrEnum):
    """How the shop came to learn of it."""

    STAFF = "staff"
    CUSTOMER = "customer"
    OUTSIDER = "outsider"
    CHECK = "check"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """The way in the user's language."""
        return trc("breach found", _FOUND[self])


class PeopleKind(StrEnum):
    """Whose data are concerned."""

    CUSTOMERS = "customers"
    MINORS = "minors"
    STAFF = "staff"
    APPLICANTS = "applicants"
    SUPPLIERS = "suppliers"
    OTHERS = "others"

    @property
    def label(self) -> str:
        """The people in the user's language."""
        return trc("breach people", _PEOPLE[self])


class CountBasis(StrEnum):
    """Where the number of people comes from."""

    COUNTED = "counted"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The basis in the user's language."""
        return trc("breach count", _BASES[self])


class NotifyParty(StrEnum):
    """Who may have to be notified; about each it is decided, and why."""

    COMMISSIONER = "commissioner"
    PERSONS = "persons"
    POLICE = "police"
    HEAD_OFFICE = "head_office"

    @property
    def label(self) -> str:
        """The party in the user's language."""
        return trc("breach party", _PARTIES[self])


class NotifyMethod(StrEnum):
    """How somebody was notified."""

    FORM = "form"
    LETTER = "letter"
    EMAIL = "email"
    TELEPHONE = "telephone"
    IN_PERSON = "in_person"
    PUBLIC = "public"

    @property
    def label(self) -> str:
        """The way in the user's language."""
        return trc("breach notified", _METHODS[self])


_OUTSIDE_RECORDS = {
    "identity_document": mark("Identity document or its number", "breach data"),
    "payment": mark("Payment card or bank account", "breach data"),
    "passwords": mark("Passwords", "breach data"),
    "cctv": mark("CCTV pictures", "breach data"),
    "staff_records": mark("Staff records", "breach data"),
    "other_data": mark("Other data", "breach data"),
}
"""What this program never holds and a shop may lose all the same."""
DETAIL_KINDS = (
    *(f"{IDENTITY.name}.{field.key}" for field in IDENTITY.stored if field.erased and field.label),
    *("complaint.words", HISTORY, EVIDENCE_FILES, CONSENTS),
    *_OUTSIDE_RECORDS,
)
"""The kinds of data that may be concerned: what the records describe as private, and more."""
MOST_SENSITIVE = frozenset({"identity_document", "payment", "passwords", "cctv", "staff_records"})
TELLING = frozenset({"complaint.words", HISTORY, EVIDENCE_FILES})
"""Kinds that say more of a person than how to reach them."""


def detail_label(code: str) -> str:
    """What a kind of data is called."""
    if code in _OUTSIDE_RECORDS:
        return trc("breach data", _OUTSIDE_RECORDS[code])
    return field_label(code)


_KINDS = {
    BreachKind.LOST: mark("Lost: paper or device", "breach"),
    BreachKind.STOLEN: mark("Stolen: paper or device", "breach"),
    BreachKind.MISSENT: mark("Sent or handed to the wrong person", "breach"),
    BreachKind.EXPOSED: mark("Left open to others, or published", "breach"),
    BreachKind.MISUSED: mark("Seen or used by staff without need", "breach"),
    BreachKind.INTRUDED: mark("Hacking or malicious software", "breach"),
    BreachKind.DISPOSED: mark("Thrown away without destroying it", "breach"),
    BreachKind.OTHER: mark("Another kind of breach", "breach"),
}
_FOUND = {
    FoundThrough.STAFF: mark("Reported by staff", "breach found"),
    FoundThrough.CUSTOMER: mark("Reported by a person concerned", "breach found"),
    FoundThrough.OUTSIDER: mark("Reported by somebody else", "breach found"),
    FoundThrough.CHECK: mark("Found by a check", "breach found"),
    FoundThrough.SYSTEM: mark("Found by a program or provider", "breach found"),
}
_PEOPLE = {
    PeopleKind.CUSTOMERS: mark("Customers", "breach people"),
    PeopleKind.MINORS: mark("Minors among them", "breach people"),
    PeopleKind.STAFF: mark("Staff, present or former", "breach people"),
    PeopleKind.APPLICANTS: mark("Applicants for a job", "breach people"),
    PeopleKind.SUPPLIERS: mark("Suppliers and contractors", "breach people"),
    PeopleKind.OTHERS: mark("Other people", "breach people"),
}
_BASES = {
    CountBasis.COUNTED: mark("Counted", "breach count"),
    CountBasis.ESTIMATED: mark("Estimated", "breach count"),
    CountBasis.UNKNOWN: mark("Not known yet", "breach count"),
}
_PARTIES = {
    NotifyParty.COMMISSIONER: mark("Privacy Commissioner", "breach party"),
    NotifyParty.PERSONS: mark("Persons concerned", "breach party"),
    NotifyParty.POLICE: mark("Police", "breach party"),
    NotifyParty.HEAD_OFFICE: mark("Head office", "breach party"),
}
_METHODS = {
    NotifyMethod.FORM: mark("Online form", "breach notified"),
    NotifyMethod.LETTER: mark("Letter", "breach notified"),
    NotifyMethod.EMAIL: mark("E-mail", "breach notified"),
    NotifyMethod.TELEPHONE: mark("Telephone", "breach notified"),
    NotifyMethod.IN_PERSON: mark("In person", "breach notified"),
    NotifyMethod.PUBLIC: mark("Public notice", "breach notified"),
}
