"""One complaint: what was said, its clocks, its history, and what can be done next."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from csq_desktop.domain.board import columns
from csq_desktop.domain.complaints.facts import (
    ClockState,
    Complaint,
    ComplaintClock,
    ComplaintEvent,
    ComplaintLine,
)
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.fields.fields import RecordField
from csq_desktop.domain.today import Now
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import moment_text, money_text, short_moment_text
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CommandPlace, parts
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.complaints import kinds
from csq_desktop.ui.complaints.fields import value_text
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.facts import HistoryLine, KeyValueList, StepBar, Timeline
from csq_desktop.ui.kit.display.words import PlainLabel, SectionTitle
from csq_desktop.ui.kit.labels import CLOCK_TONES, clock_words, this_moment
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.scrolled import scrolled_to_read
from csq_desktop.ui.kit.tables.row_menu import buttons_of
from csq_desktop.ui.theme import tokens

_PLACES = list(CommandPlace)


class ComplaintDetail(CasePage):
    """Shows a complaint by id, and reloads it with the page."""

    shown = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.complaint: Complaint | None = None
        self._form = ""
        self.summary = PlainLabel("", "heading", wrap=True).selectable()
        self.badge = Badge()
        self.meta = PlainLabel("", "label", wrap=True)
        self.steps = StepBar()
        self.words = PlainLabel("", wrap=True).selectable()
        self.facts = KeyValueList()
        self.clocks = KeyValueList()
        self.clocks.line_up_with(self.facts)
        self.sections = [part.section(context) for part in parts() if part.section is not None]
        self.history = Timeline()
        self.foot = FlowLayout(right=True)
        why_not = tr("It can be reopened once its closing date is entered or imported.")
        self.undated = PlainLabel(why_not, "muted", wrap=True)
        self.undated.setObjectName("undated_closing")
        self._build()

    def show_complaint(self, complaint_id: int) -> None:
        """Fetch and show a complaint."""
        query = partial(complaint_views.read, complaint_id=complaint_id)
        sees = self.context.user.role.sees_identities
        self.context.tasks.read(self, query, self.show_fact, identities=sees)

    def show_time(self) -> None:
        """Fetch the complaint anew where a deadline has passed since it was fetched."""
        now = self.context.now()
        running = [
            clock.due_at
            for clock in (self.complaint.clocks if self.complaint else ())
            if clock.state is ClockState.RUNNING and clock.due_at is not None
        ]
        if self.complaint is not None and any(due_at < now for due_at in running):
            self.show_complaint(self.complaint.id)

    def shows(self, line: ComplaintLine) -> bool:
        """Whether this complaint is the one shown."""
        return self.complaint is not None and self.complaint.id == line.id

    def buttons(self) -> list[QPushButton]:
        """What can be done with the complaint shown, the likeliest last."""
        return buttons_of(self.foot)

    def show_fact(self, complaint: Complaint) -> None:
        """Show a complaint that was fetched."""
        self.complaint = complaint
        zone, now = self.context.zone, this_moment(self.context)
        self.summary.setText(complaint.summary)
        self._show_badge(complaint)
        self.meta.setText(self._meta(complaint, now))
        steps = [step.label for step in columns.steps(complaint.kind)]
        self.steps.show_steps(steps, columns.reached(complaint.kind, complaint.state))
        self.words.setText(complaint.words)
        self.facts.show_pairs(self._pairs(complaint))
        self.clocks.show_pairs(
            [
                (
                    _clock_label(reading.clock, reading.round),
                    _clock_row(
                        clock_words(reading, zone),
                        moment_text(reading.due_at, zone),
                        CLOCK_TONES[reading.state],
                    ),
                )
                for reading in complaint.clocks
            ]
            + self._escalation()
        )
        for part in (self.clocks, self._deadlines):
            part.setVisible(bool(complaint.clocks))
        self.history.show_lines([_line(event, now) for event in reversed(complaint.events)])
        for section in self.sections:
            section.show_case(complaint)
        self._show_actions(complaint)
        self.shown.emit()
        form, self._form = self._form, ""
        for dialog in (each for part in parts() for each in part.forms):
            if form and dialog.kind == form:
                self.ask(dialog)

    def reopen(self, form: str) -> None:
        """Open the form of that kind again, once the complaint asked for is shown."""
        self._form = form

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, tokens.GAP_SMALL, 0)
        column.setSpacing(tokens.GAP)
        head = QHBoxLayout()
        head.addWidget(self.summary, 1)
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        for part in (self.meta, self.steps, self.words, self.facts):
            column.addWidget(part)
        self._deadlines = SectionTitle(tr("Deadlines"))
        column.addWidget(self._deadlines)
        column.addWidget(self.clocks)
        for section in self.sections:
            column.addWidget(section)
        column.addWidget(SectionTitle(tr("History")))
        column.addWidget(self.history)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled_to_read(inner), 1)
        outer.addWidget(self.undated)
        outer.addLayout(self.foot)

    def _show_badge(self, complaint: Complaint) -> None:
        if complaint.removed_at is not None:
            self.badge.show_state(tr("Voided"), Tone.SOFT)
            return
        overdue = [clock for clock in complaint.clocks if clock.is_overdue]
        if overdue:
            latest = max(overdue, key=lambda clock: clock.late_seconds)
            self.badge.show_state(tr("Overdue {span}", span=latest.lateness), Tone.BAD)
        elif complaint.waiting_since is not None:
            self.badge.show_state(tr("Waiting for the customer"), Tone.WARN)
        else:
            label = complaint.state.label
            if complaint.is_closed_undated:
                label = tr("Closed, date unknown")
            self.badge.show_state(label, Tone.GOOD if complaint.is_closed else Tone.ACCENT)

    def _meta(self, complaint: Complaint, now: Now) -> str:
        received = short_moment_text(complaint.received_at, now.day, now.zone)
        entered = short_moment_text(complaint.entered_at, now.day, now.zone)
        parts = [
            complaint.ref,
            complaint.channel.label,
            tr(
                "Received {received} · logged {entered} by {name}",
                received=received,
                entered=entered,
                name=complaint.entered_by,
            ),
        ]
        parts.append((complaint.severity if complaint.kind.is_complaint else complaint.kind).label)
        return "  ·  ".join(parts)

    def _pairs(self, complaint: Complaint) -> list[tuple[str, str | QWidget]]:
        fields = kinds.fields(complaint.kind, COMPLAINT.on_page)
        pairs = [(field.title, self._fact(complaint, field)) for field in fields]
        for label, other in (
            (tr("Goes on as"), complaint.recorded_as),
            (tr("First logged as"), complaint.recorded_from),
        ):
            if other is not None:
                go = partial(self.context.navigate, "complaints", other.id)
                pairs.insert(0, (label, buttons.link(other.ref, go, name="open_other_kind")))
        return pairs

    def _fact(self, complaint: Complaint, field: RecordField) -> str | QWidget:
        """A field's value: the customer as a link, a remedy with its amount, others as text."""
        if field.key == "customer_id":
            return self._customer(complaint)
        text = value_text(complaint, field)
        if field.key == "remedy_kind" and complaint.remedy_cents:
            text = tr(", ").join((text, money_text(complaint.remedy_cents)))
        return text

    def _customer(self, complaint: Complaint) -> QWidget:
        if complaint.customer_id is not None:
            return buttons.link(
                complaint.customer_ref,
                partial(self.context.navigate, "customers", complaint.customer_id),
                name="open_customer",
            )
        if complaint.sealed_waiting:
            return PlainLabel(
                tr("Contact details sealed; a supervisor can read them after the next sign-in"),
                wrap=True,
            )
        return PlainLabel(tr("Anonymous"))

    def _show_actions(self, complaint: Complaint) -> None:
        """Offer the next steps; the focus stays on them if it was there."""
        focused = self.window().focusWidget()
        held = focused is not None and self.foot.indexOf(focused) >= 0
        self._renew_actions(complaint)
        if held and focused is not None:
            self._focus_action(focused.objectName())

    def _focus_action(self, name: str) -> None:
        """Focus the button of that name, else the likeliest step, which is last."""
        items = (self.foot.itemAt(at) for at in range(self.foot.count()))
        offered = [widget for item in items if item is not None and (widget := item.widget())]
        named = [widget for widget in offered if widget.objectName() == name]
        for widget in (named or offered)[-1:]:
            widget.show()  # the layout would do it later: too late for the focus
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _renew_actions(self, complaint: Complaint) -> None:
        while (item := self.foot.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self.undated.setVisible(complaint.is_closed_undated and complaint.removed_at is None)
        offered = self._offered(complaint)
        if any(command.place is not CommandPlace.STEP for command in offered):
            self.foot.addWidget(buttons.with_menu(tr("More"), self._menu(offered), name="more"))
        for command in reversed(offered):  # the likeliest last, and those of the case itself
            if command.place is CommandPlace.STEP:
                self._add_button(command)

    def _offered(self, complaint: Complaint) -> list[CaseCommand]:
        """What the features offer those who may, in the order of their parts."""
        return [
            command
            for part in parts()
            for command in (part.commands if complaint.removed_at is None else part.of_voided)(
                self, complaint
            )
            if self.context.may(command.permission)
        ]

    def _menu(self, offered: Sequence[CaseCommand]) -> QMenu:
        """What is done to a case beside its steps; a submenu that nothing is in is not shown."""
        menu = QMenu(self)
        inner = {CommandPlace.WORK: menu}
        for command in sorted(offered, key=lambda command: _PLACES.index(command.place)):
            if command.place is CommandPlace.STEP:
                continue
            if command.place not in inner:
                inner[command.place] = menu.addMenu(command.place.label)
            action = inner[command.place].addAction(command.label, command.act)
            action.setObjectName(command.name)
        return menu

    def _add_button(self, offer: CaseCommand) -> None:
        make = buttons.primary if offer.primary else buttons.secondary
        self.foot.addWidget(make(offer.label, offer.act, name=offer.name))

    def _escalation(self) -> list[tuple[str, QWidget]]:
        """The level an open complaint has reached, beneath its clocks."""
        if self.complaint is None or not self.complaint.escalated:
            return []
        row = QWidget()
        line = FlowLayout(row, gap=tokens.GAP)
        line.addWidget(Badge(tr("Escalated"), Tone.WARN))
        line.addWidget(PlainLabel(self.complaint.escalated))
        row.setAccessibleName(self.complaint.escalated)
        return [(tr("Escalation"), row)]

    def ask(self, form: type[WorkDialog]) -> None:
        if self.complaint is not None:
            form(self.context, self.complaint, self).open()

    def write(self, job: Job, toast_text: str) -> None:
        self.context.tasks.write(self, job, lambda _done: self.context.toast(toast_text))


def _clock_label(clock: ComplaintClock, turn: int) -> str:
    return clock.label if turn == 1 else tr("{clock}, round {n}", clock=clock.label, n=turn)


def _clock_row(words: str, due: str, tone: Tone) -> QWidget:
    row = QWidget()
    line = FlowLayout(row, gap=tokens.GAP)  # a badge cut short would not say its state
    line.addWidget(PlainLabel(tr("due {when}", when=due)))
    line.addWidget(Badge(words, tone))
    row.setAccessibleName(f"{due} {words}")
    return row


def _line(event: ComplaintEvent, now: Now) -> HistoryLine:
    when = short_moment_text(event.at, now.day, now.zone)
    what = (
        tr("{what} by {name}", what=event.kind.label, name=event.user)
        if event.user
        else (event.kind.label)
    )
    notes = (event.text, *(earlier.sentence for earlier in event.earlier))
    return HistoryLine(when, what, "\n".join(filter(None, notes)))
