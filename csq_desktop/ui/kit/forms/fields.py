"""Fields for forms: choices, days, times, money, long text."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QEvent, QObject, QSize, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTimeEdit,
    QWidget,
)

from csq_desktop.texts import tr
from csq_desktop.ui.theme import tokens

_MONEY = re.compile(r"(?:HK)?\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?")
_NO_DAY = QDate(1900, 1, 1)
_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_DAY_FORM, _TIME_FORM = "yyyy-MM-dd", "HH:mm"


class ChoiceBox(QComboBox):
    """A choice of one from a few.

    ChoiceBox([(channel.value, channel.label) for channel in Channel])
    """

    value_changed = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        _only_with_focus(self, event, super().wheelEvent)


class DateField(QDateEdit):
    """A day, typed as 2026-11-22 or picked from a calendar; `optional` days may be left out."""

    day_changed = Signal(object)

    def __init__(self, day: date | None = None, *, optional: bool = False) -> None:
        super().__init__()
        self.setDisplayFormat(_DAY_FORM)
        self.setCalendarPopup(True)
        self.calendarWidget().setVerticalHeaderFormat(
            self.calendarWidget().VerticalHeaderFormat.NoVerticalHeader
        )
        self.setMinimumDate(_NO_DAY)
        if optional:
            self.setSpecialValueText(tr("no date"))
        self._optional = optional
        self.set_day(day)
        self.dateChanged.connect(lambda _day: self.day_changed.emit(self.day))

    @property
    def day(self) -> date | None:
        """The day, or None where left out."""
        shown = self.date()
        if self._optional and shown == _NO_DAY:
            return None
        return date(shown.year(), shown.month(), shown.day())

    def set_day(self, day: date | None) -> None:
        """Show a day."""
        self.setDate(_NO_DAY if day is None else QDate(day.year, day.month, day.day))

    def draft_text(self) -> str:
        """The field as a draft keeps it."""
        return self.day.isoformat() if self.day else ""

    def restore_text(self, text: str) -> None:
        """Show what a draft kept."""
        self.set_day(date.fromisoformat(text) if text else None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _only_with_focus(self, event, super().wheelEvent)


class TimeField(QTimeEdit):
    """A time of day, such as 18:42."""

    def __init__(self, moment: time = time()) -> None:
        super().__init__()
        self.setDisplayFormat(_TIME_FORM)
        _inset(self)
        self.set_time(moment)

    @property
    def time_of_day(self) -> time:
        """The time, to the minute."""
        return time(self.time().hour(), self.time().minute())

    def set_time(self, moment: time) -> None:
        """Show a time."""
        self.setTime(QTime(moment.hour, moment.minute))

    def draft_text(self) -> str:
        """The field as a draft keeps it."""
        return self.time_of_day.isoformat("minutes")

    def restore_text(self, text: str) -> None:
        """Show what a draft kept."""
        self.set_time(time.fromisoformat(text))

    def wheelEvent(self, event: QWheelEvent) -> None:
        _only_with_focus(self, event, super().wheelEvent)


class MomentField(QWidget):
    """A day and a time of day in the shop's zone."""

    def __init__(self, moment: datetime, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone
        self.day, self.time = DateField(), TimeField()
        self.day.setAccessibleName(tr("Day"))
        self.time.setAccessibleName(tr("Time"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.GAP_SMALL)
        row.addWidget(self.day, 3)
        row.addWidget(self.time, 2)
        self.setFocusProxy(self.day)
        self.set_moment(moment)

    @property
    def moment(self) -> datetime:
        """The moment, aware, in the shop's zone."""
        shown = self.day.day
        assert shown is not None
        return datetime.combine(shown, self.time.time_of_day, self._zone)

    def set_moment(self, moment: datetime) -> None:
        """Show an aware moment."""
        local = moment.astimezone(self._zone)
        self.day.set_day(local.date())
        self.time.set_time(local.time())

    def draft_text(self) -> str:
        """The field as a draft keeps it."""
        return self.moment.isoformat(timespec="minutes")

    def restore_text(self, text: str) -> None:
        """Show what a draft kept."""
        self.set_moment(datetime.fromisoformat(text))


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
        self.setRange(lowest, highest)
        self.setValue(value)
        self.setGroupSeparatorShown(True)
        _inset(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _only_with_focus(self, event, super().wheelEvent)


class PercentField(QDoubleSpinBox):
    """A share, shown in per cent; `share` is 0..1."""

    def __init__(self, share: float = 0.0, *, digits: int = 1) -> None:
        super().__init__()
        self.setRange(0, 100)
        self.setDecimals(digits)
        self.setSuffix("%")
        _inset(self)
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        _only_with_focus(self, event, super().wheelEvent)


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
    """One line of people's own words, which everybody who opens the store can read."""


class WordsChoice(QComboBox):
    """Words of one's own, or some that are offered; everybody who opens the store reads them."""

    def __init__(self, offered: Sequence[str] = ()) -> None:
        super().__init__()
        self.setEditable(True)
        self.addItems(offered)
        self.setCurrentText("")

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
        popup.installEventFilter(SuggestionKeys(field, popup, partial(_complete, field)))


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


def _inset(field: QAbstractSpinBox) -> None:
    """Keep the text off the border: a style sheet's padding does not reach inside a spin box."""
    field.lineEdit().setTextMargins(tokens.GAP_SMALL, 0, 0, 0)


def _only_with_focus(
    field: QWidget, event: QWheelEvent, turn: Callable[[QWheelEvent], None]
) -> None:
    """Ignore the wheel without focus: scrolling a form must not change fields under the pointer."""
    if field.hasFocus():
        turn(event)
    else:
        event.ignore()
