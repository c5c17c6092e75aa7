"""Importing a file step by step: columns, words, rows; nothing is kept before the last button."""

from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import Filter
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.imports import imports
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from tests.exchange.made_files import CHINESE, csv_file, xlsx_file
from tests.ui.finding import child
from tests.ui.imports.imports_case import COMPLAINTS, CUSTOMERS, Driver


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store) -> Driver:
    return Driver(qtbot, context, store)


def batches(store: Store) -> int:
    with store.reading() as session:
        return len(imports.batches(session))


def test_the_first_step_shows_the_columns_and_what_they_become(
    driver: Driver, tmp_path: Path
) -> None:
    dialog = driver.open_rows(tmp_path, CUSTOMERS)
    assert dialog.columns.kind.value == "customers"
    assert dialog.columns.mapping().columns == {
        "客戶編號": "reference",
        "姓名": "name",
        "電話": "phone",
    }
    seen = driver.seen()
    assert "3 rows  ·  3 columns" in seen
    assert "陳大文  ·  李小姐  ·  黃先生" in seen


def test_words_that_mean_nothing_come_first_and_leave_their_rows_out(
    driver: Driver, store: Store, tmp_path: Path
) -> None:
    dialog = driver.open_rows(tmp_path, COMPLAINTS)
    driver.next()
    assert dialog.steps.currentWidget() is dialog.words
    assert dialog.words.unknown == 1
    driver.next()
    assert driver.counts == {"new": 1, "invalid": 1}
    driver.press("back")
    assert dialog.steps.currentWidget() is dialog.words
    choice = next(
        one for one in dialog.words.findChildren(ChoiceBox) if "pigeon" in one.accessibleName()
    )
    choice.setCurrentIndex(choice.findData("letter"))
    driver.next()
    assert driver.counts == {"new": 2}
    assert dialog.submit_button.text() == "Import 2 rows"
    assert batches(store) == 0
    driver.next()
    with store.reading() as session:
        assert len(complaint_views.line_ids(session, Filter())) == 2


def test_dates_that_tell_no_order_are_asked_for(driver: Driver, tmp_path: Path) -> None:
    rows = [COMPLAINTS[0], ["1", "05/06/2026 10:00", "Phone", "Queue", "low", "Waited"]]
    dialog = driver.open_rows(tmp_path, rows)
    assert dialog.columns.asks_order
    driver.next()
    assert dialog.message.text == "The order of day and month is unclear. Please choose it."
    driver.choose("date_order", "dmy")
    driver.to_rows()
    assert driver.counts == {"new": 1}
    assert "5 Jun 2026" in str(dialog.rows.model.index(0, 2).data())


def test_a_proved_order_is_shown_with_its_proof(driver: Driver, tmp_path: Path) -> None:
    dialog = driver.open_rows(tmp_path, COMPLAINTS)
    assert dialog.columns.order.value == "dmy"
    assert "25/09/2026" in dialog.columns.order.toolTip()


def test_dates_that_a_spreadsheet_may_have_swapped_are_told_and_can_be_put_right(
    driver: Driver, tmp_path: Path
) -> None:
    rows = [*COMPLAINTS, ["3", "2026-08-09 12:00", "Phone", "Queue", "low", "Waited again"]]
    dialog = driver.open_rows(tmp_path, rows)
    assert "1 as year-month-day (2026-08-09)" in dialog.columns.notes.text
    assert "may have swapped day and month" in dialog.columns.notes.text
    driver.to_rows()
    assert "begins with the year" in dialog.rows.reasons.text()
    driver.press("back")
    driver.press("back")
    driver.choose("year_first", "ydm")
    driver.to_rows()
    assert "begins with the year" not in dialog.rows.reasons.text()
    assert "8 Sep 2026" in [str(dialog.rows.model.index(row, 2).data())[:10] for row in range(2)]


def test_a_date_and_a_time_column_are_joined_by_themselves_or_by_hand(
    driver: Driver, tmp_path: Path
) -> None:
    rows = [["Date", "Time", "Category"], ["2026-09-25", "15:30", "Queue"]]
    dialog = driver.open_rows(tmp_path, rows)
    driver.choose("import_kind", "complaints")
    assert dialog.columns.mapping().times == {"Time": "received_at"}
    assert "the date from “Date”, the time from “Time”" in dialog.columns.notes.text
    driver.choose("column_2", "")
    assert dialog.columns.mapping().times == {}
    driver.choose("column_2", "received_at@time")
    driver.to_rows()
    assert "15:30" in str(dialog.rows.model.index(0, 1).data())


def test_a_closing_without_a_date_can_be_given_a_rule(driver: Driver, tmp_path: Path) -> None:
    rows = [["Received", "Category", "Status"], ["2026-08-25", "Queue", "Closed"]]
    dialog = driver.open_rows(tmp_path, rows)
    driver.choose("import_kind", "complaints")
    driver.to_rows()
    assert "counts as closed on an unknown date" in dialog.rows.reasons.text()
    driver.press("back")
    driver.press("back")
    driver.choose("undated_closing", "received+7")
    driver.to_rows()
    assert "by the rule you chose" in dialog.rows.reasons.text()


def test_a_needed_field_without_a_column_holds_the_dialog_up(
    driver: Driver, tmp_path: Path
) -> None:
    dialog = driver.open_rows(tmp_path, COMPLAINTS)
    driver.choose("column_2", "")
    assert "Match a column to" in driver.seen()
    driver.next()
    assert dialog.message.text != ""
    assert dialog.steps.currentWidget() is dialog.columns


def test_what_no_column_says_is_the_same_in_every_row(driver: Driver, tmp_path: Path) -> None:
    rows = [["Received", "Summary"], ["2026-09-25 10:00", "Waited"]]
    dialog = driver.open_rows(tmp_path, rows)
    driver.choose("import_kind", "complaints")
    assert dialog.columns.mapping().constants["severity"] == "medium"
    driver.choose("constant_severity", "high")
    category = child(dialog, ChoiceBox, "constant_category")
    category.setCurrentIndex(1)
    driver.to_rows()
    assert driver.counts == {"new": 1}


def test_a_wrong_file_gets_a_sentence_and_nothing_else(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20)
    dialog = driver.open(path)
    assert dialog.message.text != ""
    assert not dialog.submit_button.isEnabled()
    driver.next()
    assert dialog.steps.currentWidget() is dialog.columns
    dialog.reject()
    assert driver.dialogs == []


def test_a_file_opens_again_in_the_encoding_chosen(driver: Driver, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "old.csv", CHINESE, encoding="big5hkscs")
    dialog = driver.open(path)
    encoding = child(dialog, ChoiceBox, "import_encoding")
    assert encoding.isVisible()
    assert "陳大文" in driver.seen()
    driver.choose("import_encoding", "cp1252")
    assert "陳大文" not in driver.seen()
    driver.choose("import_encoding", "big5hkscs")
    assert "陳大文" in driver.seen()


def test_tab_leads_through_the_first_step_from_the_top_down(driver: Driver, tmp_path: Path) -> None:
    dialog = driver.open(csv_file(tmp_path / "old.csv", CHINESE, encoding="big5hkscs"))
    dialog.columns.kind.setFocus()
    reached: list[str] = []
    while (place := dialog.focusWidget()) is not dialog.cancel_button and len(reached) < 20:
        assert place is not None
        reached.append(place.objectName())
        driver.qtbot.keyClick(place, Qt.Key.Key_Tab)
    columns = [f"column_{at}" for at in range(1, len(CHINESE[0]) + 1)]
    expected = ["import_kind", "import_encoding", *columns, "unique_by"]
    assert [name for name in reached if name in expected] == expected


def test_the_encoding_is_wide_enough_for_its_longest_name(driver: Driver, tmp_path: Path) -> None:
    dialog = driver.open(csv_file(tmp_path / "old.csv", CHINESE, encoding="big5hkscs"))
    box = child(dialog, ChoiceBox, "import_encoding")
    names = [box.itemText(at) for at in range(box.count())]
    assert box.width() > max(map(box.fontMetrics().horizontalAdvance, names))


def test_another_sheet_of_a_workbook_is_another_table(driver: Driver, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", {"List": CUSTOMERS, "Log": COMPLAINTS})
    dialog = driver.open(path)
    driver.choose("import_sheet", "Log")
    driver.choose("import_kind", "complaints")
    assert dialog.columns.mapping().columns["Received"] == "received_at"


def test_a_matching_kept_under_a_name_is_offered_again(driver: Driver, tmp_path: Path) -> None:
    dialog = driver.open_rows(tmp_path, CUSTOMERS)
    driver.choose("column_3", "")
    driver.to_rows()
    driver.press("save_mapping")
    assert dialog.focusWidget() is dialog.rows.name
    dialog.rows.name.setText("Member list")
    driver.press("save_mapping")
    assert driver.toasts[-1].text == "Column mapping saved."
    dialog.reject()
    dialog = driver.open_rows(tmp_path, CUSTOMERS)
    assert dialog.columns.saved.value == "Member list"
    assert "電話" not in dialog.columns.mapping().columns
    driver.choose("saved_matching", "")


def test_the_rows_left_out_are_saved_with_their_reasons(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.open_rows(tmp_path, CUSTOMERS)
    driver.to_rows()
    target = tmp_path / "left.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    driver.press("save_rejects")
    assert driver.toasts[-1].text == "1 row saved."
    written = target.read_text("utf-8-sig")
    assert "黃先生" in written
    assert "陳大文" not in written


def test_chips_show_the_rows_of_a_verdict(driver: Driver, tmp_path: Path) -> None:
    dialog = driver.open_rows(tmp_path, CUSTOMERS)
    driver.to_rows()
    assert dialog.rows.model.rowCount() == 2
    dialog.rows.chips.choose("invalid")
    driver.settle()
    assert dialog.rows.model.rowCount() == 1
    assert "is not a valid telephone number" in str(dialog.rows.model.index(0, 0).data())


def test_planned_rows_leave_the_clipboard_again(driver: Driver, tmp_path: Path) -> None:
    dialog = driver.open_rows(tmp_path, CUSTOMERS)
    driver.to_rows()
    assert dialog.rows.table is not None
    dialog.rows.table.selectAll()
    dialog.rows.table.copy()
    held = QGuiApplication.clipboard().mimeData()
    assert "陳大文" in held.text()
    assert held.hasFormat("x-kde-passwordManagerHint")


def test_numbers_are_shown_as_people_write_them(driver: Driver, tmp_path: Path) -> None:
    abroad = ["A4", "Ms Lee", "+44 (0)20 7946 0958"]
    dialog = driver.open_rows(tmp_path, [*CUSTOMERS[:3], abroad])
    driver.to_rows()
    model = dialog.rows.model
    shown = [model.index(row, 3).data() for row in range(model.rowCount())]
    assert shown == ["9123 4567", "2345 6789", "+44 20 7946 0958"]


def test_the_same_file_again_has_nothing_to_take_in(driver: Driver, tmp_path: Path) -> None:
    driver.take_in(tmp_path, CUSTOMERS[:3])
    dialog = driver.open_rows(tmp_path, CUSTOMERS[:3])
    driver.to_rows()
    assert driver.counts == {"unchanged": 2}
    assert dialog.submit_button.text() == "Nothing to import"
    assert not dialog.submit_button.isEnabled()


def test_names_are_covered_while_customers_may_see_the_screen(
    driver: Driver, tmp_path: Path
) -> None:
    driver.open_rows(tmp_path, CUSTOMERS)
    driver.context.set_private(True)
    driver.settle()
    assert "陳大文" not in driver.seen()


def endless(_session: Session, *, progress: imports.Progress, **_words: object) -> NoReturn:
    """Read a file that never ends, until somebody stops it."""
    while True:
        progress(0, 1, "")


def test_escape_while_reading_stops_it_and_keeps_nothing(
    driver: Driver, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "dry_run", endless)
    dialog = driver.open_rows(tmp_path, CUSTOMERS)
    dialog.submit()
    driver.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    driver.settle()
    assert dialog.steps.currentWidget() is not dialog.rows
    assert batches(store) == 0
    assert dialog.submit_button.isEnabled()


def test_locking_closes_the_dialog_and_keeps_nothing(
    driver: Driver, store: Store, tmp_path: Path
) -> None:
    driver.open_rows(tmp_path, CUSTOMERS)
    driver.to_rows()
    driver.context.locking.emit()
    driver.settle()
    assert driver.dialogs == []
    assert batches(store) == 0
