"""Logging a request as it was received: whose data, who asks, how, in which language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.drafts import VAULT
from csq_desktop.domain.requests.facts import NewPrivacyRequest, RequesterIdentity
from csq_desktop.domain.requests.fields import PRIVACY_REQUEST, REQUESTER
from csq_desktop.domain.requests.words import PrivacyRequestKind, RequesterKind
from csq_desktop.services.requests import requests
from csq_desktop.texts import LANGUAGE_NAMES, language, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.customer_search import CustomerSearch
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.forms.dates import MomentField
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea, WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid

_NOBODY = "0"


@dataclass(frozen=True)
class AskedAbout:
    """Whose data are asked for, where the form is opened from a customer's page."""

    customer_id: int
    ref: str


class IntakeDialog(Dialog):
    """Asks for a new request; `logged` carries its number in the records."""

    help_heading: ClassVar[str] = "log-a-request"
    wide: ClassVar[int] = 720
    tall: ClassVar[int] = 690
    logged = Signal(object)  # a number may be larger than Qt’s

    def __init__(
        self,
        context: Context,
        kind: PrivacyRequestKind,
        about: AskedAbout | None,
        parent: QWidget,
    ) -> None:
        super().__init__(context, tr("Log a data request"), tr("Log request"), parent)
        self.setObjectName("request_intake_dialog")
        self._about = about
        self.draft_key = f"{VAULT}request.new.{about.customer_id if about else ''}"
        self.kind = ChoiceBox([(each.value, each.label) for each in PrivacyRequestKind])
        self.kind.choose(kind.value)
        first = (str(about.customer_id), about.ref) if about else (_NOBODY, _nobody())
        self.person = CustomerSearch(context, self, (first,))
        self.search, self.customer = self.person.search, self.person.choice
        self.requester = ChoiceBox([(each.value, each.label) for each in RequesterKind])
        self.at = MomentField(context.now(), context.zone, context.today)
        self.form = self.add_form(FormGrid(columns=2))
        self._lay_out()
        self.person.searched.connect(self._on_searched)
        for field in (self.kind, self.customer, self.requester):
            field.value_changed.connect(lambda _value: self._show_fields())
        self.take_draft()
        self._show_fields()

    def submit(self) -> None:
        """Log the request."""
        if self.form.accepts(self._errors()):
            self.write(partial(requests.log, new=self._typed()), self._on_logged)

    def collect(self) -> dict[str, str]:
        """What was typed but the search, and whom it led to: they are chosen again."""
        typed = super().collect()
        for key in ("person_search", "customer"):
            del typed[key]
        return typed

    def _lay_out(self) -> None:
        form, request = self.form, PRIVACY_REQUEST
        form.add("request_kind", request.field("request_kind").title, self.kind, wide=True)
        form.add("person_search", tr("Whose data? Find the customer"), self.search)
        form.add("customer", tr("Customer"), self.customer)
        form.add("requester", request.field("requester").title, self.requester, wide=True)
        form.add("requester_name", REQUESTER.field("requester_name").title, WordsLine())
        hint = tr("Where the answer goes. It stands in the identity vault.")
        form.add("contact", REQUESTER.field("contact").title, WordsLine(), hint=hint)
        form.add("received_at", request.field("received_at").title, self.at)
        channels = [(channel.value, channel.label) for channel in Channel]
        form.add("channel", request.field("channel").title, ChoiceBox(channels))
        languages = ChoiceBox(list(LANGUAGE_NAMES.items()))
        languages.choose(language())
        form.add("asked_language", request.field("asked_language").title, languages)
        form.add("asked", request.field("asked").title, TextArea(lines=2), wide=True)
        form.add("wrong", request.field("wrong").title, TextArea(lines=2), wide=True)
        form.add("right", request.field("right").title, TextArea(lines=2), wide=True)
        form.set_shown("person_search", self._about is None)

    def _show_fields(self) -> None:
        """A correction says what is wrong; who asks is asked where it is not the customer."""
        is_correction = self.kind.value == PrivacyRequestKind.CORRECTION
        for key in ("wrong", "right"):
            self.form.set_shown(key, is_correction)
        self.form.set_shown("asked", not is_correction)
        is_other = self._customer_id is None or self.requester.value != RequesterKind.PERSON
        for key in ("requester_name", "contact"):
            self.form.set_shown(key, is_other)

    @property
    def _customer_id(self) -> int | None:
        return self.person.customer_id

    def _on_searched(self, anybody: bool) -> None:
        self.form.show_errors({} if anybody else {"person_search": tr("No results")})

    def _errors(self) -> Mapping[str, str]:
        if self.customer.currentIndex() < 0:
            return {"customer": tr("Select the customer.")}
        return {}

    def _typed(self) -> NewPrivacyRequest:
        texts = super().collect()
        return NewPrivacyRequest(
            PrivacyRequestKind(self.kind.value),
            self._customer_id,
            self.at.moment or self.context.now(),
            Channel(texts["channel"]),
            texts["asked_language"],
            requester=RequesterKind(self.requester.value),
            who=RequesterIdentity(texts["requester_name"], texts["contact"]),
            asked=texts["asked"],
            wrong=texts["wrong"],
            right=texts["right"],
        )

    def _on_logged(self, request_id: int) -> None:
        self.context.toast(tr("Request logged. Its 40 days run from the day of receipt."))
        self.finish()
        self.logged.emit(request_id)


def _nobody() -> str:
    return tr("Nobody in the records")
