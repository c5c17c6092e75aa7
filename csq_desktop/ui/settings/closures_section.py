"""One-off closures: a typhoon, a flood, a stock-taking; days or hours, also afterwards."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from csq_desktop.domain.shop.shop import PlannedClosure, clock_text
from csq_desktop.domain.tones import Tone
from csq_desktop.services.settings import lists
from csq_desktop.services.settings import shop as service
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.forms.dates import DateField, TimeField
from csq_desktop.ui.kit.forms.fields import WordsChoice
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column, day_column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.settings.section import SettingsSection

_DRAFT = "settings.closure"


class ClosuresSection(SettingsSection):
    """Lists the closures, the newest first; removing one can be undone."""

    topics = frozenset({"shop", "lists"})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            tr(
                "Time does not count towards deadlines while the shop is closed. A "
                "typhoon closure can be added afterwards: for this month, and for last "
                "month until its review pack is issued."
            ),
        )
        today = context.today
        self._proposed = today()
        self.start, self.end = DateField(today, today()), DateField(today, today())
        self.closes, self.opens = TimeField(None), TimeField(None)
        for field in (self.closes, self.opens):
            field.setPlaceholderText(tr("all day"))
        self.reason = WordsChoice(_reasons())
        self.submit = buttons.primary(tr("Record a closure"), self._on_add, name="add_closure")
        self.model = RowsModel(_columns())
        self.table = TableView(context, self.model, name="closures")
        self.table.setAccessibleName(tr("Closures"))
        self.empty = EmptyState("calendar-event", tr("No closures yet"))
        self.take_back = buttons.secondary(
            tr("Cancel closure"), self._on_take_back, icon="arrow-back-up", name="take_back"
        )
        self.table.offer(RowOffers(lambda: [self.take_back]))
        self.form = FormGrid(columns=3)
        self._build()
        self.start.day_changed.connect(self._on_start)
        self.draft.begin(_DRAFT)
        self.table.chosen.connect(self._allow_take_back)

    def save_button(self) -> QPushButton:
        return self.submit

    def collect(self) -> Mapping[str, str]:
        return self.form.collect()

    def restore(self, texts: Mapping[str, str]) -> None:
        self.form.restore(texts)

    def reload(self) -> None:
        self.reason.offer(_reasons())
        today = self.context.today()
        if today != self._proposed and not self.draft.is_changed:
            self._proposed = today
            self.start.set_day(today)
            self.end.set_day(today)
            self.draft.begin(_DRAFT)
        self.context.tasks.read(self, service.closures, self._show)

    def _show(self, closures: tuple[PlannedClosure, ...]) -> None:
        self.model.set_rows(tuple(reversed(closures)))
        self.table.setVisible(bool(closures))
        self.empty.setVisible(not closures)
        self.take_back.setVisible(bool(closures))
        self._allow_take_back(-1)

    def _allow_take_back(self, row: int) -> None:
        allow(self.take_back, "" if row >= 0 else tr("Select a closure."))

    def _on_start(self, _day: object) -> None:
        if self.start.day and self.end.day and self.end.day < self.start.day:
            self.end.set_day(self.start.day)

    def _on_add(self) -> None:
        start, end = self.start.day, self.end.day
        if not self.form.accepts({}) or start is None or end is None:
            return
        add = partial(
            service.close_shop,
            start=start,
            end=end,
            reason=self.reason.currentText(),
            between=(self.closes.time_of_day, self.opens.time_of_day),
        )
        self.message.clear()
        self.context.tasks.write(self, add, self._on_added, self.show_error)

    def _on_added(self, closure_id: int) -> None:
        self.reason.setCurrentText("")
        for field in (self.closes, self.opens):
            field.clear()
        self.draft.finish()
        undo = partial(service.take_back_closure, closure_id=closure_id)
        self.context.toast_done(tr("Closure recorded."), undo)
        self.message.say(
            tr("Open complaints keep their deadlines until you recalculate them."),
            Tone.ACCENT,
            tr("Recalculate…"),
            lambda: self.context.navigate("settings", "deadlines"),
        )

    def _on_take_back(self) -> None:
        at = self.table.currentIndex().row()
        if at < 0:
            return
        gone: PlannedClosure = self.model.row_at(at)
        again = partial(
            service.close_shop,
            start=gone.start,
            end=gone.end,
            reason=gone.reason,
            between=(gone.opened_until, gone.opens_again),
        )
        self.save(
            partial(service.take_back_closure, closure_id=gone.id),
            again,
            tr("Closure cancelled."),
        )

    def _build(self) -> None:
        form = self.form
        form.add("closure_start", tr("First day"), self.start)
        form.add("closure_end", tr("Last day"), self.end)
        form.add("closure_reason", tr("Reason"), self.reason)
        form.add("closure_from", tr("Closed from"), self.closes)
        form.add("closure_until", tr("Open again from"), self.opens)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.submit)
        new = Card(tr("Record a closure"))
        new.body.addWidget(form)
        new.body.addLayout(foot)
        entered = Card(tr("Closures"), self.take_back)
        self.table.keep_rows()
        entered.body.addWidget(self.table, 1)
        entered.body.addWidget(self.empty, 1)
        self.body.addWidget(new)
        self.body.addWidget(entered, 1)


def _reasons() -> list[str]:
    return [entry.label for entry in lists.choices(lists.CLOSURE_REASONS)]


def _reason(closure: PlannedClosure) -> str:
    return lists.label(lists.CLOSURE_REASONS, closure.reason)


def _columns() -> list[Column]:
    return [
        Column("reason", tr("Reason"), lambda closure: Cell(_reason(closure), strong=True), 190),
        day_column("start", tr("First day"), lambda closure: closure.start, 125),
        Column(
            "from", tr("Closed from"), lambda closure: Cell(clock_text(closure.opened_until)), 115
        ),
        day_column("end", tr("Last day"), lambda closure: closure.end, 125),
        Column(
            "until",
            tr("Open again"),
            lambda closure: Cell(clock_text(closure.opens_again)),
            115,
        ),
    ]
