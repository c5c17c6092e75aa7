"""Checks the code printed on an acknowledgement: what it stands for, and whether it still holds."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QLineEdit, QWidget

from csq_desktop.domain.receipts.facts import ReceiptVerdict
from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.services.receipts import receipts
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.form import FormGrid


class ReceiptDialog(Dialog):
    """Takes a code and says what was received then, and what was changed since."""

    help_heading: ClassVar[str] = "receipts"

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, tr("Check a receipt"), tr("Check"), parent)
        self.setObjectName("receipt_dialog")
        self.code = QLineEdit()
        self.form = self.add_form(FormGrid())
        self.form.add(
            "code",
            tr("Code"),
            self.code,
            hint=tr("As printed at the end of the acknowledgement, such as 1234:ab12 cd34 ef56."),
        )
        self.outcome = PlainLabel("", wrap=True)
        self.outcome.setObjectName("receipt_found")
        self.content.addWidget(self.outcome)
        self._case: int | None = None
        self.case = buttons.link(tr("Open the case"), self._on_case, name="receipt_case")
        self.case.hide()
        self.content.addWidget(self.case)

    def submit(self) -> None:
        """Look the code up; the dialog stays open for the next one."""
        missing = "" if self.code.text().strip() else tr("Enter the code.")
        if self.form.accepts({"code": missing} if missing else {}):
            query = partial(receipts.check, code=self.code.text())
            self.context.tasks.read(self, query, self._show, failed=self._on_failed)

    def _show(self, verdict: ReceiptVerdict) -> None:
        self.message.clear()
        words = tr("This receipt holds.") if verdict.sound else tr("This receipt does not hold.")
        self.message.say(words, Tone.GOOD if verdict.sound else Tone.BAD)
        self.outcome.setText("\n".join(verdict.sentences(self.context.zone)))
        self._case = verdict.receipt.complaint_id if verdict.receipt else None
        self.case.setVisible(self._case is not None)

    def _on_failed(self, error: UserError) -> None:
        self.outcome.setText("")
        self.case.hide()
        self.show_error(error)

    def _on_case(self) -> None:
        case = self._case
        self.finish()
        self.context.navigate("complaints", case)
