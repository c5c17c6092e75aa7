"""The timeline of a customer on the page: newest first, of one kind or everything."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop.domain.customers.timeline import TimelineItem, TimelineKind
from csq_desktop.domain.today import Now
from csq_desktop.domain.words.wording import date_text, short_moment_text
from csq_desktop.services.customers import timelines
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.facts import HistoryLine, Timeline
from csq_desktop.ui.kit.display.words import PlainLabel, SectionTitle
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.labels import this_moment
from csq_desktop.ui.theme import tokens


class TimelineView(QWidget):
    """Reads and shows what happened with one customer."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._customer_id: int | None = None
        self._items: Sequence[TimelineItem] = ()
        self.kind = ChoiceBox([("", tr("Everything")), *((k.value, k.label) for k in TimelineKind)])
        self.kind.setObjectName("timeline_kind")
        self.kind.setAccessibleName(tr("Show in the timeline"))
        self.kind.value_changed.connect(lambda _value: self._read())
        self.lines = Timeline()
        self.empty = PlainLabel(tr("None"), "muted")
        head = QHBoxLayout()
        head.addWidget(SectionTitle(tr("Timeline")), 1)
        head.addWidget(self.kind)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        column.addLayout(head)
        column.addWidget(self.lines)
        column.addWidget(self.empty)
        context.privacy_changed.connect(lambda _on: self._show(self._items))

    def show_customer(self, customer_id: int) -> None:
        """Fetch and show a customer's timeline."""
        if self._customer_id != customer_id:
            self._show(())
        self._customer_id = customer_id
        self._read()

    def _read(self) -> None:
        if self._customer_id is None:
            return
        kind = TimelineKind(self.kind.value) if self.kind.value else None
        query = partial(timelines.of_customer, customer_id=self._customer_id, kind=kind)
        self.context.tasks.read(self, query, self._show)

    def _show(self, items: Sequence[TimelineItem]) -> None:
        self._items = items
        now = this_moment(self.context)
        self.lines.show_lines([self._line(item, now) for item in items])
        self.empty.setVisible(not items)

    def _line(self, item: TimelineItem, now: Now) -> HistoryLine:
        """A line; who gave a consent may be named, and is hidden with the names."""
        day = item.at.astimezone(now.zone).date()
        when = date_text(day) if item.of_day else short_moment_text(item.at, now.day, now.zone)
        is_hidden = self.context.private and item.kind is TimelineKind.CONSENT
        parts = ("" if is_hidden else item.note, item.user)
        go = None
        if item.page:
            go = partial(self.context.navigate, item.page, item.object_id)
        return HistoryLine(when, item.what, tr(" · ").join(filter(None, parts)), go)
