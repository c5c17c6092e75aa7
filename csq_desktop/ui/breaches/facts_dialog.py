"""What happened: recording a new breach, and putting right what was recorded."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from csq_desktop.domain.breaches.facts import Breach, BreachFacts
from csq_desktop.domain.breaches.fields import BREACH_WORDS
from csq_desktop.domain.breaches.words import (
    DETAIL_KINDS,
    BreachKind,
    CountBasis,
    FoundThrough,
    PeopleKind,
    detail_label,
)
from csq_desktop.domain.words.wording import labelled
from csq_desktop.services.breaches import breaches
from csq_desktop.texts import tr
from csq_desktop.ui.breaches.breach_dialog import title
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.forms.dates import MomentField
from csq_desktop.ui.kit.forms.fields import ChoiceBox, NumberField, TextArea
from csq_desktop.ui.kit.forms.tick_list import TickList
from csq_desktop.ui.kit.step_dialog import StepDialog, StepJob


class FactsDialog(StepDialog):
    """Asks what happened, when it was found, whose data and which."""

    kind: ClassVar[str] = "facts"
    help_heading: ClassVar[str] = "record-a-breach"
    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 700

    def fill(self) -> None:
        context, form = self.context, self.form
        zone, today = context.zone, context.today
        self.kind_of = ChoiceBox([(each.value, each.label) for each in BreachKind])
        self.found_at = MomentField(context.now(), zone, today)
        self.through = ChoiceBox([(each.value, each.label) for each in FoundThrough])
        self.begun, self.ended = MomentField(None, zone, today), MomentField(None, zone, today)
        self.account = TextArea(lines=4, sealed=True)
        self.people = TickList([(each.value, each.label) for each in PeopleKind])
        self.basis = ChoiceBox([(each.value, each.label) for each in CountBasis])
        self.count = NumberField(highest=9_999_999)
        self.details = TickList([(code, detail_label(code)) for code in DETAIL_KINDS])
        for judged in (self.kind_of, self.through):
            judged.setCurrentIndex(-1)  # what stands there unread would be recorded as if judged
        self.basis.choose(CountBasis.UNKNOWN.value)
        form.add("breach_kind", title("breach_kind"), self.kind_of)
        form.add("found_at", title("found_at"), self.found_at)
        hint = tr("It is kept in the identity vault: only supervisors read it.")
        form.add("account", BREACH_WORDS.field("account").title, self.account, wide=True, hint=hint)
        form.add("found_through", title("found_through"), self.through)
        form.add("finder", BREACH_WORDS.field("finder").title, QLineEdit())
        hint = tr("Leave it empty if nobody knows when.")
        form.add("happened_from", title("happened_from"), self.begun, hint=hint)
        hint = tr("Only if it went on for a while.")
        form.add("happened_to", title("happened_to"), self.ended, hint=hint)
        form.add("people_kinds", title("people_kinds"), self.people)
        form.add("detail_kinds", title("detail_kinds"), self.details)
        form.add("count_basis", title("count_basis"), self.basis)
        form.add("people_count", title("people_count"), self.count)
        self.basis.value_changed.connect(lambda _value: self._show_count())
        self._show_count()

    def errors(self) -> Mapping[str, str]:
        answers = {"breach_kind": self.kind_of, "found_through": self.through}
        missing = tr("Select an answer.")
        wrong = {key: missing for key, box in answers.items() if not box.value}
        if not self.account.toPlainText().strip():
            wrong["account"] = tr("Enter what happened.")
        if not self.details.ticked:
            wrong["detail_kinds"] = tr("Select the kinds of data. Tick Other data if unsure.")
        return wrong

    def typed(self) -> BreachFacts:
        """What was typed."""
        basis = CountBasis(self.basis.value)
        return BreachFacts(
            BreachKind(self.kind_of.value),
            self.found_at.moment or self.context.now(),
            FoundThrough(self.through.value),
            self.account.toPlainText(),
            self.text("finder"),
            self.begun.moment,
            self.ended.moment,
            tuple(map(PeopleKind, self.people.ticked)),
            None if basis is CountBasis.UNKNOWN else self.count.value(),
            basis,
            self.details.ticked,
        )

    def _show_count(self) -> None:
        self.form.set_shown("people_count", self.basis.value != CountBasis.UNKNOWN)


class NewBreachDialog(FactsDialog):
    """Records a breach; `logged` carries its number in the records."""

    logged = Signal(object)  # a number may be larger than Qt’s

    def __init__(self, context: Context, parent: QWidget) -> None:
        about = tr("Record it at once, with what is known; the rest can follow.")
        super().__init__(context, "breach.new", about, parent)
        self.setObjectName("breach_new_dialog")

    def title_text(self) -> str:
        return tr("Record a data breach")

    def action_text(self) -> str:
        return tr("Record the breach")

    def done_text(self) -> str:
        return tr("Breach recorded. Contain it, then assess the harm.")

    def job(self) -> StepJob:
        return partial(breaches.log, facts=self.typed())

    def _on_done(self, answer: object) -> None:
        super()._on_done(answer)
        self.logged.emit(answer)


class CorrectFactsDialog(FactsDialog):
    """Puts right what was recorded; the earlier words stay readable."""

    def __init__(self, context: Context, breach: Breach, parent: QWidget) -> None:
        self.breach = breach
        about = labelled(breach.ref, breach.kind.label)
        super().__init__(context, f"breach.{breach.id}", about, parent)
        self.setObjectName("breach_facts_dialog")

    def title_text(self) -> str:
        return tr("Correct the breach")

    def action_text(self) -> str:
        return tr("Save the correction")

    def done_text(self) -> str:
        return tr("Correction saved. The earlier words stay readable.")

    def fill(self) -> None:
        super().fill()
        breach = self.breach
        self.kind_of.choose(breach.kind.value)
        self.found_at.set_moment(breach.found_at)
        self.through.choose(breach.found_through.value)
        self.account.setPlainText(breach.words.account)
        self.form.restore({"finder": breach.words.finder})
        for field, moment in ((self.begun, breach.happened_from), (self.ended, breach.happened_to)):
            if moment is not None:
                field.set_moment(moment)
        self.people.tick(breach.people)
        self.basis.choose(breach.count_basis.value)
        self.count.setValue(breach.people_count or 0)
        self.details.tick(breach.detail_kinds)

    def job(self) -> StepJob:
        return partial(breaches.correct, breach_id=self.breach.id, facts=self.typed())
