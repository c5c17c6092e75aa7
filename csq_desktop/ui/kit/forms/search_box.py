"""The visible search box of a list, which also catches what is typed into the list."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QInputMethodQueryEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QWidget
from shiboken6 import isValid

from csq_desktop.ui.kit.accessibility import hide_icons
from csq_desktop.ui.theme import icons, theme

_PAUSE_MS = 160
_WIDTH = 280


class SearchBox(QLineEdit):
    """A search field; `searched` is emitted when typing pauses, or at once on Enter.

    box = SearchBox(tr("Search complaints…"))
    box.catch_typing(self.table)        letters typed in the table land here
    """

    searched = Signal(str)

    def __init__(self, placeholder: str, *, name: str = "search") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "search")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        hide_icons(self)
        icons.scale_in(self)
        self.setMinimumWidth(theme.current().px(120))
        self.setMaximumWidth(theme.current().px(340))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._views: list[QWidget] = []
        self._typed_in: QWidget | None = None
        self._last = ""
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(lambda _text: self._pause.start())
        self.returnPressed.connect(self._tell)

    def sizeHint(self) -> QSize:
        """Narrower for large text in a small window: the page's title stands beside it."""
        share = self.window().width() * 27 // 100
        return QSize(min(theme.current().px(_WIDTH), share), super().sizeHint().height())

    def catch_typing(self, view: QWidget) -> None:
        """Letters typed in the view go into this box; Down and Esc lead back to the view.

        Of several views the one that was typed in, else the first that is seen.
        """
        self._views = [*filter(isValid, self._views), view]
        view.installEventFilter(self)

    def _list(self) -> QWidget | None:
        seen = [view for view in self._views if isValid(view) and view.isVisible()]
        return self._typed_in if self._typed_in in seen else next(iter(seen), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and watched.hasFocus():
            self._typed_in = watched
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            if plain and event.text().isprintable() and event.text().strip():
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                self.setText(self.text() + event.text())
                return True
        if isinstance(event, QInputMethodQueryEvent) and isinstance(watched, QWidget):
            return self._answer_input_method(event, watched)
        if isinstance(event, QInputMethodEvent):
            return self._take_composed(event)
        return super().eventFilter(watched, event)

    def _answer_input_method(self, event: QInputMethodQueryEvent, view: QWidget) -> bool:
        """Have what is typed in the view composed as if it were typed here."""
        QApplication.sendEvent(self, event)
        place = event.value(Qt.InputMethodQuery.ImCursorRectangle)
        if isinstance(place, QRect):
            corner = view.mapFromGlobal(self.mapToGlobal(place.topLeft()))
            place.moveTopLeft(corner)
            event.setValue(Qt.InputMethodQuery.ImCursorRectangle, place)
        return True

    def _take_composed(self, event: QInputMethodEvent) -> bool:
        """Show what is being composed; the keyboard comes here with the finished words.

        Not before: a change of focus would end what is being composed.
        """
        is_finished = bool(event.commitString())
        QApplication.sendEvent(self, event)
        if is_finished:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Escape) and (view := self._list()):
            view.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        self._pause.stop()
        if self.text() != self._last:
            self._last = self.text()
            self.searched.emit(self._last.strip())
