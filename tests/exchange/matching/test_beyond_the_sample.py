"""What a file holds only below the rows that are looked at first is told when it is read."""

from pathlib import Path

import pytest

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping
from csq_desktop.exchange.matching import date_orders
from csq_desktop.exchange.reading.opening import open_table
from tests.exchange.made_files import csv_file, xlsx_file
from tests.exchange.matching.plans import CUSTOMERS, HEAD, plan_of

CASES = ImportMapping(
    ImportKind.COMPLAINTS,
    {"No": "their_reference", "In": "received_at", "Out": "closed_at"},
    DateOrder.DMY,
    constants={"severity": "medium", "channel": "email", "category": "till.waiting"},
    unique_by="their_reference",
)
CHUNK = 2_000


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_cells_under_an_empty_end_of_the_headings_cost_no_row(tmp_path: Path, suffix: str) -> None:
    """A column of them gets a name; one far below the rows looked at is said to be left out."""
    head = [*HEAD, "", ""]
    rows = [head, *([f"C{n}", "May", "", "", "", "", "", ""] for n in range(600))]
    rows[300][6], rows[600][7] = "in", "out"
    rows[5].append(" ")  # says nothing
    path = tmp_path / f"rows.{suffix}"
    if suffix == "csv":
        csv_file(path, rows)
    else:
        xlsx_file(path, {"Sheet1": rows})
    assert open_table(path).columns == (*HEAD, "Column 7")
    found = [row for chunk in plan_of(path, CUSTOMERS).chunks() for row in chunk]
    assert {row.verdict.value for row in found} == {"new"}
    assert [(row.number, row.reason) for row in found if row.reasons] == [
        (601, "A cell without a heading is not imported: “out”."),
    ]


@pytest.mark.parametrize(
    ("above", "below", "notes"),
    [
        # A spreadsheet may have made 5 April of 4 May, from row 2,002 on.
        ("13/04/2026", ["2026-04-14", "2026-05-04", "2026-06-04"], [
            "Closed: “2026-05-04” begins with the year, other dates of the column do not. "
            "Check that day and month were not swapped.",
            "Closed: “2026-06-04” begins with the year, other dates of the column do not. "
            "Check that day and month were not swapped.",
        ]),
        ("2026-05-04", ["14/04/2026", "15/04/2026"], [
            "Closed: “14/04/2026” does not begin with the year, dates above it do. "
            "Check that day and month were not swapped in those.",
        ]),
        ("2026-04-14", ["15/04/2026", "4 May 2026"], []),
        ("2026-05-04", ["4 May 2026", "2026-05-06"], []),
    ],
)  # fmt: skip
def test_dates_written_in_another_way_far_below(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    above: str,
    below: list[str],
    notes: list[str],
) -> None:
    """The order is settled above them; they are told where they are read."""
    monkeypatch.setattr(date_orders, "COUNTED_ROWS", 1)
    dates = [*[above] * CHUNK, *below]
    rows = [["No", "In", "Out"]]
    rows += [[str(number), "13/03/2026", date] for number, date in enumerate(dates)]
    plan = plan_of(csv_file(tmp_path / "rows.csv", rows), CASES)
    found = [row for chunk in plan.chunks() for row in chunk]
    assert {row.verdict.value for row in found} == {"new"}
    assert [row.reason for row in found if row.reasons] == notes
