"""A model of some hundred frozen rows: columns, sorting, and the row behind an index."""

from collections.abc import Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from csq_desktop.ui.kit.tables.copying import NOTHING, sort_value
from csq_desktop.ui.kit.tables.shown import ROW, Cell, Column, cell_value

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class RowsModel(QAbstractTableModel):
    """Rows held whole; `set_rows` replaces them."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: list[Any] = []
        self._own_order: tuple[Any, ...] = ()
        self._cells: dict[int, tuple[Cell, ...]] = {}
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows in place of the earlier ones, sorted as before."""
        self.beginResetModel()
        self._own_order = tuple(rows)
        self._order()
        self.endResetModel()

    def row_at(self, row: int) -> Any:
        """The frozen row at a place."""
        return self._rows[row]

    def cell_at(self, row: int, column: int) -> Cell:
        """The cell at a place, made once."""
        cells = self._cells.get(row)
        if cells is None:
            cells = tuple(each.cell(self._rows[row]) for each in self.columns)
            self._cells[row] = cells
        return cells[column]

    def forget_cells(self) -> None:
        """Drop the cached cells: what may be shown has changed."""
        self._cells.clear()

    def find(self, value: object, key: str = "id") -> int:
        """The place of the row whose attribute has a value; −1 when there is none.

        The attribute may be one of a part: "user.id".
        """
        read = attrgetter(key)
        for place, row in enumerate(self._rows):
            if read(row) == value:
                return place
        return -1

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == ROW:
            return self._rows[index.row()]
        return cell_value(self.cell_at(index.row(), index.column()), role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].label
            if role == Qt.ItemDataRole.TextAlignmentRole:
                at_right = bool(self._rows) and self.cell_at(0, section).right
                side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the rows by a column, by none in their own order; what was chosen stays chosen."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        rows = [id(self._rows[index.row()]) for index in before]
        self._sorted = (column, order)
        self._order()
        places = {id(row): place for place, row in enumerate(self._rows)}
        after = [
            self.index(places[row], index.column()) for row, index in zip(rows, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _order(self) -> None:
        self._cells.clear()
        self._rows = list(self._own_order)
        if self._sorted is None or not 0 <= self._sorted[0] < len(self.columns):
            return
        column = self.columns[self._sorted[0]]
        down = self._sorted[1] == Qt.SortOrder.DescendingOrder
        if column.sort is not None:
            self._rows.sort(key=column.sort, reverse=down)
            return
        self._rows.sort(key=partial(sort_value, column), reverse=down)
        self._rows.sort(key=lambda row: sort_value(column, row) == NOTHING)  # last in either order
