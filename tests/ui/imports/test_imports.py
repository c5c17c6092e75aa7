"""The data page: files taken in, looked at, undone; lists and figures given out."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from csq_desktop.domain.customers.facts import CustomerFilter
from csq_desktop.domain.users import Role
from csq_desktop.services.customers import customers
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.exports.confirm_dialog import ConfirmDialog
from csq_desktop.ui.imports.exports_card import EVERYTHING
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.layout.scrolled import InnerArea
from csq_desktop.ui.kit.question import QuestionDialog
from csq_desktop.ui.tasks import Tasks
from tests import factory
from tests.exchange.made_files import csv_file, csv_text
from tests.factory import PASSPHRASES
from tests.ui.conftest import SHOP
from tests.ui.finding import shown
from tests.ui.imports.imports_case import COMPLAINTS, CUSTOMERS, Driver


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store) -> Driver:
    return Driver(qtbot, context, store)


def dragged(driver: Driver, content: QMimeData) -> bool:
    """Drag something over the page; whether the page would take it."""
    event = QDragEnterEvent(
        QPointF(driver.page.rect().center()),
        Qt.DropAction.CopyAction,
        content,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    driver.page.dragEnterEvent(event)
    return event.isAccepted()


def dropped(driver: Driver, content: QMimeData) -> None:
    assert dragged(driver, content)
    event = QDropEvent(
        QPointF(driver.page.rect().center()),
        Qt.DropAction.CopyAction,
        content,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    driver.page.dropEvent(event)
    driver.settle()


def of_file(path: Path, *more: Path) -> QMimeData:
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(one)) for one in (path, *more)])
    return content


def test_an_empty_page_says_what_it_is_for(driver: Driver) -> None:
    assert "Nothing imported yet" in driver.seen()
    assert "Select an import to see what it did" in driver.seen()


def test_a_file_is_taken_in_listed_and_undone(driver: Driver, store: Store, tmp_path: Path) -> None:
    driver.take_in(tmp_path, CUSTOMERS)
    assert driver.dialogs == []
    assert driver.toasts[-1].text == "2 added, 0 updated."
    assert driver.model_rows() == [("Customers", "2 added", "0 updated, 1 skipped", "Imported")]
    driver.page.table.choose(0)
    driver.settle()
    assert "Undo deletes the imported customers" in driver.seen()
    driver.press("undo_import")
    question = driver.dialog(QuestionDialog)
    assert driver.model_rows()[0][-1] == "Imported"
    driver.submit(question)
    assert driver.toasts[-1].text == "Import undone: 2 removed, 0 restored."
    assert driver.model_rows()[0][-1] == "Undone"
    assert not driver.page.detail.undo_button.isVisible()
    with store.reading() as session:
        assert len(customers.line_ids(session, CustomerFilter())) == 0


def test_the_toast_undoes_too(driver: Driver, store: Store, tmp_path: Path) -> None:
    driver.take_in(tmp_path, CUSTOMERS)
    driver.undo()
    assert driver.model_rows()[0][-1] == "Undone"


def test_what_cannot_be_undone_is_said_and_may_be_tried_again(
    driver: Driver, tmp_path: Path
) -> None:
    driver.take_in(tmp_path, CUSTOMERS)
    driver.page.table.choose(0)
    driver.page.undo(driver.page.model.row_at(0).id)
    driver.settle()
    driver.page.undo(driver.page.model.row_at(0).id)
    driver.settle()
    assert driver.page.message.text != ""


def test_one_file_can_be_dropped_but_not_two_or_a_web_page(driver: Driver, tmp_path: Path) -> None:
    one = csv_file(tmp_path / "one.csv", CUSTOMERS)
    away = QMimeData()
    away.setUrls([QUrl("https://example.com/list.csv")])
    assert not dragged(driver, of_file(one, one))
    assert not dragged(driver, away)
    assert dragged(driver, of_file(one))
    assert driver.page.zone.property("over") is True
    driver.page.dragLeaveEvent(QDragLeaveEvent())
    assert driver.page.zone.property("over") is False
    dropped(driver, of_file(one))
    assert driver.importing.windowTitle() == "Import one.csv"


def test_rows_are_dropped_or_pasted_as_text(driver: Driver) -> None:
    text = csv_text(CUSTOMERS, "\t")
    content = QMimeData()
    content.setText(text)
    dropped(driver, content)
    driver.importing.reject()
    QGuiApplication.clipboard().setText(text)
    driver.press("paste_rows")
    assert driver.importing.windowTitle() == "Import pasted rows"
    driver.to_rows()
    assert driver.counts == {"new": 2, "invalid": 1}


def test_an_empty_clipboard_is_told(driver: Driver) -> None:
    QGuiApplication.clipboard().clear()
    driver.press("paste_rows")
    assert driver.importing.message.text != ""
    assert not driver.importing.submit_button.isEnabled()


def test_the_file_is_chosen_in_a_dialog(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = csv_file(tmp_path / "chosen.csv", COMPLAINTS)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    driver.press("import")
    assert driver.importing.windowTitle() == "Import chosen.csv"
    driver.importing.reject()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    driver.press("import")
    assert driver.dialogs == []


def test_customers_are_exported_only_for_a_purpose(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.take_in(tmp_path, CUSTOMERS)
    target = tmp_path / "out"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    exports = driver.page.exports
    exports.kind.choose("customers")
    exports.ending.choose("csv")
    driver.press("export")
    assert "Enter what the customer data is needed for." in driver.seen()
    assert not list(tmp_path.glob("out*"))
    exports.purpose.setText("mailing of the recall")
    driver.context.locking.emit()
    drafts = driver.context.drafts
    assert (drafts.get("export.purpose") or {})["purpose"] == "mailing of the recall"
    driver.press("export")
    dialog = driver.dialog()
    assert isinstance(dialog, ConfirmDialog)
    assert not dialog.submit_button.isEnabled()
    dialog.passphrase.setText("not this one at all")
    driver.submit()
    assert dialog.passphrase.text() == ""
    assert dialog.form.error("own_passphrase").startswith("That is not your current passphrase")
    assert not list(tmp_path.glob("out*"))
    dialog.passphrase.setText(PASSPHRASES[Role.SUPERVISOR])
    driver.submit()
    assert driver.toasts[-1].text == "2 rows exported."
    assert "陳大文" in (tmp_path / "out.csv").read_text("utf-8-sig")
    assert exports.purpose.text() == ""
    assert drafts.get("export.purpose") is None


def test_words_are_exported_for_a_purpose_and_figures_without_one(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    driver.page.show_object("export")  # as from Ctrl+K
    exports = driver.page.exports
    assert exports.kind.hasFocus()
    exports.kind.choose("figures")
    assert not exports.purpose.isVisibleTo(exports)
    exports.kind.choose("complaints")
    exports.ending.choose("csv")
    assert exports.purpose.isVisibleTo(exports)
    driver.press("export")
    assert "its text may name people" in driver.seen()
    assert not target.exists()
    exports.purpose.setText("yearly review")
    driver.press("export")
    assert driver.toasts[-1].text == "0 rows exported."
    assert target.exists()


def test_customers_whose_passphrase_is_not_given_stay(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    driver.page.exports.kind.choose("customers")
    driver.page.exports.purpose.setText("mailing of the recall")
    driver.press("export")
    driver.dialog().reject()
    driver.settle()
    assert not target.exists()


def test_a_name_with_points_gets_its_ending_and_writes_over_nothing_unasked(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[str] = []
    driver.context.tasks.refused.connect(lambda error: refused.append(error.text))
    driver.page.exports.kind.choose("figures")
    chosen, whole = tmp_path / "Complaints 22.11.2026", tmp_path / "Complaints 22.11.2026.xlsx"
    other = tmp_path / "Complaints 22.11.xlsx"
    other.write_text("another", "utf-8")
    for name in (chosen, chosen, whole):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, file=name: (str(file), ""))
        driver.press("export")
    assert refused == [f"There is already a file {whole.name}. Choose it to replace it."]
    assert len(driver.toasts) == 2
    assert other.read_text("utf-8") == "another"


def test_an_export_that_fails_is_said_and_may_be_tried_again(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[str] = []
    driver.context.tasks.refused.connect(lambda error: refused.append(error.text))
    target = tmp_path / "no such folder" / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    driver.page.exports.kind.choose("figures")
    driver.press("export")
    assert len(refused) == 1
    assert driver.page.exports.button.isEnabled()


OF_AUDITORS = [
    *(
        "trail",
        "disclosures",
        "data_requests",
        "refusals",
        "data_breaches",
        "data_inventory",
        "packs",
        "pack_log",
        "requests",
    ),
    "figures",
]


@pytest.mark.parametrize(
    ("role", "offered"),
    [(Role.STAFF, []), (Role.AUDITOR, OF_AUDITORS)],
)
def test_others_than_the_supervisor_import_nothing(
    qtbot: QtBot, tmp_path: Path, role: Role, offered: list[str]
) -> None:
    store = factory.open_store(tmp_path, role)
    tasks = Tasks(store)
    signed_in = SignedIn(store.folder, store.user, SHOP, store.clock.now)
    driver = Driver(qtbot, Context(tasks, signed_in, Settings()), store)
    try:
        path = csv_file(tmp_path / "one.csv", CUSTOMERS)
        assert not driver.page.zone.isVisible()
        assert not dragged(driver, of_file(path))
        driver.page.open_file(path)
        driver.page.paste()
        assert driver.dialogs == []
        kind = driver.page.exports.kind
        assert [kind.itemData(row) for row in range(kind.count())] == offered
        assert ("Your role cannot export data" in driver.seen()) == (not offered)
    finally:
        tasks.close()
        store.close()


def is_whole(inner: InnerArea) -> bool:
    """Whether it shows all of its content, and what is around it scrolls."""
    return inner.verticalScrollBar().maximum() == 0


def test_steps_of_large_text_scroll_as_a_whole_and_cut_no_choice(
    qtbot: QtBot, context: Context, store: Store, sized: Callable[..., None], tmp_path: Path
) -> None:
    sized(percent=200)
    driver = Driver(qtbot, context, store)
    dialog = driver.open_rows(tmp_path, COMPLAINTS)
    for step in (dialog.columns, dialog.words):
        assert dialog.steps.currentWidget() is step
        dialog.resize(984, 540)  # what a screen of 1024 × 600 leaves
        (inner,) = shown(step, InnerArea)
        qtbot.waitUntil(partial(is_whole, inner))
        assert inner.horizontalScrollBar().maximum() == 0
        driver.next()


@pytest.mark.parametrize("percent", [100, 200])
def test_the_words_for_no_imports_have_the_room_they_need(
    qtbot: QtBot, context: Context, store: Store, sized: Callable[..., None], percent: int
) -> None:
    sized(percent=percent)
    driver = Driver(qtbot, context, store)
    states = shown(driver.page, EmptyState)
    (empty,) = (each for each in states if each.title.text() == "Nothing imported yet")
    for words in (empty.title, empty.sentence):
        assert words.height() >= words.heightForWidth(words.width())


def test_everything_goes_out_and_in_as_one(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.take_in(tmp_path, CUSTOMERS)
    card = driver.page.exports
    card.kind.choose(EVERYTHING)
    assert card.purpose.isVisibleTo(card)
    card.purpose.setText("another computer")
    card.export_to(tmp_path / "set")
    driver.settle()
    assert "Customers: 2 rows" in driver.toasts[-1].text
    driver.undo(-2)
    folder = str(tmp_path / "set")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: folder)
    driver.press("import_folder")
    driver.submit()
    assert "Customers: New: 2" in driver.toasts[-1].text
    assert sorted(row[-1] for row in driver.model_rows()) == ["Imported", "Undone"]
    driver.undo()
    assert [row[-1] for row in driver.model_rows()] == ["Undone", "Undone"]
