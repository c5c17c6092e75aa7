"""Who is away, from when to when, and who stands in for them."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from csq_desktop.domain.absences.facts import ABSENCE, AbsenceLine, AbsenceState, NewAbsence
from csq_desktop.domain.handovers.facts import USUAL_HOURS
from csq_desktop.services import people
from csq_desktop.services.absences import absences as service
from csq_desktop.services.settings import handovers as settings
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.person_field import PersonField
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column, day_column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.settings.section import SettingsSection

_DRAFT = "settings.absence"
_HOURS = (2, 4, 8, 12, 24, 48)


class AbsencesSection(SettingsSection):
    """Lists the absences, the latest first; each can be ended early, or removed."""

    topics = frozenset({"people", "users", "complaints"})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            tr(
                "What is due of somebody who is away stands on the Today of their "
                "substitute as well. Ownership and figures do not change."
            ),
        )
        today, self._set_hours = context.today, USUAL_HOURS
        self.person, self.substitute, self.second = PersonField(), PersonField(), PersonField()
        self.start, self.end = DateField(today, today()), DateField(today, today())
        self.submit = buttons.primary(tr("Record an absence"), self._on_add, name="add_absence")
        self.model = RowsModel(self._columns())
        self.table = TableView(context, self.model, name="absences", two_lines=True)
        self.table.setAccessibleName(tr("Absences"))
        self.empty = EmptyState("users", tr("Nobody is away"))
        self.back = buttons.secondary(tr("Back today"), self._on_back, name="end_absence")
        self.take_out = buttons.secondary(tr("Remove"), self._on_remove, name="remove_absence")
        self.table.offer(RowOffers(lambda: [self.back, self.take_out]))
        self.form = FormGrid(columns=3)
        self.hours = ChoiceBox([(str(hours), _hours(hours)) for hours in _HOURS])
        self._build()
        self.hours.value_changed.connect(self._on_hours)
        self.start.day_changed.connect(self._on_start)
        self.draft.begin(_DRAFT)
        self.table.chosen.connect(self._allow)

    def save_button(self) -> QPushButton:
        return self.submit

    def collect(self) -> Mapping[str, str]:
        return self.form.collect()

    def restore(self, texts: Mapping[str, str]) -> None:
        self.form.restore(texts)

    def reload(self) -> None:
        for field in (self.person, self.substitute, self.second):
            self.context.tasks.read(self, people.everyone, field.offer)
        self.context.tasks.read(self, service.lines, self._show)
        self.context.tasks.read(self, settings.answer_hours, self._show_hours)

    def _show_hours(self, hours: int) -> None:
        with QSignalBlocker(self.hours):  # to show what is set is no change of it
            if hours not in _HOURS:
                self.hours.set_options([(str(n), _hours(n)) for n in sorted((*_HOURS, hours))])
            self.hours.choose(str(hours))
        self._set_hours = hours

    def _on_hours(self, value: str) -> None:
        """Set it at once, with a way back."""
        change = settings.change_answer_hours
        self.save(partial(change, hours=int(value)), partial(change, hours=self._set_hours))

    def _show(self, lines: tuple[AbsenceLine, ...]) -> None:
        self.model.set_rows(lines)
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        for button in (self.back, self.take_out):
            button.setVisible(bool(lines))
        self._allow(-1)

    def _allow(self, row: int) -> None:
        reason = "" if row >= 0 else tr("Select an absence.")
        allow(self.take_out, reason)
        if row >= 0 and self._state(self.model.row_at(row)) is AbsenceState.OVER:
            reason = tr("This absence is over.")
        allow(self.back, reason)

    def _on_start(self, _day: object) -> None:
        if self.start.day and self.end.day and self.end.day < self.start.day:
            self.end.set_day(self.start.day)

    def _on_add(self) -> None:
        start, end = self.start.day, self.end.day
        if not self.form.accepts({}) or start is None or end is None:
            return
        new = NewAbsence(self.person.choice, start, end, self.substitute.choice, self.second.choice)
        self.message.clear()
        job = partial(service.enter, new=new)
        self.context.tasks.write(self, job, self._on_added, self.show_error)

    def _on_added(self, absence_id: int) -> None:
        for field in (self.person, self.substitute, self.second):
            field.clear()
        self.draft.finish()
        undo = partial(service.remove, absence_id=absence_id)
        self.context.toast_done(tr("Absence recorded."), undo)

    def _on_back(self) -> None:
        line = self._chosen()
        if line is not None:
            self.save(
                partial(service.end, absence_id=line.absence.id),
                partial(service.resume, absence_id=line.absence.id),
                tr("{name} is back.", name=line.person),
            )

    def _on_remove(self) -> None:
        line = self._chosen()
        if line is not None:
            self.save(
                partial(service.remove, absence_id=line.absence.id),
                partial(service.put_back, absence_id=line.absence.id),
                tr("Absence removed."),
            )

    def _chosen(self) -> AbsenceLine | None:
        at = self.table.currentIndex().row()
        line: AbsenceLine | None = self.model.row_at(at) if at >= 0 else None
        return line

    def _state(self, line: AbsenceLine) -> AbsenceState:
        return line.absence.state(self.context.today())

    def _build(self) -> None:
        form = self.form
        form.add("person", ABSENCE.field("person_id").title, self.person)
        form.add("away_from", ABSENCE.field("away_from").title, self.start)
        form.add("away_to", ABSENCE.field("away_to").title, self.end)
        form.add("substitute", ABSENCE.field("substitute_id").title, self.substitute)
        form.add(
            "second",
            ABSENCE.field("second_id").title,
            self.second,
            hint=tr("Where the first cannot: they are away or named in the case."),
        )
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.submit)
        new = Card(tr("Record an absence"))
        new.body.addWidget(form)
        new.body.addLayout(foot)
        waits = Card(tr("Hand-overs"))
        answer = FormGrid()
        answer.add("hours", tr("A hand-over that nobody answers is shown to the giver"), self.hours)
        waits.body.addWidget(answer)
        entered = Card(tr("Absences"), self.back, self.take_out)
        self.table.keep_rows()
        entered.body.addWidget(self.table, 1)
        entered.body.addWidget(self.empty, 1)
        self.body.addWidget(new)
        self.body.addWidget(entered, 1)
        self.body.addWidget(waits)

    def _columns(self) -> list[Column]:
        return [
            Column(
                "person",
                ABSENCE.field("person_id").title,
                lambda line: Cell(line.person, strong=True),
                130,
            ),
            day_column("from", tr("First day"), lambda line: line.absence.away_from, 145),
            day_column("to", tr("Last day"), lambda line: line.absence.away_to, 145),
            Column(
                "substitute",
                ABSENCE.field("substitute_id").title,
                lambda line: Cell(line.substitute, line.second),
                170,
            ),
            Column("state", tr("Status"), lambda line: Cell(self._state(line).label), 80),
            Column("open", tr("Open complaints"), lambda line: Cell(str(line.open_cases)), 100),
        ]


def _hours(hours: int) -> str:
    return trn("after {n} opening hour", "after {n} opening hours", hours)
