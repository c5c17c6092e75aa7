"""The inventory as facts: one entry for each record that may speak of a person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from csq_desktop.domain.audit.wording import object_text
from csq_desktop.domain.disclosures.facts import Disclosure
from csq_desktop.domain.disclosures.fields import CONSENTS, EVERYTHING, EVIDENCE_FILES, HISTORY
from csq_desktop.domain.disclosures.words import DisclosureForm, RecipientKind
from csq_desktop.domain.fields.fields import Privacy, RecordDescription, RecordField
from csq_desktop.domain.fields.holdings import HeldCategory, Holding
from csq_desktop.domain.inventory.undescribed import UNDESCRIBED
from csq_desktop.domain.records import RECORDS
from csq_desktop.domain.retention.rules import RetentionRules
from csq_desktop.domain.users import Permission, Role, may
from csq_desktop.texts import mark, tr, trc, trn


class StoredIn(StrEnum):
    """Where a record stands."""

    STORE = "store"
    VAULT = "vault"
    SEALED = "sealed"

    @property
    def label(self) -> str:
        """The place in the user's language."""
        return trc("inventory", _PLACES[self])


_PLACES = {
    StoredIn.STORE: mark("Main database"),
    StoredIn.VAULT: mark("Identity vault"),
    StoredIn.SEALED: mark("Sealed, until a supervisor opens it"),
}
_TITLES = {
    "private_evidence": mark("Evidence file that shows people", "object"),
    "evidence_content": mark("Evidence file without people", "object"),
    "vault_draft": mark("Unsaved form with identities", "object"),
    "draft": mark("Unsaved form", "object"),
}
_PRIVACY = {
    Privacy.IDENTITY: mark("Identity"),
    Privacy.FREE_TEXT: mark("Words that may name somebody"),
    Privacy.FACT: mark("Name of staff"),
}
_WHOLE = {HISTORY: ("complaint", "complaint_event"), CONSENTS: ("customer", "consent"),
          EVIDENCE_FILES: ("evidence", "private_evidence", "evidence_content")}  # fmt: skip
_ALONE = ("identity", "customer", "complaint")
_LETTERS = (DisclosureForm.LETTER, DisclosureForm.NOTICE)


@dataclass(frozen=True)
class PersonalField:
    """A field as the inventory tells it."""

    field: RecordField

    @property
    def title(self) -> str:
        """What it is called."""
        return self.field.title

    @property
    def explained(self) -> str:
        """What it holds, in words a customer understands."""
        return trc("codebook", self.field.meaning)

    @property
    def privacy_label(self) -> str:
        """Whether it identifies a person, or may name one."""
        return trc("inventory", _PRIVACY[self.field.privacy])


@dataclass(frozen=True)
class InventoryEntry:
    """One record: what it holds of people, where it stands, how many there are, who received it.

    `count` is None of a record in the vault for those who hold no key of it. `months` is what the
    shop's rule says, None where no rule decides; `received` counts the disclosures of twelve months
    by recipient and form.
    """

    record: RecordDescription
    holding: Holding
    place: StoredIn
    count: int | None
    months: int | None
    received: Mapping[tuple[RecipientKind, DisclosureForm], int]

    @property
    def name(self) -> str:
        """The record's name in the audit trail, which is no word for people."""
        return self.record.name

    @property
    def title(self) -> str:
        """What the record is called, in the user's language."""
        return title_of(self.record.name)

    @property
    def fields(self) -> tuple[PersonalField, ...]:
        """What of it may speak of a person."""
        return tuple(map(PersonalField, personal_fields(self.record)))

    @property
    def codes_text(self) -> str:
        """What else it holds: dates, codes and figures, by which nobody is named."""
        facts = (field for field in self.record.stored if field.privacy is Privacy.FACT)
        personal = personal_fields(self.record)
        names = (field.title for field in facts if field.label and field not in personal)
        return tr(", ").join(dict.fromkeys(names))

    @property
    def purposes_text(self) -> str:
        """What it is held for."""
        return tr(", ").join(purpose.label for purpose in self.holding.purposes)

    @property
    def kept_text(self) -> str:
        """How long it stays, in short."""
        if self.months is None:
            return self.holding.reason
        return trn("{n} month", "{n} months", self.months)

    @property
    def kept_words(self) -> str:
        """From when the months run, or why there are none."""
        return self.holding.rule.meaning if self.holding.rule else self.holding.reason

    @property
    def seen_by(self) -> str:
        """The roles that may read it."""
        return tr(", ").join(role.label for role in readers(self.record, self.holding))

    @property
    def received_text(self) -> str:
        """Who received it in twelve months, each kind of recipient and form with its number."""
        return tr("; ").join(
            tr("{recipient} ({form}) × {n}", recipient=kind.label, form=form.label, n=number)
            for (kind, form), number in self.received.items()
        )


@cache
def described() -> tuple[RecordDescription, ...]:
    """Every record that stands in the inventory, in the order of the categories."""
    order = list(HeldCategory)
    ranked = [
        (order.index(record.holding.category), record)
        for record in (*RECORDS, *UNDESCRIBED)
        if record.holding is not None
    ]
    return tuple(record for _rank, record in sorted(ranked, key=lambda each: each[0]))


def title_of(name: str) -> str:
    """What a record is called, in the user's language."""
    own = _TITLES.get(name)
    return trc("object", own) if own else object_text(name)


def personal_fields(record: RecordDescription) -> tuple[RecordField, ...]:
    """The fields of a record that may speak of a person; of staff the name itself does.

    What stands in a file's column alone is held by another record, which says so itself.
    """
    personal = tuple(field for field in record.personal if field.stored)
    return personal or tuple(field for field in record.fields if field.key == "name")


def readers(record: RecordDescription, holding: Holding) -> tuple[Role, ...]:
    """The roles that may read a record: identities only those who hold the key of the vault."""
    identities = all(field.privacy is Privacy.IDENTITY for field in personal_fields(record))
    needed = Permission.REVEAL_IDENTITIES if identities else holding.seen_with
    return tuple(role for role in Role if may(role, needed))


def place_of(record: RecordDescription, *, in_vault: bool) -> StoredIn:
    """Where a record stands; what staff hand in sealed lies in the main database unread."""
    if in_vault:
        return StoredIn.VAULT
    sealed = any(field.key == "sealed" for field in record.fields)
    return StoredIn.SEALED if sealed else StoredIn.STORE


def months_of(holding: Holding, rules: RetentionRules) -> int | None:
    """How many months the shop's rule gives a record."""
    return None if holding.rule is None else rules.of(holding.rule)


def received(
    record: RecordDescription, disclosures: Iterable[Disclosure]
) -> dict[tuple[RecipientKind, DisclosureForm], int]:
    """How often a record's fields were handed over, by recipient and form, the most often first."""
    counts: dict[tuple[RecipientKind, DisclosureForm], int] = {}
    for line in disclosures:
        if record.name in records_of(line.fields, line.form):
            key = (line.recipient_kind, line.form)
            counts[key] = counts.get(key, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def records_of(fields: Sequence[str], form: DisclosureForm) -> frozenset[str]:
    """The names of the records that a disclosure took along, by the fields it names."""
    if EVERYTHING in fields:
        return frozenset(record.name for record in described())
    names = {name for code in fields for name in _records_of_field(code)}
    return frozenset(names | {"letter_words"} if form in _LETTERS else names)


def _records_of_field(code: str) -> Iterator[str]:
    """Codes are a field alone, or with its record before a full stop, or a whole part."""
    yield from _WHOLE.get(code, ())
    name, _, key = code.rpartition(".")
    for record in described():
        is_alone = not name and record.name in _ALONE
        if name == record.name or (is_alone and _has(record, key)):
            yield record.name


def _has(record: RecordDescription, key: str) -> bool:
    return any(key in (each.key, each.file.key if each.file else "") for each in record.fields)
