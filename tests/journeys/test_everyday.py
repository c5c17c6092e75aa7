"""Every day: a messy file from drop to undo, and the lock in the middle of a form."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton

from csq_desktop.demo import build as demo
from csq_desktop.domain.users import Role
from csq_desktop.services.imports import imports
from csq_desktop.ui.complaints.log_dialog import LogComplaintDialog
from csq_desktop.ui.imports.import_dialog import ImportDialog
from csq_desktop.ui.kit.display.toast import Toast
from tests.ui.finding import child, shown
from tests.ui.start.start_case import Begin, Running

MESSY = """\
編號,收到時間,渠道,類別,嚴重程度,摘要,確認時間,回覆時間,結案時間,狀態,顧客編號
1,2026/13/45,電話,輪候,低,日子不對
2,,電話,輪候,低,沒有日子
3,2036/9/3,電話,輪候,低,未來的日子
4,2026/9/4,飛鴿,輪候,低,渠道不明
5,2026/9/5,電話,飛碟,低,類別不明
6,2026/9/6,電話,輪候,不輕不重,程度不明
7,2026/9/7,電話,輪候,低,
8,2026/9/8,電話,輪候,低,早過收到,2026/9/1
9,2026/9/9,電話,輪候,低,結案太早,,,2026/9/1,已結案
11,2026/9/11,電話,輪候,低,查無此人,,,,,沒有這人
12,2026/9/12,電話,輪候,低,狀態不明,,,,不知道
13,2026/9/13,電話,輪候,低,已結案沒日子,,,,已結案
14,2026/9/14,電話,輪候,低,多一格,,,,,,多
15,2026/9/15,電話,輪候,低,好的一行
"""


def signed_in(begin: Begin, folder: Path) -> Running:
    running = begin(str(folder))
    running.sign_in(0, demo.DEMO_PASSPHRASES[Role.SUPERVISOR])
    return running


def drop(running: Running, file: Path) -> None:
    """Let a file fall onto the page, as a file manager does."""
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(file))])
    copied, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    running.main.page.dropEvent(QDropEvent(QPointF(40, 40), copied, content, left, none))
    running.settle()


def test_a_messy_file_in_big5_goes_from_drop_to_undo(
    begin: Begin, demo_store: Path, tmp_path: Path
) -> None:
    """More than eight reasons stand on its last step: that once ended the program."""
    file = tmp_path / "投訴.csv"
    file.write_bytes(MESSY.encode("big5"))
    running = signed_in(begin, demo_store)
    running.main.show_page("imports")
    running.settle()
    drop(running, file)
    dialog = child(running.main, ImportDialog)
    while dialog.steps.currentWidget() is not dialog.rows:
        dialog.submit()
        running.settle()
    assert dialog.rows.tried is not None
    assert len(dialog.rows.tried.summary.tally) > 8
    assert "other reason" in dialog.rows.reasons.text()
    dialog.submit()
    running.settle()
    with running.store.reading() as session:
        (batch,) = imports.batches(session)
    assert batch.added
    assert batch.invalid
    (undo,) = shown(child(running.main, Toast), QPushButton)
    undo.click()
    running.settle()
    with running.store.reading() as session:
        (batch,) = imports.batches(session)
    assert batch.undone_at is not None


def test_the_lock_in_the_middle_of_a_form_leads_back_into_it(
    begin: Begin, demo_store: Path
) -> None:
    first = signed_in(begin, demo_store)
    first.main.show_page("complaints")
    first.settle()
    child(first.main, QPushButton, "complaint_views_overdue").click()
    child(first.main, QPushButton, "log_complaint").click()
    dialog = child(first.main, LogComplaintDialog)
    dialog.words.setPlainText("Half a story")
    first.lock()
    second = begin(*first.relaunched[0])
    second.sign_in(0, demo.DEMO_PASSPHRASES[Role.SUPERVISOR])
    assert second.main.page_key == "complaints"
    assert child(second.main, QPushButton, "complaint_views_overdue").isChecked()
    second.qtbot.waitUntil(lambda: bool(shown(second.main, LogComplaintDialog)))
    again = child(second.main, LogComplaintDialog)
    assert again.words.toPlainText() == "Half a story"
