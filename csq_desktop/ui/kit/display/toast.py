"""The short message at the window's foot, with Undo."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from csq_desktop.texts import tr
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import tokens

SHOWN_MS, SHOWN_WITH_UNDO_MS = 5000, 10000


class Toast(QFrame):
    """A message such as “Archived · Undo”: disappears by itself, but not under the pointer."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setObjectName("toast")
        self.setProperty("role", "toast")
        self._words = PlainLabel(wrap=False)
        self._undo = QPushButton(tr("Undo"))
        self._undo.setObjectName("undo")
        self._undo.clicked.connect(self._on_undo)
        self._take_back: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 10, 8)
        row.setSpacing(tokens.GAP)
        row.addWidget(self._words)
        row.addWidget(self._undo)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty when it is gone."""
        return self._words.text() if not self.isHidden() else ""

    def say(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Say what was done; with `undo`, offer to take it back."""
        self._words.setText(text)
        self._take_back = undo
        self._undo.setVisible(undo is not None)
        self.setAccessibleName(text)
        self.show()
        self._place()
        self._start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _start(self) -> None:
        self._timer.start(SHOWN_WITH_UNDO_MS if self._take_back else SHOWN_MS)

    def _place(self) -> None:
        host = self._host.rect()
        size = self.sizeHint().boundedTo(host.size())
        left = (host.width() - size.width()) // 2
        self.setGeometry(left, host.height() - size.height() - 20, size.width(), size.height())
        self.raise_()

    def _on_undo(self) -> None:
        take_back, self._take_back = self._take_back, None
        self.hide()
        if take_back is not None:
            take_back()
