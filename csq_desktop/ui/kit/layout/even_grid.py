"""Widgets of one width side by side: as many in a row as there is room for."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from csq_desktop.ui.theme import tokens


class EvenGrid(QWidget):
    """Lays widgets out in rows of equal columns, none narrower than `least` pixels.

    Rows are filled evenly: four widgets stand in one row, in two of two, or in four.
    """

    def __init__(self, widgets: Sequence[QWidget], least: int) -> None:
        super().__init__()
        self._widgets, self._least = tuple(widgets), least
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(tokens.GAP_SMALL)
        self._lay(len(self._widgets))

    @property
    def columns(self) -> int:
        """How many stand in a row now."""
        return self._columns

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        count, gap = len(self._widgets), tokens.GAP_SMALL
        fitting = max(1, min(count, (self.width() + gap) // (self._least + gap)))
        rows = -(-count // fitting)
        self._lay(-(-count // rows))

    def _lay(self, columns: int) -> None:
        if columns == self._columns:
            return
        for at in range(self._columns):
            self._grid.setColumnStretch(at, 0)
        self._columns = columns
        for at, widget in enumerate(self._widgets):
            self._grid.addWidget(widget, at // columns, at % columns)
        for at in range(columns):
            self._grid.setColumnStretch(at, 1)
