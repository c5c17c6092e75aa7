"""A part of the settings: a sentence, a message place, cards, and saving with undo."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from csq_desktop.errors import UserError
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit import keyboard
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.field_error import show_beneath_field
from csq_desktop.ui.kit.forms.form_draft import FormDraft
from csq_desktop.ui.kit.layout.scrolled import scrolled
from csq_desktop.ui.theme import theme, tokens

WIDTH = 820
Job = Callable[..., Any]


class SettingsSection(QWidget):
    """One part; it asks for what it shows in `reload`, when shown and when a topic changed.

    `body` scrolls where there is no room for it; what is in `foot` stays in sight.
    """

    topics: ClassVar[frozenset[str]] = frozenset()
    wide: ClassVar[int] = WIDTH

    def __init__(self, context: Context, sentence: str = "") -> None:
        super().__init__()
        self.context = context
        self.message = InlineMessage()
        self.draft = FormDraft(self, context, self.message, (self.collect, self.restore))
        self.body = QVBoxLayout()
        self.body.setSpacing(tokens.GAP)
        self.foot = QHBoxLayout()
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, tokens.GAP_SMALL, 0)
        column.setSpacing(tokens.GAP)
        if sentence:
            column.addWidget(PlainLabel(sentence, "muted", wrap=True))
        column.addWidget(self.message)
        content = QWidget()
        content.setLayout(self.body)
        self.body.setContentsMargins(0, 0, tokens.GAP_SMALL, tokens.GAP_SMALL)
        column.addWidget(scrolled(content), 1)
        column.addLayout(self.foot)
        if self.wide:
            held.setMaximumWidth(theme.current().px(self.wide))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(held, 100)
        row.addStretch(1)

    def reload(self) -> None:
        """Ask for everything the section shows."""

    def primary_button(self) -> QPushButton | None:
        """What Ctrl+N presses while the section is shown."""
        return None

    def save_button(self) -> QPushButton | None:
        """What Ctrl+Enter presses in the section, where it has something to save."""
        return None

    def collect(self) -> Mapping[str, str]:
        """What is typed, by field, where the section has a form; it begins its draft."""
        return {}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Put what was typed back."""

    def show_error(self, error: UserError) -> None:
        """Say what went wrong: beneath the field it speaks of, else above them all."""
        if not show_beneath_field(self, error):
            self.message.show_error(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if keyboard.is_enter(event) and not isinstance(self.focusWidget(), QPushButton):
            keyboard.go_on(self, self.save_button())
        else:
            super().keyPressEvent(event)

    def save(
        self,
        job: Job,
        undo: Job | None = None,
        toast_text: str = "",
        *,
        draft: FormDraft | None = None,
    ) -> None:
        """Write, say that it is saved, and offer to take it back where `undo` does so.

        `draft` is that of the fields that are written.
        """
        self.message.clear()

        def saved(_: object) -> None:
            if draft is not None:
                draft.finish()
            words = toast_text or tr("Saved.")
            if undo is None:
                self.context.toast(words)
            else:
                self.context.toast_done(words, undo)

        self.context.tasks.write(self, job, saved, self.show_error)
