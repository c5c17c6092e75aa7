"""Rows of which all matched columns say the same: duplicates only where the rows are the same."""

from dataclasses import replace
from pathlib import Path

from tests.exchange.matching.plans import CUSTOMERS, planned, shown


def test_rows_that_only_skipped_columns_tell_apart_are_not_duplicates(tmp_path: Path) -> None:
    """Nor are those written otherwise: both are kept, and the second says so."""
    mapping = replace(CUSTOMERS, columns={"Name": "name"}, unique_by="")
    count = 2_100  # beyond one chunk
    rows = [["No", "Name"], *([f"C{n}", f"May {n}"] for n in range(count)), ["C1", "May 1"]]
    rows += [["D1", "May 1"], [" D1", "May 1 "], ["D2", ""], ["D3", "May 1"]]
    found = planned(tmp_path, rows, mapping)
    alike = (
        "Every matched column says the same as in row 3, but the rows are not identical. "
        "Both are imported. Check whether they are one."
    )
    assert shown(found[:count]) == [("new", "")] * count
    assert [verdict for verdict, _ in shown(found[count:])] == [
        "duplicate", "new", "duplicate", "invalid", "new",
    ]  # fmt: skip
    assert found[count].reason == "The same in every column as row 3."
    assert found[count + 2].reason == f"The same in every column as row {count + 3}."
    assert [found[count + 1].reason, found[count + 4].reason] == [alike] * 2


def test_rows_without_a_key_are_told_apart_by_skipped_columns_too(tmp_path: Path) -> None:
    mapping = replace(CUSTOMERS, columns={"No": "reference", "Name": "name"})
    rows = [["No", "Name", "Till"], ["", "May", "1"], ["", "May", "2"], ["", "May", "2"]]
    assert [row.verdict.value for row in planned(tmp_path, rows, mapping)] == [
        "new", "new", "duplicate",
    ]  # fmt: skip
