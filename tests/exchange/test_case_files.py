"""Every case file is read, and what becomes of each of its rows is told."""

from pathlib import Path

import pytest

from csq_desktop.exchange.matching.planning import Lookups, Plan
from csq_desktop.exchange.reading.opening import open_table
from tests.exchange import mutations
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


def test_changed_case_files_are_read_or_refused_and_nothing_changes_without_a_word(
    tmp_path: Path,
) -> None:
    """A few of the rounds of `tests.exchange.mutations`, which goes on for as long as asked."""
    outcomes = mutations.run(range(200), tmp_path)
    assert min(outcomes["read"], outcomes["refused"]) > 20
