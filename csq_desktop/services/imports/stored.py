"""What the store has already of the rows of a file, in the plain form that plans compare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.fields.fields import FieldKind, RecordField
from csq_desktop.domain.imports.rows import Plain
from csq_desktop.domain.imports.targets import targets
from csq_desktop.domain.words.numbers import number_here
from csq_desktop.exchange.matching.sameness import Key, OwnNumber
from csq_desktop.exchange.matching.verdicts import UNCLEAR, Held
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.imports import facts
from csq_desktop.storage.records.imports.facts import Facts, FactTable


@dataclass(frozen=True)
class StoredRow:
    """A row of the store: its id, its facts by table, and its fields as a plan compares them."""

    id: int
    facts: Facts
    held: Mapping[str, Held]
    identity: Facts = field(default_factory=dict)
    reopened_at: int | None = None


def told_apart(ids: Mapping[str, int]) -> tuple[dict[Key, StoredRow], dict[Key, int]]:
    """Keys that several records have in other spellings, as rows that stand for them, and the rest.

    The rest are the ids of the records that a key means.
    """
    several = StoredRow(facts.UNCLEAR, {}, UNCLEAR)
    unclear: dict[Key, StoredRow] = {
        key: several for key, row_id in ids.items() if row_id == facts.UNCLEAR
    }
    return unclear, {key: row_id for key, row_id in ids.items() if key not in unclear}


class ChangedRow(NamedTuple):
    """A stored row with the fields of the file that differ, and all that the file fills."""

    stored: StoredRow
    values: dict[str, Plain]
    filled: Mapping[str, Plain]


def as_they_come(fields: Iterable[RecordField], *, but: str = "") -> dict[str, str]:
    """Field of an import → its column, for those that are stored as they are.

    People are left out: a file has their name, the store their id.
    """
    own = (field for field in fields if field.kind is not FieldKind.PERSON)
    plain = (field for field in own if field.file is not None and field.file.kind is None)
    return {
        field.key: field.column
        for field in targets(plain)
        if field.column and field.key != but and not field.finds
    }


def numbers(keys: Iterable[Key]) -> dict[str, OwnNumber]:
    """The keys that are numbers given here, by the number."""
    return {key.number: key for key in keys if isinstance(key, OwnNumber)}


def texts(keys: Iterable[Key]) -> list[str]:
    """The keys that are texts, without empty ones."""
    return [key for key in keys if isinstance(key, str) and key]


def by_any_number(session: Session, table: FactTable, words: Iterable[str]) -> dict[str, int]:
    """Records by the number they have here, or had in the store they came from."""
    branch = shop.branch_code(session)
    here = {number_here(word, branch): word for word in words}
    found = facts.by_number(session, table, here)
    elsewhere = facts.by_origin(session, table, here.keys() - found.keys())
    return {here[number]: row_id for number, row_id in (found | elsewhere).items()}


COMPLAINT_COLUMNS = as_they_come(COMPLAINT.fields, but="status")
