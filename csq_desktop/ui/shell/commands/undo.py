"""Ctrl+Z: what the last toast with an Undo button would do, until something newer was done."""

from PySide6.QtCore import QEvent, QMetaObject, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from csq_desktop.texts import tr
from csq_desktop.ui.context import Context, ToastText
from csq_desktop.ui.kit import keyboard


class LastAction(QObject):
    """Remembers the one action that can be undone: the last that was done.

    Whatever else is written to the store makes it no longer the last, also what cannot be undone
    itself: Ctrl+Z must never undo something else than what was just done.
    """

    undoing = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._toast: ToastText | None = None
        self._commits = 0
        self._asked = False  # while something is being written, which may be newer
        context.tasks.settled.connect(self._on_settled)

    @property
    def words(self) -> str:
        """What Ctrl+Z would undo; empty where there is nothing."""
        is_last = self._commits == self._context.tasks.commits
        return self._toast.text if self._toast is not None and is_last else ""

    def offer(self, toast: ToastText) -> None:
        """An action was done, which its toast undoes; one without Undo changes nothing here.

        A toast may come late, after something newer was written; then it is not the last.
        """
        tasks = self._context.tasks
        commits = tasks.commits if tasks.answering is None else tasks.answering
        if toast.undo is not None and commits >= self._commits:
            self._toast, self._commits = toast, commits

    def forget(self) -> None:
        """There is nothing to undo any more."""
        self._toast = None

    def undo(self) -> None:
        """Undo the last action, once it is written, or say that there is none."""
        if self._context.tasks.is_writing:
            self._asked = True
        elif self.words and self._toast is not None:
            self.take_back(self._toast)
        else:
            self._context.toast(tr("There is nothing to undo here."))

    def _on_settled(self) -> None:
        if self._asked:
            self._asked = False
            self.undo()

    def take_back(self, toast: ToastText) -> None:
        """Undo what a toast offers; once."""
        if toast is self._toast:
            self.forget()
        self.undoing.emit()
        if toast.undo is not None:
            toast.undo()


class UndoKey(QObject):
    """Leaves Ctrl+Z to a field that was typed into, and else to the window.

    Qt's fields take the key even when they have nothing to undo. Once somebody typed in a field,
    the key is the field's until it is left or something newer was done, also when all typing is
    undone: a key held down must not go on from words to what is stored.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._field: QWidget | None = None
        self._link: QMetaObject.Connection | None = None
        self._typed = False

    def watch(self, field: QWidget | None) -> None:
        """Watch the widget that has the keyboard now."""
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
        if self._link is not None:
            QObject.disconnect(self._link)  # a field that is just going has none any more
        self._field, self._link, self._typed = field, None, False
        if field is None:
            return
        field.installEventFilter(self)
        words = _typed_into(field)
        if words is not None:
            self._link = words.textChanged.connect(self._on_typed)

    def begin_again(self) -> None:
        """Something that can be undone was done after what was typed."""
        self._typed = False

    def _on_typed(self) -> None:
        self._typed = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if not event.matches(QKeySequence.StandardKey.Undo):
            return False
        if self._typed or _has_typing(watched):
            return False
        event.ignore()
        return True


def _has_typing(field: QObject) -> bool:
    """Whether a field holds typing of its own that it can undo."""
    if isinstance(field, keyboard.UndoesTyping):
        return field.has_typing()
    words = _typed_into(field)
    if isinstance(words, QLineEdit):
        return words.isUndoAvailable()
    return words is not None and words.document().isUndoAvailable()


def _typed_into(field: QObject) -> QLineEdit | QPlainTextEdit | QTextEdit | None:
    """Where the words of a field are typed: itself, or its line."""
    if isinstance(field, QLineEdit | QPlainTextEdit | QTextEdit):
        return field
    return field.findChild(QLineEdit)
