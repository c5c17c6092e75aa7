"""Days and times are typed as they are shown, keep what cannot be read, and step by key."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLabel, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.texts import set_language
from csq_desktop.ui.kit.forms.dates import DateField, MomentField, TimeField
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.theme import theme
from tests.ui.assistive import announced, listening
from tests.ui.finding import child

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 28)


def today() -> date:
    return TODAY


def leave(qtbot: QtBot, field: QWidget) -> None:
    qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [
        ("en", "28/11", "28 Nov 2026"),
        ("en", "2026-11-03", "3 Nov 2026"),
        ("zh_HK", "28/11/26", "2026年11月28日"),
        ("zh_CN", "28 Nov", "2026年11月28日"),
    ],
)
def test_a_day_is_shown_as_everywhere_and_read_as_it_is_shown(
    qtbot: QtBot, language: str, typed: str, shown: str
) -> None:
    set_language(language)
    field = DateField(today)
    qtbot.addWidget(field)
    field.setText(typed)
    day = field.day
    leave(qtbot, field)
    assert (field.text(), field.day) == (shown, day)
    leave(qtbot, field)
    assert (field.text(), field.day) == (shown, day)


def test_a_day_that_cannot_be_read_stays_and_says_how_to_write_one(qtbot: QtBot) -> None:
    form = FormGrid()
    field = DateField(today, TODAY)
    form.add("due", "Due", field)
    qtbot.addWidget(form)
    form.show()
    field.setText("31/9")
    leave(qtbot, field)
    assert (field.text(), field.day) == ("31/9", None)
    assert form.error("due") == "Write the day like 28/11, 28 Nov or 2026-11-28."
    assert field.accessibleDescription() == form.error("due")
    assert not form.accepts({})
    field.setText("30/9")
    assert (form.error("due"), field.accessibleDescription()) == ("", "")
    assert form.accepts({})
    assert field.day == date(2026, 9, 30)


def test_of_a_day_and_a_time_the_one_that_cannot_be_read_is_marked(qtbot: QtBot) -> None:
    form = FormGrid()
    field = MomentField(NOON, HONG_KONG, today)
    form.add("received", "Received", field)
    qtbot.addWidget(form)
    form.show()
    field.day.setText("31/9")
    leave(qtbot, field.day)
    assert [bool(part.property("wrong")) for part in field.parts] == [True, False]


@pytest.mark.parametrize(
    ("language", "typed", "words"),
    [
        ("en", "21/11", ""),
        ("en", "9.5", "203 days ago"),
        ("zh_HK", "9.5", "203 日前"),
        ("zh_CN", "9.5", "203 天前"),
    ],
)
def test_a_day_long_ago_is_remarked_on(qtbot: QtBot, language: str, typed: str, words: str) -> None:
    set_language(language)
    form = FormGrid()
    field = MomentField(NOON, HONG_KONG, today)
    form.add("received", "Received", field)
    qtbot.addWidget(form)
    form.show()
    remark = child(form, QLabel, "received_remark")
    with listening() as heard:
        field.day.setText(typed)
        leave(qtbot, field.day)
    assert (remark.text(), remark.isVisible()) == (words, bool(words))
    assert announced(heard) == ([words] if words else [])


def test_no_day_is_of_a_year_that_no_record_is_of(qtbot: QtBot) -> None:
    field = DateField(today)
    qtbot.addWidget(field)
    for typed in ("31/12/9999", "0001-01-01"):
        field.setText(typed)
        leave(qtbot, field)
        assert (field.day, field.text()) == (None, typed)
        assert field.misread == "Enter a year from 1900 to 2100."
    field.set_day(date(2100, 12, 31))
    qtbot.keyClick(field, Qt.Key.Key_PageUp)
    assert field.day == date(2100, 12, 31)


def test_a_day_may_be_left_out_only_where_that_is_allowed(qtbot: QtBot) -> None:
    field, required = DateField(today, optional=True), DateField(today)
    for each in (field, required):
        qtbot.addWidget(each)
    assert (field.day, field.misread) == (None, "")
    assert required.misread
    with qtbot.waitSignal(field.day_changed) as changed:
        field.set_day(date(2026, 2, 28))
    assert changed.args == [date(2026, 2, 28)]
    with qtbot.waitSignal(field.day_changed) as changed:
        field.set_day(None)
    assert changed.args == [None]


@pytest.mark.parametrize(
    ("key", "day", "moment"),
    [
        (Qt.Key.Key_Up, date(2026, 2, 1), time(0, 0)),
        (Qt.Key.Key_Down, date(2026, 1, 30), time(23, 58)),
        (Qt.Key.Key_PageUp, date(2026, 2, 28), time(0, 59)),
        (Qt.Key.Key_PageDown, date(2025, 12, 31), time(22, 59)),
    ],
)
def test_the_arrows_step_a_day_and_a_minute(
    qtbot: QtBot, key: Qt.Key, day: date, moment: time
) -> None:
    field, at = DateField(today, date(2026, 1, 31)), TimeField(time(23, 59))
    empty = DateField(today, optional=True)
    for each in (field, at, empty):
        qtbot.addWidget(each)
        qtbot.keyClick(each, key)
    assert (field.day, at.time_of_day, empty.day) == (day, moment, TODAY)


def test_a_day_is_picked_from_a_calendar(qtbot: QtBot) -> None:
    field = DateField(today, TODAY)
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = child(field, QCalendarWidget)
    assert QApplication.activePopupWidget() is calendar
    sunday = calendar.weekdayTextFormat(Qt.DayOfWeek.Sunday).foreground().color()
    assert sunday.name() == theme.current().colours.bad
    assert calendar.selectedDate() == QDate(2026, 11, 28)
    calendar.clicked.emit(QDate(2026, 11, 3))
    assert field.day == date(2026, 11, 3)
    assert QApplication.activePopupWidget() is None
    field.open_calendar()
    qtbot.keyClick(calendar, Qt.Key.Key_Escape)
    assert (calendar.isVisible(), field.day) == (False, date(2026, 11, 3))


def test_a_moment_is_that_of_the_shop_and_one_tab_each(qtbot: QtBot) -> None:
    field = MomentField(NOON, HONG_KONG, today)
    qtbot.addWidget(field)
    assert (field.day.day, field.time.time_of_day) == (date(2026, 11, 22), time(12, 0))
    assert field.moment == NOON
    field.show()
    field.day.setFocus()
    qtbot.keyClick(field.day, Qt.Key.Key_Tab)
    assert field.focusWidget() is field.time
    field.time.setText("6.42pm")
    leave(qtbot, field.time)
    assert field.time.text() == "18:42"
    field.time.setText("soon")
    assert field.misread == "Write the time like 18:42 or 6.42pm."
    assert not field.moment
    with qtbot.waitSignal(field.time.time_changed):
        field.time.set_time(time(12, 30))


def test_the_part_of_a_moment_that_cannot_be_read_gets_the_focus(qtbot: QtBot) -> None:
    form = FormGrid()
    field = MomentField(NOON, HONG_KONG, today)
    form.add("received", "Received", field)
    qtbot.addWidget(form)
    form.show()
    field.time.setText("soon")
    assert not form.accepts({})
    assert form.focusWidget() is field.time
