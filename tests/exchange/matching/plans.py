"""Plans over rows written in a test."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping, PlannedRow
from csq_desktop.exchange.matching.planning import Lookups, Plan
from csq_desktop.exchange.reading.opening import open_table
from tests.exchange.made_files import Rows, csv_file

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # noon in Hong Kong

HEAD = ["No", "Name", "Phone", "Mail", "OK", "Since"]
CUSTOMERS = ImportMapping(
    ImportKind.CUSTOMERS,
    {
        "No": "reference",
        "Name": "name",
        "Phone": "phone",
        "Mail": "email",
        "OK": "consent_marketing",
        "Since": "first_seen",
    },
    DateOrder.DMY,
    unique_by="reference",
)


def plan_of(path: Path, mapping: ImportMapping, lookups: Lookups | None = None) -> Plan:
    return Plan(open_table(path), mapping, lookups or Lookups(), zone=HONG_KONG, now=NOW)


def planned(folder: Path, rows: Rows, mapping: ImportMapping, **answers: Any) -> list[PlannedRow]:
    """Every row of a CSV file with these rows, planned; `answers` are the store's."""
    plan = plan_of(csv_file(folder / "rows.csv", rows), mapping, Lookups(**answers))
    return [row for chunk in plan.chunks() for row in chunk]


def shown(rows: list[PlannedRow]) -> list[tuple[str, str]]:
    """Verdict and reason of each row."""
    return [(row.verdict.value, row.reason) for row in rows]
