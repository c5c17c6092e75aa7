"""A page of the start window: a heading, a sentence, a message place, and a column of content."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop.errors import UserError
from csq_desktop.ui import theme, tokens
from csq_desktop.ui.tasks import Tasks, Waiting
from csq_desktop.ui.widgets import buttons
from csq_desktop.ui.widgets.messages import InlineMessage
from csq_desktop.ui.widgets.waiting import WaitingPlace
from csq_desktop.ui.widgets.words import Words

WIDTH = 560


class StartPage(QWidget):
    """What is shown before anybody has signed in; `body` is a column as wide as a letter."""

    def __init__(self, tasks: Tasks, title: str, sentence: str = "", *, width: int = WIDTH) -> None:
        super().__init__()
        self.tasks = tasks
        self.title, self.sentence = (
            Words(title, "title", wrap=True),
            Words(sentence, "muted", wrap=True),
        )
        self.message = InlineMessage()
        self.body = QVBoxLayout()
        self.body.setSpacing(tokens.GAP)
        self._waiting = WaitingPlace(self)
        self._lay_out(width)

    def begin(self) -> None:
        """The page is shown: put the focus where typing begins."""

    def show_error(self, error: UserError) -> None:
        """Say in place what went wrong."""
        self.message.show_error(error)

    def show_waiting(self, waiting: Waiting | None) -> None:
        """Show that something is being waited for."""
        self._waiting.show(waiting)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not buttons.answers_enter(event, self.focusWidget()):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._waiting.place()

    def _lay_out(self, width: int) -> None:
        self.sentence.setVisible(bool(self.sentence.text()))
        column = QVBoxLayout()
        column.setSpacing(tokens.GAP_SMALL)
        column.addWidget(self.title)
        column.addWidget(self.sentence)
        column.addSpacing(tokens.GAP_SMALL)
        column.addWidget(self.message)
        column.addLayout(self.body, 1)
        held = QWidget()
        held.setLayout(column)
        held.setMaximumWidth(theme.current().px(width))
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(held, 100)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(tokens.GAP_HUGE, 36, tokens.GAP_HUGE, tokens.GAP_HUGE)
        outer.addLayout(row, 1)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, False)
