"""Every case file is read, and what becomes of each of its rows is told."""

from pathlib import Path

import pytest

from csq_desktop.exchange.matching.planning import Lookups, Plan
from csq_desktop.exchange.reading.opening import open_table
from tests.exchange.case_files import CASES
from tests.exchange.matching.plans import HONG_KONG, NOW


@pytest.mark.parametrize("name", CASES)
def test_what_becomes_of_a_case_file(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    table = open_table(case.make(tmp_path / "file"))
    plan = Plan(table, case.mapping, Lookups(), zone=HONG_KONG, now=NOW)
    rows = [row for chunk in plan.chunks() for row in chunk]
    assert [row.verdict.value for row in rows] == [verdict for verdict, _, _ in case.rows]
    for row, (_, expected, reason) in zip(rows, case.rows, strict=True):
        values = dict(zip(plan.keys, row.values, strict=True))
        assert {key: values[key] for key in expected} == expected
        assert reason in row.reason if reason else not row.reason
    assert len(table.notes) == len(case.notes)
    assert all(part in note for part, note in zip(case.notes, table.notes, strict=True))
