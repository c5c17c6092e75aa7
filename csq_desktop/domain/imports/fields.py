"""What a column of an imported file may be: the fields of customers, complaints and counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.customers.fields import CUSTOMER_FIELDS
from csq_desktop.domain.fields import LONGEST_LINE_OF_TEXT, Choice, FieldKind, RecordField
from csq_desktop.domain.pledges.fields import PLEDGE_COUNT
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc


class ImportKind(StrEnum):
    """What the rows of a file are."""

    CUSTOMERS = "customers"
    COMPLAINTS = "complaints"
    PLEDGE_COUNTS = "pledge_counts"

    @property
    def label(self) -> str:
        return trc("import kind", _KINDS[self])


_EMPTY_TEXTS = (FieldKind.TEXT, FieldKind.CHOICE, FieldKind.PHONE, FieldKind.EMAIL)


@dataclass(frozen=True)
class TargetField:
    """What a column may be matched to.

    `for_files` tells that the label is one of files alone, `column` is the field's name in the
    store, empty where the store has none. `headings` are what other people call such a column. The
    rest is as in `RecordField`; a CHOICE without `choices` draws on a list of the shop.
    """

    key: str
    label: str
    kind: FieldKind
    for_files: bool = True
    column: str = ""
    required: bool = False
    help: str = ""
    largest: int = LONGEST_LINE_OF_TEXT
    smallest: int | None = None
    ends_day: bool = False
    choices: tuple[Choice, ...] = ()
    headings: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The label in the user's language."""
        if self.for_files:
            return trc("import field", self.label)
        return trc("field", self.label)

    @property
    def empty(self) -> str | None:
        """What an empty cell is read as."""
        return "" if self.kind in _EMPTY_TEXTS else None


def in_files(fields: Iterable[RecordField]) -> tuple[TargetField, ...]:
    """The fields that files have, imported or only exported, in their order."""
    return tuple(_target(one) for one in fields if one.file is not None)


def targets(fields: Iterable[RecordField]) -> tuple[TargetField, ...]:
    """The fields that a file may bring."""
    return in_files(one for one in fields if one.file is not None and one.file.imported)


def exported(fields: Iterable[RecordField]) -> tuple[TargetField, ...]:
    """The fields that are written to a file."""
    return in_files(one for one in fields if one.file is not None and one.file.exported)


def _target(field: RecordField) -> TargetField:
    assert field.file is not None
    column = field.file
    kind = column.kind or field.kind
    return TargetField(
        column.key or field.key,
        column.title or field.label,
        kind,
        for_files=bool(column.title),
        column=field.key if field.stored else "",
        required=column.required,
        help=column.help,
        largest=field.longest,
        smallest=field.smallest,
        ends_day=column.ends_day,
        choices=field.choices if kind is FieldKind.CHOICE else (),
        headings=tuple(filter(None, column.headings.split(", "))),
    )


def field_of(kind: ImportKind, key: str) -> TargetField:
    """The field with a key; a UserError names the key where there is none."""
    for one in FIELDS[kind]:
        if one.key == key:
            return one
    raise UserError(tr("“{key}” is not a field of this kind of import.", key=key))


FIELDS: Mapping[ImportKind, tuple[TargetField, ...]] = {
    ImportKind.CUSTOMERS: targets(CUSTOMER_FIELDS),
    ImportKind.COMPLAINTS: targets(COMPLAINT.fields),
    ImportKind.PLEDGE_COUNTS: targets(PLEDGE_COUNT.fields),
}
EXPORTED: Mapping[ImportKind, tuple[TargetField, ...]] = {
    ImportKind.CUSTOMERS: exported(CUSTOMER_FIELDS),
    ImportKind.COMPLAINTS: exported(COMPLAINT.fields),
    ImportKind.PLEDGE_COUNTS: exported(PLEDGE_COUNT.fields),
}
"""What is written of each kind, in this order."""
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
