"""What a column of a file may be matched to: the fields of records as files have them."""

from collections.abc import Iterable
from dataclasses import dataclass

from csq_desktop.domain.fields.fields import LONGEST_LINE_OF_TEXT, Choice, FieldKind, RecordField
from csq_desktop.texts import tr, trc

_DATED = (FieldKind.MOMENT, FieldKind.DAY)
_LISTED = (FieldKind.CHOICE, FieldKind.PERSON)
_EMPTY_TEXTS = (FieldKind.TEXT, *_LISTED, FieldKind.PHONE, FieldKind.EMAIL)


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
    finds: bool = False
    choices: tuple[Choice, ...] = ()
    headings: tuple[str, ...] = ()
    meaning: str = ""

    @property
    def title(self) -> str:
        """The label in the user's language."""
        if self.for_files:
            return trc("import field", self.label)
        return trc("field", self.label)

    @property
    def explained(self) -> str:
        """What the column means, in the user's language; empty where its title says it."""
        return trc("codebook", self.meaning) if self.meaning else tr(self.help)

    @property
    def dated(self) -> bool:
        """Whether its cells are dates, with or without a time."""
        return self.kind in _DATED

    @property
    def listed(self) -> bool:
        """Whether its words are those of a list: of the program, of the shop, or of people."""
        return self.kind in _LISTED

    @property
    def grows(self) -> bool:
        """Whether its list takes in a word that is new; the list of people takes any name."""
        return self.listed and not self.choices

    @property
    def empty(self) -> str | None:
        """What an empty cell is read as."""
        return "" if self.kind in _EMPTY_TEXTS else None


def in_files(fields: Iterable[RecordField]) -> tuple[TargetField, ...]:
    """The fields that files have, imported or only exported, in their order."""
    return tuple(_target(described) for described in fields if described.file is not None)


def targets(fields: Iterable[RecordField]) -> tuple[TargetField, ...]:
    """The fields that a file may bring."""
    return in_files(
        described for described in fields if described.file is not None and described.file.imported
    )


def exported(fields: Iterable[RecordField]) -> tuple[TargetField, ...]:
    """The fields that are written to a file."""
    return in_files(
        described for described in fields if described.file is not None and described.file.exported
    )


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
        finds=column.finds,
        choices=field.choices if kind is FieldKind.CHOICE else (),
        headings=tuple(filter(None, column.headings.split(", "))),
        meaning=field.meaning,
    )
