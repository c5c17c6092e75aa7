"""Opening hours of one weekday: any number of openings, each from and to."""

from collections.abc import Sequence
from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from csq_desktop.texts import tr, trc
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.dates import TimeField
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.theme import theme, tokens

Interval = tuple[time, time]
_FIRST = (time(10, 0), time(22, 0))
_MOST = 4


class IntervalField(QWidget):
    """From and to of one opening, and a way to take it out."""

    changed = Signal()
    removed = Signal()

    def __init__(self, interval: Interval, day: str) -> None:
        super().__init__()
        self.opens, self.closes = TimeField(interval[0]), TimeField(interval[1])
        self.opens.setAccessibleName(tr("{day}: opens", day=day))
        self.closes.setAccessibleName(tr("{day}: closes", day=day))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, tokens.GAP_SMALL, 0)
        row.setSpacing(tokens.GAP_TINY)
        for field in (self.opens, self.closes):
            field.setFixedWidth(theme.current().px(92))
            field.textChanged.connect(lambda _text: self.changed.emit())
        row.addWidget(self.opens)
        row.addWidget(PlainLabel("–", "muted"))
        row.addWidget(self.closes)
        row.addWidget(
            buttons.icon_only(
                tr("{day}: remove these hours", day=day), "x", self.removed.emit, name="remove"
            )
        )

    @property
    def interval(self) -> Interval:
        """What the fields say; midnight for one that cannot be read."""
        return self.opens.time_of_day or time(), self.closes.time_of_day or time()

    @property
    def misread(self) -> tuple[TimeField, ...]:
        """The fields that cannot be read."""
        return tuple(field for field in (self.opens, self.closes) if field.misread)


class DayRow(QWidget):
    """One weekday; without an opening the shop is closed on it."""

    changed = Signal()

    def __init__(self, day: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._day = day
        self.fields: list[IntervalField] = []
        self._closed = PlainLabel(trc("hours", "Closed"), "muted")
        self._add = buttons.quiet(tr("Add hours"), self._on_add, icon="plus", name="add")
        self._add.setAccessibleName(tr("{day}: add hours", day=day))
        label = PlainLabel(day, "strong")
        label.setFixedWidth(theme.current().px(96))
        flow = QWidget()
        self._flow = FlowLayout(flow)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(flow, 1)
        self.show_intervals(())

    @property
    def intervals(self) -> tuple[Interval, ...]:
        """The openings of the day, as typed."""
        return tuple(field.interval for field in self.fields)

    def show_intervals(self, intervals: Sequence[Interval]) -> None:
        """Show these openings in place of the earlier ones."""
        for field in self.fields:
            field.hide()
            field.deleteLater()
        self.fields = [self._field(interval) for interval in intervals]
        while self._flow.takeAt(0) is not None:
            continue
        for part in (*self.fields, self._closed, self._add):
            self._flow.addWidget(part)
        self._closed.setVisible(not self.fields)
        self._add.setVisible(len(self.fields) < _MOST)

    def draft_text(self) -> str:
        """The openings as a draft keeps them, also those that cannot be read."""
        return "\n".join(f"{field.opens.text()}\t{field.closes.text()}" for field in self.fields)

    def restore_text(self, text: str) -> None:
        """Show what a draft kept."""
        lines = text.split("\n") if text else []
        self.show_intervals([(time(), time()) for _ in lines])
        for field, line in zip(self.fields, lines, strict=True):
            opens, _, closes = line.partition("\t")
            field.opens.restore_text(opens)
            field.closes.restore_text(closes)

    def _field(self, interval: Interval) -> IntervalField:
        field = IntervalField(interval, self._day)
        field.changed.connect(self.changed)
        field.removed.connect(lambda: self._on_removed(field))
        return field

    def _on_add(self) -> None:
        self.show_intervals((*self.intervals, _after(self.intervals)))
        self.fields[-1].opens.setFocus()
        self.changed.emit()

    def _on_removed(self, gone: IntervalField) -> None:
        self.show_intervals([field.interval for field in self.fields if field is not gone])
        self.changed.emit()


def _after(intervals: Sequence[Interval]) -> Interval:
    """An opening to begin with: the usual day, or the two hours after the last closing."""
    if not intervals:
        return _FIRST
    hour = min(intervals[-1][1].hour + 1, 21)
    return time(hour, 0), time(hour + 2, 0)
