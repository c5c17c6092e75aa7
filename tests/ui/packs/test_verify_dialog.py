"""Verifying a file in the window: by the button or dropped, by supervisors and auditors."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Role
from csq_desktop.services.packs import packs
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.texts import set_language
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.packs.beginnings import VERIFY
from csq_desktop.ui.packs.page import PacksPage
from csq_desktop.ui.packs.verify_dialog import VerifyDialog
from csq_desktop.ui.tasks import Tasks
from tests import factory
from tests.services.packs.pack_case import issued
from tests.ui.conftest import SHOP
from tests.ui.finding import child
from tests.ui.page_case import PageDriver

SEPTEMBER = Month(2026, 9)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def file(store: Store, tmp_path: Path) -> Path:
    """An issued pack, saved."""
    pack = issued(store, SEPTEMBER)
    with store.reading() as session:
        (saved := tmp_path / "saved.pdf").write_bytes(packs.pdf_of(session, pack.id))
    return saved


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store, file: Path) -> PageDriver[PacksPage]:
    return PageDriver(qtbot, context, store, PacksPage)


def dragged(*files: Path) -> QMimeData:
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return content


def drop(driver: PageDriver[PacksPage], content: QMimeData) -> None:
    """Drop it onto the page, if the page takes it."""
    what = (Qt.DropAction.CopyAction, content, LEFT, NONE)
    enter = QDragEnterEvent(QPointF(9, 9), *what)
    enter.ignore()
    driver.page.dragEnterEvent(enter)
    if enter.isAccepted():
        driver.page.dropEvent(QDropEvent(QPointF(9, 9), *what))
    driver.settle()


def words_of(dialog: VerifyDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_the_issued_file_shows_its_figures_and_leads_to_its_pages(
    driver: PageDriver[PacksPage], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    driver.page.show_object(VERIFY)
    driver.qtbot.keyClick(driver.page.verify_button, Qt.Key.Key_Space)
    driver.settle()
    dialog = driver.dialog(VerifyDialog)
    assert (dialog.state.text, dialog.state.tone) == ("Issued file", Tone.GOOD)
    assert "September 2026, version 1 was issued on 5 Oct 2026 10:00 by" in words_of(dialog)
    table = child(dialog, TableView, "printed_figures")
    assert table.hasFocus()
    assert table.model().index(0, 0).data() == "Pledge performance"
    with driver.store.reading() as session:
        printed = packs.issued(session)[0]
    driver.submit(dialog)
    assert driver.page.pages.shows(printed)
    with driver.store.reading() as session:
        noted = session.execute(text("SELECT count(*) FROM audit_entry WHERE action = 'verified'"))
        assert noted.scalar_one() == 1


def test_a_dropped_file_is_verified_and_one_that_cannot_be_is_one_sentence(
    driver: PageDriver[PacksPage], file: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(file.read_bytes() + b"\n")
    drop(driver, dragged(changed))
    dialog = driver.dialog(VerifyDialog)
    assert (dialog.state.text, dialog.state.tone) == ("Changed", Tone.BAD)
    dialog.reject()
    (rubbish := tmp_path / "rubbish.pdf").write_bytes(bytes(range(256)))
    for dropped, sentence in (
        (rubbish, "“rubbish.pdf” is not a PDF. Choose the PDF of a review pack."),
        (tmp_path / "gone.pdf", "The file cannot be read: it was not found."),
        (tmp_path, f"“{tmp_path.name}” is not a file. Choose a file."),
    ):
        drop(driver, dragged(dropped))
        assert driver.page.message.text == sentence
    driver.page.message.clear()
    drop(driver, dragged(rubbish, changed))
    assert driver.page.message.text == ""


def test_an_auditor_verifies_and_reads_what_replaced_the_file(
    qtbot: QtBot, store: Store, file: Path, tmp_path: Path
) -> None:
    issued(store, SEPTEMBER)
    store.close()
    set_language("zh_HK")
    other = factory.open_store(tmp_path, Role.AUDITOR, source=factory.FixedClock())
    tasks = Tasks(other)
    signed_in = SignedIn(other.folder, other.user, SHOP, other.clock.now)
    driver = PageDriver(qtbot, Context(tasks, signed_in, Settings()), other, PacksPage)
    assert driver.page.issued.model.cell_at(0, 0).under.endswith("數字沒有更改")
    drop(driver, dragged(file))
    dialog = driver.dialog(VerifyDialog)
    assert (dialog.state.text, dialog.state.tone) == ("發出的原檔，已由第 2 版取代", Tone.WARN)
    tasks.close()
    other.close()
