"""Tables with one- or two-line rows, hideable columns, and copying as tab-separated text."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView

from csq_desktop.settings import remember_columns, remembered_columns
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit import clipboard
from csq_desktop.ui.kit.keyboard import asks_menu
from csq_desktop.ui.kit.layout.scrolled import bring_row_into_view
from csq_desktop.ui.kit.layout.turning import is_low
from csq_desktop.ui.kit.tables.big_list import BigListModel
from csq_desktop.ui.kit.tables.cell_delegate import CellDelegate
from csq_desktop.ui.kit.tables.copying import spreadsheet_text
from csq_desktop.ui.kit.tables.header import ColumnHeader
from csq_desktop.ui.kit.tables.remembered import ColumnChoice
from csq_desktop.ui.kit.tables.row_menu import RowOffers, add_buttons
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.theme import theme

__all__ = ["MOST_COPIED", "CellDelegate", "TableView"]

MOST_COPIED = 5_000
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.OtherFocusReason,  # a page that is shown again
)

_LEAVES_ROWS = Qt.FocusReason.MouseFocusReason
"""For any other reason Qt makes the first row the current one where there is none."""
_TO_THE_ENDS = (
    QAbstractItemView.CursorAction.MoveHome,
    QAbstractItemView.CursorAction.MoveEnd,
)


class TableView(QTableView):
    """A table over a RowsModel or BigListModel; widths and hidden columns are remembered.

    view = TableView(context, model, name="complaints", two_lines=True)
    view.chosen.connect(self._on_chosen)        the row's place, or −1

    Rows copied from a `personal` table are cleared from the clipboard like other personal data.
    """

    line_heights: ClassVar = ((36, 36), (52, 46))
    """Of rows of one line and of two, usually and in a low window; in pixels at 100 % text."""

    chosen = Signal(int)
    opened = Signal(int)
    counted = Signal(int)
    """How many rows are chosen now."""

    def __init__(
        self,
        context: Context,
        model: RowsModel | BigListModel,
        *,
        name: str,
        two_lines: bool = False,
        personal: bool = False,
    ) -> None:
        super().__init__()
        self._context, self._personal, self._two_lines = context, personal, two_lines
        chosen = remembered_columns(context.settings, context.signed_in.folder, name)
        self.head = ColumnHeader(model.columns, ColumnChoice.read(chosen))
        self.head.setObjectName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.offers = RowOffers()
        self._menu_place: QPoint | None = None
        self._awaits_choice = False
        self.rows = model
        self._was_empty = not model.rowCount()
        self.setObjectName(name)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(two_lines, self))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self._dress_headers()
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        model.modelReset.connect(self._on_selection)
        model.modelReset.connect(self._on_rows)
        self.activated.connect(lambda index: self.opened.emit(index.row()))
        context.privacy_changed.connect(self._on_privacy)

    def offer(self, offers: RowOffers) -> None:
        """Offer this on a right click and on the Menu key."""
        self.offers = offers
        if offers.shown is not None:
            offers.shown.connect(self._on_detail)

    def keep_rows(self, count: int = 3) -> None:
        """Always show so many rows; what is around the table has to scroll."""
        rows = count * self.verticalHeader().defaultSectionSize()
        self.setMinimumHeight(rows + self.head.sizeHint().height() + 2 * self.frameWidth())

    def show_every_row(self, least: int = 0) -> None:
        """Be as long as the rows: what is around the table scrolls, not the table in it."""
        head = 0 if self.head.isHidden() else self.head.sizeHint().height()
        frame = 2 * self.frameWidth()
        self.setMinimumHeight(max(least, self.verticalHeader().length() + head + frame))

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Show a row; where the keyboard is in it, in what scrolls around the table too."""
        super().scrollTo(index, hint)
        if self.hasFocus():
            bring_row_into_view(self, index)

    def scroll_sideways(self) -> None:
        """Show every column, however many there are, and scroll to them."""
        self.head.sideways = True
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def choose(self, row: int) -> None:
        """Make a row the current one and show it."""
        if not 0 <= row < self.rows.rowCount():
            return
        index = self.rows.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def take_keyboard(self) -> None:
        """Take the keyboard and choose no row: the page may show what is not listed yet."""
        self._awaits_choice = True
        self.setFocus(_LEAVES_ROWS)

    def chosen_count(self) -> int:
        """How many rows are chosen; a million are counted by their ranges."""
        selection = self.selectionModel().selection()
        return sum(selection.at(place).height() for place in range(selection.count()))

    def chosen_ids(self) -> tuple[int, ...]:
        """The ids of the chosen rows of a long list, at most MOST_COPIED of them."""
        model = self.rows
        assert isinstance(model, BigListModel)
        ids = (model.id_at(place) for place in self._chosen_places())
        return tuple(row_id for row_id in ids if row_id is not None)

    def copied_text(self) -> str:
        """The chosen rows as tab-separated lines, at most MOST_COPIED of them."""
        return self._joined([self.rows.row_at(place) for place in self._chosen_places()])

    def copy(self) -> None:
        """Put the chosen rows on the clipboard; those not looked at yet are fetched for it."""
        places, model = self._chosen_places(), self.rows
        if isinstance(model, BigListModel) and model.missing(places):
            model.fetch(places, self._on_fetched)
        else:
            self._on_fetched([model.row_at(place) for place in places])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the row that Qt makes the current one when the keyboard comes in.

        Not while a page is about to choose one: the window may be active again before that.
        """
        if self._awaits_choice and event.reason() is Qt.FocusReason.ActiveWindowFocusReason:
            event = QFocusEvent(event.type(), _LEAVES_ROWS)
        super().focusInEvent(event)
        self.viewport().update()  # the frame of the current row goes through all of its cells
        if event.reason() not in _BY_KEYBOARD or self.selectionModel().hasSelection():
            return
        if self.currentIndex().isValid():
            self.choose(self.currentIndex().row())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rows()
        self.head.arrange(self.viewport().width())

    def _fit_rows(self) -> None:
        usual, low = self.line_heights[self._two_lines]
        height = theme.current().px(low if is_low(self) else usual)
        if self.verticalHeader().defaultSectionSize() != height:
            self.verticalHeader().setDefaultSectionSize(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif asks_menu(event):
            self._ask_menu(self.viewport().mapToGlobal(self._under_current()))
        else:
            super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End lead to the first and last row: Qt means cells, but rows are chosen here."""
        if action not in _TO_THE_ENDS:
            return super().moveCursor(action, modifiers)
        there = super().moveCursor(action, modifiers | Qt.KeyboardModifier.ControlModifier)
        return there.siblingAtColumn(max(0, self.currentIndex().column()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._ask_menu(self.viewport().mapToGlobal(self._under_current()))
            return
        index = self.indexAt(event.pos())
        if index.isValid() and not self.selectionModel().isRowSelected(index.row()):
            self.choose(index.row())
        if index.isValid():
            self._ask_menu(event.globalPos())

    def keyboardSearch(self, search: str) -> None:
        """Go to the row that begins with what is typed, unless there may be a million of them."""
        if isinstance(self.rows, RowsModel):
            super().keyboardSearch(search)

    def _under_current(self) -> QPoint:
        return self.visualRect(self.currentIndex().siblingAtColumn(0)).bottomLeft()

    def _ask_menu(self, place: QPoint) -> None:
        """Open the menu of the chosen rows, once the detail of a single one is there."""
        row = self.currentIndex().row()
        self._menu_place = None
        if row < 0:
            return
        if not self.selectionModel().hasSelection():
            self.choose(row)
        offers, line = self.offers, self.rows.row_at(row)
        is_waiting = line is None or not offers.is_shown(line)
        if self._is_single() and is_waiting and offers.shown is not None:
            self._menu_place = place
        elif line is not None:
            self._open_menu(place, line)

    def _on_detail(self) -> None:
        place = self._menu_place
        if place is not None and self.isVisible():
            self._ask_menu(place)

    def _is_single(self) -> bool:
        return self.chosen_count() <= 1

    def _on_rows(self) -> None:
        """Begin at the first row where the keyboard came before there was any.

        After whoever brought the rows, who may choose another one.
        """
        came_first, self._was_empty = self._was_empty, not self.rows.rowCount()
        if came_first and not self._was_empty:
            QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        if self.hasFocus() and not self.currentIndex().isValid():
            self.choose(0)

    def _on_selection(self, *_changed: object) -> None:
        self.counted.emit(self.chosen_count())

    def _open_menu(self, place: QPoint, line: Any) -> None:
        menu = QMenu(self)
        menu.setObjectName("row_menu")
        menu.aboutToHide.connect(menu.deleteLater)
        single, offers = self._is_single(), self.offers
        add_buttons(menu, offers.buttons if single else offers.several)
        if single:
            menu.addSeparator()
            for text, act in offers.links(line):
                menu.addAction(text, act)
            if offers.number is not None:
                number = offers.number(line)
                copy = partial(clipboard.copy, number)
                menu.addAction(tr("Copy number {number}", number=number), copy)
        menu.addSeparator()
        menu.addAction(tr("Copy row") if single else tr("Copy rows"), self.copy)
        order = self.head.order_menu(menu)
        if order is not None:
            menu.addMenu(order)
        if len(self.rows.columns) > 1:
            menu.addMenu(self.head.columns_menu(menu))
        menu.popup(place)

    def _chosen_places(self) -> list[int]:
        places: set[int] = set()
        selection = self.selectionModel().selection()
        for part in map(selection.at, range(selection.count())):
            room = MOST_COPIED - len(places)
            places.update(range(part.top(), min(part.bottom(), part.top() + room) + 1))
        return sorted(places)[:MOST_COPIED]

    def _on_fetched(self, rows: Sequence[Any]) -> None:
        clipboard.copy(self._joined(rows), personal=self._personal)
        if len(rows) >= MOST_COPIED:
            self._context.toast(tr("The first {n} rows were copied.", n=f"{MOST_COPIED:,}"))

    def _joined(self, rows: Sequence[Any]) -> str:
        columns = self.rows.columns
        shown = [each for at, each in enumerate(columns) if not self.isColumnHidden(at)]
        return spreadsheet_text(shown, [row for row in rows if row is not None])

    def _on_privacy(self, _private: bool) -> None:
        self.rows.forget_cells()
        self.viewport().update()

    def _dress_headers(self) -> None:
        self.verticalHeader().hide()
        self._fit_rows()
        self.setHorizontalHeader(self.head)
        orders = [column.order for column in self.rows.columns]
        self.head.setSectionsClickable(isinstance(self.rows, RowsModel) or any(orders))
        self.head.sortIndicatorChanged.connect(self.rows.sort)
        self.head.show_order()
        self.head.chose.connect(self._on_columns)
        theme.current().changed.connect(self._on_theme)

    def _on_columns(self, choice: ColumnChoice) -> None:
        context = self._context
        context.settings = remember_columns(
            context.settings, context.signed_in.folder, self.objectName(), choice.written()
        )

    def _on_theme(self) -> None:
        self.head.arrange(self.viewport().width())

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        self._awaits_choice = False
        self.viewport().update()
        self.chosen.emit(current.row())
