"""Imports: what may be read from a file, how its columns are matched, what becomes of each row.

Values travel in plain form, ready for JSON and for the store alike: a moment is an int of epoch
seconds (UTC), a day is ISO text, money is int cents (HKD), a count is an int, a phone is E.164
text, a choice is its code, yes/no is a bool. An empty text is "", any other empty value is None.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from csq_desktop.domain.complaints import Channel, Finding, RemedyKind, Severity, State
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc

Plain = str | int | bool | None
ANY_OTHER = "*"
LONGEST_LINE_OF_TEXT = 200
LONGEST_TEXT = 2_000
LONGEST_WORDS = 20_000
_LONGEST_SHOWN = 60


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


class DateOrder(StrEnum):
    """Which part of a date such as 04/05/2026 comes first."""

    MDY = "mdy"
    DMY = "dmy"
    YMD = "ymd"

    @property
    def label(self) -> str:
        return trc("date order", _ORDERS[self])


class RowVerdict(StrEnum):
    """What the plan does with a row."""

    NEW = "new"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    INVALID = "invalid"

    @property
    def label(self) -> str:
        return trc("row verdict", _VERDICTS[self])


REJECTED = (RowVerdict.DUPLICATE, RowVerdict.INVALID)


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


@dataclass(frozen=True)
class ImportMapping:
    """How the columns of a file become fields; kept under a name and as a small JSON file.

    As JSON, with every part but `kind` and `columns` left out where it is empty:

        {"kind": "complaints",
         "columns": {"CreatedDate": "received_at", "SRType": "category", "Method": "channel"},
         "date_order": "mdy",             mdy, dmy or ymd; settles dates such as 04/05/2026
         "encoding": "utf-8",             of a text file; the file's own is found when left out
         "sheet": "Sheet1",               of a spreadsheet; the first one when left out
         "values": {"channel": {"Phone": "telephone", "*": "other"}},
                                          words of the file -> codes; "*" stands for any other
         "constants": {"severity": "medium"},   fields that are the same in every row
         "new_words": ["category"],       lists that may grow by words they do not hold yet
         "unique_by": "their_reference"}  the field that tells rows apart

    One column may feed two fields: `"Status": "status+excluded_reason"`.
    """

    kind: ImportKind
    columns: Mapping[str, str]
    date_order: DateOrder | None = None
    encoding: str | None = None
    sheet: str | None = None
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    new_words: tuple[str, ...] = ()
    unique_by: str = ""

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """Every matched field with the column that feeds it."""
        return tuple(
            (key, column) for column, keys in self.columns.items() for key in keys.split("+")
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields a row gets, in the order of the kind's own list."""
        given = {*(key for key, _ in self.sources), *self.constants}
        return tuple(one.key for one in FIELDS[self.kind] if one.key in given)

    @property
    def unique_keys(self) -> tuple[str, ...]:
        """The fields that together tell rows apart; empty when only whole rows can."""
        return tuple(self.unique_by.split("+")) if self.unique_by else ()


@dataclass(frozen=True)
class Reason:
    """Why a row was judged so; one that does not block is only a warning."""

    text: str
    field: TargetField | None = None
    value: str = ""
    blocks: bool = True

    @property
    def sentence(self) -> str:
        """The reason in the user's language, the cell's own words cut to sixty characters."""
        shown = self.value
        if len(shown) > _LONGEST_SHOWN:
            shown = shown[: _LONGEST_SHOWN - 1] + "…"
        return tr(self.text, field=self.field.title if self.field else "", value=shown)

    @property
    def in_general(self) -> "Reason":
        """The reason without the cell's words, to be counted with its like."""
        return Reason(self.text, self.field, "…", self.blocks)


class PlannedRow(NamedTuple):
    """A row and what becomes of it; `number` counts from 1, the headings included.

    `values` stand in the order of the mapping's `keys`, in plain form.
    """

    number: int
    verdict: RowVerdict
    values: tuple[Plain, ...]
    reasons: tuple[Reason, ...] = ()

    @property
    def reason(self) -> str:
        """All its reasons as one text."""
        return " ".join(one.sentence for one in self.reasons)


@dataclass(frozen=True)
class PlannedChunk:
    """Some thousand rows planned together.

    `verdicts` None means every row is new, `reasons` holds only rows that have any, by place.
    `cells` are the rows as they stand in the file.
    """

    numbers: Sequence[int]
    values: list[tuple[Plain, ...]]
    cells: list[list[str]]
    verdicts: list[RowVerdict] | None
    reasons: Mapping[int, tuple[Reason, ...]]

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[PlannedRow]:
        for place, values in enumerate(self.values):
            verdict = self.verdicts[place] if self.verdicts else RowVerdict.NEW
            reasons = self.reasons.get(place, ())
            yield PlannedRow(self.numbers[place], verdict, values, reasons)

    def of(self, verdict: RowVerdict) -> list[tuple[Plain, ...]]:
        """The values of the rows with one verdict."""
        if self.verdicts is None:
            return self.values if verdict is RowVerdict.NEW else []
        pairs = zip(self.verdicts, self.values, strict=True)
        return [values for found, values in pairs if found is verdict]


@dataclass(frozen=True)
class ReasonCount:
    """How many rows share a reason."""

    reason: Reason
    rows: int


@dataclass(frozen=True)
class PlanSummary:
    """The plan in numbers; equal fingerprints mean the same plan for the same file."""

    counts: Mapping[RowVerdict, int]
    tally: tuple[ReasonCount, ...]
    fingerprint: str

    @property
    def rows(self) -> int:
        """All rows of the file."""
        return sum(self.counts.values())


def field_of(kind: ImportKind, key: str) -> TargetField:
    """The field with a key; a UserError names the key where there is none."""
    for one in FIELDS[kind]:
        if one.key == key:
            return one
    raise UserError(tr("“{key}” is not a field of this kind of import.", key=key))


def headings_of(columns: Iterable[str]) -> str:
    """The headings in a form by which a saved matching is found again, in whatever order."""
    return "\n".join(sorted(" ".join(name.split()).casefold() for name in columns))


def check(mapping: ImportMapping, columns: Sequence[str]) -> None:
    """A UserError where the mapping does not fit itself or a file with these columns."""
    matched = [key for key, _ in mapping.sources]
    for key in (*matched, *mapping.constants, *mapping.values, *mapping.new_words):
        field_of(mapping.kind, key)
    _check_columns(mapping, columns)
    given = set(mapping.keys)
    for one in FIELDS[mapping.kind]:
        if one.required and one.key not in given:
            raise UserError(tr("Match a column to “{field}” first.", field=one.title))
    if mapping.unique_by and mapping.unique_by not in UNIQUE_BY[mapping.kind]:
        raise UserError(tr("Rows cannot be told apart by “{key}”.", key=mapping.unique_by))
    if not given.issuperset(mapping.unique_keys):
        raise UserError(tr("Match the field that tells rows apart, or choose another."))


def _check_columns(mapping: ImportMapping, columns: Sequence[str]) -> None:
    missing = [name for name in mapping.columns if name not in columns]
    if missing:
        raise UserError(tr("The file has no column “{name}”.", name=missing[0]))
    taken = [*(key for key, _ in mapping.sources), *mapping.constants]
    twice = next((key for key in taken if taken.count(key) > 1), None)
    if twice is not None:
        title = field_of(mapping.kind, twice).title
        raise UserError(tr("Two columns are matched to “{field}”. Keep one.", field=title))


CUSTOMER_FIELDS = (
    TargetField(
        "reference",
        mark("Customer number"),
        FieldKind.TEXT,
        help=mark("The number your own system gives the customer."),
    ),
    TargetField("name", mark("Name"), FieldKind.TEXT),
    TargetField("other_name", mark("Name in other letters"), FieldKind.TEXT),
    TargetField(
        "phone",
        mark("Telephone"),
        FieldKind.PHONE,
        help=mark("Eight digits are read as a Hong Kong number."),
    ),
    TargetField("email", mark("E-mail"), FieldKind.EMAIL),
    TargetField("address", mark("Address"), FieldKind.TEXT, largest=LONGEST_TEXT),
    TargetField(
        "preferred_language",
        mark("Preferred language"),
        FieldKind.CHOICE,
        choices=tuple(SpokenLanguage),
    ),
    TargetField("segment", mark("Customer group"), FieldKind.TEXT),
    TargetField("district", mark("District"), FieldKind.TEXT),
    TargetField(
        "consent_marketing",
        mark("Agreed to direct marketing"),
        FieldKind.YES_NO,
        help=mark("Yes or no; an empty cell means the customer was not asked."),
    ),
    TargetField("note", mark("Note"), FieldKind.TEXT, largest=LONGEST_TEXT),
    TargetField("first_seen", mark("Customer since"), FieldKind.DAY),
)
COMPLAINT_FIELDS = (
    TargetField(
        "their_reference",
        mark("Reference in the other system"),
        FieldKind.TEXT,
        help=mark("Tells on a second import which complaints are already here."),
    ),
    TargetField("received_at", mark("Received"), FieldKind.MOMENT, required=True),
    TargetField("entered_at", mark("Entered"), FieldKind.MOMENT),
    TargetField(
        "channel",
        mark("Channel"),
        FieldKind.CHOICE,
        required=True,
        choices=tuple(Channel),
    ),
    TargetField("category", mark("Category"), FieldKind.CHOICE, required=True),
    TargetField(
        "severity",
        mark("Severity"),
        FieldKind.CHOICE,
        required=True,
        choices=tuple(Severity),
    ),
    TargetField("summary", mark("Summary"), FieldKind.TEXT),
    TargetField("words", mark("The customer's words"), FieldKind.TEXT, largest=LONGEST_WORDS),
    TargetField(
        "customer_reference",
        mark("Customer number"),
        FieldKind.TEXT,
        help=mark("Links the complaint to a customer with this number."),
    ),
    TargetField("anonymous", mark("Anonymous"), FieldKind.YES_NO),
    TargetField("acknowledged_at", mark("Acknowledged"), FieldKind.MOMENT, ends_day=True),
    TargetField("ack_due_at", mark("Acknowledge by"), FieldKind.MOMENT, ends_day=True),
    TargetField(
        "resolve_due_at",
        mark("Resolve by"),
        FieldKind.MOMENT,
        ends_day=True,
        help=mark("The deadline as it was promised; empty takes the shop's own rule."),
    ),
    TargetField("answered_at", mark("Answered"), FieldKind.MOMENT, ends_day=True),
    TargetField("closed_at", mark("Closed"), FieldKind.MOMENT, ends_day=True),
    TargetField("status", mark("Status"), FieldKind.CHOICE, choices=tuple(State)),
    TargetField("finding", mark("Finding"), FieldKind.CHOICE, choices=tuple(Finding)),
    TargetField("remedy_kind", mark("Remedy"), FieldKind.CHOICE, choices=tuple(RemedyKind)),
    TargetField("remedy_amount", mark("Amount paid"), FieldKind.MONEY, smallest=0),
    TargetField("product", mark("Product"), FieldKind.TEXT),
    TargetField("touch_point", mark("Touch-point"), FieldKind.CHOICE),
    TargetField(
        "excluded_reason",
        mark("Left out of the pledges because"),
        FieldKind.TEXT,
        help=mark("A complaint with a reason here counts for no pledge."),
    ),
)
PLEDGE_FIELDS = (
    TargetField("pledge_code", mark("Pledge code"), FieldKind.CHOICE, required=True),
    TargetField("day", mark("Day"), FieldKind.DAY, required=True),
    TargetField("met", mark("Kept"), FieldKind.NUMBER, required=True, smallest=0),
    TargetField("missed", mark("Missed"), FieldKind.NUMBER, required=True, smallest=0),
    TargetField(
        "over_maximum",
        mark("Over the maximum"),
        FieldKind.NUMBER,
        smallest=0,
        help=mark("The part of the missed ones that also passed the maximum."),
    ),
    TargetField("excluded", mark("Left out"), FieldKind.NUMBER, smallest=0),
    TargetField("reason", mark("Reason for leaving out"), FieldKind.TEXT, largest=LONGEST_TEXT),
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
_ORDERS = {
    DateOrder.MDY: mark("Month, day, year"),
    DateOrder.DMY: mark("Day, month, year"),
    DateOrder.YMD: mark("Year, month, day"),
}
_VERDICTS = {
    RowVerdict.NEW: mark("New"),
    RowVerdict.UPDATE: mark("Update"),
    RowVerdict.UNCHANGED: mark("Unchanged"),
    RowVerdict.DUPLICATE: mark("Duplicate"),
    RowVerdict.INVALID: mark("Invalid"),
}
_LANGUAGES = {
    SpokenLanguage.ENGLISH: mark("English"),
    SpokenLanguage.TRADITIONAL: mark("Traditional Chinese"),
    SpokenLanguage.SIMPLIFIED: mark("Simplified Chinese"),
}
