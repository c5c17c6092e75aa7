"""A row that continues on the next line when the window is narrow or the text is large."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from csq_desktop.ui.theme import tokens


class FlowLayout(QLayout):
    """Lays widgets side by side, vertically centred in each line; `right` aligns lines right."""

    def __init__(
        self, parent: QWidget | None = None, *, gap: int = tokens.GAP_SMALL, right: bool = False
    ) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap, self._right = gap, right
        self.setContentsMargins(0, 0, 0, 0)
        if parent is not None:
            parent.setLayout(self)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, place=True)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown)
        width += self._gap * max(0, len(shown) - 1)
        height = max((item.sizeHint().height() for item in shown), default=0)
        return QSize(width, height)

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lay(self, rect: QRect, *, place: bool) -> int:
        top = rect.top()
        for line in self._lines(rect.width()):
            height = max(item.sizeHint().height() for item in line)
            if place:
                self._place(line, QRect(rect.left(), top, rect.width(), height))
            top += height + self._gap
        return max(0, top - rect.top() - self._gap)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            needed = item.sizeHint().width()
            if not lines or used + self._gap + needed > width:
                lines.append([item])
                used = needed
            else:
                lines[-1].append(item)
                used += self._gap + needed
        return lines

    def _place(self, line: list[QLayoutItem], rect: QRect) -> None:
        widths = [min(item.sizeHint().width(), rect.width()) for item in line]
        spare = rect.width() - sum(widths) - self._gap * (len(line) - 1)
        growing = [n for n, item in enumerate(line) if _grows(item)]
        for n in growing:
            widths[n] += max(0, spare) // len(growing)
        left = rect.left() + (max(0, spare) if self._right and not growing else 0)
        for item, width in zip(line, widths, strict=True):
            height = item.sizeHint().height()
            corner = QPoint(left, rect.top() + (rect.height() - height) // 2)
            item.setGeometry(QRect(corner, QSize(width, height)))
            left += width + self._gap


def _grows(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is not None and (
        widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding
    )
