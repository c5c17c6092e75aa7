"""Documents through the window: issued, verified, corrected; a disaster, a notice, an export."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from csq_desktop.demo import build as demo
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.storage.store import Store
from csq_desktop.ui.complaints.redate_dialog import RedateDialog
from csq_desktop.ui.exports.export_dialog import ExportDialog
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.forms.form import put_text
from csq_desktop.ui.packs.issue_dialog import IssueDialog
from csq_desktop.ui.packs.verify_dialog import VerifyDialog
from csq_desktop.ui.pledges.notice_dialog import NoticeDialog
from tests.factory import DEMO_NOW, FixedClock
from tests.journeys.hands import Hands
from tests.pdf_text import in_one_line, pages
from tests.services.packs.seven_stores import Hard
from tests.ui.finding import child, shown, visible
from tests.ui.start.start_case import Begin

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
KEY = Qt.Key
D = TypeVar("D", bound=Dialog)


class Desk:
    """A supervisor signed in at the window, and the files that are chosen or saved there."""

    def __init__(self, hands: Hands, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hands, self.folder = hands, folder
        self.file = folder / "none.pdf"
        for name in ("getSaveFileName", "getOpenFileName"):
            monkeypatch.setattr(QFileDialog, name, lambda *_asked: (str(self.file), ""))

    @property
    def page(self) -> Any:
        return self.hands.running.main.page

    def go(self, key: str, object_id: object = None) -> None:
        self.hands.running.main.show_page(key, object_id)
        self.hands.running.settle()

    def press(self, name: str, file: str = "") -> None:
        """Press a visible button; `file` is what is chosen when it asks for one."""
        self.file = self.folder / file
        visible(self.hands.running.main, QPushButton, name).click()
        self.hands.running.settle()

    def dialog(self, kind: type[D]) -> D:
        (dialog,) = shown(self.hands.running.main, kind)
        return dialog

    def submit(self, dialog: Dialog) -> None:
        """Press the dialog's own button."""
        QTest.mouseClick(dialog.submit_button, Qt.MouseButton.LeftButton)
        self.hands.running.settle()

    def issue(self) -> None:
        """Issue the pack that is previewed; every text in it may stay."""
        self.press("issue_pack")
        dialog = self.dialog(IssueDialog)
        for choice in dialog.choices:
            choice.setChecked(True)
        self.submit(dialog)

    def verified(self, file: str) -> str:
        """What verifying a saved file says."""
        self.press("verify_pack", file)
        dialog = self.dialog(VerifyDialog)
        words = [dialog.state.text, *(label.text() for label in dialog.findChildren(QLabel))]
        dialog.reject()
        return "\n".join(words)


@pytest.fixture
def desk(begin: Begin, demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    hands = Hands(begin(str(demo_store)))
    hands.sign_in()
    hands.running.main.resize(1366, 768)  # as wide as the screen of a shop
    return Desk(hands, tmp_path, monkeypatch)


def received_in(store: Store, month: Month) -> list[int]:
    with store.reading() as session:
        ids: Sequence[int] = complaint_views.line_ids(session, Filter(ComplaintQueue.ALL), 500)
        lines = complaint_views.lines(session, ids)
    return [line.id for line in lines if Month.of(line.received_at.date()) == month]


def test_a_month_is_issued_verified_corrected_and_verified_again(desk: Desk) -> None:
    desk.go("packs")
    desk.issue()
    desk.press("save_pdf", "first.pdf")
    assert "October 2026, version 1 was issued on 26 Nov 2026" in desk.verified("first.pdf")

    case = received_in(desk.hands.running.store, OCTOBER)[0]
    desk.go("complaints", case)
    child(desk.page.detail, QAction, "redate").trigger()
    desk.hands.running.settle()
    dialog = desk.dialog(RedateDialog)
    received = dialog.moments["received_at"]
    received.set_moment(desk.page.detail.complaint.received_at - timedelta(days=45))
    put_text(dialog.form.field("note"), "The letter lay in the drawer")
    desk.submit(dialog)
    assert shown(desk.hands.running.main, RedateDialog) == []

    desk.go("packs", str(OCTOBER))
    assert "Replaces version 1 of 26 Nov 2026." in in_one_line(desk.page.pages.preview.pdf)
    assert not desk.page.issue.isEnabled()
    desk.page.making.reason.setPlainText("A letter lay in the drawer")
    desk.hands.running.qtbot.waitUntil(desk.page.issue.isEnabled)
    desk.issue()
    desk.press("save_pdf", "second.pdf")
    (cover, *_rest) = pages((desk.folder / "second.pdf").read_bytes())
    assert "figures changed: " in " ".join(cover.split())
    assert "Reason A letter lay in the drawer" in " ".join(cover.split())
    assert "figures changed" in desk.page.issued.model.cell_at(0, 0).under
    answer = desk.verified("first.pdf")
    assert answer.startswith("Issued file, replaced by version 2")
    assert "figures changed: " in answer
    assert "It replaced version 1. " in desk.verified("second.pdf")
    (desk.folder / "copy.pdf").write_bytes((desk.folder / "second.pdf").read_bytes() + b" ")
    assert desk.verified("copy.pdf").startswith("Changed")


def test_a_disaster_month_is_previewed_and_issuing_it_asks(
    begin: Begin, demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FixedClock(DEMO_NOW)
    with demo.signed_in(demo_store, clock) as store:
        Hard(store, clock, NOVEMBER, tmp_path).bring(NOVEMBER, good=10, late=400)
    hands = Hands(begin(str(demo_store)))
    hands.sign_in()
    desk = Desk(hands, tmp_path, monkeypatch)
    desk.go("packs", str(NOVEMBER))
    printed = in_one_line(desk.page.pages.preview.pdf)
    assert "Preview: not issued" in printed
    assert "the month is not over: figures up to 26 Nov 2026" in printed
    desk.press("issue_pack")
    dialog = desk.dialog(IssueDialog)
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert "November 2026 is not finished: 4 days are still to come." in words
    desk.hands.press(KEY.Key_Escape)
    assert desk.page.issued.model.rowCount() == 0


def test_a_notice_in_two_languages_and_a_filtered_export(desk: Desk) -> None:
    desk.go("pledges")
    desk.page.month.choose(OCTOBER)
    desk.hands.running.settle()
    desk.press("print_notice")
    dialog = desk.dialog(NoticeDialog)
    dialog.first.choose("zh_HK")
    dialog.second.choose("en")
    desk.hands.running.settle()
    desk.hands.running.qtbot.waitUntil(dialog.preview.save_as_pdf.isEnabled)
    desk.press("save_pdf", "notice.pdf")
    notice = "".join(in_one_line((desk.folder / "notice.pdf").read_bytes()).split())
    assert "五分鐘內輪到付款" in notice
    assert "Youreachthetillwithinfiveminutes" in notice
    dialog.reject()

    desk.go("complaints")
    desk.press("complaint_views_open")
    open_cases = desk.page.table.rows.rowCount()
    desk.page.table.selectAll()
    desk.hands.running.settle()
    desk.press("bulk_export")
    export = desk.dialog(ExportDialog)
    export.purpose.setText("For the union")
    desk.file = desk.folder / "open.xlsx"
    desk.submit(export)
    rows = openpyxl.load_workbook(desk.folder / "open.xlsx").active
    assert rows is not None
    assert rows.max_row == 1 + open_cases > 1
