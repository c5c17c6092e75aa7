"""What is wrong with a field, said beneath it until it is mended."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from csq_desktop.errors import UserError
from csq_desktop.ui.kit.announcements import announce
from csq_desktop.ui.kit.display.words import PlainLabel


class FieldError(PlainLabel):
    """The sentence beneath a field; a screen reader hears it with the field's name.

    It goes when the field is changed, and not before: neither a look-up nor another field's error
    takes it away.
    """

    def __init__(self, field: QWidget) -> None:
        super().__init__("", "error", wrap=True)
        self._parts = parts_of(field)
        self._plain = field.accessibleDescription()
        self.setVisible(False)
        for part in self._parts:
            on_change(part, self.clear)

    @property
    def sentence(self) -> str:
        """What it says now; empty when nothing is wrong."""
        return "" if self.isHidden() else self.text()

    def say(self, sentence: str) -> None:
        """Say what is wrong; an empty sentence takes back what was said."""
        self.setText(sentence)
        self.setVisible(bool(sentence))
        misread = [part for part in self._parts if getattr(part, "misread", "")]
        for part in self._parts:
            part.setAccessibleDescription(sentence or self._plain)
            is_wrong = bool(sentence) and part in (misread or self._parts)
            if bool(part.property("wrong")) != is_wrong:
                part.setProperty("wrong", is_wrong)
                part.style().unpolish(part)
                part.style().polish(part)

    def say_aloud(self, sentence: str) -> None:
        """Say it, to a screen reader too: the one error that somebody is led to."""
        self.say(sentence)
        if sentence:
            announce(self, sentence, assertive=True)

    def clear(self) -> None:
        """The field is right, or being mended."""
        if self.sentence:
            self.say("")


@runtime_checkable
class ShowsRefusal(Protocol):
    """A form: it knows which of its fields a refusal speaks of."""

    def show_refusal(self, error: UserError) -> bool:
        """Show it beneath that field; False where the form has no such field."""


def show_beneath_field(place: QWidget, error: UserError) -> bool:
    """Show what was refused beneath the field it speaks of, in any form of a place."""
    forms = (part for part in place.findChildren(QWidget) if isinstance(part, ShowsRefusal))
    return bool(error.field) and any(form.show_refusal(error) for form in forms)


def parts_of(field: QWidget) -> tuple[QWidget, ...]:
    """What is typed into: the field, or where it is made of several, each of them."""
    parts: tuple[QWidget, ...] = getattr(field, "parts", (field,))
    return parts


def on_change(field: QWidget, tell: Callable[[], object]) -> None:
    """Call back whenever a field is changed, by the user or by the program."""
    if isinstance(field, QComboBox):
        field.currentTextChanged.connect(lambda _text: tell())
    elif isinstance(field, QCheckBox):
        field.toggled.connect(lambda _on: tell())
    elif isinstance(field, QSpinBox | QDoubleSpinBox | QLineEdit):
        field.textChanged.connect(lambda _text: tell())
    elif isinstance(field, QPlainTextEdit):
        field.textChanged.connect(tell)
