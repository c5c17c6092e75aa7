"""What a column of an imported file may be: the fields of customers, complaints and counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from csq_desktop.domain.complaints.facts import Channel, Finding, RemedyKind, Severity, State
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc

LONGEST_LINE_OF_TEXT = 200
LONGEST_TEXT = 2_000
LONGEST_WORDS = 20_000


class ImportKind(StrEnum):
    """What the rows of a file are."""

    CUSTOMERS = "customers"
    COMPLAINTS = "complaints"
    PLEDGE_COUNTS = "pledge_counts"

    @property
    def label(self) -> str:
        return trc("import kind", _KINDS[self])


class FieldKind(StrEnum):
    """What the cells of a column must be."""

    TEXT = "text"
    MOMENT = "moment"
    DAY = "day"
    NUMBER = "number"
    MONEY = "money"
    PHONE = "phone"
    EMAIL = "email"
    CHOICE = "choice"
    YES_NO = "yes_no"


class SpokenLanguage(StrEnum):
    """The language a customer wants to be written to."""

    ENGLISH = "en"
    TRADITIONAL = "zh_HK"
    SIMPLIFIED = "zh_CN"

    @property
    def label(self) -> str:
        return trc("language", _LANGUAGES[self])


class Choice(Protocol):
    """One word of a list fixed by the program: its code, and its label in the user's language."""

    @property
    def value(self) -> str:
        """The code kept in the store."""
        ...

    @property
    def label(self) -> str:
        """The word shown."""
        ...


@dataclass(frozen=True)
class TargetField:
    """What a column may be matched to.

    `largest` is the most characters a text may have; `smallest` the least a number may be.
    `ends_day` reads a date without a time as the last second of that day: a deadline, and what
    was done in time for it.
    `choices` are the program's own words; a CHOICE without any draws on a list of the shop.
    """

    key: str
    label: str
    kind: FieldKind
    required: bool = False
    help: str = ""
    largest: int = LONGEST_LINE_OF_TEXT
    smallest: int | None = None
    ends_day: bool = False
    choices: tuple[Choice, ...] = ()

    @property
    def title(self) -> str:
        """The label in the user's language."""
        return trc("import field", self.label)


def field_of(kind: ImportKind, key: str) -> TargetField:
    """The field with a key; a UserError names the key where there is none."""
    for one in FIELDS[kind]:
        if one.key == key:
            return one
    raise UserError(tr("“{key}” is not a field of this kind of import.", key=key))


CUSTOMER_FIELDS = (
    TargetField(
        "reference",
        mark("Customer number", "import field"),
        FieldKind.TEXT,
        help=mark("The number your own system gives the customer."),
    ),
    TargetField("name", mark("Name", "import field"), FieldKind.TEXT),
    TargetField("other_name", mark("Name in other letters", "import field"), FieldKind.TEXT),
    TargetField(
        "phone",
        mark("Telephone", "import field"),
        FieldKind.PHONE,
        help=mark("Eight digits are read as a Hong Kong number."),
    ),
    TargetField("email", mark("E-mail", "import field"), FieldKind.EMAIL),
    TargetField("address", mark("Address", "import field"), FieldKind.TEXT, largest=LONGEST_TEXT),
    TargetField(
        "preferred_language",
        mark("Preferred language", "import field"),
        FieldKind.CHOICE,
        choices=tuple(SpokenLanguage),
    ),
    TargetField("segment", mark("Customer group", "import field"), FieldKind.TEXT),
    TargetField("district", mark("District", "import field"), FieldKind.TEXT),
    TargetField(
        "consent_marketing",
        mark("Agreed to direct marketing", "import field"),
        FieldKind.YES_NO,
        help=mark("Yes or no; an empty cell means the customer was not asked."),
    ),
    TargetField("note", mark("Note", "import field"), FieldKind.TEXT, largest=LONGEST_TEXT),
    TargetField("first_seen", mark("Customer since", "import field"), FieldKind.DAY),
)
COMPLAINT_FIELDS = (
    TargetField(
        "their_reference",
        mark("Reference in the other system", "import field"),
        FieldKind.TEXT,
        help=mark("Tells on a second import which complaints are already here."),
    ),
    TargetField("received_at", mark("Received", "import field"), FieldKind.MOMENT, required=True),
    TargetField("entered_at", mark("Entered", "import field"), FieldKind.MOMENT),
    TargetField(
        "channel",
        mark("Channel", "import field"),
        FieldKind.CHOICE,
        required=True,
        choices=tuple(Channel),
    ),
    TargetField("category", mark("Category", "import field"), FieldKind.CHOICE, required=True),
    TargetField(
        "severity",
        mark("Severity", "import field"),
        FieldKind.CHOICE,
        required=True,
        choices=tuple(Severity),
    ),
    TargetField("summary", mark("Summary", "import field"), FieldKind.TEXT),
    TargetField(
        "words", mark("The customer's words", "import field"), FieldKind.TEXT, largest=LONGEST_WORDS
    ),
    TargetField(
        "customer_reference",
        mark("Customer number", "import field"),
        FieldKind.TEXT,
        help=mark("Links the complaint to a customer with this number."),
    ),
    TargetField("anonymous", mark("Anonymous", "import field"), FieldKind.YES_NO),
    TargetField(
        "acknowledged_at", mark("Acknowledged", "import field"), FieldKind.MOMENT, ends_day=True
    ),
    TargetField(
        "ack_due_at", mark("Acknowledge by", "import field"), FieldKind.MOMENT, ends_day=True
    ),
    TargetField(
        "resolve_due_at",
        mark("Resolve by", "import field"),
        FieldKind.MOMENT,
        ends_day=True,
        help=mark("The deadline as it was promised; an empty cell means none was."),
    ),
    TargetField("answered_at", mark("Answered", "import field"), FieldKind.MOMENT, ends_day=True),
    TargetField("closed_at", mark("Closed", "import field"), FieldKind.MOMENT, ends_day=True),
    TargetField("status", mark("Status", "import field"), FieldKind.CHOICE, choices=tuple(State)),
    TargetField(
        "finding", mark("Finding", "import field"), FieldKind.CHOICE, choices=tuple(Finding)
    ),
    TargetField(
        "remedy_kind", mark("Remedy", "import field"), FieldKind.CHOICE, choices=tuple(RemedyKind)
    ),
    TargetField("remedy_amount", mark("Amount paid", "import field"), FieldKind.MONEY, smallest=0),
    TargetField("product", mark("Product", "import field"), FieldKind.TEXT),
    TargetField("touch_point", mark("Touch-point", "import field"), FieldKind.CHOICE),
    TargetField(
        "excluded_reason",
        mark("Left out of the pledges because", "import field"),
        FieldKind.TEXT,
        help=mark("A complaint with a reason here counts for no pledge."),
    ),
)
PLEDGE_FIELDS = (
    TargetField(
        "pledge_code", mark("Pledge code", "import field"), FieldKind.CHOICE, required=True
    ),
    TargetField("day", mark("Day", "import field"), FieldKind.DAY, required=True),
    TargetField("met", mark("Kept", "import field"), FieldKind.NUMBER, required=True, smallest=0),
    TargetField(
        "missed", mark("Missed", "import field"), FieldKind.NUMBER, required=True, smallest=0
    ),
    TargetField(
        "over_maximum",
        mark("Over the maximum", "import field"),
        FieldKind.NUMBER,
        smallest=0,
        help=mark("The part of the missed ones that also passed the maximum."),
    ),
    TargetField("excluded", mark("Left out", "import field"), FieldKind.NUMBER, smallest=0),
    TargetField(
        "reason",
        mark("Reason for leaving out", "import field"),
        FieldKind.TEXT,
        largest=LONGEST_TEXT,
    ),
)
FIELDS: Mapping[ImportKind, tuple[TargetField, ...]] = {
    ImportKind.CUSTOMERS: CUSTOMER_FIELDS,
    ImportKind.COMPLAINTS: COMPLAINT_FIELDS,
    ImportKind.PLEDGE_COUNTS: PLEDGE_FIELDS,
}
UNIQUE_BY: Mapping[ImportKind, tuple[str, ...]] = {
    ImportKind.CUSTOMERS: ("reference", "phone", "email"),
    ImportKind.COMPLAINTS: ("their_reference",),
    ImportKind.PLEDGE_COUNTS: ("pledge_code+day",),
}
_KINDS = {
    ImportKind.CUSTOMERS: mark("Customers"),
    ImportKind.COMPLAINTS: mark("Complaints"),
    ImportKind.PLEDGE_COUNTS: mark("Pledge counts"),
}
_LANGUAGES = {
    SpokenLanguage.ENGLISH: mark("English"),
    SpokenLanguage.TRADITIONAL: mark("Traditional Chinese"),
    SpokenLanguage.SIMPLIFIED: mark("Simplified Chinese"),
}
