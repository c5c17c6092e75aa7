"""Staff involved in a case, by their place in the list of people, and what a part in it rules out.

Whoever is named as complained of neither owns, closes nor reviews the case, and does not find it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from csq_desktop.domain.fields.fields import FieldKind, RecordDescription, RecordField
from csq_desktop.domain.shop.people import PersonChoice
from csq_desktop.texts import mark, trc


class InvolvedAs(StrEnum):
    """What part a person has in a case."""

    SERVED = "served"
    COMPLAINED_OF = "complained_of"
    WITNESS = "witness"

    @property
    def label(self) -> str:
        """The part in the user's language."""
        return trc("involved", _PARTS[self])

    @property
    def keeps_away(self) -> bool:
        """Whether whoever has this part must not see the case."""
        return self is InvolvedAs.COMPLAINED_OF


_PARTS = {
    InvolvedAs.SERVED: mark("Served the customer"),
    InvolvedAs.COMPLAINED_OF: mark("Complained of"),
    InvolvedAs.WITNESS: mark("Witness"),
}


@dataclass(frozen=True)
class NewInvolved:
    """Somebody to be named in a case."""

    person: PersonChoice
    part: InvolvedAs


@dataclass(frozen=True)
class Involved:
    """Somebody named in a case; `ended_at` is when they were taken out again.

    `user_id` is the sign-in of the person, where they have one.
    """

    id: int
    complaint_id: int
    person_id: int
    name: str
    user_id: int | None
    part: InvolvedAs
    named_at: datetime
    named_by: str
    ended_at: datetime | None = None

    @property
    def is_named(self) -> bool:
        """Whether the person is still named."""
        return self.ended_at is None


def users_named(people: Iterable[Involved]) -> frozenset[int]:
    """The users who have any part in a case: under four eyes they close it not."""
    return frozenset(each.user_id for each in people if each.is_named and each.user_id is not None)


INVOLVED = RecordDescription(
    "complaint_person",
    (
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField("person_id", mark("Person", "field"), FieldKind.PERSON),
        RecordField(
            "part",
            mark("Part in the case", "field"),
            FieldKind.CHOICE,
            choices=tuple(InvolvedAs),
            required=True,
        ),
        RecordField("named_at", mark("Named", "field"), FieldKind.MOMENT),
        RecordField("named_by", mark("Named by", "field"), FieldKind.USER),
        RecordField("ended_at", mark("Removed", "field"), FieldKind.MOMENT),
    ),
    own=("id",),
)
