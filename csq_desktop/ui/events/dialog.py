"""Writing an event down, or correcting one: what it was, and on which days."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.events import (
    LONGEST_TITLE,
    TYPED_KINDS,
    NewShopEvent,
    ShopEvent,
    ShopEventKind,
)
from csq_desktop.services.events import events
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import ChoiceBox, WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid


class EventDialog(Dialog):
    """Asks for one event; `recorded` carries the id of a new one, `corrected` says it is saved."""

    help_heading: ClassVar[str] = "record-an-event"
    wide: ClassVar[int] = 560
    tall: ClassVar[int] = 420
    recorded = Signal(object)
    corrected = Signal()

    def __init__(self, context: Context, event: ShopEvent | None, parent: QWidget) -> None:
        title = tr("Correct event") if event else tr("New event")
        super().__init__(context, title, tr("Save") if event else tr("Add event"), parent)
        self._event_id = event.id if event else None
        self.draft_key = f"event.{self._event_id or 'new'}"
        day = context.today()
        self.kind = ChoiceBox([(kind.value, kind.label) for kind in TYPED_KINDS])
        self.name = WordsLine()
        self.name.setMaxLength(LONGEST_TITLE)
        self.start = DateField(context.today, event.start if event else day)
        self.end = DateField(context.today, event.end if event else day)
        if event is not None:
            self.kind.choose(event.kind.value)
            self.name.setText(event.title)
        form = self.add_form(FormGrid(columns=2))
        form.add("kind", tr("Kind"), self.kind, wide=True)
        form.add(
            "title",
            tr("What happened"),
            self.name,
            wide=True,
            hint=tr("It is printed in review packs. Name no customer."),
        )
        form.add("start", tr("First day"), self.start)
        form.add("end", tr("Last day"), self.end)
        self.start.day_changed.connect(self._on_start)
        self.take_draft()

    def submit(self) -> None:
        """Keep the event."""
        start, end = self.start.day, self.end.day
        if start is None or end is None:
            return
        typed = NewShopEvent(start, end, ShopEventKind(self.kind.value), self.name.text())
        if self._event_id is None:
            self.write(partial(events.record, new=typed), self._on_recorded)
        else:
            job = partial(events.correct, event_id=self._event_id, corrected=typed)
            self.write(job, self._on_corrected)

    def _on_recorded(self, event_id: int) -> None:
        self.finish()
        self.recorded.emit(event_id)

    def _on_corrected(self, _nothing: object) -> None:
        self.finish()
        self.corrected.emit()

    def _on_start(self, _day: object) -> None:
        """A last day before the first is that of an event of one day."""
        if self.start.day and self.end.day and self.end.day < self.start.day:
            self.end.set_day(self.start.day)
