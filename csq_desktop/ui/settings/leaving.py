"""When somebody leaves: taking their key away, and changing all keys of the store."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.stores.backups import ChangedKeys
from csq_desktop.domain.users import User
from csq_desktop.errors import UserError
from csq_desktop.services import users
from csq_desktop.services.stores import key_change
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.waiting import ProgressCard
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.passphrase_dialog import PassphraseDialog
from csq_desktop.ui.tasks import Waiting


class LeaverDialog(Dialog):
    """Takes somebody's key away, and says what a copy made before still opens."""

    tall: ClassVar[int] = 360

    def __init__(self, context: Context, user: User, parent: QWidget) -> None:
        title = tr("Deactivate {name}", name=user.name)
        super().__init__(context, title, tr("Deactivate"), parent)
        self.setObjectName("leaver_dialog")
        self._user = user
        self.changes_keys = False
        for words in (
            tr(
                "{name} can no longer sign in, on this computer or another. The name "
                "stays in the records.",
                name=user.name,
            ),
            tr(
                "Any copy of the database files that {name} made earlier still opens "
                "with the old passphrase, and its keys also open what is saved from "
                "now on, until all keys are changed. Change them when somebody leaves "
                "who could have copied files.",
                name=user.name,
            ),
        ):
            self.content.addWidget(PlainLabel(words, wrap=True))
        self.with_keys = buttons.secondary(
            tr("Deactivate and change all keys…"), self._on_with_keys, name="stop_and_change"
        )
        self.foot.insertWidget(self.foot.count() - 1, self.with_keys)
        self.with_keys.setAutoDefault(False)
        self.setTabOrder(self.cancel_button, self.with_keys)
        self.setTabOrder(self.with_keys, self.submit_button)

    def submit(self) -> None:
        self._stop(changes_keys=False)

    def show_error(self, error: UserError) -> None:
        self.with_keys.setEnabled(True)
        super().show_error(error)

    def _stop(self, *, changes_keys: bool) -> None:
        self.changes_keys = changes_keys
        self.with_keys.setEnabled(False)
        job = partial(users.deactivate, user_id=self._user.id)
        self.write(job, lambda _: self._on_stopped())

    def _on_with_keys(self) -> None:
        self._stop(changes_keys=True)

    def _on_stopped(self) -> None:
        words = tr("{name} deactivated.", name=self._user.name)
        self.context.toast(words)
        self.finish()


class ChangeKeysDialog(PassphraseDialog):
    """Asks for the supervisor's own passphrase, then puts the whole store under new keys."""

    holds_lock: ClassVar[bool] = True

    def __init__(self, context: Context, parent: QWidget) -> None:
        explanation = tr(
            "A backup is made first. Then both files are re-encrypted with new keys, "
            "which takes a while in a large database. Afterwards only you can sign in: "
            "give everybody else a new passphrase, and print the new recovery sheet."
        )
        words = (tr("Change all keys"), explanation, tr("Change all keys"))
        super().__init__(context, words, parent)
        self.setObjectName("change_keys_dialog")
        self.progress = ProgressCard(tr("Changing all keys…"))
        self.progress.hide()
        self.content.addWidget(self.progress)
        self.changed: ChangedKeys | None = None
        self.resize(self.width(), self.height() + 80)

    def submit(self) -> None:
        job = partial(key_change.rekey, passphrase=self.take_passphrase())
        self.write(job, self._on_changed, alone=True)

    def show_waiting(self, waiting: Waiting | None) -> None:
        """Show how far it is; there is no way back, so there is no button for one."""
        self.progress.setVisible(waiting is not None)
        if waiting is not None:
            self.progress.show_waiting(replace(waiting, cancel=None))

    def _on_changed(self, changed: ChangedKeys) -> None:
        self.changed = changed
        self.finish()
