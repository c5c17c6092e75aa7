"""A plan in numbers: equal for equal files, and known by its fingerprint."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from csq_desktop.domain.imports.plans import ImportMapping, RowVerdict
from csq_desktop.exchange.matching.planning import Lookups
from tests.exchange.made_files import csv_file, xlsx_file
from tests.exchange.matching.plans import CUSTOMERS, HEAD, plan_of, planned


def test_the_same_file_gives_the_same_plan_from_csv_and_workbook(tmp_path: Path) -> None:
    rows = [HEAD, ["C1", "May", "91234567", "", "yes", "2020-01-02"], ["C1", "x", "", "", "", ""]]
    book = plan_of(xlsx_file(tmp_path / "a.xlsx", {"S": rows}), CUSTOMERS)
    found = [row for chunk in book.chunks() for row in chunk]
    assert found == planned(tmp_path, rows, CUSTOMERS)


def test_a_summary_tells_counts_reasons_and_a_fingerprint(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "a.csv", [HEAD, ["C1", "May"], ["C1", "x"], ["C1", "y"], ["C2", "z", "1"]]
    )
    plan = plan_of(path, CUSTOMERS)
    for _ in plan.chunks():
        pass
    summary = plan.summary()
    assert summary.counts == {
        RowVerdict.NEW: 1,
        RowVerdict.DUPLICATE: 2,
        RowVerdict.INVALID: 1,
    }
    same, phone = (entry.sentence for entry in summary.tally)
    assert same == "2 rows, the first is row 3: The same Customer number as in row …."
    assert phone.startswith("Row 5: Telephone: “…” ")
    for _ in plan.chunks():
        pass
    assert plan.summary() == summary


def fingerprint(path: Path, mapping: ImportMapping, **answers: Any) -> str:
    plan = plan_of(path, mapping, Lookups(**answers))
    for _ in plan.chunks():
        pass
    return plan.summary().fingerprint


def test_a_fingerprint_changes_with_the_file_the_mapping_and_the_store(tmp_path: Path) -> None:
    rows = [HEAD, ["C1", "May"], ["C2", "Jun"]]
    path = csv_file(tmp_path / "a.csv", rows)
    first = fingerprint(path, CUSTOMERS)
    assert fingerprint(path, CUSTOMERS) == first
    others = {
        fingerprint(path, replace(CUSTOMERS, unique_by="")),
        fingerprint(path, CUSTOMERS, stored=lambda _: {"C1": {"name": "x"}}),
        fingerprint(path, CUSTOMERS, listed={"category": {"a": "b"}}),
        fingerprint(csv_file(tmp_path / "b.csv", [*rows, ["C3", "x"]]), CUSTOMERS),
    }
    assert len(others | {first}) == 5


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_afterwards_as_it_was_however_a_plan_ends(
    tmp_path: Path, collector: Callable[[bool], None], was_on: bool
) -> None:
    collector(was_on)
    path = csv_file(tmp_path / "a.csv", [HEAD, ["C1", "May"]])
    chunks = plan_of(path, CUSTOMERS).chunks()
    next(chunks)
    assert not gc.isenabled()
    del chunks  # closes it
    assert gc.isenabled() == was_on
    for _ in plan_of(path, CUSTOMERS).chunks():
        pass
    assert gc.isenabled() == was_on


@pytest.fixture
def collector() -> Iterator[Callable[[bool], None]]:
    """Turns the collector on or off; afterwards it is as other tests left it."""
    found = gc.isenabled()
    yield lambda on: gc.enable() if on else gc.disable()
    if found:
        gc.enable()
    else:
        gc.disable()


def test_many_different_cells_are_forgotten_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csq_desktop.exchange.cells.readers.REMEMBERED", 100)
    rows = [HEAD, *([f"C{n}", "May", "", f"may{n}@example.com"] for n in range(4500))]
    found = planned(tmp_path, rows, CUSTOMERS)
    assert {row.verdict for row in found} == {RowVerdict.NEW}
    assert found[-1].values[3] == "may4499@example.com"
