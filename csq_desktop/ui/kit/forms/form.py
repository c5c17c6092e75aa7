"""Forms: labelled fields with their errors beneath; their texts can be kept as a draft."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import (
    ChoiceBox,
    TextArea,
    WordsChoice,
    WordsLine,
    take_suggestions,
)
from csq_desktop.ui.kit.forms.identity_notice import IdentityNotice
from csq_desktop.ui.theme import theme, tokens

_NARROWEST_COLUMN = 150
"""Pixels at 100 % text, below which the fields of a form stand one beneath the other."""


class FormGrid(QWidget):
    """Fields in one or two columns, each under its label.

    form = FormGrid(columns=2)
    form.add("name", tr("Name"), QLineEdit())
    form.add("words", tr("What the customer said"), TextArea(), wide=True)
    form.show_errors({"name": tr("Write the name.")})
    """

    def __init__(self, columns: int = 1) -> None:
        super().__init__()
        self._columns = self._laid = columns
        self._placed: list[tuple[QWidget, bool]] = []
        self._at = 0
        self._fields: dict[str, QWidget] = {}
        self._errors: dict[str, PlainLabel] = {}
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
        self._fields[key] = field
        self._errors[key] = PlainLabel("", "error", wrap=True)
        self._errors[key].setVisible(False)
        beneath: list[QWidget] = [self._errors[key]]
        if (words := _open_words(field)) is not None:
            self._notices[key] = IdentityNotice(words)
            beneath.insert(0, self._notices[key])
        self._cells[key] = self._cell(label, field, hint, beneath)
        _on_change(field, partial(self._put_right, key))
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
        """Show or hide a field with its label."""
        self._cells[key].setVisible(shown)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each error beneath its field, none beneath the others; the first gets the focus."""
        for key, words in self._errors.items():
            words.setText(errors.get(key, ""))
            words.setVisible(key in errors)
            _mark_wrong(self._fields[key], key in errors)
        for key in self._fields:
            if key in errors and not self._cells[key].isHidden():
                self._fields[key].setFocus(Qt.FocusReason.OtherFocusReason)
                _bring_into_sight(self._cells[key])
                return

    def error(self, key: str) -> str:
        """What is said beneath a field; empty when nothing is."""
        words = self._errors[key]
        return "" if words.isHidden() else words.text()

    def collect(self) -> dict[str, str]:
        """Every field as text, for a draft."""
        return {key: text_of(field) for key, field in self._fields.items()}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Put a draft's texts back into the fields."""
        for key, text in texts.items():
            if key in self._fields:
                put_text(self._fields[key], text)

    def _put_right(self, key: str) -> None:
        """Clear a field's error: it is being changed."""
        if self._fields[key].property("wrong"):
            self._errors[key].setVisible(False)
            _mark_wrong(self._fields[key], False)

    def _cell(self, label: str, field: QWidget, hint: str, beneath: Iterable[QWidget]) -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_TINY)
        if label and not isinstance(field, QCheckBox):
            words = PlainLabel(label, "field")
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


def _on_change(field: QWidget, tell: Callable[[], None]) -> None:
    """Call back whenever the field, or a part of it, is changed."""
    for part in (field, *field.findChildren(QWidget)):
        if isinstance(part, QComboBox):
            part.currentTextChanged.connect(lambda _text: tell())
        elif isinstance(part, QCheckBox):
            part.toggled.connect(lambda _on: tell())
        elif isinstance(part, QDateTimeEdit):
            part.dateTimeChanged.connect(lambda _moment: tell())
        elif isinstance(part, QLineEdit):
            part.textChanged.connect(lambda _text: tell())
        elif isinstance(part, QPlainTextEdit):
            part.textChanged.connect(tell)


def _bring_into_sight(cell: QWidget) -> None:
    """Scroll to a field, once the layout is done: a new form has no positions yet."""
    around = cell.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            held = around.widget()
            layout = held.layout() if held is not None else None
            if layout is not None:
                layout.activate()
            around.ensureWidgetVisible(cell)
        around = around.parentWidget()


def _mark_wrong(field: QWidget, wrong: bool) -> None:
    if bool(field.property("wrong")) != wrong:
        field.setProperty("wrong", wrong)
        field.style().unpolish(field)
        field.style().polish(field)
