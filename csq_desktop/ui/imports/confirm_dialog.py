"""Asking the signed-in user's passphrase again before identities leave the store."""

from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.services import users
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.dialog import Dialog
from csq_desktop.ui.widgets.fields import PassphraseField
from csq_desktop.ui.widgets.form import FormGrid
from csq_desktop.ui.widgets.words import Words


class ConfirmDialog(Dialog):
    """`accepted` when the passphrase was the right one."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, tr("Export customers"), tr("Export"), parent)
        self.setObjectName("confirm_dialog")
        told = tr("The file shows who the customers are and is not encrypted. Keep it safe and "
                  "delete it when it is not needed any more.")  # fmt: skip
        self.content.addWidget(Words(told, wrap=True))
        self.form = FormGrid()
        self.content.addWidget(self.form)
        self.passphrase = PassphraseField()
        self.form.add("own_passphrase", tr("Your passphrase"), self.passphrase)
        self.submit_button.setEnabled(False)
        self.passphrase.textChanged.connect(
            lambda typed: self.submit_button.setEnabled(bool(typed))
        )
        self.passphrase.setFocus()
        self.resize(self.width(), 300)

    def submit(self) -> None:
        job = partial(users.confirm, passphrase=self.passphrase.text())
        self.passphrase.clear()
        self.context.tasks.read(self, job, lambda _right: self.finish(), failed=self.show_error)
