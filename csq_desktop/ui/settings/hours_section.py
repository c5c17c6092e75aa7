"""Opening hours: each weekday's, the public holidays the shop keeps, days out of the ordinary."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from csq_desktop.domain.shop.shop import OpeningHours
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import date_text, weekday_text
from csq_desktop.services.settings import holidays
from csq_desktop.services.settings import shop as service
from csq_desktop.services.settings.holidays import Holiday
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow, unchanged
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.facts import clear
from csq_desktop.ui.kit.display.words import ElidedLabel, PlainLabel
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.field_error import FieldError
from csq_desktop.ui.kit.forms.form import put_text, text_of
from csq_desktop.ui.settings.day_rows import DayRow
from csq_desktop.ui.settings.section import SettingsSection
from csq_desktop.ui.theme import theme, tokens

_MONDAY = date(2026, 1, 5)  # any Monday: only its name is asked for
_DAYS = 7
_SPACE = " "
_DRAFT = "settings.hours"


class HoursSection(SettingsSection):
    """Edits the opening hours; existing deadlines stay until they are recomputed."""

    topics = frozenset({"shop"})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            tr(
                "Deadlines count opening hours only. Changes apply from today; open "
                "complaints keep their deadlines."
            ),
        )
        self._shown: OpeningHours | None = None
        self._coming: tuple[Holiday, ...] = ()
        self._extra: tuple[date, ...] = ()
        self._worked: tuple[date, ...] = ()
        names = [weekday_text(_MONDAY + timedelta(days=day)) for day in range(_DAYS)]
        self.rows = [DayRow(name, f"day_{at}") for at, name in enumerate(names)]
        self.same = buttons.link(
            tr("Same as {day} every day", day=names[0]), self._on_same, name="same_every_day"
        )
        self.keeps = QCheckBox(tr("Closed on general holidays"))
        self.keeps.setObjectName("keeps_holidays")
        self.boxes: dict[date, QCheckBox] = {}
        self.list = QVBoxLayout()
        self.extra_list = QVBoxLayout()
        self.extra_day = DateField(context.today, context.today(), ahead=True)
        self.extra_error = FieldError(self.extra_day)
        self.submit = buttons.primary(tr("Save"), self._on_save, name="save_hours")
        self._build()
        for row in self.rows:
            row.changed.connect(self._on_typed)
        self.keeps.toggled.connect(self._on_keeps)

    @property
    def typed(self) -> OpeningHours:
        """The hours as the fields have them."""
        assert self._shown is not None
        coming = {holiday.day for holiday in self._coming}
        worked = {day for day in self._worked if day not in coming}
        worked |= {day for day, box in self.boxes.items() if not box.isChecked()}
        return replace(
            self._shown,
            weekly=tuple(row.intervals for row in self.rows),
            keeps_public_holidays=self.keeps.isChecked(),
            extra_holidays=self._extra,
            worked_holidays=tuple(sorted(worked)),
        )

    def save_button(self) -> QPushButton:
        return self.submit

    def collect(self) -> Mapping[str, str]:
        days = {row.objectName(): row.draft_text() for row in self.rows}
        return days | {
            "keeps_holidays": text_of(self.keeps),
            "extra": _SPACE.join(map(str, self._extra)),
            "worked": _SPACE.join(map(str, self.typed.worked_holidays)) if self._shown else "",
            "extra_day": text_of(self.extra_day),
        }

    def restore(self, texts: Mapping[str, str]) -> None:
        for row in self.rows:
            if row.objectName() in texts:
                row.restore_text(texts[row.objectName()])
        for name, field in (("keeps_holidays", self.keeps), ("extra_day", self.extra_day)):
            if name in texts:
                put_text(field, texts[name])
        if "extra" in texts:
            self._extra = _days(texts["extra"])
            self._list_extra()
        if "worked" in texts:
            self._worked = _days(texts["worked"])
            self._list_holidays()
        self._on_keeps(self.keeps.isChecked())

    def reload(self) -> None:
        if not self._coming:
            self.context.tasks.compute(
                self, partial(_coming, self.context.today()), self._on_holidays
            )
        if self._shown is not None and not self.draft.is_changed:
            self.extra_day.set_day(self.context.today())
            self.draft.begin(_DRAFT)
        self.context.tasks.read(self, service.hours, self._show)

    def _on_holidays(self, coming: tuple[Holiday, ...]) -> None:
        self._coming = coming
        if self._shown is not None:
            self._list_holidays()
            self._on_keeps(self.keeps.isChecked())

    def _show(self, hours: OpeningHours) -> None:
        if hours == self._shown:  # and so keep what is typed
            return
        self._shown = hours
        self._extra, self._worked = hours.extra_holidays, hours.worked_holidays
        for row, intervals in zip(self.rows, hours.weekly, strict=True):
            row.show_intervals(intervals)
        self.keeps.setChecked(hours.keeps_public_holidays)
        self._list_holidays()
        self._list_extra()
        self._on_keeps(hours.keeps_public_holidays)
        self.draft.begin(_DRAFT)

    def _list_holidays(self) -> None:
        clear(self.list)
        self.boxes = {}
        for holiday in self._coming:
            box = QCheckBox(date_text(holiday.day))
            box.setAccessibleName(tr(", ").join((date_text(holiday.day), holiday.name)))
            box.setMinimumWidth(theme.current().px(130))
            box.setChecked(holiday.day not in self._worked)
            box.toggled.connect(self._on_typed)
            self.boxes[holiday.day] = box
            self.list.addWidget(_line(box, ElidedLabel(holiday.name)))

    def _list_extra(self) -> None:
        clear(self.extra_list)
        for day in sorted(self._extra):
            out = buttons.icon_only(
                tr("Remove {day}", day=date_text(day)), "x", partial(self._on_no_extra, day)
            )
            words = ElidedLabel(f"{date_text(day)}  {weekday_text(day)}")
            self.extra_list.addWidget(_line(out, words))

    def _on_keeps(self, on: bool) -> None:
        for box in self.boxes.values():
            allow(box, "" if on else tr("The shop opens on general holidays."))
        self._on_typed()

    def _on_same(self) -> None:
        for row in self.rows[1:]:
            row.show_intervals(self.rows[0].intervals)
        self._on_typed()

    def _on_extra(self) -> None:
        day = self.extra_day.day
        self.extra_error.say_aloud(self.extra_day.misread)
        if day is not None:
            self._extra = tuple(sorted({*self._extra, day}))
            self._list_extra()
            self._on_typed()

    def _on_no_extra(self, gone: date) -> None:
        self._extra = tuple(day for day in self._extra if day != gone)
        self._list_extra()
        self._on_typed()

    def _on_typed(self) -> None:
        allow(self.submit, unchanged(self._shown is not None and self.typed != self._shown))

    def _on_save(self) -> None:
        assert self._shown is not None
        for field in [field for row in self.rows for each in row.fields for field in each.misread]:
            self.message.say(field.misread, Tone.BAD)
            field.setFocus()
            return
        change = partial(service.change_hours, changed=self.typed)
        self.save(change, partial(service.change_hours, changed=self._shown), draft=self.draft)

    def _build(self) -> None:
        week = Card(tr("Weekly opening hours"), self.same)
        for row in self.rows:
            week.body.addWidget(row)
        holidays = Card(tr("Holidays"))
        holidays.body.addWidget(self.keeps)
        holidays.body.addWidget(
            PlainLabel(tr("Untick the holidays on which the shop is open."), "hint", wrap=True)
        )
        holidays.body.addLayout(self.list)
        holidays.body.addSpacing(tokens.GAP_SMALL)
        holidays.body.addWidget(PlainLabel(tr("Other days off"), "field"))
        holidays.body.addLayout(self.extra_list)
        self.extra_day.setObjectName("extra_day")
        self.extra_day.setAccessibleName(tr("Another closed day"))
        self.extra_day.setMaximumWidth(theme.current().px(170))
        row_ = QHBoxLayout()
        row_.addWidget(self.extra_day)
        row_.addWidget(buttons.secondary(tr("Add"), self._on_extra, name="add_extra"))
        row_.addStretch(1)
        holidays.body.addLayout(row_)
        holidays.body.addWidget(self.extra_error)
        self.foot.addStretch(1)
        self.foot.addWidget(self.submit)
        self.body.addWidget(week)
        self.body.addWidget(holidays)
        self.body.addStretch(1)


def _line(first: QWidget, words: ElidedLabel) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(tokens.GAP_SMALL)
    row.addWidget(first)
    row.addWidget(words, 1)
    return line


def _days(text: str) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, text.split()))


def _coming(today: date) -> tuple[Holiday, ...]:
    """The general holidays of the twelve months ahead."""
    end = today.replace(year=today.year + 1, day=1)
    both = (*holidays.of_year(today.year), *holidays.of_year(today.year + 1))
    return tuple(holiday for holiday in both if today <= holiday.day < end)
