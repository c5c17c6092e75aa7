"""Chooses the month a page shows: one back, one on, or any from a list."""

from contextlib import suppress

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.words.wording import month_text
from csq_desktop.errors import UserError
from csq_desktop.texts import tr
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.theme import theme


class MonthChooser(QWidget):
    """‹ October 2026 ›: the newest month first in the list; `month_changed` carries a Month.

    chooser = MonthChooser(Month.of(context.today()))
    chooser.set_span(first, last)
    """

    month_changed = Signal(object)

    def __init__(self, month: Month) -> None:
        super().__init__()
        self._first = self._last = month
        self._remembered: Month | None = None
        self._back = buttons.icon_only(
            tr("The month before"), "chevron-left", lambda: self._step(-1), name="month_back"
        )
        self._on = buttons.icon_only(
            tr("The month after"), "chevron-right", lambda: self._step(1), name="month_on"
        )
        self._choice = ChoiceBox([(str(month), month_text(month))])
        self._choice.setObjectName("month")
        self._choice.setAccessibleName(tr("Month"))
        self._choice.setMinimumWidth(theme.current().px(150))
        self._choice.value_changed.connect(self._on_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for part in (self._back, self._choice, self._on):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self._show_ends()

    @property
    def month(self) -> Month:
        """The month chosen."""
        return Month.parse(self._choice.value)

    def set_span(self, first: Month, last: Month) -> None:
        """Offer these months; the one chosen stays, moved into the span where it is not in it."""
        if (first, last) == (self._first, self._last) or first > last:
            return
        chosen = min(max(self.month, first), last)
        before = self.month
        self._first, self._last = first, last
        count = (last.year - first.year) * 12 + last.number - first.number + 1
        self._choice.blockSignals(True)
        self._choice.set_options(
            [(str(month), month_text(month)) for month in reversed(last.back(count))]
        )
        self._choice.choose(str(chosen))
        self._choice.blockSignals(False)
        self._show_ends()
        if chosen != before:
            self.month_changed.emit(chosen)
        self._choose_remembered()

    def choose(self, month: Month) -> None:
        """Show a month of the span."""
        self._choice.choose(str(month))

    def view_text(self) -> str:
        """What a window remembers of it: the month, while it is not the last one offered."""
        return str(self.month) if self.month != self._last else ""

    def put_view(self, text: str) -> None:
        """Show the month that a window remembered, now or once the span reaches back to it."""
        with suppress(UserError):
            self._remembered = Month.parse(text)
            self._choose_remembered()

    def _choose_remembered(self) -> None:
        month = self._remembered
        if month is not None and self._first <= month <= self._last:
            self._remembered = None
            self.choose(month)

    def _step(self, months: int) -> None:
        self.choose(self.month.shift(months))

    def _on_chosen(self, _value: str) -> None:
        self._show_ends()
        self.month_changed.emit(self.month)

    def _show_ends(self) -> None:
        first, last = self.month <= self._first, self.month >= self._last
        allow(self._back, tr("There is no earlier month.") if first else "")
        allow(self._on, tr("There is no later month.") if last else "")
