"""List beside detail: a splitter that becomes one pane at a time when there is little room."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QSplitterHandle,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from csq_desktop.texts import tr
from csq_desktop.ui import theme, tokens
from csq_desktop.ui.widgets import buttons
from csq_desktop.ui.widgets.flow import FlowLayout
from csq_desktop.ui.widgets.messages import EmptyState

_BOTH_FROM = 640


class DetailPane(QFrame):
    """The case beside the list: a scrolling body, and actions that stay at the foot.

    pane = DetailPane(tr("Choose a complaint"), tr("Its history and clocks appear here."))
    pane.body.addWidget(…);  pane.add_action(buttons.secondary(…));  pane.add_action(…, main=True)
    pane.open() / pane.close_detail()
    """

    left = Signal()
    opened = Signal(bool)

    def __init__(self, title: str, sentence: str = "", *, icon: str = "list-search") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(1, 1, 1, 1)
        self._stack.addWidget(EmptyState(icon, title, sentence))
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.back = buttons.link(tr("Back to the list"), self._on_back, icon="arrow-left")
        self.back.setVisible(False)
        self._scroll, self.body = scrolling()
        self.body.setContentsMargins(17, 14, 17, 14)
        self.body.setSpacing(tokens.GAP_SMALL)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._foot())
        self._stack.addWidget(filled)

    @property
    def is_open(self) -> bool:
        """Whether it shows something."""
        return self._stack.currentIndex() == 1

    def open(self) -> None:
        """Show the body."""
        self._stack.setCurrentIndex(1)
        self._scroll.verticalScrollBar().setValue(0)
        self.opened.emit(True)

    def close_detail(self) -> None:
        """Show that nothing is chosen."""
        self._stack.setCurrentIndex(0)
        self.opened.emit(False)

    def add_action(self, button: QWidget, *, main: bool = False) -> None:
        """Put a button at the foot; the main one stands at the right end."""
        (self._main if main else self._actions).addWidget(button)
        self._foot_frame.setVisible(True)

    def _foot(self) -> QWidget:
        self._foot_frame = QWidget()
        row = QHBoxLayout(self._foot_frame)
        row.setContentsMargins(17, 10, 17, 14)
        row.setSpacing(tokens.GAP_SMALL)
        left, right = QWidget(), QWidget()
        self._actions, self._main = FlowLayout(left), FlowLayout(right, right=True)
        row.addWidget(left, 1)
        row.addWidget(right, 0)
        self._foot_frame.setVisible(False)
        return self._foot_frame

    def _on_back(self) -> None:
        self.close_detail()
        self.left.emit()


class SplitView(QSplitter):
    """A list and its detail side by side, or one at a time when the window is narrow.

    self.body.addWidget(SplitView(self.table_card, self.pane))
    """

    def __init__(self, listing: QWidget, pane: DetailPane, *, shares: tuple[int, int] = (1, 1)):
        super().__init__(Qt.Orientation.Horizontal)
        self._listing, self._pane = listing, pane
        self._narrow = False
        self.setChildrenCollapsible(False)
        self.setHandleWidth(14)
        self.addWidget(listing)
        self.addWidget(pane)
        for at, share in enumerate(shares):
            self.setStretchFactor(at, share)
        self.setSizes([share * 1000 for share in shares])
        pane.opened.connect(self._arrange)

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._narrow = self.width() < theme.current().px(_BOTH_FROM)
        self._arrange()
        super().resizeEvent(event)

    def _arrange(self, _open: bool = False) -> None:
        self._pane.back.setVisible(self._narrow)
        self._listing.setVisible(not (self._narrow and self._pane.is_open))
        self._pane.setVisible(not self._narrow or self._pane.is_open)


class _Handle(QSplitterHandle):
    """A grip of three dots, so that the splitter can be seen and caught."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colours = theme.current().colours
        painter.setBrush(QColor(colours.accent if self.underMouse() else colours.edge))
        middle = self.rect().center()
        for step in (-7, 0, 7):
            painter.drawEllipse(middle.x() - 1, middle.y() + step - 1, 3, 3)


def scrolling() -> tuple[QScrollArea, QVBoxLayout]:
    """A vertical scroll area without a frame, and the layout to fill."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    inside = QWidget()
    inside.setAutoFillBackground(False)
    area.setWidget(inside)
    inside.setAutoFillBackground(False)
    return area, QVBoxLayout(inside)
