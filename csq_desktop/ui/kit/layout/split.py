"""A list and, beside it, the detail of what is chosen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.theme import theme

_BESIDE_FROM = 700


class DetailPane(Card):
    """The detail card: an empty state until something is chosen."""

    def __init__(self, empty: EmptyState) -> None:
        super().__init__()
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._content = QWidget()
        self.content = QVBoxLayout(self._content)
        self.content.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._content)
        self.body.addWidget(self._stack, 1)

    def show_content(self) -> None:
        """Show the detail."""
        self._stack.setCurrentIndex(1)

    def show_empty(self) -> None:
        """Show that nothing is chosen."""
        self._stack.setCurrentIndex(0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is shown."""
        return self._stack.currentIndex() == 0


class SplitView(QSplitter):
    """Two parts beside each other, or one above the other where the text is too large for that."""

    def __init__(self, left: QWidget, right: QWidget, shares: tuple[int, int] = (50, 50)) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(right)
        for at, share in enumerate(shares):
            self.setStretchFactor(at, share)
        self.setSizes([share * 10 for share in shares])
        left.setMinimumSize(280, 160)
        right.setMinimumSize(280, 160)

    def resizeEvent(self, event: QResizeEvent) -> None:
        beside = self.width() >= theme.current().px(_BESIDE_FROM)
        orientation = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.orientation() != orientation:
            self.setOrientation(orientation)
        super().resizeEvent(event)
