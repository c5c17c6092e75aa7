"""One breach: what happened, its harm, who is notified, what was printed, and the next step."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from csq_desktop.domain.breaches.facts import Breach, BreachDecision, ConcernedCustomer
from csq_desktop.domain.breaches.fields import BREACH_WORDS
from csq_desktop.domain.privacy.private_words import EarlierValue
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text, moment_text, short_moment_text
from csq_desktop.services.breaches import breaches, people
from csq_desktop.services.breaches.breaches import BreachFile
from csq_desktop.texts import LANGUAGE_NAMES, tr
from csq_desktop.ui.breaches.breach_dialog import step, title
from csq_desktop.ui.breaches.facts_dialog import CorrectFactsDialog
from csq_desktop.ui.breaches.notice_dialog import BreachNoticeDialog
from csq_desktop.ui.breaches.people_dialog import ConcernDialog
from csq_desktop.ui.breaches.step_dialogs import (
    BreachFollowUpDialog,
    ContainDialog,
    EndBreachDialog,
    HarmDialog,
    NotifiedDialog,
    NotifyDecisionDialog,
)
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.facts import HistoryLine, KeyValueList, Timeline, clear
from csq_desktop.ui.kit.display.words import PlainLabel, SectionTitle
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.register import EntryStep, RegisterDetail
from csq_desktop.ui.kit.step_dialog import StepDialog

BreachForm = Callable[[Context, Breach, QWidget], StepDialog]


class BreachDetail(RegisterDetail):
    """Shows a breach by its number."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "breach")
        self.file: BreachFile | None = None
        self.facts = KeyValueList()
        self.harm = KeyValueList()
        self.course = KeyValueList()
        self._titles = {
            "decisions": SectionTitle(tr("Who is notified")),
            "people": SectionTitle(tr("Customers concerned")),
            "notices": SectionTitle(tr("Notices printed")),
            "harm": SectionTitle(tr("Harm")),
            "course": SectionTitle(tr("Course")),
            "earlier": SectionTitle(tr("Earlier words")),
        }
        self._decisions, self._people = QVBoxLayout(), QVBoxLayout()
        self._notices, self.earlier = Timeline(), Timeline()
        self._build()
        context.privacy_changed.connect(lambda _on: self._show_file())

    @property
    def entry(self) -> Breach | None:
        return self.file.breach if self.file else None

    def show_record(self, record_id: int) -> None:
        sees = self.context.user.role.sees_identities
        job = partial(breaches.read, breach_id=record_id)
        self.context.tasks.read(self, job, self._on_read, identities=sees)

    def _build(self) -> None:
        column = self.column
        column.addWidget(self.facts)
        for key, part in (("harm", self.harm), ("decisions", self._decisions),
                          ("people", self._people), ("notices", self._notices),
                          ("course", self.course), ("earlier", self.earlier)):  # fmt: skip
            column.addWidget(self._titles[key])
            if isinstance(part, QWidget):
                column.addWidget(part)
            else:
                column.addLayout(part)
        column.addStretch(1)

    def _on_read(self, file: BreachFile) -> None:
        self.file = file
        self._show_file()
        self.offer(self._steps(file.breach))
        self.shown.emit()

    def _show_file(self) -> None:
        if self.file is None:
            return
        file, today = self.file, self.context.today()
        breach = file.breach
        self.name.setText(tr("{ref}: {kind}", ref=breach.ref, kind=breach.kind.label))
        self.badge.show_state(breach.state_text, breach.tone(today))
        by = tr("notify by {day}", day=date_text(breach.notify_by)) if breach.is_waiting else ""
        self.days.setText(tr(" · ").join(filter(None, (breach.days_text(today), by))))
        self.days.setVisible(breach.is_waiting)
        self.facts.show_pairs(self._facts(breach))
        self._show_pairs("harm", self.harm, self._harm(breach))
        self._show_pairs("course", self.course, self._course(breach))
        self._show_decisions(breach)
        self._show_people(file)
        self._show_notices(file)
        self._show_earlier(file.earlier)

    def _show_pairs(
        self, key: str, part: KeyValueList, pairs: Sequence[tuple[str, str | QWidget]]
    ) -> None:
        part.show_pairs(pairs)
        self._titles[key].setVisible(any(value != "" for _, value in pairs))

    def _facts(self, breach: Breach) -> Sequence[tuple[str, str | QWidget]]:
        zone = self.context.zone
        begun = moment_text(breach.happened_from, zone) if breach.happened_from else ""
        until = moment_text(breach.happened_to, zone) if breach.happened_to else ""
        contained = moment_text(breach.contained_at, zone) if breach.contained_at else ""
        return (
            (_words_title("account"), self._words(breach, "account")),
            (title("happened_from"), begun or tr("Not known")),
            (title("happened_to"), until),
            (title("found_at"), moment_text(breach.found_at, zone)),
            (title("found_through"), breach.found_through.label),
            (_words_title("finder"), self._words(breach, "finder")),
            (title("people_count"), breach.people_text),
            (title("detail_kinds"), breach.detail_text),
            (title("contained_at"), contained),
            (_words_title("breach_containment"), self._words(breach, "breach_containment")),
        )

    def _harm(self, breach: Breach) -> Sequence[tuple[str, str | QWidget]]:
        assessment = breach.assessment
        if assessment is None:
            return ()
        factors = vars(assessment.factors).items()
        when = moment_text(breach.assessed_at, self.context.zone)
        return (
            (title("harm_level"), assessment.level.label),
            *((title(key), factor.label) for key, factor in factors),
            (_words_title("harm_note"), self._words(breach, "harm_note")),
            (title("harm_at"), tr(" · ").join(filter(None, (when, breach.assessed_by)))),
        )

    def _course(self, breach: Breach) -> Sequence[tuple[str, str | QWidget]]:
        zone = self.context.zone
        ended = moment_text(breach.ended_at, zone) if breach.ended_at else ""
        logged = tr(" · ").join((moment_text(breach.logged_at, zone), breach.logged_by))
        return (
            (_words_title("breach_follow_up"), self._words(breach, "breach_follow_up")),
            (title("review_on"), date_text(breach.review_on) if breach.review_on else ""),
            (_words_title("lessons"), self._words(breach, "lessons")),
            (_words_title("prevention"), self._words(breach, "prevention")),
            (tr("Action"), breach.action_ref),
            (title("breach_ended_at"), tr(" · ").join(filter(None, (ended, breach.ended_by)))),
            (title("logged_at"), logged),
            ("", tr("The words were erased; the entry stays.") if breach.erased else ""),
        )

    def _words(self, breach: Breach, key: str) -> str:
        """Words about the breach, unless names are hidden now."""
        return "" if self.context.private else str(getattr(breach.words, key))

    def _show_decisions(self, breach: Breach) -> None:
        clear(self._decisions)
        standing = {decision.id for decision in breach.standing.values()}
        for decision in breach.decisions:
            is_standing = decision.id in standing
            self._decisions.addWidget(self._decision(breach, decision, is_standing))
        for party in breach.undecided:
            words = tr("{party}: {decision}", party=party.label, decision=tr("not decided yet"))
            self._decisions.addWidget(PlainLabel(words, "muted", wrap=True))

    def _decision(self, breach: Breach, decision: BreachDecision, is_standing: bool) -> QWidget:
        zone = self.context.zone
        row = QWidget()
        line = FlowLayout(row)
        head = tr("{party}: {decision}", party=decision.party.label, decision=decision.text)
        notified = moment_text(decision.notified_at, zone) if decision.notified_at else ""
        how = decision.method.label if decision.method else ""
        decided = tr(
            "decided {when} by {name}",
            when=moment_text(decision.decided_at, zone),
            name=decision.decided_by,
        )
        words = tr(" · ").join(filter(None, (head, notified, how)))
        reason = "" if self.context.private else decision.reason
        under = tr(" · ").join(filter(None, (decided, reason)))
        line.addWidget(PlainLabel(words, "" if is_standing else "muted", wrap=True))
        is_due = is_standing and not decision.is_done and breach.is_open
        if is_due and self.context.may(Permission.EDIT_CUSTOMERS):
            ask = partial(self._on_notified, decision)
            line.addWidget(buttons.link(tr("Notified…"), ask, name=f"notified_{decision.id}"))
        line.addWidget(PlainLabel(under, "hint", wrap=True))
        return row

    def _show_people(self, file: BreachFile) -> None:
        clear(self._people)
        self._titles["people"].setVisible(bool(file.people))
        for person in file.people:
            self._people.addWidget(self._person(file.breach, person))

    def _person(self, breach: Breach, person: ConcernedCustomer) -> QWidget:
        row = QWidget()
        line = FlowLayout(row)
        go = partial(self.context.navigate, "customers", person.customer_id)
        line.addWidget(buttons.link(person.ref, go, name=f"concerned_{person.customer_id}"))
        if person.name and not self.context.private:
            line.addWidget(PlainLabel(person.name))
        if breach.is_open and self.context.may(Permission.EDIT_CUSTOMERS):
            out = partial(self._on_take_out, person)
            name = f"take_out_{person.customer_id}"
            line.addWidget(buttons.link(tr("Take out"), out, name=name))
        return row

    def _show_notices(self, file: BreachFile) -> None:
        today, zone = self.context.today(), self.context.zone
        self._titles["notices"].setVisible(bool(file.notices))
        self._notices.show_lines(
            [
                HistoryLine(
                    short_moment_text(notice.printed_at, today, zone),
                    tr("{what} by {name}", what=notice.audience.label, name=notice.printed_by),
                    tr(" · ").join(
                        filter(None, (LANGUAGE_NAMES[notice.language], notice.customer_ref))
                    ),
                )
                for notice in file.notices
            ]
        )

    def _show_earlier(self, earlier: Sequence[EarlierValue]) -> None:
        shown = () if self.context.private else earlier
        self._titles["earlier"].setVisible(bool(shown))
        today, zone = self.context.today(), self.context.zone
        self.earlier.show_lines(
            [
                HistoryLine(
                    short_moment_text(value.at, today, zone) if value.at else "",
                    tr("{what} by {name}", what=value.label, name=value.user),
                    value.text,
                )
                for value in reversed(shown)
            ]
        )

    def _steps(self, breach: Breach) -> list[EntryStep]:
        """What can be done now, the likeliest last."""
        ask = self._ask
        printing = (tr("Notices…"), "notices", self._on_notices)
        if not breach.is_open:
            again = (tr("Reopen"), "again", self._on_again)
            return [printing] if breach.erased else [again, printing]
        steps: list[EntryStep] = [
            (tr("Correct…"), "facts", partial(ask, CorrectFactsDialog)),
            (tr("Customer…"), "concern", partial(ask, ConcernDialog)),
            (tr("Follow-up…"), "follow_up", partial(ask, BreachFollowUpDialog)),
            printing,
        ]
        contain = (tr("Containment…"), "contain", partial(ask, ContainDialog))
        harm = (tr("Assess…"), "harm", partial(ask, HarmDialog))
        decide = (tr("Decide…"), "decide", partial(ask, NotifyDecisionDialog))
        end = (tr("End…"), "end", partial(ask, EndBreachDialog))
        if breach.contained_at is None:
            return [*steps, harm, decide, contain]
        if breach.assessment is None:
            return [*steps, contain, decide, harm]
        if breach.is_waiting:
            return [*steps, contain, harm, decide]
        return [*steps, contain, harm, decide, end]

    def _ask(self, dialog: BreachForm) -> None:
        if self.file is not None and not self._hidden():
            self._open(dialog(self.context, self.file.breach, self))

    def _open(self, dialog: StepDialog) -> None:
        assert self.file is not None
        dialog.taken.connect(partial(self.show_record, self.file.breach.id))
        dialog.open()

    def _on_notified(self, decision: BreachDecision) -> None:
        if self.file is not None:
            self._open(NotifiedDialog(self.context, self.file.breach, decision, self))

    def _on_notices(self) -> None:
        if self.file is not None and not self._hidden():
            breach, concerned = self.file.breach, self.file.people
            dialog = BreachNoticeDialog(self.context, breach, concerned, self)
            dialog.recorded.connect(partial(self.show_record, breach.id))
            dialog.open()

    def _on_take_out(self, person: ConcernedCustomer) -> None:
        if self.file is not None:
            breach = self.file.breach
            out = step(people.take_out, breach, customer_id=person.customer_id)
            back = step(people.add, breach, customer_id=person.customer_id)
            words = tr("{ref} taken out.", ref=person.ref)
            self.context.tasks.write(self, out, lambda _done: self.context.toast_done(words, back))

    def _on_again(self) -> None:
        if self.file is not None:
            breach = self.file.breach
            words = tr("{ref} is open again.", ref=breach.ref)
            job = step(breaches.take_up_again, breach)
            self.context.tasks.write(self, job, lambda _done: self.context.toast(words))

    def _hidden(self) -> bool:
        """Whether names are hidden now; the forms have words that may name somebody."""
        if self.context.private:
            self.context.toast(tr("Names are hidden. Press F9 to show them."))
        return self.context.private


def _words_title(key: str) -> str:
    return BREACH_WORDS.field(key).title
