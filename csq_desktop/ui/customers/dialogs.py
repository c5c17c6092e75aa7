"""The dialogs about one customer: reveal with a reason, correct, edit the details."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from csq_desktop.domain.customers.facts import Customer, Identity
from csq_desktop.domain.customers.fields import CUSTOMER
from csq_desktop.services.customers import customers
from csq_desktop.services.settings import lists
from csq_desktop.texts import LANGUAGE_NAMES, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.reveal_dialog import ReasonDialog


class RevealDialog(ReasonDialog):
    """Asks for the reason, then shows the identity for as long as the page stands open."""

    def __init__(self, context: Context, customer: Customer, parent: QWidget) -> None:
        stands = tr("For five minutes, other customers you open are shown for the same reason.")
        job = partial(customers.reveal, customer_id=customer.id)
        super().__init__(context, job, parent, stands)


class CorrectIdentityDialog(Dialog):
    """Puts an identity right that was revealed before."""

    wide: ClassVar[int] = 640
    shows_identity: ClassVar[bool] = True
    corrected = Signal()

    def __init__(
        self, context: Context, customer: Customer, identity: Identity, parent: QWidget
    ) -> None:
        super().__init__(context, tr("Correct name and contact details"), tr("Save"), parent)
        self.setObjectName("correct_dialog")
        self._customer = customer
        self.form = self.add_form(FormGrid(columns=2))
        for key, label in _labels().items():
            self.form.add(key, label, QLineEdit(getattr(identity, key)))
        self.form.add("note", tr("Note"), TextArea(identity.note, lines=2, sealed=True), wide=True)

    def submit(self) -> None:
        """Save the identity."""
        identity = Identity(**self.form.collect())
        job = partial(customers.correct, customer_id=self._customer.id, identity=identity)
        self.write(job, self._on_saved)

    def collect(self) -> dict[str, str]:
        """Nothing: an identity is never kept in a draft, where no erasure would find it."""
        return {}

    def _on_saved(self, _done: object) -> None:
        self.context.toast(tr("Record corrected."))
        self.finish()
        self.corrected.emit()


class DescribeDialog(Dialog):
    """Changes what is known of a customer besides the identity."""

    wide: ClassVar[int] = 460

    def __init__(self, context: Context, customer: Customer, parent: QWidget) -> None:
        super().__init__(context, tr("Edit details"), tr("Save"), parent)
        self.setObjectName("describe_dialog")
        self._customer = customer
        self.draft_key = f"customer.{customer.id}.describe"
        self.form = self.add_form(FormGrid())
        for key, options in _described().items():
            value = getattr(customer, key)
            if value not in options:  # it stays until it is changed
                options[value] = _word_of(key, value)
            choice = ChoiceBox([*options.items()])
            choice.choose(value)
            self.form.add(key, CUSTOMER.field(key).title, choice)
        hint = tr("Names and contact details are changed with “Correct…”.")
        self.content.addWidget(PlainLabel(hint, "hint", wrap=True))
        self.take_draft()

    def submit(self) -> None:
        """Save what was chosen."""
        texts = self.form.collect()
        job = partial(
            customers.describe,
            customer_id=self._customer.id,
            segment=texts["segment"],
            preferred_language=texts["preferred_language"],
            district=texts["district"],
        )
        self.write(job, self._on_saved)

    def _on_saved(self, _done: object) -> None:
        before = self._customer
        back = partial(
            customers.describe,
            customer_id=before.id,
            segment=before.segment,
            preferred_language=before.preferred_language,
            district=before.district,
        )
        self.context.toast_done(tr("Details changed."), back)
        self.finish()


def _labels() -> dict[str, str]:
    return {
        "name": tr("Name"),
        "other_name": tr("Name (other language)"),
        "phone": tr("Telephone"),
        "email": tr("E-mail"),
        "address": tr("Address"),
        "their_reference": tr("Member or order number"),
    }


_LISTS = {"segment": lists.SEGMENTS, "district": lists.DISTRICTS}


def _word_of(key: str, value: str) -> str:
    """What a value is called that is not offered: words of a file, or a deactivated entry."""
    return lists.label(_LISTS[key], value) if key in _LISTS else value


def _described() -> dict[str, dict[str, str]]:
    """What can be chosen for each field besides the identity."""
    choices = {
        key: {choice.code: choice.label for choice in lists.choices(name)}
        for key, name in _LISTS.items()
    }
    choices["preferred_language"] = dict(LANGUAGE_NAMES)
    return {key: {"": "–", **options} for key, options in choices.items()}
