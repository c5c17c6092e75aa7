"""Tables with one- or two-line rows, hideable columns, and copying as tab-separated text."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit import clipboard
from csq_desktop.ui.kit.tables.big_list import BigListModel
from csq_desktop.ui.kit.tables.cell_delegate import CellDelegate
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell
from csq_desktop.ui.theme import theme

__all__ = ["MOST_COPIED", "CellDelegate", "TableView"]

MOST_COPIED = 5_000
_LEAST_FIRST = 150
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
        if event.reason() not in _BY_KEYBOARD or self.selectionModel().hasSelection():
            return
        if self.currentIndex().isValid():
            self.choose(self.currentIndex().row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The first column, which says what a row is, has what the others leave, and enough."""
        super().resizeEvent(event)
        head, first = self.horizontalHeader(), self.rows.columns[0]
        least = theme.current().px(min(first.width, _LEAST_FIRST))
        others = sum(map(self.columnWidth, range(1, len(self.rows.columns))))
        narrow = self.viewport().width() - others < least
        modes = QHeaderView.ResizeMode
        head.setSectionResizeMode(0, modes.Interactive if narrow else modes.Stretch)
        if narrow:
            head.resizeSection(0, least)

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
        shown = [each for at, each in enumerate(self.rows.columns) if not self.isColumnHidden(at)]
        return "\n".join(
            "\t".join(_plain(column.cell(row)) for column in shown)
            for row in rows
            if row is not None
        )

    def _on_privacy(self, _private: bool) -> None:
        self.rows.forget_cells()
        self.viewport().update()

    def _dress_headers(self, two_lines: bool) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.current().px(52 if two_lines else 36))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setMinimumSectionSize(48)
        stored = dict(self._context.settings.columns).get(self.objectName(), "").split(",")
        for at, column in enumerate(self.rows.columns):
            widths = [part.split(":") for part in stored if part.startswith(f"{column.key}:")]
            width = theme.current().px(int(widths[0][1]) if widths else column.width)
            self.setColumnWidth(at, abs(width) or 48)
            self.setColumnHidden(at, width < 0 if widths else column.hidden)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._on_header_menu)
        head.sectionResized.connect(self._on_resized)
        sortable = isinstance(self.rows, RowsModel) and any(c.sort for c in self.rows.columns)
        if sortable:
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)

    def columns_menu(self) -> QMenu:
        """A menu that shows and hides columns; the first always stays."""
        menu = QMenu(self)
        for at, column in enumerate(self.rows.columns[1:], 1):
            action = menu.addAction(column.label)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(at))
            action.toggled.connect(lambda on, place=at: self._show_column(place, on))
        return menu

    def _show_column(self, at: int, shown: bool) -> None:
        self.setColumnHidden(at, not shown)
        self._remember()

    def _on_header_menu(self, place: QPoint) -> None:
        self.columns_menu().popup(self.horizontalHeader().mapToGlobal(place))

    def _on_resized(self, at: int, *_widths: int) -> None:
        if at:  # the first column has what is left, which nobody chose
            self._remember()

    def _remember(self) -> None:
        """Remember the widths, converted to 100% text size."""
        percent = theme.current().percent
        parts = [
            f"{column.key}:{-1 if self.isColumnHidden(at) else round(wide * 100 / percent)}"
            for at, column in enumerate(self.rows.columns)
            for wide in (self.columnWidth(at),)
        ]
        settings = self._context.settings
        others = [pair for pair in settings.columns if pair[0] != self.objectName()]
        columns = (*others, (self.objectName(), ",".join(parts)))
        self._context.settings = replace(settings, columns=columns)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(current.row())


def _plain(cell: Cell) -> str:
    return f"{cell.text} {cell.under}".strip().replace("\t", " ").replace("\n", " ")
