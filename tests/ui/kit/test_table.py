"""Tables: choosing, copying, sorting, and what they do not do to a million rows."""

from array import array
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.tables import table
from csq_desktop.ui.kit.tables.big_list import BigListModel
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme
from tests.ui.kit.table_case import seen, view
from tests.ui.kit.test_models import COLUMNS, THREE, Line, Shelf

__all__ = ["view"]


@pytest.fixture
def long_view(context: Context, tasks: Tasks, qtbot: QtBot) -> TableView:
    return seen(TableView(context, BigListModel(tasks, COLUMNS), name="long"), qtbot)


def fill(long_view: TableView, shelf: Shelf, tasks: Tasks, qtbot: QtBot) -> Shelf:
    assert isinstance(long_view.rows, BigListModel)
    long_view.rows.show(shelf.query())
    qtbot.waitUntil(lambda: not tasks.busy)
    long_view.viewport().repaint()
    qtbot.waitUntil(lambda: not tasks.busy)
    return shelf


def copied(view: TableView, qtbot: QtBot) -> str:
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    return QApplication.clipboard().text()


def test_home_and_end_lead_to_the_first_and_the_last_row(view: TableView, qtbot: QtBot) -> None:
    view.choose(1)
    for key, row in ((Qt.Key.Key_End, 2), (Qt.Key.Key_Home, 0)):
        qtbot.keyClick(view, key)
        assert [each.row() for each in view.selectionModel().selectedRows()] == [row]


def test_choosing_a_row_tells_its_place(view: TableView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.chosen) as chosen:
        view.choose(2)
    assert chosen.args == [2]
    with qtbot.assertNotEmitted(view.chosen):
        view.choose(99)


def test_enter_opens_a_row(view: TableView, qtbot: QtBot) -> None:
    view.choose(1)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [1]


def test_arrows_go_from_row_to_row(view: TableView, qtbot: QtBot) -> None:
    view.choose(0)
    with qtbot.waitSignal(view.chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert chosen.args == [1]


@pytest.mark.parametrize(
    "how",
    [
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.OtherFocusReason,
    ],
)
def test_the_row_the_keyboard_comes_in_on_is_marked(
    view: TableView, qtbot: QtBot, how: Qt.FocusReason
) -> None:
    view.clearFocus()
    view.setFocus(how)
    assert view.selectionModel().isRowSelected(0)
    assert copied(view, qtbot).splitlines()[1:] == ["till\tnumber 3\t30\t"]


def test_the_keyboard_that_came_before_the_rows_begins_at_the_first(
    context: Context, qtbot: QtBot
) -> None:
    view = seen(TableView(context, RowsModel(COLUMNS), name="lines"), qtbot)
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    assert isinstance(view.rows, RowsModel)
    view.rows.set_rows(THREE)
    qtbot.waitUntil(lambda: view.currentIndex().row() == 0)
    assert view.selectionModel().isRowSelected(0)


@pytest.mark.parametrize("over", [False, True])
def test_the_keyboard_that_a_page_gives_to_its_list_chooses_no_row(
    view: TableView, qtbot: QtBot, over: bool
) -> None:
    """What was just logged is shown before it is listed, after its form was closed over it."""
    form = QWidget()
    qtbot.addWidget(form)
    view.clearFocus()
    assert isinstance(view.rows, RowsModel)
    view.rows.set_rows(THREE)  # as they are read anew none is the current one
    with qtbot.assertNotEmitted(view.chosen):
        if over:
            form.show()
            form.activateWindow()
            qtbot.waitUntil(form.isActiveWindow)
        view.take_keyboard()
        view.window().activateWindow()
        qtbot.waitUntil(view.hasFocus)
    assert not view.currentIndex().isValid()


def test_tab_leaves_a_table(view: TableView) -> None:
    assert not view.tabKeyNavigation()


def test_copied_rows_paste_into_a_spreadsheet(view: TableView, qtbot: QtBot) -> None:
    assert isinstance(view.rows, RowsModel)
    view.rows.set_rows([Line(3, "till\tat the\ndoor", 30), Line(1, '"so" he', 4)])
    view.selectAll()
    assert copied(view, qtbot).splitlines() == [
        "What\tWhat, second line\tScore\tNote",
        "till at the door\tnumber 3\t30\t",
        '"""so"" he"\tnumber 1\t4\t',
    ]


def test_hidden_columns_are_not_copied(view: TableView, qtbot: QtBot) -> None:
    view.head.columns_menu().actions()[0].setChecked(False)
    view.choose(0)
    assert copied(view, qtbot).splitlines()[1] == "till\tnumber 3\t"


def test_nothing_chosen_copies_nothing(view: TableView) -> None:
    assert view.copied_text() == ""


def test_only_so_many_rows_are_copied(view: TableView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_COPIED", 2)
    view.selectAll()
    assert len(view.copied_text().splitlines()) == 1 + 2


def test_a_click_on_a_heading_sorts_the_third_takes_it_back(
    view: TableView, context: Context, qtbot: QtBot
) -> None:
    head = view.head
    place = QPoint(head.sectionViewportPosition(1) + 20, 10)

    def scores(table: TableView) -> list[int]:
        return [table.rows.row_at(row).score for row in range(3)]

    for expected in ([4, 30, 100], [100, 30, 4], [30, 4, 100]):
        qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert scores(view) == expected
        again = TableView(context, view.rows, name="lines")
        qtbot.addWidget(again)
        assert scores(again) == expected


def test_a_column_without_an_order_of_its_own_sorts_by_what_it_says(view: TableView) -> None:
    texts = ["", "9%", "HK$1,200", "b", "A", "20"]
    view.rows.columns = (Column("text", "Text", lambda line: Cell(line.title)), *COLUMNS[1:])
    assert isinstance(view.rows, RowsModel)
    view.rows.set_rows([Line(at, text) for at, text in enumerate(texts)])
    up = ["9%", "20", "HK$1,200", "A", "b", ""]
    for order, expected in (("AscendingOrder", up), ("DescendingOrder", [*up[4::-1], ""])):
        view.rows.sort(0, Qt.SortOrder[order])
        assert [view.rows.row_at(at).title for at in range(6)] == expected


def test_every_row_is_painted_with_its_tone(view: TableView, dressed: theme.Theme) -> None:
    picture = view.viewport().grab().toImage()
    bad = dressed.colours.bad
    found = {picture.pixelColor(x, y).name() for x in range(0, 640, 1) for y in range(26, 156, 3)}
    assert bad in found
    dressed.switch(mode="dark")
    assert view.viewport().grab().toImage() != picture


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_chosen_row_has_a_bar_and_the_keyboards_row_a_frame(
    view: TableView, qtbot: QtBot, dressed: theme.Theme, mode: str
) -> None:
    dressed.switch(mode=mode)
    colours = dressed.colours
    view.selectRow(0)
    view.clearFocus()
    bar, ground, edge = seen_at(view, 1, 30), seen_at(view, 300, 30), seen_at(view, 300, 0)
    assert (bar, ground, edge) == (colours.accent, colours.selected, colours.selected)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)  # chooses nothing
    right = view.viewport().width() - 1
    for x, y in ((300, 52), (300, 103), (0, 80), (right, 80)):
        assert seen_at(view, x, y) == colours.focus
    assert seen_at(view, 300, 80) == colours.surface
    assert seen_at(view, 1, 30) == colours.accent


def seen_at(view: TableView, x: int, y: int) -> str:
    return view.viewport().grab().toImage().pixelColor(x, y).name()


def test_only_the_rows_that_are_seen_are_fetched(
    long_view: TableView, tasks: Tasks, qtbot: QtBot
) -> None:
    shelf = fill(long_view, Shelf(100_000), tasks, qtbot)
    assert long_view.rows.rowCount() == 100_000
    assert len(shelf.asked) == 1
    long_view.scrollToBottom()
    long_view.viewport().repaint()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert long_view.rows.row_at(99_999) == Line(1, "line 1")
    assert len(shelf.asked) <= 3


def test_a_scroll_bar_reaches_the_last_of_a_million_rows(
    long_view: TableView, tasks: Tasks, qtbot: QtBot
) -> None:
    shelf = Shelf(0)
    shelf.ids = array("q", range(1_000_000, 0, -1))
    fill(long_view, shelf, tasks, qtbot)
    long_view.scrollToBottom()
    assert long_view.rowAt(long_view.viewport().height() - 5) == 999_999


def test_what_was_chosen_stays_chosen_when_rows_are_sorted(view: TableView) -> None:
    view.choose(0)
    view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert view.rows.row_at(view.currentIndex().row()) == THREE[0]


def test_letters_do_not_search_a_million_rows(
    long_view: TableView, tasks: Tasks, qtbot: QtBot
) -> None:
    shelf = fill(long_view, Shelf(100_000), tasks, qtbot)
    long_view.choose(0)
    qtbot.keyClicks(long_view, "zq")
    assert not tasks.busy
    assert len(shelf.asked) == 1


def test_letters_find_a_row_of_a_short_table(view: TableView, qtbot: QtBot) -> None:
    qtbot.keyClicks(view, "do")
    assert view.currentIndex().row() == 2


def test_rows_that_were_never_seen_are_fetched_to_be_copied(
    long_view: TableView, tasks: Tasks, qtbot: QtBot
) -> None:
    fill(long_view, Shelf(3000), tasks, qtbot)
    long_view.selectAll()
    qtbot.keyClick(long_view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not tasks.busy)
    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == 1 + 3000
    assert lines[-1].startswith("line 1\t")


def test_it_is_said_when_not_all_rows_were_copied(
    view: TableView, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MOST_COPIED", 2)
    view.selectAll()
    with qtbot.waitSignal(context.toasted) as told:
        copied(view, qtbot)
    assert told.args[0].text == "The first 2 rows were copied."


def test_pages_that_were_only_passed_are_not_fetched(
    long_view: TableView, tasks: Tasks, qtbot: QtBot
) -> None:
    shelf = fill(long_view, Shelf(100_000), tasks, qtbot)
    for row in range(1000, 99_000, 500):
        long_view.rows.row_at(row)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert len(shelf.asked) < 10
    assert long_view.rows.row_at(98_500) is not None


def test_cells_are_made_anew_when_the_privacy_screen_turns(
    view: TableView, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["Chan"]
    model = view.rows
    model.columns = (replace(COLUMNS[0], cell=lambda _line: Cell(names[0])), *COLUMNS[1:])
    view.viewport().repaint()
    assert model.index(0, 0).data() in ("Chan", "till")
    model.forget_cells()
    assert model.index(0, 0).data() == "Chan"
    names[0] = "•••••"
    context.set_private(True)
    assert model.index(0, 0).data() == "•••••"
