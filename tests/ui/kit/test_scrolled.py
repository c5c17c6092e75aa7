"""What is only read is scrolled by the keyboard, too."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.scrolled import (
    bring_into_view,
    scrolled,
    scrolled_to_read,
    scrolled_within,
)
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.table import TableView
from tests.ui.kit.test_models import COLUMNS, THREE


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


@pytest.mark.parametrize(("high", "least"), [(900, 200), (500, 1000)])
def test_a_list_that_scrolls_keeps_a_few_rows_or_leaves_scrolling_to_what_is_around_it(
    sized: Callable[..., None], qtbot: QtBot, high: int, least: int
) -> None:
    sized(percent=200)
    page, content = QWidget(), QWidget()
    qtbot.addWidget(page)
    area = scrolled_within(content, least=100)
    QVBoxLayout(page).addWidget(scrolled(area))
    page.resize(400, high)
    page.show()
    inside = QVBoxLayout(content)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.addSpacing(1000)
    qtbot.waitUntil(lambda: area.minimumSizeHint().height() == least)


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


def test_a_table_as_long_as_its_rows_is_followed_by_what_scrolls_around_it(
    context: Context, qtbot: QtBot
) -> None:
    model = RowsModel(COLUMNS)
    model.set_rows([line for _ in range(12) for line in THREE])
    view = TableView(context, model, name="lines", two_lines=True)
    view.show_every_row()
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    content, title = QWidget(), PlainLabel("Lines")
    parts, card = QVBoxLayout(content), QWidget()
    above = QVBoxLayout(card)
    above.addWidget(title)
    above.addWidget(view)
    parts.addSpacing(260)
    parts.addWidget(card)
    area = scrolled(content)
    column.addWidget(area)
    page.resize(500, 300)
    with qtbot.waitExposed(page):
        page.show()
    view.setFocus()
    view.choose(0)
    assert title.mapTo(area, QPoint()).y() in range(40), "the first row comes with its title"
    qtbot.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    last = view.viewport().mapTo(area, view.visualRect(view.currentIndex()).bottomLeft())
    assert view.verticalScrollBar().maximum() == 0, "one bar, not two"
    assert view.currentIndex().row() == 35
    assert area.rect().contains(last)
    area.verticalScrollBar().setValue(0)
    page.setFocus()
    view.choose(30)
    assert area.verticalScrollBar().value() == 0, "nobody is in it: the page stays where it is"
