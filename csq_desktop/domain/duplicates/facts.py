"""Customers who may be one: the matches of a form, likely pairs, and two of them side by side."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from csq_desktop.domain.customers.facts import CustomerLine, Identity, MaskedIdentity
from csq_desktop.domain.customers.fields import CUSTOMER, IDENTITY
from csq_desktop.domain.duplicates.likeness import Likeness
from csq_desktop.domain.fields.fields import RecordField
from csq_desktop.texts import tr, trn

IDENTITY_CHOICES = ("name", "other_name", "phone", "email", "address", "their_reference", "note")
CUSTOMER_CHOICES = ("segment", "preferred_language", "district")


@dataclass(frozen=True)
class Duplicate:
    """An existing customer who may be the one being typed in, and why."""

    id: int
    ref: str
    masked: MaskedIdentity
    shared: tuple[Likeness, ...]
    archived: bool

    @property
    def why(self) -> str:
        """What they share, in words."""
        return shared_words(self.shared)


@dataclass(frozen=True)
class CustomerPair:
    """Two customers who are likely the same person, and why."""

    first: CustomerLine
    second: CustomerLine
    shared: tuple[Likeness, ...]

    @property
    def why(self) -> str:
        """What they share, in words."""
        return shared_words(self.shared)


@dataclass(frozen=True)
class ComparedField:
    """One field of two customers; the texts are masked unless both were revealed."""

    key: str
    first: str
    second: str
    is_same: bool

    @property
    def described(self) -> RecordField:
        """The field as the records describe it."""
        record = IDENTITY if self.key in IDENTITY_CHOICES else CUSTOMER
        return record.field(self.key)


@dataclass(frozen=True)
class ComparedCustomer:
    """One of two customers who are compared."""

    id: int
    ref: str
    created_at: datetime
    is_archived: bool
    records: tuple[tuple[str, int], ...]
    """Tables with the number of records that would move with the customer."""

    @property
    def moving(self) -> str:
        """What would move, in words."""
        return moving_words(self.records)


@dataclass(frozen=True)
class Comparison:
    """Two customers side by side, the older first."""

    first: ComparedCustomer
    second: ComparedCustomer
    fields: tuple[ComparedField, ...]
    notes: tuple[str, ...] = ()
    """What becomes of consents and of the statement."""
    is_revealed: bool = False


@dataclass(frozen=True)
class NewMerge:
    """Which of two customers stays, and the fields whose value comes from the other."""

    survivor_id: int
    merged_id: int
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True)
class MergedCustomer:
    """A customer who was merged into the one shown, and can be taken out again."""

    merge_id: int
    ref: str
    at: datetime
    user: str


@dataclass(frozen=True)
class UnmergePlan:
    """What taking a merged customer out again does, or did.

    `back` has the table of each record that goes back, and `changed` names what was changed since
    and stays.
    """

    merge_id: int
    survivor_id: int
    merged_id: int
    survivor_ref: str
    merged_ref: str
    back: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def moving(self) -> str:
        """What goes back, in words."""
        return moving_words(tuple(Counter(self.back).items()))


def moving_words(records: Iterable[tuple[str, int]]) -> str:
    """What moves from one customer to another, in words: tables with how many of each."""
    by_table = dict(records)
    words = [in_words(by_table[table]) for table, in_words in _MOVING.items() if table in by_table]
    others = sum(n for table, n in by_table.items() if table not in _MOVING)
    if others:
        words.append(trn("{n} other record", "{n} other records", others))
    return tr(", ").join(words)


def shared_words(shared: tuple[Likeness, ...]) -> str:
    """What two customers share, in words."""
    return tr(", ").join(likeness.label for likeness in shared)


def compared_fields(
    first: tuple[Identity, dict[str, str]],
    second: tuple[Identity, dict[str, str]],
    shown: Callable[[Identity], object],
) -> tuple[ComparedField, ...]:
    """The fields of two customers as they are shown; sameness is of what stands in full."""
    masks = shown(first[0]), shown(second[0])
    identity = (
        ComparedField(
            key,
            getattr(masks[0], key),
            getattr(masks[1], key),
            getattr(first[0], key) == getattr(second[0], key),
        )
        for key in IDENTITY_CHOICES
    )
    others = (
        ComparedField(key, first[1][key], second[1][key], first[1][key] == second[1][key])
        for key in CUSTOMER_CHOICES
    )
    return (*identity, *others)


_MOVING: dict[str, Callable[[int], str]] = {
    "complaint": lambda n: trn(
        "{n} complaint or other feedback", "{n} complaints and other feedback", n
    ),
    "consent": lambda n: trn("{n} recorded consent", "{n} recorded consents", n),
    "sealed_intake": lambda n: trn("{n} sealed contact record", "{n} sealed contact records", n),
}
