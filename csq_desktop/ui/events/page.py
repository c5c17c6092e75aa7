"""The events page: what happened in the shop, as the charts number it."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget

from csq_desktop.domain.events import EventFilter, EventView, NumberedEvent, ShopEvent
from csq_desktop.domain.exports.lists import EVENTS
from csq_desktop.domain.users import Permission
from csq_desktop.services.events import book, events
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.events.columns import event_columns
from csq_desktop.ui.events.dialog import EventDialog
from csq_desktop.ui.exports.export_dialog import ExportOffer, export_button
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.table import TableView


class EventsPage(Page):
    """Lists the book, the newest first; what was written down here can be corrected or removed."""

    topics: ClassVar[frozenset[str]] = frozenset({"events", "actions", "pledges", "shop"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Events"), tr("What happened, numbered on every chart"))
        self._lines: tuple[NumberedEvent, ...] = ()
        self._requested_id: int | None = None
        self.new = buttons.primary(tr("New event"), self._on_new, icon="plus", name="new_event")
        self.correct = buttons.secondary(
            tr("Correct"), self._on_correct, icon="pencil", name="correct_event"
        )
        self.remove = buttons.secondary(
            tr("Remove"), self._on_remove, icon="trash", name="remove_event"
        )
        self.chips = FilterChips(
            [Chip(view.value, view.label) for view in EventView], name="event_views"
        )
        self.model = RowsModel(event_columns(context.zone))
        self.table = TableView(context, self.model, name="events", two_lines=True)
        self.table.setAccessibleName(tr("Events"))
        self.empty = EmptyState("calendar-event", tr("No events yet"))
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def reload(self) -> None:
        self.context.tasks.read(self, book.everything, self._on_read)

    def show_object(self, object_id: object) -> None:
        """Choose an event by its id."""
        if isinstance(object_id, int):
            self._requested_id = object_id
            self.chips.choose(EventView.ALL)
            self._show()

    def shown_object(self) -> int | None:
        event = self.chosen
        return event.id if event else None

    @property
    def chosen(self) -> ShopEvent | None:
        """The event chosen in the list."""
        row = self.table.currentIndex().row()
        if not 0 <= row < self.model.rowCount():
            return None
        event: ShopEvent = self.model.row_at(row).event
        return event

    def _lay_out(self) -> None:
        for widget in (self.new, self.correct, self.remove):
            if not self.context.may(Permission.WRITE_EVENTS):
                widget.hide()
        self.set_primary(self.new)
        self.filters.addWidget(self.chips, 1)
        self.filters.addWidget(self.correct)
        self.filters.addWidget(self.remove)
        self.filters.addWidget(export_button(self.context, self, (EVENTS,), self._offered))
        card = Card()
        card.body.setContentsMargins(6, 6, 6, 6)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        card.body.addWidget(self._stack)
        self.body.addWidget(card, 1)

    def _connect(self) -> None:
        self.chips.chosen_changed.connect(lambda _key: self._show())
        self.table.chosen.connect(lambda _row: self._allow())
        self.table.opened.connect(lambda _row: self.correct.click())
        self.table.offer(RowOffers(lambda: (self.remove, self.correct)))

    def _offered(self) -> ExportOffer:
        return (EVENTS,), EventFilter(EventView(self.chips.chosen))

    def _on_read(self, lines: Sequence[NumberedEvent]) -> None:
        self._lines = tuple(lines)
        self._show()

    def _show(self) -> None:
        views = {
            view: [line for line in self._lines if EventFilter(view).lets_through(line.event)]
            for view in EventView
        }
        self.chips.set_counts({key: len(lines) for key, lines in views.items()})
        shown = views[EventView(self.chips.chosen)]
        event_id = self._requested_id or self.shown_object()
        self.model.set_rows(shown)
        self._stack.setCurrentWidget(self.table if shown else self.empty)
        self._say_nothing()
        place = self.model.find(event_id, "event.id") if event_id else -1
        if shown:
            self.table.choose(max(0, place))
        if place >= 0:
            self._requested_id = None
        self._allow()

    def _say_nothing(self) -> None:
        if self.chips.chosen == EventView.DERIVED:
            self.empty.show_text(
                tr("Nothing yet"),
                tr(
                    "Completed actions, closures, new terms and targets are recorded automatically."
                ),
            )
        else:
            self.empty.show_text(
                tr("No events yet"),
                tr("Record a promotion, a typhoon, a new till: every chart will show it."),
            )

    def _allow(self) -> None:
        missing = ""
        if self.chosen is None:
            missing = tr("Select an event.")
        elif self.chosen.id is None:
            missing = tr("This event comes from another record. Correct it there.")
        for button in (self.correct, self.remove):
            allow(button, missing)

    def _on_new(self) -> None:
        dialog = EventDialog(self.context, None, self)
        dialog.recorded.connect(self._on_recorded)
        dialog.open()

    def _on_recorded(self, event_id: int) -> None:
        self._requested_id = event_id
        self.table.take_keyboard()
        undo = partial(events.remove, event_id=event_id)
        self.context.toast_done(tr("Event added."), undo)

    def _on_correct(self) -> None:
        event = self.chosen
        if event is not None and event.id is not None:
            dialog = EventDialog(self.context, event, self)
            dialog.corrected.connect(partial(self._on_corrected, event.id, event))
            dialog.open()

    def _on_corrected(self, event_id: int, before: ShopEvent) -> None:
        undo = partial(events.correct, event_id=event_id, corrected=before.as_typed)
        self.context.toast_done(tr("Event corrected."), undo)

    def _on_remove(self) -> None:
        event = self.chosen
        if event is not None and event.id is not None:
            job = partial(events.remove, event_id=event.id)
            done = partial(self._on_removed, event.id)
            self.context.tasks.write(self, job, done, self.show_error)

    def _on_removed(self, event_id: int, _nothing: object) -> None:
        undo = partial(events.put_back, event_id=event_id)
        self.context.toast_done(tr("Event removed."), undo)
