"""The cards of one column: as many as were fetched, more once somebody scrolls to them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, Qt

from csq_desktop.domain.board.columns import BoardColumn
from csq_desktop.domain.complaints.facts import ComplaintLine, Filter, State
from csq_desktop.services.board import board
from csq_desktop.ui.board.card import CardOf
from csq_desktop.ui.kit.display.words import plain_tip
from csq_desktop.ui.kit.tables.rows import NOWHERE, Index
from csq_desktop.ui.tasks import Tasks

CARD = Qt.ItemDataRole.UserRole + 1
MIME = "application/x-csq-case"
"""What is dragged: the number of a case, within the board alone."""


class ColumnModel(QAbstractListModel):
    """Cards by place; Qt asks for more of them when the last is nearly seen."""

    def __init__(self, tasks: Tasks, step: State, card_of: CardOf, parent: QObject) -> None:
        super().__init__(parent)
        self.step = step
        self._tasks, self._card_of = tasks, card_of
        self._shown = Filter()
        self._lines: list[ComplaintLine] = []
        self._count = 0
        self._asked_after = -1

    def show_column(self, column: BoardColumn, shown: Filter) -> None:
        """Show a column of a list as it was looked at."""
        self.beginResetModel()
        self._shown, self._count = shown, column.count
        self._lines, self._asked_after = list(column.lines), -1
        self.endResetModel()

    def show_time(self) -> None:
        """Say what is overdue by now; the cards stay."""
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))

    def line_at(self, place: int) -> ComplaintLine | None:
        """The case at a place."""
        return self._lines[place] if 0 <= place < len(self._lines) else None

    def place_of(self, complaint_id: int) -> int:
        """The place of a case; −1 where it is not among those fetched."""
        ids = [line.id for line in self._lines]
        return ids.index(complaint_id) if complaint_id in ids else -1

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line_at(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == CARD:
            return self._card_of(line)
        if role == Qt.ItemDataRole.DisplayRole:
            return line.summary
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._card_of(line).spoken)
        return self._card_of(line).spoken if role == Qt.ItemDataRole.AccessibleTextRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        carried = QMimeData()
        line = self.line_at(indexes[0].row()) if indexes else None
        if line is not None:
            carried.setData(MIME, str(line.id).encode())
        return carried

    def canFetchMore(self, parent: Index = NOWHERE) -> bool:
        fetched = len(self._lines)
        return not parent.isValid() and fetched < self._count and fetched != self._asked_after

    def fetchMore(self, parent: Index = NOWHERE) -> None:
        after = self._asked_after = len(self._lines)
        job = partial(board.further, shown=self._shown, step=self.step, after=after)
        self._tasks.read(self, job, partial(self._on_further, self._shown, after))

    def _on_further(self, shown: Filter, after: int, lines: tuple[ComplaintLine, ...]) -> None:
        """Add a page, unless another list is shown by now."""
        if shown is not self._shown or after != len(self._lines) or not lines:
            return
        self.beginInsertRows(NOWHERE, after, after + len(lines) - 1)
        self._lines += lines
        self.endInsertRows()
