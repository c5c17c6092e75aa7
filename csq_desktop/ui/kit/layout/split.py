"""A list and, beside it, the detail of what is chosen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.theme import theme

_BESIDE_FROM = 640
"""Pixels at 100 % text, as wide as a page is on a screen of 960 with the rail unfolded."""


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

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        shares: tuple[int, int] = (50, 50),
        *,
        name: str,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName(name)
        self._shares = shares
        self._was_moved = False
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(right)
        for at, share in enumerate(shares):
            self.setStretchFactor(at, share)
        self._divide()
        left.setMinimumSize(280, 160)
        right.setMinimumSize(280, 160)
        self.splitterMoved.connect(self._on_moved)

    def view_text(self) -> str:
        """What a window remembers of it: how somebody divided it, in shares of 1000."""
        return str(self._shares[0]) if self._was_moved else ""

    def put_view(self, text: str) -> None:
        """Divide it as a window remembered."""
        if text.isdecimal() and 0 < int(text) < 1000:
            self._was_moved = True
            self._shares = (int(text), 1000 - int(text))
            self._divide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        beside = self.width() >= theme.current().px(_BESIDE_FROM)
        orientation = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.orientation() != orientation:
            self.setOrientation(orientation)
            self._divide()
        super().resizeEvent(event)

    def _divide(self) -> None:
        self.setSizes([share * 10 for share in self._shares])

    def _on_moved(self, _place: int, _handle: int) -> None:
        first, second = self.sizes()
        share = min(max(round(1000 * first / (first + second)), 1), 999)
        self._was_moved = True
        self._shares = (share, 1000 - share)
