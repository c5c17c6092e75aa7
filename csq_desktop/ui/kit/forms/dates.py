"""Fields for a day, a time of day, and both: typed as they are shown, or picked and stepped.

They are lines of text and no QDateEdit, which is filled in part by part: “28/11” typed over a day
becomes another day there, what cannot be read is put back without a word, and a day takes three
Tabs.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QWidget

from csq_desktop.domain.words.wording import count_text, date_text
from csq_desktop.services.typed_days import FIRST_DAY, LAST_DAY, day_of, is_of_far_year, time_of
from csq_desktop.texts import tr, trn
from csq_desktop.ui.theme import icons, theme, tokens

_MINUTES_OF_DAY = 24 * 60
_PARTS = "\n"
_SPAN = (FIRST_DAY, LAST_DAY)
_RECENT = timedelta(days=7)
_WIDE = 180  # the longest day, in Chinese, beside the calendar
Today = Callable[[], date]


class DateField(QLineEdit):
    """A day, typed as 28/11, 28 Nov, 2026-11-28 or 11月28日; Up and Down step, Alt+Down picks.

    A year left out is that of the last such day, or where days `ahead` are asked for, of the next.
    `day_changed` comes when a day stands in the field for good: picked, stepped, or left behind.
    """

    day_changed = Signal(object)

    def __init__(
        self,
        today: Today,
        day: date | None = None,
        *,
        ahead: bool = False,
        optional: bool = False,
    ) -> None:
        super().__init__()
        self._today, self._ahead, self._optional = today, ahead, optional
        self._last: date | None = None
        self._calendar: QCalendarWidget | None = None
        self.setPlaceholderText(tr("no date") if optional else tr("such as 28/11"))
        pick = self.addAction(icons.icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
        pick.setText(tr("Choose from a calendar"))
        pick.setToolTip(tr("Choose from a calendar"))
        pick.triggered.connect(self.open_calendar)
        icons.scale_in(self)
        self.editingFinished.connect(self._on_left)
        self.set_day(day)

    @property
    def day(self) -> date | None:
        """The day; None where none is typed or what is typed cannot be read."""
        typed = self.text().strip()
        return day_of(typed, self._today(), ahead=self._ahead) if typed else None

    @property
    def misread(self) -> str:
        """How to write the day, where what is typed names none; otherwise empty."""
        if self.day is not None or (self._optional and not self.text().strip()):
            return ""
        if is_of_far_year(self.text()):
            first, last = FIRST_DAY.year, LAST_DAY.year
            return tr("Enter a year from {first} to {last}.", first=first, last=last)
        return tr("Write the day like 28/11, 28 Nov or 2026-11-28.")

    @property
    def remark(self) -> str:
        """How long ago the day was, where it is not of the last few: was that year meant?

        What is asked of the past, such as the span of a search, is not remarked on.
        """
        day = self.day
        if self._optional or day is None or self._today() - day <= _RECENT:
            return ""
        days = (self._today() - day).days
        return trn("{number} day ago", "{number} days ago", days, number=count_text(days))

    def set_day(self, day: date | None) -> None:
        """Show a day."""
        self.setText("" if day is None else date_text(day))
        self._tell()

    def open_calendar(self) -> None:
        """Offer the days of a month to pick from."""
        calendar = self._calendar or self._make_calendar()
        day = self.day or self._today()
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.adjustSize()
        place = QRect(self.mapToGlobal(self.rect().bottomLeft()), calendar.size())
        room = self.screen().availableGeometry()
        place.moveRight(min(place.right(), room.right()))
        if place.bottom() > room.bottom():
            place.moveBottom(self.mapToGlobal(self.rect().topLeft()).y())
        calendar.setGeometry(place)
        calendar.show()
        calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def draft_text(self) -> str:
        """The field as a draft keeps it: the day in every language, else what was typed."""
        return self.day.isoformat() if self.day else self.text()

    def restore_text(self, text: str) -> None:
        """Show what a draft kept."""
        self.setText(text)
        self._on_left()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(_WIDE), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, Callable[[date], date]] = {
            Qt.Key.Key_Up: lambda day: day + timedelta(days=1),
            Qt.Key.Key_Down: lambda day: day - timedelta(days=1),
            Qt.Key.Key_PageUp: lambda day: _months_on(day, 1),
            Qt.Key.Key_PageDown: lambda day: _months_on(day, -1),
        }
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Down and alt:
            self.open_calendar()
        elif event.key() in steps and not self.isReadOnly():
            day = self.day
            stepped = self._today() if day is None else steps[event.key()](day)
            self.set_day(min(max(stepped, FIRST_DAY), LAST_DAY))
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def _make_calendar(self) -> QCalendarWidget:
        calendar = self._calendar = QCalendarWidget(self)
        calendar.setWindowFlags(Qt.WindowType.Popup)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setDateRange(*(QDate(day.year, day.month, day.day) for day in _SPAN))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):  # Qt writes them in a plain red
            weekend = calendar.weekdayTextFormat(day)
            weekend.setForeground(QColor(theme.current().colours.bad))
            calendar.setWeekdayTextFormat(day, weekend)
        calendar.clicked.connect(self._on_picked)
        calendar.activated.connect(self._on_picked)
        return calendar

    def _on_picked(self, day: QDate) -> None:
        if self._calendar is not None and self._calendar.isVisible():
            self._calendar.close()
            self.set_day(date(day.year(), day.month(), day.day()))

    def _on_left(self) -> None:
        """Write out what was typed; what cannot be read stays as it is."""
        if (day := self.day) is not None and self.text() != date_text(day):
            self.setText(date_text(day))
        self._tell()

    def _tell(self) -> None:
        day = self.day
        if day != self._last and not self.misread:
            self._last = day
            self.day_changed.emit(day)


class TimeField(QLineEdit):
    """A time of day, typed as 18:42, 1842 or 6.42pm; Up and Down step a minute, Page an hour.

    One that begins empty may stay so.
    """

    time_changed = Signal(object)

    def __init__(self, moment: time | None = time()) -> None:
        super().__init__()
        self._last: time | None = None
        self._optional = moment is None
        self.setPlaceholderText(tr("such as 18:42"))
        self.editingFinished.connect(self._on_left)
        if moment is not None:
            self.set_time(moment)

    @property
    def time_of_day(self) -> time | None:
        """The time, to the minute; None where what is typed cannot be read."""
        return time_of(self.text())

    @property
    def misread(self) -> str:
        """How to write the time, where what is typed names none; otherwise empty."""
        left_empty = self._optional and not self.text().strip()
        if left_empty or self.time_of_day is not None:
            return ""
        return tr("Write the time like 18:42 or 6.42pm.")

    def set_time(self, moment: time) -> None:
        """Show a time."""
        self.setText(f"{moment:%H:%M}")
        self._tell()

    def draft_text(self) -> str:
        """The field as a draft keeps it."""
        return self.text()

    def restore_text(self, text: str) -> None:
        """Show what a draft kept."""
        self.setText(text)
        self._on_left()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        minutes: dict[int, int] = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: 60,
            Qt.Key.Key_PageDown: -60,
        }
        shown = self.time_of_day
        if event.key() in minutes and shown is not None and not self.isReadOnly():
            at = shown.hour * 60 + shown.minute + minutes[event.key()]
            self.set_time(time(*divmod(at % _MINUTES_OF_DAY, 60)))
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def _on_left(self) -> None:
        """Write out what was typed; what cannot be read stays as it is."""
        shown = self.time_of_day
        if shown is not None:
            self.set_time(shown)

    def _tell(self) -> None:
        shown = self.time_of_day
        if shown is not None and shown != self._last:
            self._last = shown
            self.time_changed.emit(shown)


class MomentField(QWidget):
    """A day and a time of day in the shop's zone; what happened, so that no year is ahead.

    Of what nobody knows yet there is no moment: its day may stay empty.
    """

    def __init__(self, moment: datetime | None, zone: ZoneInfo, today: Today) -> None:
        super().__init__()
        self._zone = zone
        self.day, self.time = DateField(today, optional=moment is None), TimeField()
        self.day.setAccessibleName(tr("Day"))
        self.time.setAccessibleName(tr("Time"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.GAP_SMALL)
        row.addWidget(self.day, 3)
        row.addWidget(self.time, 2)
        self.setFocusProxy(self.day)
        if moment is not None:
            self.set_moment(moment)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """The two fields that are typed into."""
        return self.day, self.time

    @property
    def moment(self) -> datetime | None:
        """The moment, aware, in the shop's zone; None where one of the two cannot be read."""
        day, moment = self.day.day, self.time.time_of_day
        if day is None or moment is None:
            return None
        return datetime.combine(day, moment, self._zone)

    @property
    def misread(self) -> str:
        """How to write what cannot be read; otherwise empty."""
        return self.day.misread or self.time.misread

    @property
    def remark(self) -> str:
        """How long ago the day was, where it is not of the last few."""
        return self.day.remark

    def set_moment(self, moment: datetime) -> None:
        """Show an aware moment."""
        local = moment.astimezone(self._zone)
        self.day.set_day(local.date())
        self.time.set_time(local.time())

    def draft_text(self) -> str:
        """The field as a draft keeps it: the moment, else both parts as they are typed."""
        moment = self.moment
        if moment is None:
            return _PARTS.join((self.day.draft_text(), self.time.draft_text()))
        return moment.isoformat(timespec="minutes")

    def restore_text(self, text: str) -> None:
        """Show what a draft kept."""
        if _PARTS not in text:
            self.set_moment(datetime.fromisoformat(text))
            return
        day, _, moment = text.partition(_PARTS)
        self.day.restore_text(day)
        self.time.restore_text(moment)


def _months_on(day: date, step: int) -> date:
    """The same day of a month before or after, or that month's last where it is shorter."""
    months = day.year * 12 + day.month - 1 + step
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
