"""Forms: labelled fields with their errors beneath; their texts can be kept as a draft."""

from collections.abc import Iterable, Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from csq_desktop.errors import UserError
from csq_desktop.ui.kit.announcements import announce
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.field_error import FieldError, on_change, parts_of
from csq_desktop.ui.kit.forms.fields import (
    ChoiceBox,
    TextArea,
    WordsChoice,
    WordsLine,
    take_suggestions,
)
from csq_desktop.ui.kit.forms.identity_notice import IdentityNotice
from csq_desktop.ui.kit.layout.scrolled import bring_into_view
from csq_desktop.ui.theme import theme, tokens

_NARROWEST_COLUMN = 150
"""Pixels at 100 % text, below which the fields of a form stand one beneath the other."""


class FormGrid(QWidget):
    """Fields in one or two columns, each under its label.

    form = FormGrid(columns=2)
    form.add("name", tr("Name"), QLineEdit())
    form.add("words", tr("What the customer said"), TextArea(), wide=True)
    if form.accepts({"name": tr("Write the name.")} if … else {}):
        …
    """

    def __init__(self, columns: int = 1) -> None:
        super().__init__()
        self._columns = self._laid = columns
        self._placed: list[tuple[QWidget, bool]] = []
        self._at = 0
        self._fields: dict[str, QWidget] = {}
        self._errors: dict[str, FieldError] = {}
        self._cells: dict[str, QWidget] = {}
        self._notices: dict[str, IdentityNotice] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.GAP_LARGE)
        self._grid.setVerticalSpacing(tokens.GAP)
        self._stretch()

    def add(
        self, key: str, label: str, field: QWidget, *, hint: str = "", wide: bool = False
    ) -> QWidget:
        """Add a field under its label; returns the field."""
        field.setObjectName(field.objectName() or key)
        field.setAccessibleName(field.accessibleName() or label)
        if isinstance(field, QComboBox) and (line := field.lineEdit()) is not None:
            line.setAccessibleName(field.accessibleName())
        self._fields[key] = field
        field.setAccessibleDescription(field.accessibleDescription() or hint)
        self._errors[key] = FieldError(field)
        beneath: list[QWidget] = [self._errors[key]]
        if (words := _open_words(field)) is not None:
            self._notices[key] = IdentityNotice(words)
            beneath.insert(0, self._notices[key])
        if hasattr(field, "remark"):
            beneath.insert(0, self._remark_on(field))
        self._cells[key] = self._cell(label, field, hint, beneath)
        self._watch_reading(key)
        if isinstance(field, QComboBox) and field.isEditable():
            take_suggestions(field)
        self._place(self._cells[key], wide=wide)
        return field

    def add_row(self, widget: QWidget) -> None:
        """Add something across all columns."""
        self._place(widget, wide=True)

    def field(self, key: str) -> QWidget:
        """A field by its key."""
        return self._fields[key]

    def notice(self, key: str) -> IdentityNotice:
        """What is said of identities in a field of free text."""
        return self._notices[key]

    def set_shown(self, key: str, shown: bool) -> None:
        """Show or hide a field with its label; the others close up."""
        if self._cells[key].isHidden() is shown:
            self._cells[key].setVisible(shown)
            self._lay(self._laid)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each error beneath its field, none beneath the others; the first gets the focus.

        A field that cannot be read says how to write it, whatever else is said.
        """
        errors = {**errors, **self.misread()}
        for key, words in self._errors.items():
            words.say(errors.get(key, ""))
        for key in self._fields:
            if key in errors and not self._cells[key].isHidden():
                self._lead_to(key, errors[key])
                return

    def accepts(self, errors: Mapping[str, str]) -> bool:
        """Show the errors; returns whether there are none and every field can be read."""
        self.show_errors(errors)
        return not errors and not self.misread()

    def show_refusal(self, error: UserError) -> bool:
        """Show what a service refused beneath the field it speaks of; False where none is here."""
        key = self._key_of(error.field)
        if key not in self._fields or self._cells[key].isHidden():
            return False
        self._lead_to(key, error.text)
        return True

    def misread(self) -> dict[str, str]:
        """How to write each field whose text cannot be read; what is hidden is not asked."""
        said = {
            key: str(getattr(field, "misread", ""))
            for key, field in self._fields.items()
            if not self._cells[key].isHidden()
        }
        return {key: sentence for key, sentence in said.items() if sentence}

    def error(self, key: str) -> str:
        """What is said beneath a field; empty when nothing is."""
        return self._errors[key].sentence

    def collect(self) -> dict[str, str]:
        """Every field as text, for a draft."""
        return {key: text_of(field) for key, field in self._fields.items()}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Put a draft's texts back into the fields."""
        for key, text in texts.items():
            if key in self._fields:
                put_text(self._fields[key], text)

    def _key_of(self, field: str) -> str:
        """The form's key of a field that a service names; it may say of what too: user_name."""
        if not field or field in self._fields:
            return field
        return next((key for key in self._fields if key.endswith(f"_{field}")), "")

    def _lead_to(self, key: str, sentence: str) -> None:
        """Say what is wrong with a field, aloud too, and put the keyboard there."""
        self._errors[key].say_aloud(sentence)
        wrong = [part for part in parts_of(self._fields[key]) if getattr(part, "misread", "")]
        place = wrong[0] if wrong else self._fields[key]
        place.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(self._cells[key])

    def _watch_reading(self, key: str) -> None:
        """Say at once, when a field is left that cannot be read, how to write it."""
        for part in parts_of(self._fields[key]):
            if isinstance(part, QLineEdit) and hasattr(part, "misread"):
                part.editingFinished.connect(partial(self._on_left, key))

    def _remark_on(self, field: QWidget) -> QWidget:
        """The line beneath a field that says what is odd about its day, though it may be right."""
        line = PlainLabel("", "hint", wrap=True)
        line.setObjectName(f"{field.objectName()}_remark")

        def show_remark() -> None:
            text = str(getattr(field, "remark", ""))
            if text != line.text():
                line.setText(text)
                line.setVisible(bool(text))
                if field.isVisible():
                    announce(field, text)

        line.hide()
        for part in parts_of(field):
            on_change(part, show_remark)
        show_remark()
        return line

    def _on_left(self, key: str) -> None:
        sentence = str(getattr(self._fields[key], "misread", ""))
        if sentence:
            self._errors[key].say_aloud(sentence)

    def _cell(self, label: str, field: QWidget, hint: str, beneath: Iterable[QWidget]) -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_TINY)
        if label and not isinstance(field, QCheckBox):
            words = PlainLabel(label, "field", wrap=True)
            words.setBuddy(field)
            column.addWidget(words)
        column.addWidget(field)
        if hint:
            column.addWidget(PlainLabel(hint, "hint", wrap=True))
        for part in beneath:
            column.addWidget(part)
        column.addStretch(1)
        return cell

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the fields out in as many columns as there is room for."""
        super().resizeEvent(event)
        room = self.width() // theme.current().px(_NARROWEST_COLUMN)
        columns = min(max(room, 1), self._columns)
        if columns != self._laid:
            self._lay(columns)

    def minimumSizeHint(self) -> QSize:
        """As narrow as one column: a scroll area would keep room for all of them otherwise."""
        narrowest = max((cell.minimumSizeHint().width() for cell, _ in self._placed), default=0)
        return QSize(narrowest, super().minimumSizeHint().height())

    def _lay(self, columns: int) -> None:
        self._laid, self._at = columns, 0
        self._stretch()
        for cell, _ in self._placed:
            self._grid.removeWidget(cell)
        for cell, wide in self._placed:
            if not cell.isHidden():
                self._put(cell, wide)
        self.updateGeometry()

    def _stretch(self) -> None:
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1 if column < self._laid else 0)

    def _place(self, cell: QWidget, *, wide: bool) -> None:
        self._placed.append((cell, wide))
        self._put(cell, wide)

    def _put(self, cell: QWidget, wide: bool) -> None:
        if wide and self._at % self._laid:
            self._at += self._laid - self._at % self._laid
        row, column = divmod(self._at, self._laid)
        self._grid.addWidget(cell, row, column, 1, self._laid if wide else 1)
        self._at += self._laid if wide else 1


def text_of(field: QWidget) -> str:
    """What a field holds, as text."""
    if hasattr(field, "draft_text"):
        return str(field.draft_text())
    if isinstance(field, ChoiceBox):
        return field.value
    if isinstance(field, QCheckBox):
        return "1" if field.isChecked() else ""
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    if isinstance(field, QSpinBox):
        return str(field.value())
    if isinstance(field, QComboBox):
        return field.currentText()
    return field.text() if isinstance(field, QLineEdit) else ""


def put_text(field: QWidget, text: str) -> None:
    """Put what `text_of` gave back into a field."""
    if hasattr(field, "restore_text"):
        field.restore_text(text)
    elif isinstance(field, ChoiceBox):
        field.choose(text)
    elif isinstance(field, QCheckBox):
        field.setChecked(bool(text))
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(text)
        field.moveCursor(QTextCursor.MoveOperation.End)  # whoever goes on types behind it
    elif isinstance(field, QSpinBox):
        field.setValue(int(text or 0))
    elif isinstance(field, QComboBox):
        field.setCurrentText(text)
    elif isinstance(field, QLineEdit):
        field.setText(text)


def _open_words(field: QWidget) -> QPlainTextEdit | QLineEdit | None:
    """Where words are typed that everybody who opens the store reads."""
    if isinstance(field, WordsChoice):
        return field.line
    sealed = isinstance(field, TextArea) and field.sealed
    return field if isinstance(field, TextArea | WordsLine) and not sealed else None
