"""Fields for forms: choices, numbers, money, long text; days and times are in `dates`."""

import re
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)
from shiboken6 import isValid

from csq_desktop.ui.kit.forms import wheel
from csq_desktop.ui.theme import tokens

_MONEY = re.compile(r"(?:HK)?\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAKING = (*_ENTER, Qt.Key.Key_Tab)


class ChoiceBox(QComboBox):
    """A choice of one from a few.

    ChoiceBox([(channel.value, channel.label) for channel in Channel])
    """

    value_changed = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._label: QLabel | None = None
        wheel.leave_to_page(self)
        self.set_options(options)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.currentIndexChanged.connect(lambda _index: self.value_changed.emit(self.value))

    @property
    def value(self) -> str:
        """The chosen option's value, or an empty text."""
        return str(self.currentData() or "")

    def choose(self, value: str) -> None:
        """Choose by value; a value that is not offered changes nothing."""
        at = self.findData(value)
        if at >= 0:
            self.setCurrentIndex(at)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer other options, keeping the choice where it is still offered."""
        chosen = self.value
        self.clear()
        for value, label in options:
            self.addItem(label, value)
        self.choose(chosen)

    def setAccessibleName(self, name: str) -> None:
        """Name the choice for a screen reader."""
        super().setAccessibleName(name)
        self._label_it()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ParentChange:
            self._label_it()

    def _label_it(self) -> None:
        """Stand beside a label, a hidden one where none is seen.

        On Linux Qt gives what is chosen as the name of a combo box: only its label names it.
        """
        beside, name = self.parentWidget(), self.accessibleName()
        if beside is None or not name:
            return
        if self._label is None:
            direct = Qt.FindChildOption.FindDirectChildrenOnly
            if any(label.buddy() is self for label in beside.findChildren(QLabel, options=direct)):
                return
            self._label = QLabel()
            self._label.setBuddy(self)
            self._label.hide()  # or Qt would show it with the form, in a corner of it
            self.destroyed.connect(self._label.deleteLater)
        self._label.setText(name)
        self._label.setParent(beside)


class MoneyField(QLineEdit):
    """An amount in Hong Kong dollars, typed as 459, 1,234.50 or HK$12."""

    def __init__(self, cents: int | None = None) -> None:
        super().__init__()
        self.setPlaceholderText("HK$")
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.set_cents(cents)

    @property
    def cents(self) -> int | None:
        """The amount in cents, or None where empty or not an amount."""
        return cents_of(self.text())

    @property
    def is_wrong(self) -> bool:
        """Whether something is typed that is not an amount."""
        return bool(self.text().strip()) and self.cents is None

    def set_cents(self, cents: int | None) -> None:
        """Show an amount."""
        text = "" if cents is None else f"{cents / 100:,.2f}".removesuffix(".00")
        self.setText(text)


class NumberField(QSpinBox):
    """A whole number within limits."""

    def __init__(self, value: int = 0, *, lowest: int = 0, highest: int = 999_999) -> None:
        super().__init__()
        wheel.leave_to_page(self)
        self.setRange(lowest, highest)
        self.setValue(value)
        self.setGroupSeparatorShown(True)
        inset(self)

    def setValue(self, value: int) -> None:
        """Show a number, the nearest within the limits: a store may hold larger ones than Qt."""
        super().setValue(min(max(value, self.minimum()), self.maximum()))


class PercentField(QDoubleSpinBox):
    """A share, shown in per cent; `share` is 0..1."""

    def __init__(self, share: float = 0.0, *, digits: int = 1) -> None:
        super().__init__()
        wheel.leave_to_page(self)
        self.setRange(0, 100)
        self.setDecimals(digits)
        self.setSuffix("%")
        inset(self)
        self.set_share(share)

    @property
    def share(self) -> float:
        """The share, 0..1."""
        return round(self.value() / 100, 6)

    def set_share(self, share: float) -> None:
        """Show a share, 0..1."""
        self.setValue(share * 100)

    def draft_text(self) -> str:
        """The field as a draft keeps it."""
        return str(self.share)

    def restore_text(self, text: str) -> None:
        """Show what a draft kept."""
        self.set_share(float(text))


class TextArea(QPlainTextEdit):
    """Several lines of text; Tab leaves the field.

    A `sealed` text is kept in the vault, so that a name in it is nothing to warn of.
    """

    def __init__(self, text: str = "", *, lines: int = 4, sealed: bool = False) -> None:
        super().__init__(text)
        self.sealed = sealed
        self.setTabChangesFocus(True)
        height = self.fontMetrics().lineSpacing() * lines + 22
        self.setMinimumHeight(height)
        self.setMaximumHeight(max(height, self.fontMetrics().lineSpacing() * 12))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())


class WordsLine(QLineEdit):
    """One line of people's own words, which everybody who opens the store can read.

    Enter held down is Enter pressed once: what it did may have put another record here.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() and event.key() in _ENTER:
            event.accept()
        else:
            super().keyPressEvent(event)


class WordsChoice(QComboBox):
    """Words of one's own, or some that are offered; everybody who opens the store reads them."""

    def __init__(self, offered: Sequence[str] = ()) -> None:
        super().__init__()
        wheel.leave_to_page(self)
        self.setEditable(True)
        self.addItems(offered)
        self.setCurrentText("")

    def offer(self, offered: Sequence[str]) -> None:
        """Offer other words; what is typed stays."""
        if [self.itemText(at) for at in range(self.count())] != [*offered]:
            with QSignalBlocker(self):
                typed = self.currentText()
                self.clear()
                self.addItems(offered)
                self.setCurrentText(typed)

    @property
    def line(self) -> QLineEdit:
        """The line the words are typed into."""
        line = self.lineEdit()
        assert line is not None
        return line


def take_suggestions(field: QComboBox) -> None:
    """Let Enter, Tab or leaving the field complete a part of a word to the first suggestion.

    A field without a list of suggestions, such as that of a cause, takes any words as they are.
    """
    line, completer = field.lineEdit(), field.completer()
    popup = completer.popup() if completer is not None else None
    if line is not None and popup is not None:
        line.editingFinished.connect(lambda: _complete(field))
        line.editingFinished.connect(partial(_show_beginning, line))
        popup.installEventFilter(SuggestionKeys(field, popup, partial(_complete, field)))


def _show_beginning(line: QLineEdit) -> None:
    """Let a long choice be read from its beginning; what was finished may have closed the form."""
    if isValid(line):
        line.setCursorPosition(0)


class SuggestionKeys(QObject):
    """Enter and Tab take the first suggestion of a field if none is selected."""

    def __init__(
        self, field: QWidget, popup: QAbstractItemView, take_first: Callable[[], object]
    ) -> None:
        super().__init__(field)
        self._field, self._popup, self._take_first = field, popup, take_first

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() not in _TAKING or self._popup.currentIndex().isValid():
            return False
        self._popup.hide()
        self._take_first()
        if event.key() == Qt.Key.Key_Tab:
            _following(self._field).setFocus(Qt.FocusReason.TabFocusReason)
        return True


def _following(field: QWidget) -> QWidget:
    """Where Tab leads from a field; what is inside of it, such as its line, leads back to it."""
    following = field.nextInFocusChain()
    while following is not None and following is not field:
        takes = following.focusPolicy() & Qt.FocusPolicy.TabFocus and following.isVisible()
        if takes and not field.isAncestorOf(following):
            return following
        following = following.nextInFocusChain()
    return field


def _complete(field: QComboBox) -> None:
    typed, completer = field.currentText().strip(), field.completer()
    if not typed or completer is None or field.findText(typed, Qt.MatchFlag.MatchFixedString) >= 0:
        return
    completer.setCompletionPrefix(typed)
    if completer.completionCount():
        field.setCurrentText(completer.currentCompletion())


def cents_of(text: str) -> int | None:
    """Cents of an amount as people type it; None where it is not one."""
    match = _MONEY.fullmatch(text.strip())
    if match is None:
        return None
    return int(match[1].replace(",", "")) * 100 + int((match[2] or "0").ljust(2, "0"))


def inset(field: QAbstractSpinBox) -> None:
    """Keep the text off the border: a style sheet's padding does not reach inside a spin box."""
    field.lineEdit().setTextMargins(tokens.GAP_SMALL, 0, 0, 0)
