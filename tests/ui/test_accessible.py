"""What a screen reader finds in every page, its first dialog, and the start window."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QComboBox,
    QDialog,
    QFrame,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from csq_desktop.domain.users import Role
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit import accessibility
from csq_desktop.ui.settings.sections import SECTIONS
from csq_desktop.ui.shell import pages
from csq_desktop.ui.shell.main_window import MainWindow
from csq_desktop.ui.shell.start_window import StartWindow
from csq_desktop.ui.tasks import Tasks
from tests.checklist_case import give_out
from tests.ui.walking import faults_of


@pytest.fixture(autouse=True)
def _installed() -> None:
    accessibility.install()


def settle(qtbot: QtBot, tasks: Tasks) -> None:
    for _ in range(2):
        qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
        QApplication.processEvents()


def test_every_page_and_its_first_dialog_can_be_understood_by_ear(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    give_out(store)
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    faults = []
    for entry in pages.PAGES:
        window.show_page(entry.key)
        settle(qtbot, context.tasks)
        faults += faults_of(window)
        if entry.key != "imports":  # its first button asks for a file in a window of the system
            window.page.primary_action()
            settle(qtbot, context.tasks)
        for dialog in window.findChildren(QDialog):
            faults += faults_of(dialog)
            dialog.close()
    for section in SECTIONS:
        window.show_page("settings", section.key)
        settle(qtbot, context.tasks)
        faults += faults_of(window.page)
    assert sorted(set(faults)) == []


def test_the_start_window_can_be_understood_by_ear(qtbot: QtBot, store: Store) -> None:
    tasks = Tasks()
    start = StartWindow(tasks, Settings(), source=lambda: store.clock.now())
    qtbot.addWidget(start)
    start.show()
    faults = []
    for show in (
        start.show_welcome,
        start.show_new_store,
        start.show_restore,
        lambda: start.show_sign_in(store.folder),
    ):
        show()
        settle(qtbot, tasks)
        faults += faults_of(start)
    start.close()
    assert faults == []


@pytest.mark.parametrize("key", ["today", "complaints", "pledges", "imports"])
def test_what_a_role_may_not_do_says_why(qtbot: QtBot, context: Context, key: str) -> None:
    auditor = replace(context.user, role=Role.AUDITOR)
    context.signed_in = replace(context.signed_in, user=auditor)
    page = pages.entry(key).make(context)
    qtbot.addWidget(page)
    assert page.primary is not None
    assert not page.primary.isEnabled()
    reason = "Your role does not allow this. Ask a supervisor."
    assert (page.primary.accessibleDescription(), page.primary.toolTip()) == (reason, reason)


def nameless_button() -> QWidget:
    return QPushButton()


def frame_that_takes_keys() -> QWidget:
    frame = QFrame()
    frame.setAccessibleName("Open complaints")
    frame.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return frame


def choice_without_label() -> QWidget:
    choice = QComboBox()
    choice.setAccessibleName("Month")
    choice.addItem("November 2026")
    return choice


def one_of_several() -> QWidget:
    button = QPushButton("Light")
    button.setCheckable(True)
    QButtonGroup(button).addButton(button)
    return button


def button_that_is_off() -> QWidget:
    button = QPushButton("Paste")
    button.setEnabled(False)
    return button


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (nameless_button, "takes the keyboard and has no name"),
        (QLineEdit, "takes the keyboard and has no name"),
        (frame_that_takes_keys, "takes the keyboard and is a Border"),
        (choice_without_label, "is a choice without a label"),
        (one_of_several, "is one of several and a CheckBox"),
        (button_that_is_off, "cannot be used and does not say why"),
    ],
)
def test_what_cannot_be_understood_is_noticed(
    qtbot: QtBot, make: Callable[[], QWidget], fault: str
) -> None:
    sheet = QWidget()
    qtbot.addWidget(sheet)
    column = QVBoxLayout(sheet)
    column.addWidget(make())
    sheet.show()
    assert fault in " ".join(faults_of(sheet))
