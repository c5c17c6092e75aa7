"""Small files taken into a real store, and what is in the store afterwards."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping
from csq_desktop.domain.imports.tables import Table
from csq_desktop.services.imports import imports
from csq_desktop.services.imports.imports import Batch, DryRun
from csq_desktop.services.imports.undo import Undone
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.pledges import PledgeCountRow
from tests.exchange.made_files import Rows, csv_file
from tests.factory import FixedClock, open_store
from tests.services import small_shop

CASE_HEAD = ["No", "In", "By", "About", "Level", "Words", "Due", "Answered", "Out", "Result"]
CASES = ImportMapping(
    ImportKind.COMPLAINTS,
    {
        "No": "their_reference", "In": "received_at", "By": "channel", "About": "category",
        "Level": "severity", "Words": "words", "Due": "resolve_due_at",
        "Answered": "answered_at", "Out": "closed_at", "Result": "finding",
    },
    DateOrder.DMY,
    new_words=("category",),
    unique_by="their_reference",
)  # fmt: skip
CASE_ROWS = [
    CASE_HEAD,
    ["T1", "01/09/2026 10:00", "Phone", "till.waiting", "high", "Ten minutes at the till",
     "10/09/2026", "05/09/2026", "06/09/2026", "Upheld"],
    ["T2", "02/09/2026 11:30", "E-mail", "staff.rude", "low", "店員態度欠佳", "09/09/2026",
     "", "", ""],
    ["T3", "03/09/2026", "Counter", "Parking", "medium", "No space", "", "", "20/09/2026", ""],
]  # fmt: skip
PEOPLE_HEAD = ["No", "Name", "Phone", "Mail", "Group", "OK"]
PEOPLE = ImportMapping(
    ImportKind.CUSTOMERS,
    {
        "No": "reference", "Name": "name", "Phone": "phone", "Mail": "email",
        "Group": "segment", "OK": "consent_marketing",
    },
    unique_by="reference",
)  # fmt: skip
PEOPLE_ROWS = [
    PEOPLE_HEAD,
    ["M1", "Chan Tai Man", "9123 4567", "tai@example.com", "gold", "yes"],
    ["M2", "陳小文", "9234 5678", "", "", "no"],
    ["M3", "Lee Ka Yan", "", "lee@example.com", "", ""],
]
COUNT_HEAD = ["Pledge", "Day", "Met", "Missed", "Over", "Out", "Why"]
COUNTS = ImportMapping(
    ImportKind.PLEDGE_COUNTS,
    {
        "Pledge": "pledge_code", "Day": "day", "Met": "met", "Missed": "missed",
        "Over": "over_maximum", "Out": "excluded", "Why": "reason",
    },
    DateOrder.DMY,
    unique_by="pledge_code+day",
)  # fmt: skip
COUNT_ROWS = [
    COUNT_HEAD,
    ["TILL", "01/09/2026", "40", "2", "1", "", ""],
    ["TILL", "02/09/2026", "38", "0", "0", "3", "Fire drill"],
]
FILES: dict[ImportKind, tuple[Rows, ImportMapping]] = {
    ImportKind.COMPLAINTS: (CASE_ROWS, CASES),
    ImportKind.CUSTOMERS: (PEOPLE_ROWS, PEOPLE),
    ImportKind.PLEDGE_COUNTS: (COUNT_ROWS, COUNTS),
}
CHANGED: dict[ImportKind, Rows] = {
    ImportKind.COMPLAINTS: [
        CASE_HEAD,
        [*CASE_ROWS[1][:3], "refund.late", *CASE_ROWS[1][4:8], "08/09/2026", "Not upheld"],
        [*CASE_ROWS[2][:8], "12/09/2026", "Upheld"],
        ["T4", *CASE_ROWS[3][1:]],
    ],
    ImportKind.CUSTOMERS: [
        PEOPLE_HEAD,
        ["M1", "Chan Tai Man", "9123 9999", "", "silver", "no"],
        ["M2", "陳小文", "", "", "silver", "yes"],
        ["M4", "New Person", "", "", "", ""],
    ],
    ImportKind.PLEDGE_COUNTS: [
        COUNT_HEAD,
        ["TILL", "01/09/2026", "44", "3", "1", "", ""],
        ["TILL", "03/09/2026", "1", "0", "", "", ""],
    ],
}
"""The same files later: the last row is new, the others are changed."""


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """A supervisor at a shop with pledges; every test ends with sums that agree with the rows."""
    opened = shop_of(tmp_path, clock)
    yield opened
    with opened.reading() as session:
        assert rollups.disagreements(session) == []
    opened.let_go()


def shop_of(folder: Path, clock: FixedClock) -> Store:
    """A supervisor at a new shop with pledges."""
    return open_store(folder, source=clock, furnish=small_shop.founded)


def table_of(folder: Path, rows: Rows, name: str = "rows.csv", encoding: str = "utf-8") -> Table:
    """A CSV file with these rows, opened."""
    return imports.open_file(csv_file(folder / name, rows, encoding))


def tried(store: Store, table: Table, mapping: ImportMapping) -> DryRun:
    """The dry run of a file."""
    with store.reading(identities=True) as session:
        return imports.dry_run(session, table, mapping)


def take_in(store: Store, table: Table, mapping: ImportMapping) -> Batch:
    """A file tried, then taken in by the same plan."""
    fingerprint = tried(store, table, mapping).summary.fingerprint
    with store.writing() as session:
        return imports.take_in(session, table, mapping, fingerprint)


def taken(store: Store, folder: Path, rows: Rows, mapping: ImportMapping) -> Batch:
    """Rows taken in as a file."""
    return take_in(store, table_of(folder, rows), mapping)


def undone(store: Store, batch: Batch) -> Undone:
    """A batch taken back."""
    with store.writing() as session:
        return imports.undo(session, batch.id)


def verdicts(store: Store, folder: Path, rows: Rows, mapping: ImportMapping) -> list[str]:
    """What would become of each row."""
    dry = tried(store, table_of(folder, rows), mapping)
    return [row.verdict.value for row in sorted(dry.rows, key=lambda row: row.number)]


def case(session: Session, reference: str) -> ComplaintRow:
    """The complaint with a reference of the other system that counts."""
    query = select(ComplaintRow).filter_by(their_reference=reference, removed_at=None)
    return session.scalars(query).one()


def everything(store: Store) -> dict[str, list[Any]]:
    """All rows of all kinds, for comparing a store before and after."""
    tables = {
        "complaint": (ComplaintRow, ComplaintRow.id),
        "customer": (CustomerRow, CustomerRow.id),
        "identity": (IdentityRow, IdentityRow.customer_id),
        "pledge_count": (PledgeCountRow, PledgeCountRow.id),
    }
    with store.reading(identities=True) as session:
        return {
            name: [
                {column.key: getattr(row, column.key) for column in table.__table__.columns}
                for row in session.scalars(select(table).order_by(order))
            ]
            for name, (table, order) in tables.items()
        }
