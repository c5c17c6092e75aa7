"""Evidence on a case: dropped and pasted, looked at, blacked out by mouse and keyboard, voided."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.domain.evidence.blacking import Area
from csq_desktop.domain.evidence.facts import EvidenceFile, FilePlace, NewEvidence
from csq_desktop.domain.users import Role
from csq_desktop.services import drafts
from csq_desktop.services.complaints import complaints
from csq_desktop.services.evidence import evidence, picking
from csq_desktop.settings import Settings
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.drafts import Drafts
from csq_desktop.ui.evidence.add_dialog import AddEvidenceDialog
from csq_desktop.ui.evidence.black_out import BlackOutDialog
from csq_desktop.ui.evidence.file_dialogs import (
    DescribeFileDialog,
    SaveFileDialog,
    VoidFileDialog,
)
from csq_desktop.ui.evidence.section import EvidenceSection
from csq_desktop.ui.evidence.viewer import FileViewer
from csq_desktop.ui.tasks import Tasks
from tests.evidence_files import MAIL, office, pdf, picture
from tests.factory import FixedClock, open_store
from tests.ui.complaints.driver import Driver
from tests.ui.conftest import SHOP
from tests.ui.finding import child

PRESS = Qt.MouseButton.LeftButton


def listed(driver: Driver) -> tuple[EvidenceFile, ...]:
    complaint = driver.page.detail.complaint
    assert complaint is not None
    with driver.store.reading() as session:
        return evidence.of_case(session, complaint.id)


def add(driver: Driver, content: bytes, *, shows_people: bool = True) -> None:
    complaint = driver.page.detail.complaint
    assert complaint is not None
    new = NewEvidence("receipt", "Slip", shows_people=shows_people)
    with driver.store.writing() as session:
        evidence.add(session, complaint.id, [picking.of_bytes(content)], new)
    driver.page.detail.show_complaint(complaint.id)
    driver.settle()


def menu(driver: Driver, name: str) -> None:
    child(child(driver.page.detail, EvidenceSection), QAction, name).trigger()
    driver.settle()


def dropped(around: QWidget, path: Path) -> None:
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path))])
    keys = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5), Qt.DropAction.CopyAction, content, PRESS, keys)
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, content, PRESS, keys)
    QApplication.sendEvent(around, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(around, drop)


def blue_picture() -> QMimeData:
    copied = QMimeData()
    image = QImage(40, 30, QImage.Format.Format_RGB888)
    image.fill(Qt.GlobalColor.blue)
    copied.setImageData(image)
    return copied


def drag(canvas: QWidget, first: tuple[int, int], last: tuple[int, int]) -> None:
    QTest.mousePress(canvas, PRESS, pos=QPoint(*first))
    QTest.mouseMove(canvas, QPoint(*last))
    QTest.mouseRelease(canvas, PRESS, pos=QPoint(*last))


def test_files_are_dropped_pasted_described_and_voided(busy: Driver, tmp_path: Path) -> None:
    (slip := tmp_path / "slip.png").write_bytes(picture("PNG"))
    (wrong := tmp_path / "slip.pdf").write_bytes(b"MZ\0\0")
    busy.show_detail()
    section = child(busy.page.detail, EvidenceSection)
    assert not section.isVisible()
    around = section.parentWidget()
    assert isinstance(around, QWidget)
    dropped(around, slip)
    busy.settle()
    dialog = busy.dialog(AddEvidenceDialog)
    busy.submit(dialog)
    assert "Choose what kind" in dialog.form.error("category")
    dialog.details.category.choose("receipt")
    dropped(dialog.picker, wrong)
    busy.settle()
    assert "By its content" in dialog.message.text
    dialog.picker.take(blue_picture())
    dialog.picker.take(QMimeData())
    busy.settle()
    assert "clipboard" in dialog.message.text
    assert len(dialog.picker.files) == 2
    dialog.picker.take_paths([slip])
    busy.settle()
    assert len(dialog.picker.files) == 2  # it is in the list already
    assert dialog.details.nobody is not None
    dialog.details.nobody.setChecked(True)
    busy.submit(dialog)
    assert section.isVisible()
    assert [file.place for file in listed(busy)] == [FilePlace.STORE] * 2
    menu(busy, "describe_2")
    describing = busy.dialog(DescribeFileDialog)
    assert describing.details.category.value == "receipt"
    describing.details.category.choose("chat")
    assert describing.details.nobody is not None
    describing.details.nobody.setChecked(False)
    busy.submit(describing)
    assert (listed(busy)[1].category, listed(busy)[1].place) == ("chat", FilePlace.VAULT)
    menu(busy, "void_1")
    voiding = busy.dialog(VoidFileDialog)
    busy.submit(voiding)
    assert voiding.form.error("reason")
    busy.qtbot.keyClicks(voiding.reason, "Of another case")
    busy.submit(voiding)
    assert listed(busy)[0].voided_at is not None
    menu(busy, "reinstate_1")
    assert listed(busy)[0].voided_at is None


def test_boxes_are_drawn_by_mouse_and_keyboard_and_come_back_from_a_draft(busy: Driver) -> None:
    busy.show_detail()
    add(busy, pdf(2))
    busy.press("black_out_1")
    dialog = busy.dialog(BlackOutDialog)
    canvas, pages = dialog.pages.canvas, dialog.pages
    busy.submit(dialog)
    assert "Draw a box" in dialog.message.text
    pages.canvas.set_zoom(0.25)
    drag(canvas, (10, 10), (60, 40))
    (drawn,) = pages.areas[0]
    assert drawn == Area(40, 40, 200, 120)
    drag(canvas, (30, 20), (40, 30))
    assert pages.areas[0] == (Area(80, 80, 200, 120),)
    drag(canvas, (68, 48), (78, 58))
    assert pages.areas[0] == (Area(80, 80, 240, 160),)
    for key, modifier, area in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, Area(88, 80, 240, 160)),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier, Area(88, 80, 240, 168)),
    ):
        QTest.keyClick(canvas, key, modifier)
        assert pages.areas[0] == (area,)
    counts = []
    for key, modifier, on in (
        (Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier, canvas),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, canvas),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, dialog),
    ):
        QTest.keyClick(on, key, modifier)
        counts.append(len(pages.areas[0]))
    assert counts == [2, 1, 2]
    QTest.keyClick(canvas, Qt.Key.Key_PageDown)
    assert canvas.chosen == 0
    dialog.reject()
    busy.settle()
    busy.press("black_out_1")
    again = busy.dialog(BlackOutDialog)
    assert len(again.pages.areas[0]) == 2
    again.pages.page.setValue(2)
    busy.settle()
    assert again.pages.canvas.areas == ()
    busy.submit(again)
    original, copy = listed(busy)
    assert (copy.copy_of, copy.covered, copy.pages) == (original.id, 2, 2)
    assert (original.place, copy.place) == (FilePlace.VAULT, FilePlace.STORE)


def test_files_are_looked_at_inside_and_saved_outside_on_record(
    busy: Driver, tmp_path: Path
) -> None:
    busy.show_detail()
    word = office("[Content_Types].xml", "word/document.xml")
    for content in (pdf(2), MAIL, word):
        add(busy, content)
    busy.press("view_1")
    viewer = busy.dialog(FileViewer)
    assert viewer.pages.canvas.page == (1500, 2000)
    zoom = viewer.pages.canvas.zoom
    child(viewer, QToolButton, "zoom_in").click()
    assert viewer.pages.canvas.zoom > zoom
    busy.context.set_private(True)
    assert not viewer.pages.isVisible()
    busy.context.set_private(False)
    viewer.reject()
    for number, shown in ((2, "Please refund."), (3, "not opened here")):
        busy.press(f"view_{number}")
        viewer = busy.dialog(FileViewer)
        busy.settle()
        assert shown in viewer.words.toPlainText() + viewer.not_shown.text()
        viewer.reject()
        busy.settle()
    menu(busy, "save_1")
    saving = busy.dialog(SaveFileDialog)
    busy.submit(saving)
    assert saving.form.error("purpose")
    assert saving.form.error("recipient_kind")
    saving.recipient_kind.choose("insurer")
    busy.submit(saving)
    assert saving.form.error("recipient")
    busy.qtbot.keyClicks(saving.recipient, "The insurer")
    busy.qtbot.keyClicks(saving.purpose, "Claim")
    saving.save_to(tmp_path / "copy.pdf")
    busy.settle()
    assert (tmp_path / "copy.pdf").read_bytes() == pdf(2)


@pytest.fixture
def at_the_counter(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    store = open_store(tmp_path, source=FixedClock())
    with store.writing() as session:
        now = store.clock.now()
        new = NewComplaint(Channel.COUNTER, now, "till.waiting", Severity.LOW, "Wrong size")
        case = complaints.log(session, new).id
        slip = [picking.of_bytes(picture())]
        evidence.add(session, case, slip, NewEvidence("goods", shows_people=False))
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=FixedClock())
    running = Tasks(staff)
    signed_in = SignedIn(staff.folder, staff.user, SHOP, staff.clock.now)
    yield Driver(qtbot, Context(running, signed_in, Settings(), Drafts(running, drafts)), staff)
    running.close()
    staff.close()


def test_staff_hand_files_in_sealed_and_open_only_what_shows_nobody(
    at_the_counter: Driver, tmp_path: Path
) -> None:
    (mail := tmp_path / "mail.eml").write_bytes(MAIL)
    at_the_counter.show_detail()
    at_the_counter.menu("evidence")
    dialog = at_the_counter.dialog(AddEvidenceDialog)
    assert dialog.details.nobody is None
    dialog.take_paths([mail])
    at_the_counter.settle()
    dialog.details.category.choose("email")
    at_the_counter.submit(dialog)
    section = child(at_the_counter.page.detail, EvidenceSection)
    assert [file.place for file in listed(at_the_counter)] == [FilePlace.STORE, FilePlace.SEALED]
    offered = {button.objectName() for button in section.findChildren(QPushButton)}
    assert offered == {"view_1"}
    at_the_counter.press("view_1")
    assert at_the_counter.dialog(FileViewer).pages.canvas.page == (320, 240)
