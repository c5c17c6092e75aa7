"""The list of cases or their board: what is shown, and what turns one into the other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QWidget

from csq_desktop import settings
from csq_desktop.domain.board.columns import QUEUES
from csq_desktop.domain.complaints.facts import ComplaintQueue
from csq_desktop.texts import tr
from csq_desktop.ui.board.acts import BoardActs
from csq_desktop.ui.board.board_view import BoardView
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.layout.split import SplitView
from csq_desktop.ui.kit.tables.table import TableView


class ListOrBoard(QStackedWidget):
    """Shows one of the two; which one each user chose is remembered on this computer."""

    switched = Signal()
    opened = Signal(object)
    counted = Signal(int)
    """How many open cases the board has."""
    refused = Signal(object)

    def __init__(self, listed: QWidget, board: BoardView, acts: BoardActs) -> None:
        super().__init__()
        self.board, self._context = board, board.context
        self._split: SplitView | None = None
        self.addWidget(listed)
        self.addWidget(board)
        self.nothing = EmptyState("message-report", "")
        self.addWidget(self.nothing)
        context = self._context
        is_board = settings.looks_at_board(
            context.settings, context.signed_in.folder, context.user.id
        )
        self.switch = buttons.icon_only(tr("Board"), "columns-3", name="board_switch")
        self.switch.setCheckable(True)
        self.switch.setChecked(is_board)
        self.setCurrentIndex(1 if is_board else 0)
        self.switch.toggled.connect(self._on_toggled)
        board.asked.connect(acts.step)
        board.menu_asked.connect(acts.menu)
        for part in (board, acts):
            part.refused.connect(self.refused)
        board.counted.connect(self._on_counted)
        board.opened.connect(self._on_opened)
        self.key = QAction(tr("Board or list"), self)
        self.key.setShortcut(QKeySequence("Ctrl+B"))
        self.key.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.key.triggered.connect(self.switch.toggle)

    @property
    def is_board(self) -> bool:
        """Whether the board is shown."""
        return self.switch.isChecked()

    def queues(self, offered: Sequence[ComplaintQueue]) -> Sequence[ComplaintQueue]:
        """Those lists that can be looked at: on the board only what is worked on."""
        return [queue for queue in offered if queue in QUEUES or not self.is_board]

    def divide(self, split: SplitView) -> None:
        """Stand in a split; the board needs its whole width, so a case takes its place."""
        self._split = split
        split.detail_alone.connect(self._on_alone)
        self._show_way()

    def take_keyboard(self, table: TableView) -> None:
        """Have the keyboard go to what is about to be chosen."""
        if self.is_board:
            self.setCurrentWidget(self.board)
            self.board.views[0].setFocus(Qt.FocusReason.MouseFocusReason)
        else:
            table.take_keyboard()

    def _show_way(self) -> None:
        self.setCurrentIndex(1 if self.is_board else 0)
        back = tr("Back to the board") if self.is_board else tr("Back to the list")
        if self._split is not None:
            self._split.always_take_turns(self.is_board, back)

    def _on_toggled(self, on: bool) -> None:
        context = self._context
        folder, user_id = context.signed_in.folder, context.user.id
        context.settings = settings.remember_board(context.settings, folder, user_id, on=on)
        context.keep_settings()
        self._show_way()
        self.switched.emit()

    def _on_counted(self, count: int, is_empty: bool) -> None:
        """Say what to do where the board has no card."""
        self.counted.emit(count)
        if self.is_board:
            self.setCurrentWidget(self.nothing if is_empty else self.board)

    def _on_opened(self, complaint_id: int) -> None:
        self.opened.emit(complaint_id)
        if self._split is not None:
            self._split.show_detail()

    def _on_alone(self, on: bool) -> None:
        """Back on the board the keyboard is on the card that it was on."""
        if self.is_board and not on:
            self.board.take_keyboard()
