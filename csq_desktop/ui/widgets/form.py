"""Forms: labelled fields, errors under the field they belong to, and drafts of what was typed."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
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

from csq_desktop.texts import tr
from csq_desktop.ui import theme, tokens
from csq_desktop.ui.widgets.fields import Choice, PassphraseField
from csq_desktop.ui.widgets.words import Words

_TWO_COLUMNS_FROM = 520


class FormGrid(QWidget):
    """Fields in one or two columns, as the width allows.

    form = FormGrid()
    form.add("category", tr("Category"), Choice(options), required=True)
    form.add("words", tr("In the customer's words"), TextArea(), wide=True, hint=tr("…"))
    if form.complete():  …form.field("words")…
    form.set_error("words", tr("Write what happened."))
    """

    def __init__(self) -> None:
        super().__init__()
        self._cells: dict[str, _Cell] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.GAP_LARGE)
        self._grid.setVerticalSpacing(tokens.GAP)
        self._columns = 0

    def add(
        self,
        name: str,
        label: str,
        field: QWidget,
        *,
        hint: str = "",
        wide: bool = False,
        required: bool = False,
    ) -> QWidget:
        """Add a field; `wide` takes the whole row. Returns the field."""
        field.setObjectName(field.objectName() or name)
        cell = _Cell(label, field, hint=hint, required=required)
        cell.wide = wide
        self._cells[name] = cell
        self._columns = 0
        self._arrange()
        return field

    def field(self, name: str) -> QWidget:
        """The field's widget."""
        return self._cells[name].field

    def text(self, name: str) -> str:
        """What the field holds, as text without blanks around it."""
        return field_text(self.field(name)).strip()

    def show_field(self, name: str, shown: bool) -> None:
        """Show or hide a field with its label."""
        self._cells[name].setVisible(shown)

    def set_error(self, name: str, text: str) -> None:
        """Say under a field what is wrong with it, and go there."""
        cell = self._cells[name]
        cell.set_error(text)
        if text:
            cell.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_errors(self) -> None:
        """Nothing is wrong any more."""
        for cell in self._cells.values():
            cell.set_error("")

    def complete(self) -> bool:
        """Whether every required field that is shown is filled in; says so under those that are not."""
        self.clear_errors()
        missing = [
            name
            for name, cell in self._cells.items()
            if cell.required and not cell.isHidden() and not self.text(name)
        ]
        for name in reversed(missing):
            self.set_error(name, tr("Fill this in."))
        return not missing

    def collect(self) -> dict[str, str]:
        """What is typed, for a draft; passphrases are left out."""
        return {
            name: field_text(cell.field)
            for name, cell in self._cells.items()
            if not isinstance(cell.field, PassphraseField)
        }

    def restore(self, values: Mapping[str, str]) -> None:
        """Fill in what a draft kept; fields it does not know stay as they are."""
        for name, value in values.items():
            if name in self._cells:
                set_field_text(self._cells[name].field, value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = 2 if self.width() >= theme.current().px(_TWO_COLUMNS_FROM) else 1
        if columns == self._columns:
            return
        self._columns = columns
        row = column = 0
        for cell in self._cells.values():
            span = columns if cell.wide else 1
            if column + span > columns:
                row, column = row + 1, 0
            self._grid.addWidget(cell, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
        for at in range(2):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)


class _Cell(QWidget):
    def __init__(self, label: str, field: QWidget, *, hint: str, required: bool) -> None:
        super().__init__()
        self.field, self.required, self.wide = field, required, False
        shown = label if required or not label else tr("{label} (optional)", label=label)
        self._label = Words(shown if not isinstance(field, QCheckBox) else "", "field")
        self._label.setBuddy(field)
        self._error = Words("", "error", wrap=True)
        self._hint = Words(hint, "hint", wrap=True)
        if not field.accessibleName():
            field.setAccessibleName(label)
        if hint:
            field.setAccessibleDescription(hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_TINY)
        for part in (self._label, field, self._error, self._hint):
            column.addWidget(part)
        self._label.setVisible(bool(self._label.text()))
        self._hint.setVisible(bool(hint))
        self._error.setVisible(False)

    def set_error(self, text: str) -> None:
        if text == self._error.text():
            return
        self._error.setText(text)
        self._error.setVisible(bool(text))
        self.field.setProperty("wrong", bool(text))
        self.field.setAccessibleDescription(text or self._hint.text())
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)


def field_text(field: QWidget) -> str:
    """What any field holds, as a draft keeps it."""
    if hasattr(field, "draft_text"):
        return str(field.draft_text())
    if isinstance(field, Choice):
        return field.value
    if isinstance(field, QComboBox):
        return field.currentText()
    if isinstance(field, QCheckBox):
        return "1" if field.isChecked() else ""
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    if isinstance(field, QSpinBox):
        return str(field.value())
    return field.text() if isinstance(field, QLineEdit) else ""


def set_field_text(field: QWidget, text: str) -> None:
    """Fill any field with what a draft kept."""
    if hasattr(field, "restore_text"):
        field.restore_text(text)
    elif isinstance(field, Choice):
        field.choose(text)
    elif isinstance(field, QComboBox):
        field.setCurrentText(text)
    elif isinstance(field, QCheckBox):
        field.setChecked(bool(text))
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(text)
    elif isinstance(field, QSpinBox):
        field.setValue(int(text))
    elif isinstance(field, QLineEdit):
        field.setText(text)
