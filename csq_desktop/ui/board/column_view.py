"""One column of the board: its cards, the keys that move among them, and what is dropped on it."""

from PySide6.QtCore import QItemSelectionModel, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QListView

from csq_desktop.domain.complaints.facts import ComplaintLine
from csq_desktop.ui.board.card_delegate import CardDelegate
from csq_desktop.ui.board.column_model import MIME, ColumnModel
from csq_desktop.ui.kit.keyboard import asks_menu
from csq_desktop.ui.theme import theme, tokens

_ASIDE = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_PLAIN, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.OtherFocusReason,  # a page that is shown again
)


class ColumnView(QListView):
    """The cards of one step.

    `aside` asks for the column beside it, `moved` to take the current case there; `dropped` says
    which case was let go here.
    """

    aside = Signal(int)
    moved = Signal(int)
    dropped = Signal(object)
    menu_asked = Signal(QPoint)

    def __init__(self, cards: ColumnModel) -> None:
        super().__init__()
        self.cards = cards
        self._takes_card = False
        self.setModel(cards)
        self.setObjectName(f"board_{cards.step.value}")
        self.setProperty("role", "cards")
        self.setItemDelegate(CardDelegate(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        theme.current().changed.connect(self.doItemsLayout)

    @property
    def current(self) -> ComplaintLine | None:
        """The case that the keyboard is on."""
        return self.cards.line_at(self.currentIndex().row())

    @property
    def current_id(self) -> int | None:
        """The id of that case."""
        line = self.current
        return None if line is None else line.id

    def choose(self, place: int) -> None:
        """Make a card the current one, the last where there are fewer."""
        place = min(place, self.cards.rowCount() - 1)
        if place >= 0:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.cards.index(place), flags)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        along = _ASIDE.get(Qt.Key(event.key()), 0)
        if along and held == _PLAIN:
            self.aside.emit(along)
        elif along and held == _CTRL:
            self.moved.emit(along)
        elif asks_menu(event):
            self._ask_menu(self.visualRect(self.currentIndex()).bottomLeft())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _BY_KEYS and not self.selectionModel().hasSelection():
            self.choose(max(0, self.currentIndex().row()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self.choose(index.row())
            self._ask_menu(self.visualRect(index).bottomLeft() if by_key else event.pos())

    def _ask_menu(self, place: QPoint) -> None:
        self.menu_asked.emit(self.viewport().mapToGlobal(place))

    def keyboardSearch(self, _search: str) -> None:
        """Nothing: what is typed goes into the search box."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._take(event)
        self._show_taking(event.isAccepted())

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show_taking(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the column that the card would be let go in."""
        super().paintEvent(event)
        if self._takes_card:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.current().colours.focus), 2))
            frame = QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(frame, tokens.RADIUS_SMALL, tokens.RADIUS_SMALL)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._take(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say which case was let go; nothing moves before its step is recorded."""
        self._show_taking(False)
        case = bytes(event.mimeData().data(MIME).data()).decode()
        if case.isdecimal():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(int(case))

    def _show_taking(self, on: bool) -> None:
        self._takes_card = on
        self.viewport().update()

    def _take(self, event: QDragMoveEvent) -> None:
        """Take a card of another column of this window, nothing else."""
        source = event.source()
        is_card = isinstance(source, ColumnView) and event.mimeData().hasFormat(MIME)
        event.setAccepted(is_card and source is not self)
