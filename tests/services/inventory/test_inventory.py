"""The data inventory over a real store: counted, narrowed by role, printed, exported."""

import csv
from pathlib import Path

import pytest

from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.disclosures.facts import NewDisclosure
from csq_desktop.domain.disclosures.words import DisclosureForm, RecipientKind
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.rules import RetentionRules
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused
from csq_desktop.services.customers import customers
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.exports import exports
from csq_desktop.services.inventory import inventory, papers
from csq_desktop.services.retention import rules
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, opened
from tests.pdf_text import in_one_line


def furnish(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        shop.set_up(session, NewShop("Sham Shui Po", "SSP01", "May Wong"))
        who = customers.add(session, NewCustomer(Identity("Chan Tai Man")))
        customers.add(session, NewCustomer(Identity("Lee Siu Ling")))
        rules.change(session, RetentionRules({RecordKind.CUSTOMERS: 24}))
        disclosures.record_by_hand(session, _to(who))
    clock.move(days=400)
    with store.writing() as session:
        disclosures.record_by_hand(session, _to(who))


def _to(customer_id: int) -> NewDisclosure:
    return NewDisclosure(
        (customer_id,),
        "Insurer Ltd",
        RecipientKind.INSURER,
        "Claim",
        ("identity.name",),
        form=DisclosureForm.SPOKEN,
    )


def test_the_inventory_counts_what_is_held_and_who_received_it(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    furnish(store, clock)
    with store.reading(identities=True) as session:
        entries = {entry.name: entry for entry in inventory.entries(session)}
        paper = in_one_line(papers.register(session, language="en"))
    who = entries["identity"]
    assert (who.count, who.kept_text, who.place.label) == (2, "24 months", "Identity vault")
    assert who.received_text == "Insurer (By telephone or in person) × 1"
    assert entries["complaint"].received_text == ""
    assert "The name as the customer gave it." in paper
    target = tmp_path / "inventory.csv"
    exports.write(store, "data_inventory", target)
    rows = list(csv.DictReader(target.read_text("utf-8-sig").splitlines()))
    name = next(row for row in rows if row["What it holds"] == who.fields[1].explained)
    assert (name["Months kept"], name["Records now"], name["Seen by"]) == ("24", "", "Supervisor")
    assert len(rows) == sum(len(entry.fields) for entry in entries.values())


def test_an_auditor_reads_it_without_counting_the_vault(clock: FixedClock, store: Store) -> None:
    furnish(store, clock)
    folder = store.folder
    store.close()
    with opened(folder, clock, Role.AUDITOR) as other, other.reading() as session:
        entries = {entry.name: entry for entry in inventory.entries(session)}
        paper = in_one_line(papers.register(session, language="en"))
    assert (entries["identity"].count, entries["customer"].count) == (None, 2)
    assert "Identity vault –" in paper
    with opened(folder, clock, Role.STAFF) as other, other.reading() as session:
        with pytest.raises(Refused):
            inventory.entries(session)
        with pytest.raises(Refused):
            inventory.handed_over(session)
