"""Tables with one- or two-line rows, hideable columns, and copying as tab-separated text."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from csq_desktop.settings import remember_columns, remembered_columns
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit import clipboard
from csq_desktop.ui.kit.tables.big_list import BigListModel
from csq_desktop.ui.kit.tables.cell_delegate import CellDelegate
from csq_desktop.ui.kit.tables.copying import spreadsheet_text
from csq_desktop.ui.kit.tables.header import ColumnHeader
from csq_desktop.ui.kit.tables.remembered import ColumnChoice
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.theme import theme

__all__ = ["MOST_COPIED", "CellDelegate", "TableView"]

MOST_COPIED = 5_000
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.OtherFocusReason,  # a page that is shown again
)


class TableView(QTableView):
    """A table over a RowsModel or BigListModel; widths and hidden columns are remembered.

    view = TableView(context, model, name="complaints", two_lines=True)
    view.chosen.connect(self._on_chosen)        the row's place, or −1

    Rows copied from a `personal` table are cleared from the clipboard like other personal data.
    """

    chosen = Signal(int)
    opened = Signal(int)

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
        self._context, self._personal = context, personal
        chosen = remembered_columns(context.settings, context.signed_in.folder, name)
        self.head = ColumnHeader(model.columns, ColumnChoice.read(chosen))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows = model
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
        self._dress_headers(two_lines)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.activated.connect(lambda index: self.opened.emit(index.row()))
        context.privacy_changed.connect(self._on_privacy)

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
        """Select the row that Qt makes the current one when the keyboard comes in."""
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
        self.head.arrange(self.viewport().width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Go to the row that begins with what is typed, unless there may be a million of them."""
        if isinstance(self.rows, RowsModel):
            super().keyboardSearch(search)

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

    def _dress_headers(self, two_lines: bool) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.current().px(52 if two_lines else 36))
        self.setHorizontalHeader(self.head)
        self.head.setSectionsClickable(isinstance(self.rows, RowsModel))
        if isinstance(self.rows, RowsModel):
            self.head.sortIndicatorChanged.connect(self._on_order)
            self.head.show_order()
        self.head.chose.connect(self._on_columns)
        theme.current().changed.connect(self._on_theme)

    def _on_order(self, at: int, order: Qt.SortOrder) -> None:
        self.rows.sort(at, order)

    def _on_columns(self, choice: ColumnChoice) -> None:
        context = self._context
        context.settings = remember_columns(
            context.settings, context.signed_in.folder, self.objectName(), choice.written()
        )

    def _on_theme(self) -> None:
        self.head.arrange(self.viewport().width())

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.viewport().update()
        self.chosen.emit(current.row())
