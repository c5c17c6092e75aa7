"""The question before a pack is issued."""

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.paper.sheets import PrintedPages
from csq_desktop.ui.context import Context
from csq_desktop.ui.packs.issue_dialog import IssueDialog


def test_characters_that_cannot_be_printed_are_named_before_issuing(
    qtbot: QtBot, context: Context
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    preview = PrintedPages.of(b"%PDF", ("😀",))
    dialog = IssueDialog(context, (Month(2026, 9), 1), (), page, preview=preview)
    assert any("□: 😀" in label.text() for label in dialog.findChildren(QLabel))
