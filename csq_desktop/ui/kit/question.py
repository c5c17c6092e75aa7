"""A question before something that has no way back: what it does, and a button that does it."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel


class QuestionDialog(Dialog):
    """Says what is about to be done; `confirmed` when its button is pressed, which has the focus.

    Nothing is asked that an Undo could answer better.
    """

    wide: ClassVar[int] = 460
    tall: ClassVar[int] = 240
    confirmed = Signal()

    def __init__(self, context: Context, words: tuple[str, str, str], parent: QWidget) -> None:
        """`words`: the question, what it means, and the action."""
        title, meaning, action = words
        super().__init__(context, title, action, parent)
        self.setObjectName("question_dialog")
        self.content.addWidget(PlainLabel(meaning, wrap=True))

    def submit(self) -> None:
        """Yes."""
        self.finish()
        self.confirmed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.submit_button.setFocus(Qt.FocusReason.OtherFocusReason)


def ask(
    context: Context,
    words: tuple[str, str, str],
    parent: QWidget,
    confirmed: Callable[[], object],
) -> None:
    """Ask the question of a QuestionDialog; `confirmed` is called when the answer is yes."""
    dialog = QuestionDialog(context, words, parent)
    dialog.confirmed.connect(confirmed)
    dialog.open()
