"""The menu of a row: what its detail offers, copying, sorting and columns by keyboard."""

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.kit.tables.table import TableView
from tests.ui.finding import child
from tests.ui.kit.table_case import view
from tests.ui.kit.test_models import THREE, Line

__all__ = ["view"]


class Detail(QObject):
    """A detail that is fetched after its row was chosen, with its buttons."""

    shown = Signal()

    def __init__(self, view: TableView) -> None:
        super().__init__()
        self.row: Line | None = None
        self.done: list[str] = []
        more = QMenu()
        more.addAction("Note…", lambda: self.done.append("note"))
        self.buttons = [
            buttons.with_menu("More", more),
            buttons.secondary("Wait…", lambda: self.done.append("wait"), name="wait"),
            buttons.primary("Reply…", lambda: self.done.append("answer"), name="answer"),
        ]
        hidden = buttons.secondary("Nothing", name="nothing")
        for button in (*self.buttons, hidden):
            button.setParent(view)
            button.show()
        hidden.hide()
        self.buttons.append(hidden)

    def show_row(self, row: Line) -> None:
        self.row = row
        self.shown.emit()


def offered(view: TableView) -> list[str]:
    """What the open menu of the rows says."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return [action.text() for action in menu.actions() if action.text()]


OWN = ["Copy row", "Sort by", "Columns"]


def test_a_rows_menu_offers_what_its_detail_does_once_that_is_there(
    view: TableView, qtbot: QtBot
) -> None:
    detail = Detail(view)
    went: list[int] = []
    view.offer(
        RowOffers(
            buttons=lambda: detail.buttons,
            is_shown=lambda row: row is detail.row,
            shown=detail.shown,
            number=lambda row: f"C-{row.id}",
            links=lambda row: [("Open customer", lambda: went.append(row.id))],
        )
    )
    place = view.visualRect(view.rows.index(1, 0)).center()
    click = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), click)
    assert view.currentIndex().row() == 1
    assert QApplication.activePopupWidget() is None
    detail.show_row(THREE[1])
    links = ["Open customer", "Copy number C-1"]
    assert offered(view) == ["Reply…", "Wait…", "Note…", *links, *OWN]
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for action in menu.actions()[:5]:
        action.trigger()
    menu.actions()[5].trigger()
    menu.actions()[6].trigger()
    assert detail.done == ["answer", "wait", "note"]
    assert went == [1]
    assert QApplication.clipboard().text() == "C-1"
    menu.close()
    detail.show_row(THREE[1])  # a detail that is only fetched anew opens none
    assert QApplication.activePopupWidget() is None


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_the_keyboard_opens_the_menu_and_sorts_and_chooses_columns_by_it(
    view: TableView, qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    view.offer(RowOffers())
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, key, held)
    assert offered(view) == OWN
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    by_score = child(menu, QAction, "sort_score")
    for scores in ([4, 30, 100], [100, 30, 4]):
        by_score.trigger()
        assert [view.rows.row_at(at).score for at in range(3)] == scores
    child(menu, QAction, "sort_usual").trigger()
    assert [view.rows.row_at(at).score for at in range(3)] == [30, 4, 100]
    menu.close()


def test_several_chosen_rows_have_the_menu_of_several(view: TableView, qtbot: QtBot) -> None:
    detail = Detail(view)
    view.offer(RowOffers(lambda: detail.buttons, several=lambda: detail.buttons[1:2]))
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_Menu)
    assert offered(view) == ["Wait…", "Copy rows", "Sort by", "Columns"]
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()


def test_nothing_opens_beside_the_rows(view: TableView) -> None:
    below = QPoint(30, 390)
    click = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, below, view.mapToGlobal(below))
    QApplication.sendEvent(view.viewport(), click)
    assert QApplication.activePopupWidget() is None


def test_a_menu_longer_than_the_screen_scrolls_in_one_column(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    actions = [menu.addAction(f"Act {n}") for n in range(60)]
    menu.popup(QPoint(0, 0))
    assert menu.height() <= menu.screen().geometry().height()
    assert len({menu.actionGeometry(action).left() for action in actions}) == 1
    menu.close()
