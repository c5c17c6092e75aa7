"""What an entry of the data inventory says, and which records a disclosure took along."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from csq_desktop.domain.customers.fields import CUSTOMER, IDENTITY
from csq_desktop.domain.disclosures.facts import Disclosure
from csq_desktop.domain.disclosures.words import DisclosureAuthority, DisclosureForm, RecipientKind
from csq_desktop.domain.fields.fields import RecordDescription
from csq_desktop.domain.fields.holdings import Holding
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.inventory import facts
from csq_desktop.domain.inventory.facts import InventoryEntry, StoredIn
from csq_desktop.domain.retention.rules import RetentionRules
from csq_desktop.domain.users import Role

LINE = Disclosure(
    id=1,
    ref="D-2026-0001",
    at=datetime(2026, 5, 4, tzinfo=UTC),
    day=date(2026, 5, 4),
    user="May",
    recipient="Insurer Ltd",
    recipient_kind=RecipientKind.INSURER,
    purpose="Claim",
    fields=("identity.name",),
    authority=DisclosureAuthority.CONSENT,
    form=DisclosureForm.SPOKEN,
    customers=1,
)


def record(name: str) -> RecordDescription:
    return next(each for each in facts.described() if each.name == name)


def holding(name: str) -> Holding:
    held = record(name).holding
    assert held is not None
    return held


def entry(name: str, months: int | None = 36, count: int | None = 3) -> InventoryEntry:
    described = record(name)
    received = facts.received(described, (LINE, LINE))
    place = facts.place_of(described, in_vault=name == "identity")
    return InventoryEntry(described, holding(name), place, count, months, received)


def test_an_entry_says_what_is_held_why_how_long_and_who_sees_it() -> None:
    who = entry("identity")
    assert (who.name, who.title, who.place.label) == ("identity", "Identity", "Identity vault")
    assert who.fields[1].explained == "The name as the customer gave it."
    assert who.fields[1].privacy_label == "Identity"
    assert who.purposes_text.startswith("reach the person, ")
    assert (who.kept_text, who.seen_by) == ("36 months", "Supervisor")
    assert who.kept_words == RecordKind.CUSTOMERS.meaning
    assert who.received_text == "Insurer (By telephone or in person) × 2"
    left = entry("retention_left", months=None)
    assert left.kept_text == left.kept_words == "Goes with the record it is about."
    assert (left.seen_by, left.received_text) == ("Supervisor", "")


def test_dates_and_codes_are_listed_beside_the_words() -> None:
    assert "Customer group" in entry("customer").codes_text
    person = entry("person")
    assert [field.title for field in person.fields] == ["Name"]
    assert "Name" not in person.codes_text.split(", ")
    assert entry("draft").title == "Unsaved form"


def test_identities_are_for_those_with_the_key_and_logs_for_auditors() -> None:
    readers = {
        name: facts.readers(record(name), holding(name))
        for name in ("identity", "complaint", "refusal", "legal_hold")
    }
    assert readers == {
        "identity": (Role.SUPERVISOR,),
        "complaint": (Role.SUPERVISOR, Role.STAFF, Role.AUDITOR),
        "refusal": (Role.SUPERVISOR, Role.AUDITOR),
        "legal_hold": (Role.SUPERVISOR,),
    }


def test_what_is_sealed_lies_in_the_main_database() -> None:
    assert facts.place_of(record("sealed_intake"), in_vault=False) is StoredIn.SEALED
    assert facts.place_of(record("complaint"), in_vault=False) is StoredIn.STORE


def test_a_rule_gives_its_months() -> None:
    rules = RetentionRules({RecordKind.CUSTOMERS: 24})
    assert facts.months_of(holding("identity"), rules) == 24
    assert facts.months_of(holding("draft"), rules) is None


@pytest.mark.parametrize(
    ("fields", "form", "names"),
    [
        (("identity.name",), DisclosureForm.SPOKEN, {"identity"}),
        (("phone",), DisclosureForm.EXPORT, {"identity"}),
        (("segment",), DisclosureForm.EXPORT, {"customer"}),
        (("complaint.words",), DisclosureForm.LETTER, {"complaint", "letter_words"}),
        (("consents",), DisclosureForm.SPOKEN, {"customer", "consent"}),
        (("unheard_of",), DisclosureForm.OTHER, set()),
        (("everything",), DisclosureForm.BACKUP, {each.name for each in facts.described()}),
    ],
)
def test_a_disclosure_takes_along_the_records_of_its_fields(
    fields: tuple[str, ...], form: DisclosureForm, names: set[str]
) -> None:
    assert facts.records_of(fields, form) == names


def test_those_who_received_most_often_come_first() -> None:
    police = replace(LINE, recipient_kind=RecipientKind.POLICE)
    counted = facts.received(IDENTITY, (LINE, police, police))
    assert list(counted.values()) == [2, 1]
    assert facts.received(CUSTOMER, (LINE,)) == {}


def test_every_field_of_the_inventory_has_a_name_and_says_what_it_holds() -> None:
    nameless = [
        (record.name, field.key)
        for record in facts.described()
        for field in facts.personal_fields(record)
        if not (field.title and field.meaning)
    ]
    assert nameless == []
