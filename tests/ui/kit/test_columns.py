"""Columns: dragged, hidden, reset, remembered, and giving way in a narrow table."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from csq_desktop.domain.words.wording import date_text
from csq_desktop.texts import LANGUAGES, set_language
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.tables.cell_delegate import PAD
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import DAY_WIDTH, day_column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.theme import theme
from tests.ui.kit.table_case import seen, view
from tests.ui.kit.test_models import COLUMNS, THREE

__all__ = ["view"]


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
    """At text size 200 % and back, a list was left with widths that nobody had chosen."""
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


def test_wide_neighbours_leave_the_first_column_enough(view: TableView) -> None:
    """In a narrow window the list of users showed one letter of each name."""
    drag(view, 0, -100)
    view.resize(320, 400)
    assert view.columnWidth(0) == theme.current().px(120)
    assert not view.horizontalScrollBar().isVisible()
    view.resize(640, 400)
    assert view.columnWidth(0) > 120


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_column_of_days_is_never_too_narrow_for_a_day(
    running_theme: theme.Theme, language: str, percent: int
) -> None:
    running_theme.switch(percent=percent)
    set_language(language)
    padding = 2 * PAD + 2
    words = QFontMetrics(running_theme.font()).horizontalAdvance(date_text(date(2026, 12, 30)))
    assert words + padding <= running_theme.px(DAY_WIDTH)
    assert day_column("day", "Day", lambda row: row, 90).least == DAY_WIDTH
