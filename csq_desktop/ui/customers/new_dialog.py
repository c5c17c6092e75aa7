"""A new customer: few fields, duplicates warned of, the collection statement in sight."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.customers.facts import (
    Consent,
    Identity,
    NewCustomer,
    StatementGiven,
)
from csq_desktop.domain.customers.statements import Statement
from csq_desktop.services.customers import customers, statements
from csq_desktop.services.settings import lists
from csq_desktop.texts import LANGUAGE_NAMES, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.duplicates.alike import AlikeCustomers
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea, WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid

_NOW, _EARLIER, _NOT_YET = "now", "earlier", "not_yet"
_SOURCES = ("name", "other_name", "phone", "email", "their_reference")


class NewCustomerDialog(Dialog):
    """Asks for what is necessary and no more (PDPO, DPP1(1))."""

    help_heading: ClassVar[str] = "add-a-customer"
    draft_key = "vault:customer.new"
    wide: ClassVar[int] = 720
    tall: ClassVar[int] = 690
    shows_identity: ClassVar[bool] = True
    added = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, tr("New customer"), tr("Add customer"), parent)
        self.setObjectName("customer_dialog")
        self.alike = AlikeCustomers(context, self.identity)
        self.alike.chosen.connect(self._on_open_other)
        self.content.addWidget(self.alike)
        self.form = self.add_form(FormGrid(columns=2))
        self._build_form()
        self._build_statement()
        for key in _SOURCES:
            self._line(key).textChanged.connect(lambda _text: self.alike.seek())
        self._line("name").setFocus()
        self.take_draft()

    def identity(self) -> Identity:
        """Who was typed in."""
        texts = self.form.collect()
        named = {key: texts[key] for key in (*_SOURCES, "address")}
        return Identity(**named, note=texts["note"])

    def submit(self) -> None:
        """Add the customer, once it is said whether the statement was given."""
        if not self.form.accepts(self._errors()):
            return
        marketing = Consent(self.marketing.value)
        new = NewCustomer(
            identity=self.identity(),
            segment=self.segment.value,
            preferred_language=self.language.value,
            district=self.district.value,
            statement=self._telling(),
            marketing=marketing,
            marketing_channel=self.channel.value,
            marketing_source=self.source.text().strip(),
        )
        job = partial(customers.add, new=new)
        self.write(job, self._on_added)

    def collect(self) -> dict[str, str]:
        """What was typed; that the statement was given just now would be untrue later."""
        texts = super().collect()
        return {key: text for key, text in texts.items() if key != "statement"}

    def _errors(self) -> dict[str, str]:
        if self.statement.value:
            return {}
        return {"statement": tr("Say whether the customer was given the statement.")}

    def _telling(self) -> StatementGiven | None:
        """When and how the statement was given; None where it is still to be."""
        if self.statement.value == _NOT_YET:
            return None
        earlier = self.given_on.day if self.statement.value == _EARLIER else None
        return StatementGiven(earlier or self.context.today(), Channel(self.channel.value))

    def _build_form(self) -> None:
        form = self.form
        form.add("name", tr("Name"), QLineEdit())
        form.add("other_name", tr("Name (other language)"), QLineEdit())
        form.add("phone", tr("Telephone"), QLineEdit())
        form.add("email", tr("E-mail"), QLineEdit())
        self.segment = ChoiceBox(_options(lists.SEGMENTS))
        form.add("segment", tr("Customer group"), self.segment)
        self.language = ChoiceBox([("", "–"), *LANGUAGE_NAMES.items()])
        form.add("preferred_language", tr("Preferred language"), self.language)
        self.district = ChoiceBox(_options(lists.DISTRICTS))
        form.add("district", tr("District"), self.district)
        form.add("their_reference", tr("Member or order number"), QLineEdit())
        form.add(
            "address",
            tr("Address"),
            QLineEdit(),
            wide=True,
            hint=tr("Only if something has to be sent there."),
        )
        form.add("note", tr("Note"), TextArea(lines=2, sealed=True), wide=True)

    def _build_statement(self) -> None:
        self.title = PlainLabel("", "section")
        self.words = PlainLabel("", "hint", wrap=True)
        self.form.add_row(self.title)
        self.form.add_row(self.words)
        self.statement = ChoiceBox(
            [
                ("", tr("Choose")),
                (_NOW, tr("Given just now")),
                (_EARLIER, tr("Given on an earlier day")),
                (_NOT_YET, tr("Not yet: to be given by letter or call")),
            ]
        )
        self.form.add("statement", tr("Collection statement"), self.statement)
        self.given_on = DateField(self.context.today, self.context.today())
        self.form.add("statement_on", tr("Given on"), self.given_on)
        self.channel = ChoiceBox([(channel.value, channel.label) for channel in Channel])
        self.form.add("channel", tr("How we spoke with the customer"), self.channel)
        self.marketing = ChoiceBox([(c.value, c.label) for c in Consent])
        self.form.add("marketing", tr("Marketing"), self.marketing)
        self.source = WordsLine()
        hint = tr("Such as: the customer in person, form 0123.")
        self.form.add("source", tr("Who said it"), self.source, hint=hint)
        self.offer = PlainLabel("", "hint", wrap=True)
        self.form.add_row(self.offer)
        self.statement.value_changed.connect(lambda _value: self._on_answer())
        self.marketing.value_changed.connect(lambda _value: self._on_answer())
        self._on_answer()
        self.context.tasks.read(self, statements.in_force, self._on_statement)

    def _on_statement(self, statement: Statement) -> None:
        version = tr("version {version}", version=statement.version)
        self.title.setText(tr("{title} ({version})", title=statement.title.text, version=version))
        self.words.setText(statement.text.text)
        self.offer.setText(statement.marketing.text)

    def _on_answer(self) -> None:
        """Ask only for what belongs to the answers chosen."""
        self.form.set_shown("statement_on", self.statement.value == _EARLIER)
        self.form.set_shown("source", self.marketing.value != Consent.NOT_ASKED.value)

    def _line(self, key: str) -> QLineEdit:
        field = self.form.field(key)
        assert isinstance(field, QLineEdit)
        return field

    def _on_open_other(self, customer_id: int) -> None:
        self.reject()
        self.added.emit(customer_id)

    def _on_added(self, customer_id: int) -> None:
        undo = partial(customers.archive, customer_id=customer_id)
        self.context.toast_done(tr("Customer added."), undo)
        self.finish()
        self.added.emit(customer_id)


def _options(name: str) -> list[tuple[str, str]]:
    return [("", "–"), *((choice.code, choice.label) for choice in lists.choices(name))]
