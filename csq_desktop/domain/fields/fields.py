"""What a field of a record is: its words, limits and uses, from which everything else derives.

Each record has a `fields.py` with a `RecordDescription`. Tables, the audit trail, imports, exports,
corrections, forms, detail pages and search ask it; tests compare it with the table's columns.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from csq_desktop.domain.fields.holdings import Holding
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc

LONGEST_LINE_OF_TEXT = 200
LONGEST_TEXT = 2_000
LONGEST_WORDS = 20_000


class FieldKind(StrEnum):
    """What a field holds; USER, PERSON and LINK are numbers of another record.

    A PERSON is somebody of the list of people. Files have the name, and so have the facts that
    are read, under the key without its `_id`.
    """

    TEXT = "text"
    MOMENT = "moment"
    DAY = "day"
    MONTH = "month"
    NUMBER = "number"
    MONEY = "money"
    PHONE = "phone"
    EMAIL = "email"
    CHOICE = "choice"
    YES_NO = "yes_no"
    USER = "user"
    PERSON = "person"
    LINK = "link"


class Privacy(StrEnum):
    """What a field can say about a person.

    A FACT says nothing, and the audit trail tells its values. In FREE_TEXT somebody may be named:
    the trail tells only that it changed, and it goes when a person is erased. An IDENTITY stands
    in the vault, is seen by those alone who hold its key, and goes with the person too.
    """

    FACT = "fact"
    FREE_TEXT = "free_text"
    IDENTITY = "identity"


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
class FileColumn:
    """How a field stands in files.

    `key` is what a column matching calls it, `title` (marked in the context "import field") its
    heading, `kind` what its cells are: the field's own where they are left out. `headings` are
    what other people call such a column, with commas between. `ends_day` reads a date without a
    time as the last second of that day: a deadline, and what was done in time for it. `finds` is
    a number given here: it finds the record of a row, and no file changes it.
    """

    key: str = ""
    title: str = ""
    help: str = ""
    headings: str = ""
    kind: FieldKind | None = None
    required: bool = False
    ends_day: bool = False
    imported: bool = True
    finds: bool = False
    exported: bool = True


EXPORT_ONLY = FileColumn(imported=False)
"""How a field stands in the files of a list that nothing is imported into."""
NUMBER_HERE = FileColumn(
    key="number_here",
    title=mark("Number here", "import field"),
    help=mark("Finds what was exported from here. A file cannot change it."),
    headings="csq number, csq no, number in csq",
    finds=True,
)
"""The number a record was given here, as it goes out with every export and finds it again."""


@dataclass(frozen=True)
class RecordField:
    """One field of a record.

    `key` is its column in the store and its name in code; `label`, marked in the context "field",
    what people call it. `caption` is what the window calls it where that is another word, and a
    field without a label is one the audit trail does not speak of. `longest` is the most
    characters a text may have; a number lies from `smallest` to `largest`. `choices` are the
    program's own words; `shop_list` names the list of the shop that a code comes from, `suggests`
    the list whose words are offered beside one's own, which are what is stored. `typed` is
    asked for when a record is entered, `corrected` can be put right later, `shown` is its place on
    the detail page (0: not in the list of facts there). Where `stored` is false only files have it.
    `meaning`, marked in the context "codebook", explains the column to whoever is sent a file, and
    to the person it speaks of: the copy of an access request and the data inventory have it too.
    """

    key: str
    label: str = ""
    kind: FieldKind = FieldKind.TEXT
    privacy: Privacy = Privacy.FACT
    caption: str = ""
    longest: int = LONGEST_LINE_OF_TEXT
    smallest: int | None = None
    largest: int | None = None
    choices: tuple[Choice, ...] = ()
    shop_list: str = ""
    suggests: str = ""
    required: bool = False
    typed: bool = False
    corrected: bool = False
    searched: bool = False
    shown: int = 0
    stored: bool = True
    meaning: str = ""
    file: FileColumn | None = None

    @property
    def title(self) -> str:
        """What the window calls the field, in the user's language."""
        return tr(self.caption) if self.caption else trc("field", self.label)

    @property
    def told_by_value(self) -> bool:
        """Whether the audit trail may tell what the field held."""
        return self.privacy is Privacy.FACT

    @property
    def erased(self) -> bool:
        """Whether the field goes when the person it may speak of is erased."""
        return self.privacy is not Privacy.FACT

    def check(self, text: str) -> None:
        """A UserError where a text is longer than the field may be."""
        if len(text) > self.longest:
            raise UserError(
                tr(
                    "“{field}” is too long. Use fewer than {n} characters.",
                    field=self.title,
                    n=f"{self.longest:,}",
                ),
                field=self.key,
            )


@dataclass(frozen=True)
class RecordDescription:
    """A record: its name in the audit trail, its fields, and columns the program keeps for itself.

    The fields stand in the order of the columns of files. `holding` says what a record that may
    speak of a person is held for, and how long.
    """

    name: str
    fields: tuple[RecordField, ...]
    own: tuple[str, ...] = ()
    holding: Holding | None = None

    def field(self, key: str) -> RecordField:
        """The field with a key; a KeyError where there is none."""
        for described in self.fields:
            if described.key == key:
                return described
        raise KeyError(key)

    @property
    def stored(self) -> tuple[RecordField, ...]:
        """The fields that are columns of the record's table."""
        return tuple(column for column in self.fields if column.stored)

    @property
    def personal(self) -> tuple[RecordField, ...]:
        """The fields that identify a person, or in which one may be named."""
        return tuple(column for column in self.fields if column.privacy is not Privacy.FACT)

    @property
    def told_by_name_only(self) -> frozenset[str]:
        """The columns of which the audit trail tells that they changed and never what they say."""
        return keys(column for column in self.stored if not column.told_by_value)

    @property
    def unspoken(self) -> frozenset[str]:
        """The columns that the audit trail leaves out."""
        return frozenset(self.own) | keys(column for column in self.stored if not column.label)

    @property
    def on_page(self) -> tuple[RecordField, ...]:
        """The fields of the detail page's list of facts, in its order."""
        return tuple(
            sorted(
                (column for column in self.fields if column.shown), key=lambda column: column.shown
            )
        )


def keys(fields: Iterable[RecordField]) -> frozenset[str]:
    """The keys of some fields."""
    return frozenset(column.key for column in fields)
