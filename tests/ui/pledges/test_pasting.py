"""Blocks from a spreadsheet pasted over counts: shown first, typed as one step, taken back."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from csq_desktop.services.pledges import pledges
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.pledges.counting.counts_dialog import CountsDialog
from csq_desktop.ui.pledges.counting.counts_model import CountEntry
from csq_desktop.ui.pledges.counting.counts_table import CountsTable
from csq_desktop.ui.pledges.counting.paste_dialog import PasteDialog
from tests.pledge_case import count, look, till
from tests.ui.pledges.pledges_case import Driver

FIRST, TODAY = date(2026, 10, 1), date(2026, 10, 5)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def pledge(store: Store) -> int:
    pledge_id = till(store, effective_from=FIRST)
    count(store, pledge_id, date(2026, 10, 2), 50, 1)
    return pledge_id


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store, pledge: int) -> Driver:
    return Driver(qtbot, context, store)


def paste(driver: Driver, table: CountsTable, text: str) -> None:
    """Copy a text and press Ctrl+V where the table is typed into."""
    QApplication.clipboard().setText(text)
    where = table.indexWidget(table.currentIndex()) or table
    where.setFocus()
    driver.qtbot.keyClick(where, Qt.Key.Key_V, CTRL)
    driver.settle()


def undo_typing(driver: Driver, table: CountsTable) -> None:
    table.setFocus()
    driver.qtbot.keyClick(table, Qt.Key.Key_Z, CTRL)


def shown(dialog: PasteDialog) -> list[list[str]]:
    """The cells of the preview, as they are read; what is said beneath a row comes last."""
    model = dialog.model
    rows, columns = range(model.rowCount()), range(model.columnCount())
    cells = [[model.cell_at(row, column) for column in columns] for row in rows]
    return [[*(cell.text for cell in row), row[0].under] for row in cells]


def counted(store: Store, pledge: int) -> list[tuple[int, int, int]]:
    """Day of the month, met and not met of all counts, oldest first."""
    counts = look(store, pledges.counts, pledge, FIRST, TODAY)
    return [(each.day.day, each.met, each.missed) for each in reversed(counts)]


def test_a_months_counts_are_shown_before_they_are_pasted_and_taken_back_at_once(
    driver: Driver, store: Store, pledge: int
) -> None:
    counts = driver.page.detail.counts
    days = [FIRST + timedelta(days=step) for step in range(5)]
    lines = [f"{day.day}/10/2026\t{40 + day.day}\t{day.day % 3}" for day in days]
    paste(driver, counts.table, "Date\tMet\tNot met\n" + "\n".join([*lines, "Total\t215\t6"]))
    dialog = driver.dialog(PasteDialog)
    assert dialog.submit_button.text() == "Paste 5 rows"
    assert dialog.about.text().endswith("1 row is skipped.")
    assert shown(dialog)[1] == ["2 Oct  Fri", "50 → 42", "1 → 2", "0", "0", "", ""]
    assert shown(dialog)[5][0] == "Total"
    assert shown(dialog)[5][-1] == "This is not a date"
    assert counted(store, pledge) == [(2, 50, 1)]
    driver.submit(dialog)
    assert counted(store, pledge) == [(day.day, 40 + day.day, day.day % 3) for day in days]
    assert driver.toasts[-1].text == "Counts for 5 days saved."
    driver.undo()
    assert counted(store, pledge) == [(2, 50, 1)]


def test_a_cancelled_paste_changes_nothing(driver: Driver, store: Store, pledge: int) -> None:
    counts = driver.page.detail.counts
    paste(driver, counts.table, "5/10\t7\n4/10\t8")
    driver.dialog(PasteDialog).reject()
    driver.settle()
    assert counted(store, pledge) == [(2, 50, 1)]
    assert counts.model.changed_entries() == []


def test_rows_that_would_be_wrong_or_stay_the_same_are_not_pasted(driver: Driver) -> None:
    paste(driver, driver.page.detail.counts.table, "2/10\t50\t1\n3/10\t3.5\t1\n4/10\t9\t1\t2")
    dialog = driver.dialog(PasteDialog)
    assert not dialog.submit_button.isEnabled()
    assert [line[-1] for line in shown(dialog)] == [
        "no change",
        "Not a whole number from 0 to 1,000,000",
        "More over the maximum than not met",
    ]


def test_pasting_into_the_days_sheet_waits_for_saving_and_can_be_taken_back(
    driver: Driver, store: Store, pledge: int
) -> None:
    driver.page.primary_action()
    driver.settle()
    sheet = driver.dialog(CountsDialog)
    paste(driver, sheet.table, "TILL\t60\t3\nFAX\t1\t1")
    driver.submit(driver.dialog(PasteDialog))
    (entry,) = sheet.model.entries
    assert (entry.typed["met"], entry.typed["missed"]) == ("60", "3")
    assert sheet.message.text == "Pasted. Save the counts to keep them."
    undo_typing(driver, sheet.table)
    assert entry.is_empty
    assert sheet.message.text == ""
    assert not sheet.model.typing.canUndo()


def test_one_cell_is_typed_and_a_block_is_not_run_together_in_a_field(driver: Driver) -> None:
    table, model = driver.page.detail.counts.table, driver.page.detail.counts.model
    table.go_to(0, "met")
    paste(driver, table, "1,234\r\n")
    assert model.entries[0].typed["met"] == "1234"
    undo_typing(driver, table)
    assert model.entries[0].is_empty
    driver.type(table, "7")
    assert isinstance(table.indexWidget(table.currentIndex()), QLineEdit)
    paste(driver, table, "8\t9")
    assert driver.dialog(PasteDialog).lines[0].after["missed"] == "9"


def test_a_table_that_changed_under_the_preview_is_not_pasted_over(
    driver: Driver, store: Store, pledge: int
) -> None:
    counts = driver.page.detail.counts
    paste(driver, counts.table, "5/10\t55\n4/10\t44\n6/10\t\t")
    dialog = driver.dialog(PasteDialog)
    assert dialog.about.text().endswith("1 row is skipped.")
    entries = counts.model.entries
    ahead = [CountEntry(entries[0].pledge, date(2026, 10, 6), None), *entries]
    counts.model.set_entries(ahead)  # as midnight does
    count(store, pledge, date(2026, 10, 4), 9, 0)
    driver.page.reload()
    driver.settle()
    driver.submit(dialog)
    assert dialog.message.text == "The table has changed meanwhile. Cancel, and paste again."
    assert counted(store, pledge) == [(2, 50, 1), (4, 9, 0)]


def test_a_row_without_counts_is_neither_wrong_nor_already_so(driver: Driver) -> None:
    paste(driver, driver.page.detail.counts.table, "5/10\t\n2/10\t50\n4/10\t" + "7")
    dialog = driver.dialog(PasteDialog)
    assert [line[-1] for line in shown(dialog)] == ["", "no change", ""]
    assert dialog.about.text().endswith("1 row is already so.")


def test_what_cannot_be_pasted_is_said(driver: Driver) -> None:
    paste(driver, driver.page.detail.counts.table, "\t\n\t")
    assert driver.page.message.text.startswith("There are no cells to paste")
