"""Asking the signed-in user's passphrase again before identities leave the store."""

from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.services import users
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.passphrase_dialog import PassphraseDialog


class ConfirmDialog(PassphraseDialog):
    """`accepted` when the passphrase was the right one."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        warning = tr(
            "The file shows who the customers are and is not encrypted. Keep it safe "
            "and delete it when you no longer need it."
        )
        super().__init__(context, (tr("Export customers"), warning, tr("Export")), parent)
        self.setObjectName("confirm_dialog")

    def submit(self) -> None:
        job = partial(users.confirm, passphrase=self.take_passphrase())
        self.context.tasks.read(self, job, lambda _right: self.finish(), failed=self.show_error)
