"""Asks why somebody needs to see an identity, before it is shown and the trail records it."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from csq_desktop.domain.customers.facts import RevealReason
from csq_desktop.domain.fields.fields import LONGEST_TEXT
from csq_desktop.domain.words.wording import paragraph
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid


class ReasonDialog(Dialog):
    """Runs a `job` with the reason and the words it is explained with; `more` is said beside it.

    It keeps no draft: the words may name the customer, and an erasure looks into no draft.
    `revealed` carries what the job answered, the reason and the words.
    """

    help_heading: ClassVar[str] = "see-who-it-is"
    wide: ClassVar[int] = 460
    revealed = Signal(object, object, str)

    def __init__(
        self, context: Context, job: Callable[..., Any], parent: QWidget, more: str = ""
    ) -> None:
        super().__init__(context, tr("Reveal customer"), tr("Reveal"), parent)
        self.setObjectName("reveal_dialog")
        self._job = job
        recorded = tr("The audit trail records who viewed it, when and why.")
        note = paragraph(filter(None, (recorded, more)))
        self.content.addWidget(PlainLabel(note, "muted", wrap=True))
        self.form = self.add_form(FormGrid())
        unchosen = ("", tr("Choose a reason"))
        self.reason = ChoiceBox([unchosen, *((r.value, r.label) for r in RevealReason)])
        self.reason.value_changed.connect(lambda _value: self._on_reason())
        self.form.add("reason", tr("Reason for viewing"), self.reason)
        self.words = QLineEdit()
        self.words.setMaxLength(LONGEST_TEXT)
        self.form.add("words", tr("Explain the reason"), self.words)
        self.resize(self.width(), 320)
        self._on_reason()

    def submit(self) -> None:
        """Record the reason and show the identity."""
        if not self.reason.value:
            return
        reason = RevealReason(self.reason.value)
        self.write(partial(self._job, reason=reason, words=self.words.text()), self._on_revealed)

    def _on_reason(self) -> None:
        self.allow("" if self.reason.value else tr("Choose a reason."))

    def _on_revealed(self, answer: object) -> None:
        self.finish()
        self.revealed.emit(answer, RevealReason(self.reason.value), self.words.text())
