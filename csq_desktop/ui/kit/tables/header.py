"""A table's heading: columns that give way when it is narrow, and the menu that chooses them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from csq_desktop.texts import tr
from csq_desktop.ui.kit.tables.remembered import HIDDEN, ColumnChoice
from csq_desktop.ui.kit.tables.shown import Column
from csq_desktop.ui.theme import theme

_LEAST_FIRST = 150


class ColumnHeader(QHeaderView):
    """Gives each column its width; only what a person drags, hides or sorts is a choice.

    The first column, which says what a row is, has what the others leave, and always enough.
    `sideways` is for rows of a file: any number of columns, reached by scrolling.
    """

    chose = Signal(object)
    """A ColumnChoice to be remembered."""

    def __init__(self, columns: Sequence[Column], choice: ColumnChoice) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.sideways = False
        self._columns = tuple(columns)
        self._choice, self._room = choice, 0
        self._dragging = self._arranging = False
        self.setHighlightSections(False)
        self.setStretchLastSection(False)
        self.setSortIndicatorClearable(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.sectionResized.connect(self._on_resized)

    def show_order(self) -> None:
        """Show the remembered order of the rows, and remember the next ones."""
        self.put_order(self.order_text())
        self.setSortIndicatorShown(True)
        self.sortIndicatorChanged.connect(self._on_order)

    def order_text(self) -> str:
        """The order of the rows, for `put_order`; empty for the usual one."""
        return ColumnChoice(order=self._choice.order).written()

    def put_order(self, text: str) -> None:
        """Order the rows as they were."""
        key, down = ColumnChoice.read(text).order or ("", False)
        places = {column.key: at for at, column in enumerate(self._columns)}
        orders = Qt.SortOrder
        self.setSortIndicator(
            places.get(key, -1), orders.DescendingOrder if down else orders.AscendingOrder
        )

    def columns_menu(self, parent: QWidget | None = None) -> QMenu:
        """A menu that shows and hides columns and puts them back; the first always stays."""
        menu = QMenu(tr("Columns"), parent or self)
        for column in self._columns[1:]:
            action = menu.addAction(column.label)
            action.setCheckable(True)
            action.setChecked(self._is_chosen(column))
            action.toggled.connect(partial(self._on_shown, column.key))
        menu.addSeparator()
        menu.addAction(tr("Reset columns"), self.reset_columns).setObjectName("reset_columns")
        return menu

    def order_menu(self, parent: QWidget) -> QMenu | None:
        """A menu of what the heading does at a click, for the keyboard; None without an order."""
        if not self.sectionsClickable():
            return None
        menu = QMenu(tr("Sort by"), parent)
        for at, column in enumerate(self._columns):
            action = menu.addAction(column.label, partial(self._sort_by, at))
            action.setObjectName(f"sort_{column.key}")
            action.setCheckable(True)
            action.setChecked(at == self.sortIndicatorSection())
        menu.addSeparator()
        menu.addAction(tr("Usual order"), partial(self._sort_by, -1)).setObjectName("sort_usual")
        return menu

    def reset_columns(self) -> None:
        """Forget chosen widths and hidden columns; the order of the rows stays."""
        self._choose(ColumnChoice(order=self._choice.order))

    def arrange(self, room: int) -> None:
        """Share a width out among the columns; those of least worth are hidden where it is small.

        What is hidden here is not remembered: it comes back when there is room.
        """
        self._room = room
        shown = [column for column in self._columns if self._is_chosen(column)]
        if not self.sideways:
            while len(shown) > 1 and sum(map(self._least, shown)) > room:
                shown.remove(max(shown[1:], key=self._worthless))
        widths = self._shared_out(shown)
        self._arranging = True
        for at, column in enumerate(self._columns):
            self.setSectionHidden(at, column not in shown)
            if column in shown:
                self.resizeSection(at, widths[column.key])
        self._arranging = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragging = True  # what is resized from here on, a person resizes
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._dragging = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._dragging = True
        super().mouseDoubleClickEvent(event)

    def _is_chosen(self, column: Column) -> bool:
        if column is self._columns[0]:
            return True
        return self._choice.widths.get(column.key, HIDDEN if column.hidden else 0) != HIDDEN

    def _worthless(self, column: Column) -> tuple[bool, int, int]:
        """The largest goes first: what a person chose to see stays longest."""
        is_chosen = column.key in self._choice.widths
        return not is_chosen, column.rank, self._columns.index(column)

    def _least(self, column: Column) -> int:
        first = column is self._columns[0]
        return theme.current().px(min(column.width, _LEAST_FIRST) if first else column.least)

    def _preferred(self, column: Column) -> int:
        width = theme.current().px(self._choice.widths.get(column.key, 0) or column.width)
        return max(width, self._least(column))

    def _shared_out(self, shown: Sequence[Column]) -> dict[str, int]:
        widths = {column.key: self._preferred(column) for column in shown}
        if self.sideways and sum(widths.values()) > self._room:
            return widths
        first, others = shown[0], sorted(shown[1:], key=self._worthless, reverse=True)
        widths[first.key] = self._least(first)
        for column in others:
            over = max(0, sum(widths.values()) - self._room)
            widths[column.key] = max(self._least(column), widths[column.key] - over)
        widths[first.key] += max(0, self._room - sum(widths.values()))
        return widths

    def _on_resized(self, at: int, before: int, after: int) -> None:
        """A dragged edge moves width from one column to the next; the others stay as they are."""
        if self._arranging or not self._dragging:
            return
        sizes = self._dragged(at, before, after)
        percent, first = theme.current().percent, self._columns[0]
        widths = {
            column.key: round(sizes[place] * 100 / percent)
            for place, column in enumerate(self._columns)
            if place in sizes and (column is not first or self.sideways)
        }
        if widths:
            self._choose(replace(self._choice, widths={**self._choice.widths, **widths}))
        else:
            self.arrange(self._room)  # the right edge of the last column is the table's own

    def _dragged(self, at: int, before: int, after: int) -> dict[int, int]:
        """What the columns on both sides of a dragged edge get."""
        least = self._least(self._columns[at])
        if self.sideways:
            return {at: max(after, least)}
        right = [place for place in range(at + 1, self.count()) if not self.isSectionHidden(place)]
        if not right:
            return {}
        both = before + self.sectionSize(right[0])
        width = max(least, min(after, both - self._least(self._columns[right[0]])))
        return {at: width, right[0]: both - width}

    def _on_shown(self, key: str, shown: bool) -> None:
        widths = {**self._choice.widths, key: 0 if shown else HIDDEN}
        self._choose(replace(self._choice, widths=widths))

    def _on_order(self, at: int, order: Qt.SortOrder) -> None:
        down = order is Qt.SortOrder.DescendingOrder
        key = self._columns[at].key if at >= 0 else ""
        self._choose(replace(self._choice, order=(key, down) if key else None))

    def _sort_by(self, at: int) -> None:
        orders = Qt.SortOrder
        again = at == self.sortIndicatorSection()
        down = again and self.sortIndicatorOrder() == orders.AscendingOrder
        self.setSortIndicator(at, orders.DescendingOrder if down else orders.AscendingOrder)

    def _on_menu(self, place: QPoint) -> None:
        menu = self.columns_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(place))

    def _choose(self, choice: ColumnChoice) -> None:
        self._choice = choice
        self.arrange(self._room)
        self.chose.emit(choice)
