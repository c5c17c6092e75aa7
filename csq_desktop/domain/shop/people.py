"""The people whom records name as their owners: users of the store, and others of the shop's list.

Staff reviews are to stand on the same record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from csq_desktop.domain.fields.fields import FieldKind, RecordDescription, RecordField
from csq_desktop.domain.fields.holdings import OF_STAFF
from csq_desktop.domain.words.names import name_key
from csq_desktop.texts import mark

PersonChoice: TypeAlias = int | str
"""Who is meant: a person by id, or a name that may be new to the list; "" is nobody."""


@dataclass(frozen=True)
class Person:
    """Somebody of the list; whoever left stays in it, and on every record.

    A user of the store is in the list by themselves: their name and leaving follow the user's.
    """

    id: int
    name: str
    user_id: int | None
    since: datetime
    left_at: datetime | None = None

    @property
    def active(self) -> bool:
        """Whether the person is still there to own something."""
        return self.left_at is None


@dataclass(frozen=True)
class PersonLine:
    """A person as the settings list them, with how much of theirs is still open."""

    person: Person
    complaints: int = 0
    actions: int = 0
    pledges: int = 0

    @property
    def open(self) -> int:
        """Everything of theirs that is still open."""
        return self.complaints + self.actions + self.pledges


def in_order(people: Iterable[Person]) -> tuple[Person, ...]:
    """People as they are offered: who left comes last; by name."""
    return tuple(sorted(people, key=lambda each: (not each.active, name_key(each.name), each.id)))


def fitting(people: Iterable[Person], typed: str) -> tuple[Person, ...]:
    """People with the typed letters anywhere in their names, in the order they come."""
    letters = name_key(typed)
    return tuple(person for person in people if letters in name_key(person.name))


def by_key(people: Iterable[Person]) -> Mapping[str, Person]:
    """Whom each name means.

    Of several people of one name it means the one who is still there, a user before others, and
    the one who came into the list first.
    """
    preferred = sorted(
        people, key=lambda each: (not each.active, each.user_id is None, each.since, each.id)
    )
    return {name_key(person.name): person for person in reversed(preferred)}


PERSON = RecordDescription(
    "person",
    (
        RecordField(
            "name",
            mark("Name", "field"),
            required=True,
            meaning=mark("The name of somebody who works on a case or in the shop.", "codebook"),
        ),
        RecordField("user_id", mark("User", "field"), FieldKind.USER),
        RecordField("since", mark("Listed since", "field"), FieldKind.MOMENT),
        RecordField("left_at", mark("Left", "field"), FieldKind.MOMENT),
    ),
    own=("id", "batch_id"),
    holding=OF_STAFF,
)
