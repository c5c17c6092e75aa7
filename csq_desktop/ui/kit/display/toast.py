"""The short message at the window's foot, with Undo."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from csq_desktop.texts import tr
from csq_desktop.ui.kit.announcements import announce
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import tokens

SHOWN_MS, SHOWN_WITH_UNDO_MS = 5000, 10000


class Toast(QFrame):
    """A message such as “Archived · Undo”: disappears by itself.

    Not while the pointer or the keyboard is on it: whoever is about to press Undo has the time.
    It lies over `place`, which is in `parent` or is it. A QStackedWidget is no parent for it: of
    one, a screen reader sees the pages alone.
    """

    def __init__(self, parent: QWidget, place: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parent, self._beneath = parent, place or parent
        self.setObjectName("toast")
        self.setProperty("role", "toast")
        self._words = PlainLabel(wrap=False)
        self._undo = QPushButton(tr("Undo"))
        self._undo.setObjectName("undo")
        self._undo.clicked.connect(self._on_undo)
        self._pointed_at = False
        self._take_back: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 10, 8)
        row.setSpacing(tokens.GAP)
        row.addWidget(self._words)
        row.addWidget(self._undo)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self._undo.installEventFilter(self)
        self._beneath.installEventFilter(self)
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
        self._place()  # shown in the corner first, it could come to lie under the pointer
        self.show()
        self._place()
        self._start()
        announce(self, text)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._pointed_at = True
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed_at = False
        self._start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._beneath:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
        elif event.type() == QEvent.Type.FocusIn:
            self._timer.stop()
        elif event.type() == QEvent.Type.FocusOut:
            self._start()
        return False

    def _start(self) -> None:
        """Begin to count, once neither pointer nor keyboard is on it."""
        if not (self._pointed_at or self._undo.hasFocus()):
            self._timer.start(SHOWN_WITH_UNDO_MS if self._take_back else SHOWN_MS)

    def _place(self) -> None:
        corner = self._beneath.mapTo(self._parent, QPoint())
        width, height = self._beneath.width(), self._beneath.height()
        size = self.sizeHint().boundedTo(self._beneath.size())
        # At the left: the buttons of a record stand in the other corner.
        left = corner.x() + min(20, width - size.width())
        top = corner.y() + height - size.height() - 20
        self.setGeometry(left, top, size.width(), size.height())
        self.raise_()

    def _on_undo(self) -> None:
        take_back, self._take_back = self._take_back, None
        self.hide()
        if take_back is not None:
            take_back()
