"""Cells of files with what stands beside a case; see also tests/services/transfers."""

from pathlib import Path

import pytest

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.services.imports import commands
from csq_desktop.services.imports.commands import Order
from tests.factory import FixedClock
from tests.services.imports.import_case import shop_of


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Promises to the customer", "twice"),
        ("Promises to the customer", "[]"),
        ("Promises to the customer", '{"promised": "To call"}'),
        ("Promises to the customer", '[{"promised": "To call"}]'),
        ("Further causes", "[[[["),
    ],
)
def test_what_this_program_did_not_write_leaves_its_row_out(
    column: str, cell: str, tmp_path: Path
) -> None:
    store = shop_of(tmp_path, FixedClock())
    file = tmp_path / "cases.csv"
    cell = cell.replace('"', '""')
    file.write_text(
        f"Received,Channel,Category,Severity,Reference,{column}\n"
        f'2026-09-01 10:00,Counter,till.waiting,Low,T1,"{cell}"\n',
        "utf-8",
    )
    outcome = commands.run(store, Order(ImportKind.COMPLAINTS, file), None)
    assert outcome.counts["invalid"] == 1
    assert any(column in each and "Leave the cell" in each for each in outcome.sentences)
