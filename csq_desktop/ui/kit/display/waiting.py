"""Waiting: a moving line where something is fetched, and a card with progress and Cancel."""

from collections.abc import Callable

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QAccessible, QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from csq_desktop.texts import tr
from csq_desktop.ui.kit.accessibility import speak_as
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import ElidedLabel
from csq_desktop.ui.tasks import Waiting
from csq_desktop.ui.theme import theme, tokens

_STEP_MS, _TURN_MS = 30, 1400


class BusyLine(QWidget):
    """A thin moving line while something is being fetched, drawn over the content."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        speak_as(self, QAccessible.Role.ProgressBar)
        self._at = 0
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._on_step)
        self.setFixedHeight(3)
        self.setAccessibleName(tr("Loading"))
        self.setParent(parent)
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        length = self.width() // 4
        left = (self.width() + length) * self._at // _TURN_MS - length
        painter.fillRect(left, 0, length, self.height(), QColor(theme.current().colours.accent))

    def _on_step(self) -> None:
        self._at = (self._at + _STEP_MS) % _TURN_MS
        self.update()


class ProgressCard(QFrame):
    """What is being done, how far it is, and Cancel."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._cancel: Callable[[], None] | None = None
        self._words = ElidedLabel(title or tr("Working…"), "strong")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        self._bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._button = buttons.secondary(tr("Cancel"), self._on_cancel, name="cancel_job")
        self._button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(tokens.GAP)
        row.addWidget(self._bar, 1)
        row.addWidget(self._button)
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 12, 17, 13)
        column.setSpacing(tokens.GAP_TINY)
        column.addWidget(self._words)
        column.addLayout(row)
        self._title = self._words.text()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(420), super().sizeHint().height())

    def show_waiting(self, waiting: Waiting) -> None:
        """Show how far a job is."""
        self._words.setText(waiting.words or self._title)
        self._cancel = waiting.cancel
        self._button.setVisible(waiting.cancel is not None)
        if waiting.share is None:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(waiting.share * 1000))

    def _on_cancel(self) -> None:
        if self._cancel is not None:
            self._words.setText(tr("Cancelling…"))
            self._cancel()


class WaitingPlace:
    """Shows progress over a widget: a line at first, a card at its foot when it takes long."""

    def __init__(self, host: QWidget) -> None:
        self._host = host
        self._line = BusyLine(host)
        self._card: ProgressCard | None = None

    def show(self, waiting: Waiting | None) -> None:
        """Show the wait, or that it is over."""
        self._line.setVisible(waiting is not None)
        if waiting is not None and waiting.long:
            self._show_card(waiting)
        elif self._card is not None:
            self._card.hide()
        self.place()

    def place(self) -> None:
        """Position line and card; call it when the host's size changes."""
        host = self._host.rect()
        self._line.setGeometry(0, 0, host.width(), self._line.height())
        self._line.raise_()
        if self._card is not None:
            size = self._card.sizeHint().boundedTo(host.size())
            left = (host.width() - size.width()) // 2
            self._card.setGeometry(
                left, host.height() - size.height() - tokens.GAP_HUGE, size.width(), size.height()
            )
            self._card.raise_()

    def _show_card(self, waiting: Waiting) -> None:
        if self._card is None:
            self._card = ProgressCard()
            self._card.setParent(self._host)
        self._card.show_waiting(waiting)
        self._card.show()
