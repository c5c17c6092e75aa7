"""What is only read is scrolled by the keyboard, too."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from csq_desktop.ui.kit.layout.scrolled import bring_into_view, scrolled, scrolled_to_read


def test_tab_goes_to_what_overflows_and_only_then(qtbot: QtBot) -> None:
    content, page = QWidget(), QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    area = scrolled_to_read(content)
    column.addWidget(area)
    button = QPushButton("Close…")
    column.addWidget(button)
    content.setMinimumHeight(2000)
    page.resize(300, 400)
    with qtbot.waitExposed(page):
        page.show()
    button.setFocus()
    plain = page.grab().toImage()
    qtbot.keyClick(button, Qt.Key.Key_Tab)
    assert area.hasFocus()
    assert page.grab().toImage() != plain
    qtbot.keyClick(area, Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() > 200
    content.setMinimumHeight(10)
    qtbot.waitUntil(lambda: area.focusPolicy() == Qt.FocusPolicy.NoFocus)


def test_a_list_that_scrolls_keeps_a_few_rows(sized: Callable[..., None]) -> None:
    sized(percent=200)
    assert scrolled(QWidget(), least=100).minimumHeight() == 200


def test_what_was_brought_into_view_may_be_gone_when_the_area_grows(qtbot: QtBot) -> None:
    content = QWidget()
    area, part = scrolled(content), QPushButton("Add", content)
    qtbot.addWidget(area)
    area.resize(300, 400)
    with qtbot.waitExposed(area):
        area.show()
    bring_into_view(part)
    delete(part)
    with qtbot.waitSignal(area.verticalScrollBar().rangeChanged):
        content.setMinimumHeight(2000)
