"""Files that still know two customers: by either number the one who stayed is meant."""

from pathlib import Path

import pytest
from sqlalchemy import select

from csq_desktop.domain.duplicates.facts import NewMerge
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.services.duplicates import merging
from csq_desktop.storage.records.customers import customers as records
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.customers.customers import CustomerRow
from tests.services.imports.import_case import case, taken, undone, verdicts

PEOPLE = [
    ["Customer number", "Name", "Telephone"],
    ["M-1", "CHAN Tai Man", "9123 4567"],
    ["M-2", "陳大文", "6000 0000"],
]
MAPPING = ImportMapping(
    ImportKind.CUSTOMERS,
    {"Customer number": "reference", "Name": "name", "Telephone": "phone"},
    unique_by="reference",
)
CASES = [["No.", "Received", "Channel", "Category", "Severity", "Customer"]]
COMPLAINTS = ImportMapping(
    ImportKind.COMPLAINTS,
    {
        "No.": "their_reference",
        "Received": "received_at",
        "Channel": "channel",
        "Category": "category",
        "Severity": "severity",
        "Customer": "customer_reference",
    },
    unique_by="their_reference",
)


def complaint(number: str, customer: str) -> list[str]:
    return [number, "2026-10-02 10:00", "telephone", "till.waiting", "low", customer]


def people(store: Store) -> list[int]:
    with store.reading() as session:
        return list(session.scalars(select(CustomerRow.id).order_by(CustomerRow.id)))


@pytest.fixture
def both(store: Store, tmp_path: Path) -> tuple[int, int]:
    """Two customers out of a file, the second merged into the first, and the complaint of each."""
    taken(store, tmp_path, PEOPLE, MAPPING)
    first, second = people(store)
    taken(store, tmp_path, [*CASES, complaint("1", "M-1"), complaint("2", "M-2")], COMPLAINTS)
    with store.writing() as session:
        merging.merge(session, NewMerge(first, second))
    return first, second


def owner(store: Store, number: str) -> int | None:
    with store.reading() as session:
        return case(session, number).customer_id


def test_a_file_that_knows_both_changes_nothing(
    store: Store, tmp_path: Path, both: tuple[int, int]
) -> None:
    assert verdicts(store, tmp_path, PEOPLE, MAPPING) == ["unchanged", "unchanged"]
    cases = [*CASES, complaint("1", "M-1"), complaint("2", "M-2")]
    assert verdicts(store, tmp_path, cases, COMPLAINTS) == ["unchanged", "unchanged"]


def test_what_a_file_says_anew_is_said_of_who_stayed(
    store: Store, tmp_path: Path, both: tuple[int, int]
) -> None:
    moved = [PEOPLE[0], ["M-2", "陳大文", "6999 9999"]]
    batch = taken(store, tmp_path, moved, MAPPING)
    with store.reading(identities=True) as session:
        identity = records.identity(session, both[0])
    assert identity is not None
    assert (identity.name, identity.phone) == ("CHAN Tai Man", "+85269999999")
    undone(store, batch)
    taken(store, tmp_path, [*CASES, complaint("3", "M-2")], COMPLAINTS)
    assert [owner(store, number) for number in "123"] == [both[0]] * 3


def test_undoing_an_import_gives_no_case_to_a_number_that_leads_on(
    store: Store, tmp_path: Path
) -> None:
    batch = taken(store, tmp_path, PEOPLE, MAPPING)
    first, second = people(store)
    taken(store, tmp_path, [*CASES, complaint("1", "M-2")], COMPLAINTS)
    linked = taken(store, tmp_path, [*CASES, complaint("1", "M-1")], COMPLAINTS)
    with store.writing() as session:
        merging.merge(session, NewMerge(first, second))
    undone(store, linked)
    assert owner(store, "1") == first
    assert undone(store, batch).in_use == 2  # whoever was merged stays, on either side
