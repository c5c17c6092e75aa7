"""Tables: choosing, copying, columns, and what they do not do to a million rows."""

from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.tables import table
from csq_desktop.ui.kit.tables.big_list import BigListModel
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme
from tests.ui.kit.test_models import COLUMNS, THREE, Line, Shelf


@pytest.fixture
def view(context: Context, qtbot: QtBot) -> TableView:
    model = RowsModel(COLUMNS)
    model.set_rows(THREE)
    return seen(TableView(context, model, name="lines", two_lines=True), qtbot)


@pytest.fixture
def long_view(context: Context, tasks: Tasks, qtbot: QtBot) -> TableView:
    return seen(TableView(context, BigListModel(tasks, COLUMNS), name="long"), qtbot)


def seen(table: TableView, qtbot: QtBot) -> TableView:
    qtbot.addWidget(table)
    table.resize(640, 400)
    with qtbot.waitExposed(table):
        table.show()
    return table


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


def test_columns_are_shown_and_hidden_and_the_choice_is_remembered(
    view: TableView, context: Context, qtbot: QtBot
) -> None:
    menu = view.head.columns_menu()
    assert [action.text() for action in menu.actions()] == ["Score", "Note", "", "Reset columns"]
    menu.actions()[0].setChecked(False)
    assert view.isColumnHidden(1)
    again = seen(TableView(context, view.rows, name="lines"), qtbot)
    assert again.isColumnHidden(1)
    other = seen(TableView(context, view.rows, name="others"), qtbot)
    assert not other.isColumnHidden(1)


def drag(view: TableView, column: int, by: int) -> None:
    """Drag the right edge of a heading."""
    head = view.horizontalHeader()
    edge = head.sectionViewportPosition(column) + head.sectionSize(column) - 2
    start, end = QPointF(edge, 10), QPointF(edge + by, 10)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, place, held in (
        (QEvent.Type.MouseButtonPress, start, left),
        (QEvent.Type.MouseMove, end, left),
        (QEvent.Type.MouseButtonRelease, end, none),
    ):
        button = none if kind is QEvent.Type.MouseMove else left
        event = QMouseEvent(kind, place, place, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(head.viewport(), event)


def widths(view: TableView) -> list[int]:
    return [view.columnWidth(at) for at in range(3)]


def test_dragged_widths_are_remembered_in_their_store_and_grow_with_the_text(
    view: TableView, context: Context, qtbot: QtBot, sized: Callable[..., None]
) -> None:
    whole = sum(widths(view))
    drag(view, 1, -30)
    assert widths(view)[1:] == [90, 150]
    drag(view, 0, 1000)
    assert widths(view) == [whole - 64 - 150, 64, 150]
    drag(view, 0, -40)
    drag(view, 2, 50)
    assert widths(view) == [whole - 104 - 150, 104, 150]
    again = seen(TableView(context, view.rows, name="lines"), qtbot)
    assert widths(again) == widths(view)
    sized(percent=200)
    assert again.columnWidth(1) == 208
    sized(percent=100)
    assert widths(again) == widths(view)
    context.signed_in = replace(context.signed_in, folder=Path("Other.csq"))
    assert seen(TableView(context, view.rows, name="lines"), qtbot).columnWidth(1) == 120
    view.head.reset_columns()
    assert widths(view) == [whole - 240, 120, 120]


def test_what_the_program_does_to_widths_is_not_remembered(
    view: TableView, context: Context, sized: Callable[..., None]
) -> None:
    """At text size 200% and back, a list was left with widths that nobody had chosen."""
    before = widths(view)
    view.resize(200, 400)
    sized(percent=200)
    view.resize(1200, 400)
    sized(percent=100)
    view.resize(640, 400)
    assert widths(view) == before
    assert context.settings.columns == ()


def test_columns_of_least_worth_give_way_and_come_back(
    context: Context, qtbot: QtBot, sized: Callable[..., None]
) -> None:
    model = RowsModel([*COLUMNS[:2], replace(COLUMNS[2], rank=1), replace(COLUMNS[2], key="last")])
    model.set_rows(THREE)
    table = seen(TableView(context, model, name="many"), qtbot)

    def shown() -> list[str]:
        return [
            column.key for at, column in enumerate(model.columns) if not table.isColumnHidden(at)
        ]

    for wide, expected in (
        (640, ["title", "score", "note", "last"]),
        (300, ["title", "score", "last"]),
        (220, ["title", "score"]),
        (140, ["title"]),
        (640, ["title", "score", "note", "last"]),
    ):
        table.resize(wide, 400)
        assert shown() == expected
        assert not table.horizontalScrollBar().isVisible()
        assert table.head.length() <= max(wide, 120)
    table.resize(220, 400)
    table.head.columns_menu().actions()[1].trigger()
    table.head.columns_menu().actions()[1].trigger()
    assert shown() == ["title", "note"]  # whoever asks for a column sees it


def test_a_table_that_scrolls_sideways_shows_every_column(context: Context, qtbot: QtBot) -> None:
    model = RowsModel(COLUMNS)
    table = TableView(context, model, name="file")
    table.scroll_sideways()
    seen(table, qtbot).resize(250, 400)
    assert widths(table) == [120, 120, 120]
    drag(table, 0, 60)
    assert widths(table) == [180, 120, 120]
    qtbot.waitUntil(table.horizontalScrollBar().isVisible)


def test_a_double_click_fits_a_column_to_its_words(view: TableView, qtbot: QtBot) -> None:
    head = view.horizontalHeader()
    edge = QPoint(head.sectionViewportPosition(1) + head.sectionSize(1) - 2, 10)
    qtbot.mouseDClick(head.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    assert 64 <= view.columnWidth(1) < 120


def test_columns_that_are_hidden_at_first_stay_so_until_asked_for(
    context: Context, qtbot: QtBot
) -> None:
    model = RowsModel([COLUMNS[0], replace(COLUMNS[1], hidden=True)])
    made = seen(TableView(context, model, name="lines"), qtbot)
    assert made.isColumnHidden(1)


def test_the_headings_menu_chooses_columns(view: TableView, qtbot: QtBot) -> None:
    view.horizontalHeader().customContextMenuRequested.emit(QPoint(5, 5))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["Score", "Note", "", "Reset columns"]
    menu.close()


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
    view.setFocus()
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


def test_wide_neighbours_leave_the_first_column_enough(view: TableView) -> None:
    """In a narrow window the list of users showed one letter of each name."""
    drag(view, 0, -100)
    view.resize(320, 400)
    assert view.columnWidth(0) == theme.current().px(120)
    assert not view.horizontalScrollBar().isVisible()
    view.resize(640, 400)
    assert view.columnWidth(0) > 120
