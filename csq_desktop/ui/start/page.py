"""A page of the start window: a heading, a sentence, a message place, and a column of content."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from csq_desktop.errors import UserError
from csq_desktop.ui.kit import keyboard
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.display.waiting import WaitingPlace
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.field_error import show_beneath_field
from csq_desktop.ui.kit.layout.turning import is_roomy
from csq_desktop.ui.tasks import Tasks, Waiting
from csq_desktop.ui.theme import theme, tokens

WIDTH = 560
_HINT_BESIDE_FROM = 440
"""Pixels at 100 % text."""


class StartPage(QWidget):
    """What is shown before anybody has signed in; `body` is a column as wide as a letter.

    `left` asks for the previous page; `working_changed` says whether the page may be left.
    """

    left = Signal()
    working_changed = Signal(bool)

    def __init__(self, tasks: Tasks, title: str, sentence: str = "", *, width: int = WIDTH) -> None:
        super().__init__()
        self.tasks, self.working = tasks, False
        self._holder: QWidget | None = None
        self.setAccessibleName(title)
        self.title, self.sentence = (
            PlainLabel(title, "title", wrap=True),
            PlainLabel(sentence, "muted", wrap=True),
        )
        self.message = InlineMessage()
        self._hint: QWidget | None = None
        self._foot, self._above_foot = QHBoxLayout(), QVBoxLayout()
        self.body = QVBoxLayout()
        self.body.setSpacing(tokens.GAP)
        self._waiting = WaitingPlace(self)
        self._lay_out(width)
        keyboard.save_by_key(self)

    def begin(self) -> None:
        """Focus the first field; called when the page is shown."""

    def typed(self) -> dict[str, str]:
        """What stands in the fields by their names, passphrases too: it is put back at once."""
        lines = self.findChildren(QLineEdit)
        return {line.objectName(): line.text() for line in lines if line.objectName()}

    def put_back(self, typed: Mapping[str, str]) -> None:
        """Restore what was typed, after the page was rebuilt."""
        for line in self.findChildren(QLineEdit):
            if typed.get(line.objectName()):
                line.setText(typed[line.objectName()])

    def work(
        self,
        job: Callable[..., Any],
        done: Callable[[Any], object],
        failed: Callable[[UserError], object],
    ) -> None:
        """Run a job that must not be lost; the page cannot be left meanwhile."""
        self._set_working(True)
        self.tasks.compute(self, job, partial(self._on_over, done), partial(self._on_over, failed))

    def enable(self, on: bool, *parts: QWidget) -> None:
        """Switch parts off while something is under way, and on again.

        The keyboard waits on the page and comes back: Qt would hand it from part to part, each
        read aloud, and out of the page at last.
        """
        holder = QApplication.focusWidget()
        if not on and holder is not None and self.isAncestorOf(holder):
            self._holder = holder
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        for part in parts:
            part.setEnabled(on)
        if on and self._holder is not None and self.hasFocus():
            self._holder.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Go back to the page before, unless something is under way."""
        if not self.working:
            self.left.emit()

    def show_error(self, error: UserError) -> None:
        """Say what went wrong: beneath the field it speaks of, else above them all."""
        if not show_beneath_field(self, error):
            self.message.show_error(error)

    def show_waiting(self, waiting: Waiting | None) -> None:
        """Show that something is being waited for."""
        self._waiting.show(waiting)

    def add_foot(self, back: QWidget, hint: QWidget, submit: QWidget) -> None:
        """End the page with the way back and its button; a hint stands beside it or above."""
        self._foot.setSpacing(tokens.GAP_SMALL)
        self._foot.addWidget(back)
        self._foot.addStretch(1)
        self._foot.addWidget(submit)
        self._above_foot.addWidget(hint)
        self.body.addLayout(self._above_foot)
        self.body.addLayout(self._foot)
        self._hint = hint

    def save_button(self) -> QPushButton | None:
        """The button that Ctrl+Enter presses and Enter comes to, where the page is a form."""
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if buttons.answers_enter(event, self.focusWidget()):
            return
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif keyboard.is_enter(event):
            keyboard.go_on(self, self.save_button())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._waiting.place()
        self._place_hint()

    def _place_hint(self) -> None:
        """Beside the buttons it would be a narrow column of words where there is little room."""
        if self._hint is None:
            return
        beside = is_roomy(self, _HINT_BESIDE_FROM)
        if beside and self._above_foot.count():
            self._foot.insertWidget(self._foot.count() - 1, self._hint)
        elif not beside and not self._above_foot.count():
            self._above_foot.addWidget(self._hint)

    def _on_over(self, heard: Callable[[Any], object], answer: object) -> None:
        self._set_working(False)
        heard(answer)

    def _set_working(self, on: bool) -> None:
        self.working = on
        self.working_changed.emit(on)

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
