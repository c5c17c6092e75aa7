"""Issuing the next version of the statement: whom to ask, who may receive data, own words."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.domain.privacy_policy.facts import (
    LONGEST_LINE,
    OUTSIDE,
    NewPolicyStatement,
    PolicyContact,
    PolicyStatement,
)
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.privacy_policy import papers, policies
from csq_desktop.texts import LANGUAGE_NAMES, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import TextArea
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.tick_list import TickList
from csq_desktop.ui.kit.paper.register_dialog import RegisterDialog

DRAFT = "privacy_policy.new"


class IssuePolicyDialog(Dialog):
    """What the shop adds to what its records say; looked at as it will be printed."""

    draft_key = DRAFT
    help_heading: ClassVar[str] = "the-privacy-policy-statement"
    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 690
    issued = Signal()

    def __init__(self, context: Context, suggested: NewPolicyStatement, parent: QWidget) -> None:
        super().__init__(context, tr("Issue the statement"), tr("Issue"), parent)
        self.setObjectName("issue_statement_dialog")
        hint = tr(
            "What is held, why and how long comes from the records and the retention rules. An "
            "issued version is never changed."
        )
        self.content.addWidget(PlainLabel(hint, "muted", wrap=True))
        self.form = self.add_form(FormGrid(columns=2))
        self._lines = {key: QLineEdit(text) for key, text in vars(suggested.contact).items()}
        self.ticks = TickList([(kind.value, kind.label) for kind in OUTSIDE])
        self.ticks.tick([kind.value for kind in suggested.recipients])
        self._lay_out(suggested.own)
        self.content.addWidget(
            buttons.link(tr("Look at it as printed…"), self._on_preview, name="preview_statement")
        )
        self.take_draft()

    def submit(self) -> None:
        """Issue the version."""
        if self.form.accepts({}):
            self.write(partial(policies.issue, new=self._typed()), self._on_issued)

    def _lay_out(self, own: ThreeTexts) -> None:
        asked = tr("The post is enough, such as “Shop supervisor”.")
        labels = {
            "post": (tr("Requests go to"), asked),
            "address": (tr("Address"), ""),
            "phone": (tr("Telephone"), ""),
            "email": (tr("E-mail"), ""),
        }
        for key, (label, hint) in labels.items():
            self._lines[key].setMaxLength(LONGEST_LINE)
            self.form.add(key, label, self._lines[key], hint=hint)
        given = tr("What was handed over in the last 12 months is ticked.")
        self.form.add(
            "recipients", tr("To whom data may be given"), self.ticks, wide=True, hint=given
        )
        for code, name in LANGUAGE_NAMES.items():
            label = tr("Own paragraph ({language})", language=name)
            area = TextArea(own.by_language[code], lines=3)
            self.form.add(f"own_{code}", label, area, wide=True)

    def _typed(self) -> NewPolicyStatement:
        contact = PolicyContact(**{key: line.text() for key, line in self._lines.items()})
        recipients = tuple(RecipientKind(key) for key in self.ticks.ticked)
        texts = self.form.collect()
        own = ThreeTexts(**{code: texts[f"own_{code}"] for code in LANGUAGE_NAMES})
        return NewPolicyStatement(contact, recipients, own)

    def _on_preview(self) -> None:
        make = partial(papers.draft, new=self._typed())
        RegisterDialog(self.context, tr("Privacy policy statement"), make, self).open()

    def _on_issued(self, statement: PolicyStatement) -> None:
        self.context.toast(tr("Statement issued as {version}.", version=statement.label))
        self.finish()
        self.issued.emit()
