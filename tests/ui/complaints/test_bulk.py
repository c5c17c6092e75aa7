"""Many complaints at once, from the list."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu

from csq_desktop.domain.complaints.facts import Channel, Correction, NewComplaint, Severity
from csq_desktop.services.bulk import bulk
from csq_desktop.services.complaints import complaints
from csq_desktop.storage.store import Store
from csq_desktop.ui.bulk.dialogs import (
    BulkAcknowledgeDialog,
    BulkCategoriseDialog,
    BulkHandOverDialog,
)
from csq_desktop.ui.exports.export_dialog import ExportDialog
from csq_desktop.ui.theme import theme
from tests.ui.complaints.driver import Driver, cases
from tests.ui.finding import child


def test_forty_cases_are_worked_by_their_menu_and_all_at_once(busy: Driver, tmp_path: Path) -> None:
    """A Monday's pile: one by its menu, the rest together, and what is refused is named."""
    bulk_log(busy.store, 38)
    busy.page.reload()
    busy.settle()
    table = busy.page.table
    assert not busy.page.bulk.is_offered
    table.choose(0)
    busy.settle()
    busy.press("acknowledge")
    busy.submit()
    table.selectAll()
    assert busy.page.bulk.words.text() == "40 selected:"
    busy.press("bulk_acknowledge")
    dialog = busy.dialog(BulkAcknowledgeDialog)
    refused = child(dialog, QLabel, "bulk_refused").text().splitlines()
    assert [line.split(":")[1] for line in refused] == [" This complaint is already acknowledged."]
    dialog.note.setPlainText("By telephone")
    busy.submit(dialog)
    assert busy.toasts[-1].text == "39 updated."

    table.selectAll()
    busy.press("bulk_hand_over")
    handing = busy.dialog(BulkHandOverDialog)
    busy.submit(handing)
    assert handing.form.error("owner")
    handing.owner.setText("Lam")
    busy.submit(handing)
    assert {case.owner for case in cases(busy)[:3]} == {"Lam"}
    assert busy.toasts[-1].text == "40 handed over."

    busy.undo()
    assert "Lam" not in {case.owner for case in cases(busy)}

    table.choose(0)
    flags = QItemSelectionModel.SelectionFlag
    table.selectionModel().select(table.rows.index(1, 0), flags.Select | flags.Rows)
    busy.press("bulk_export")
    export = busy.dialog(ExportDialog)
    busy.submit(export)
    assert export.form.error("purpose")
    export.purpose.setText("For the union")
    target = tmp_path / "chosen.xlsx"
    export.export_to(target)
    busy.settle()
    assert len(openpyxl.load_workbook(target).active["A"]) == 1 + 2
    assert busy.toasts[-1].text == "2 rows exported."


def test_a_category_is_taken_back_but_for_what_was_changed_since(busy: Driver) -> None:
    table = busy.page.table
    table.selectAll()
    child(busy.page.bulk, QAction, "bulk_categorise").trigger()
    busy.settle()
    sorting = busy.dialog(BulkCategoriseDialog)
    busy.submit(sorting)
    assert sorting.form.error("category")
    sorting.category.choose("refund.late")
    busy.submit(sorting)
    with busy.store.writing() as session:
        complaints.correct(session, cases(busy)[0].id, Correction(category="staff.rude"))
    busy.undo()
    stays = f"{cases(busy)[0].ref}: It was changed since."
    assert busy.toasts[-1].text.splitlines() == ["Not undone:", stays]
    assert {case.category for case in cases(busy)[1:]} == {"till.waiting"}


def bulk_log(store: Store, count: int) -> None:
    now, low = store.clock.now(), Severity.LOW
    with store.writing() as session:
        for at in range(count):
            new = NewComplaint(Channel.WEB, now, "till.change", low, f"Coin {at} missing")
            complaints.log(session, new)


@pytest.mark.parametrize("percent", [100, 200])
def test_the_list_keeps_its_place_and_height_while_several_rows_are_chosen(
    busy: Driver, percent: int
) -> None:
    theme.current().switch(percent=percent)
    bulk_log(busy.store, 40)
    busy.page.resize(820, 560)  # beside the rail of a small screen; the buttons may wrap
    busy.page.reload()
    busy.settle()
    table = busy.page.table

    def place() -> QRect:
        return QRect(table.mapTo(busy.page, QPoint()), table.size())

    before = place()
    table.choose(0)
    flags = QItemSelectionModel.SelectionFlag
    table.selectionModel().select(table.rows.index(1, 0), flags.Select | flags.Rows)
    busy.settle()
    assert busy.page.bulk.is_offered
    for button in busy.page.bulk.acts:
        assert button.isVisible()
        assert busy.page.bulk.rect().contains(button.geometry())
    assert place() == before
    busy.qtbot.keyClick(table, Qt.Key.Key_Menu)
    menu = child(table, QMenu)
    offered = [button.text() for button in busy.page.bulk.acts if button.menu() is None]
    assert [action.text() for action in menu.actions()][: len(offered)] == offered
    assert "Void…" in [action.text() for action in menu.actions()]
    table.choose(5)
    busy.settle()
    assert not busy.page.bulk.is_offered


def test_so_many_at_once_are_too_many(busy: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 1)
    busy.page.table.selectAll()
    assert busy.page.bulk.words.text() == "2 selected: at most 1 at once"
    assert not any(button.isEnabled() for button in busy.page.bulk.acts)
    busy.page.table.choose(0)
    assert not busy.page.bulk.is_offered
