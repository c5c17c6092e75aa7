"""Recording by hand what was told or given about a customer: to whom, what, why, by what right."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.disclosures.facts import NewDisclosure
from csq_desktop.domain.disclosures.fields import DISCLOSURE, HAND_FIELDS, field_label
from csq_desktop.domain.disclosures.words import HAND_FORMS, DisclosureAuthority, DisclosureForm
from csq_desktop.domain.disclosures.words import RecipientKind as Kind
from csq_desktop.domain.drafts import VAULT
from csq_desktop.services.disclosures import disclosures
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import ChoiceBox, WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.tick_list import TickList

_OUTSIDE = tuple(kind for kind in Kind if kind is not Kind.SHOP)


class RecordDisclosureDialog(Dialog):
    """Asks for one disclosure about a customer; `recorded` says that it is in the log."""

    help_heading: ClassVar[str] = "the-disclosure-log"
    wide: ClassVar[int] = 620
    tall: ClassVar[int] = 690
    recorded = Signal()

    def __init__(self, context: Context, customer_id: int, parent: QWidget) -> None:
        super().__init__(context, tr("Record a disclosure"), tr("Record"), parent)
        self.setObjectName("disclosure_dialog")
        self._customer_id = customer_id
        self.draft_key = f"{VAULT}disclosure.{customer_id}"
        hint = tr("The log is never changed: check what you typed before you record it.")
        self.content.addWidget(PlainLabel(hint, "muted", wrap=True))
        unchosen = ("", tr("Choose"))
        self.kind = ChoiceBox([unchosen, *((kind.value, kind.label) for kind in _OUTSIDE)])
        self.recipient = WordsLine()
        self.recipient.setMaxLength(DISCLOSURE.field("recipient").longest)
        self.purpose = WordsLine()
        self.purpose.setMaxLength(DISCLOSURE.field("purpose").longest)
        self.authority = ChoiceBox(
            [unchosen, *((each.value, each.label) for each in DisclosureAuthority)]
        )
        self.form_of = ChoiceBox([unchosen, *((form.value, form.label) for form in HAND_FORMS)])
        self.day = DateField(context.today, context.today())
        self.ticks = TickList([(key, field_label(key)) for key in HAND_FIELDS])
        self.form = self.add_form(FormGrid(columns=2))
        self._lay_out()
        self.take_draft()

    def submit(self) -> None:
        """Write it into the log."""
        if not self.form.accepts(self._errors()):
            return
        new = NewDisclosure(
            (self._customer_id,),
            self.recipient.text(),
            Kind(self.kind.value),
            self.purpose.text(),
            fields=self.ticks.ticked,
            authority=DisclosureAuthority(self.authority.value),
            form=DisclosureForm(self.form_of.value),
            day=self.day.day,
        )
        self.write(partial(disclosures.record_by_hand, new=new), self._on_recorded)

    def _errors(self) -> dict[str, str]:
        """What is not chosen yet: nothing is entered in a log that cannot be changed by default."""
        asked = {
            "recipient_kind": (self.kind, tr("Choose who received it.")),
            "authority": (self.authority, tr("Choose on what authority.")),
            "form": (self.form_of, tr("Choose how it was told or given.")),
        }
        return {key: words for key, (box, words) in asked.items() if not box.value}

    def _lay_out(self) -> None:
        form = self.form
        form.add("recipient_kind", tr("Kind of recipient"), self.kind)
        form.add("day", tr("Day"), self.day)
        form.add(
            "recipient",
            tr("Who received it"),
            self.recipient,
            wide=True,
            hint=tr("The organisation, and the officer’s post where you know it."),
        )
        form.add("fields", tr("What was told or given"), self.ticks, wide=True)
        form.add("purpose", tr("What it is needed for"), self.purpose, wide=True)
        form.add("authority", tr("On what authority"), self.authority, wide=True)
        form.add("form", tr("How"), self.form_of, wide=True)

    def _on_recorded(self, _disclosure_id: int) -> None:
        self.context.toast(tr("Disclosure recorded."))
        self.finish()
        self.recorded.emit()
