"""Recording what a customer said about a purpose: the answer, when, how, and who gave it."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.customers.consents import MARKETING, NewAnswer, Purpose
from csq_desktop.domain.customers.facts import Consent, Customer
from csq_desktop.domain.customers.statements import Statement
from csq_desktop.domain.fields.fields import LONGEST_LINE_OF_TEXT
from csq_desktop.services.customers import consents, statements
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import ChoiceBox, WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid

ANSWERS = (Consent.AGREED, Consent.REFUSED)


class ConsentDialog(Dialog):
    """Records an answer about one purpose.

    It keeps no draft: the day it proposes would be another one when it came back.
    """

    help_heading: ClassVar[str] = "when-somebody-opts-out-of-marketing"
    wide: ClassVar[int] = 600

    def __init__(self, context: Context, customer: Customer, parent: QWidget) -> None:
        super().__init__(context, tr("Consent"), tr("Save"), parent)
        self.setObjectName("consent_dialog")
        self._customer = customer
        self.asked = PlainLabel("", "muted", wrap=True)
        self.content.addWidget(self.asked)
        self.form = self.add_form(FormGrid(columns=2))
        self.purpose = ChoiceBox()
        self.purpose.value_changed.connect(lambda _code: self._on_purpose())
        self.form.add("purpose", tr("Purpose"), self.purpose, wide=True)
        unchosen = ("", tr("Choose the answer"))
        self.answer = ChoiceBox([unchosen, *((c.value, c.label) for c in ANSWERS)])
        self.form.add("answer", tr("The customer’s answer"), self.answer)
        self.day = DateField(context.today, context.today())
        self.form.add("day", tr("Day of the answer"), self.day)
        self.channel = ChoiceBox([(c.value, c.label) for c in Channel])
        self.form.add("channel", tr("How the customer told us"), self.channel)
        self.source = WordsLine()
        self.source.setMaxLength(LONGEST_LINE_OF_TEXT)
        hint = tr("Such as: the customer in person, form 0123.")
        self.form.add("source", tr("Who said it"), self.source, hint=hint)
        tasks = context.tasks
        tasks.read(self, consents.purposes, self._on_purposes)
        tasks.read(self, statements.in_force, self._on_statement)

    def submit(self) -> None:
        """Save what the customer said."""
        day = self.day.day
        errors = {} if self.answer.value else {"answer": tr("Choose what the customer said.")}
        if not self.form.accepts(errors) or day is None:
            return
        answer = NewAnswer(
            consent=Consent(self.answer.value),
            day=day,
            purpose=self.purpose.value,
            channel=self.channel.value,
            source=self.source.text().strip(),
        )
        job = partial(consents.record, customer_id=self._customer.id, answer=answer)
        self.write(job, self._on_saved)

    def _on_purposes(self, purposes: tuple[Purpose, ...]) -> None:
        self.purpose.set_options([(purpose.code, purpose.label) for purpose in purposes])

    def _on_purpose(self) -> None:
        """Show what is asked about marketing beside that purpose alone."""
        self.asked.setVisible(self.purpose.value == MARKETING)

    def _on_statement(self, statement: Statement) -> None:
        self.asked.setText(statement.marketing.text)

    def _on_saved(self, _done: object) -> None:
        self.context.toast(tr("Answer recorded."))
        self.finish()
