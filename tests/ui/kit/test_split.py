"""A list and its detail: beside each other, one above the other, or one in the other's place."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.layout.split import DetailPane, SplitView
from tests.ui.finding import child

Keys = Qt.KeyboardModifier


class Cases:
    """A window with a list of two cases and the detail of one."""

    def __init__(self, qtbot: QtBot, size: tuple[int, int]) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.list = QListWidget()
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.addItems(["C-2026-0001", "C-2026-0002"])
        self.act = QPushButton("Void")
        self.pane = DetailPane(EmptyState("list-search", "Choose one"))
        self.pane.content.addWidget(self.act)
        self.pane.show_content()
        self.filters = QPushButton("Overdue")
        card = Card()
        card.body.addWidget(self.list)
        self.split = SplitView(card, self.pane, name="cases")
        self.split.detail_alone.connect(self.filters.setHidden)
        column = QVBoxLayout(self.window)
        column.addWidget(self.filters)
        column.addWidget(self.split, 1)
        self.window.resize(*size)
        with qtbot.waitExposed(self.window):
            self.window.show()

    @property
    def seen(self) -> str:
        """Which parts are seen."""
        parts = {"list": self.list, "detail": self.act, "filters": self.filters}
        return " ".join(name for name, part in parts.items() if part.isVisible())


@pytest.mark.parametrize(
    ("percent", "size", "seen"),
    [
        (100, (740, 400), "list detail filters"),
        (100, (700, 400), "list filters"),
        (200, (1460, 600), "list detail filters"),
        (200, (1200, 600), "list filters"),
        (200, (1200, 1600), "list detail filters"),
    ],
)
def test_one_makes_way_where_there_is_no_room_for_both(
    sized: Callable[..., None], qtbot: QtBot, percent: int, size: tuple[int, int], seen: str
) -> None:
    sized(percent=percent)
    cases = Cases(qtbot, size)
    assert cases.seen == seen
    cases.split.show_detail()
    assert cases.seen == ("detail" if seen == "list filters" else seen)


def test_a_row_leads_to_its_detail_and_esc_back(sized: Callable[..., None], qtbot: QtBot) -> None:
    sized(percent=200)
    cases = Cases(qtbot, (1200, 600))
    rows = cases.list.viewport()
    second = cases.list.visualItemRect(cases.list.item(1)).center()
    cases.list.setCurrentRow(0)
    qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, Keys.ControlModifier, second)
    assert cases.seen == "list filters", "Ctrl chooses one more"
    qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=second)
    back = child(cases.window, QPushButton, "cases_back")
    assert (cases.seen, cases.window.focusWidget()) == ("detail", back)
    assert cases.window.childAt(cases.act.mapTo(cases.window, cases.act.rect().center())) is None
    qtbot.waitUntil(lambda: not cases.split.is_settling)
    assert cases.split.view_text() == "detail", "a window remembers it"
    qtbot.keyClick(cases.act, Qt.Key.Key_Escape)
    assert (cases.seen, cases.window.focusWidget()) == ("list filters", cases.list)
    qtbot.keyClick(cases.list, Qt.Key.Key_Return)
    assert cases.seen == "detail"
    cases.pane.show_empty()
    assert cases.seen == "list filters"
    cases.pane.show_content()
    cases.split.put_view("300 detail")
    assert cases.seen == "detail"
    cases.window.resize(1460, 600)
    assert cases.seen == "list detail filters"
