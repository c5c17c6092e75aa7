"""The wheel over a field scrolls the page; it turns the field once somebody went into it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTabWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.ui.kit.forms import wheel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, NumberField, PercentField, WordsChoice


def turned(field: QWidget) -> bool:
    """Turn the wheel over a field; returns whether the field took it."""
    event = QWheelEvent(
        QPointF(5, 5),
        field.mapToGlobal(QPointF(5, 5)),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    before = text(field)
    QApplication.sendEvent(field, event)
    return text(field) != before


def text(field: QWidget) -> object:
    return field.property("currentText") or field.property("text") or field.property("currentIndex")


def choice() -> QWidget:
    return ChoiceBox([("a", "A"), ("b", "B"), ("c", "C")])


def words() -> QWidget:
    field = WordsChoice(["A", "B", "C"])
    field.setCurrentIndex(0)
    return field


@pytest.mark.parametrize("make", [choice, words, lambda: NumberField(5), lambda: PercentField(0.5)])
def test_a_field_turns_only_once_it_was_gone_into(
    qtbot: QtBot, make: Callable[[], QWidget]
) -> None:
    window, field = QWidget(), make()
    first = QLineEdit()
    column = QVBoxLayout(window)
    column.addWidget(first)
    column.addWidget(field)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus()
    assert not turned(field)
    assert window.focusWidget() is first  # which a combo takes from the wheel by itself
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    assert not turned(field)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert turned(field)
    first.setFocus()
    assert not turned(field)
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    assert turned(field)


def test_tabs_are_not_turned_by_a_wheel_that_passes(qtbot: QtBot) -> None:
    tabs = QTabWidget()
    for name in "abc":
        tabs.addTab(QWidget(), name)
    qtbot.addWidget(tabs)
    tabs.show()
    tabs.activateWindow()
    qtbot.waitUntil(tabs.isActiveWindow)
    wheel.leave_to_page(tabs.tabBar())
    assert not turned(tabs.tabBar())
    tabs.tabBar().clearFocus()
    tabs.tabBar().setFocus(Qt.FocusReason.TabFocusReason)
    assert turned(tabs.tabBar())
