"""The signed-in user's own passphrase."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from csq_desktop.errors import UserError, WrongPassphrase
from csq_desktop.services import users
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.new_passphrase import NewPassphrase
from csq_desktop.ui.kit.forms.secret_field import PassphraseField
from csq_desktop.ui.settings.section import SettingsSection


class PassphraseSection(SettingsSection):
    """Changes the user's passphrase, which never expires."""

    wide = 560

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            tr("It never expires. Change it when somebody may have seen it or knows it."),
        )
        self.old = PassphraseField()
        self.new = NewPassphrase(context.own_names, tr("New passphrase"))
        self.submit = buttons.primary(
            tr("Change my passphrase"), self._on_save, name="change_passphrase"
        )
        self.form = FormGrid()
        self.form.add("old_passphrase", tr("Current passphrase"), self.old)
        self.form.add_row(self.new)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.submit)
        card = Card()
        card.body.addWidget(self.form)
        card.body.addLayout(foot)
        self.body.addWidget(card)
        self.key = PlainLabel("", wrap=True)
        signs = Card(tr("My signing key"))
        signs.body.addWidget(self.key)
        self.body.addWidget(signs)
        self.body.addStretch(1)
        self.old.textChanged.connect(self._on_typed)
        self.new.changed.connect(self._on_typed)
        context.locking.connect(self._forget)
        self._on_typed()

    def save_button(self) -> QPushButton:
        return self.submit

    def reload(self) -> None:
        self.context.tasks.read(self, users.own_fingerprint, self._show_key)

    def _show_key(self, fingerprint: str) -> None:
        self.key.setText(
            tr(
                "{key} signs what you do in the audit trail. It is protected by your "
                "passphrase: nobody else can write there in your name. A supervisor "
                "may ask you to read it out.",
                key=fingerprint,
            )
        )

    def _on_typed(self) -> None:
        missing = tr("Type the old passphrase, and the new one twice.")
        allow(self.submit, "" if self.old.text() and self.new.ready else missing)

    def _on_save(self) -> None:
        job = partial(users.change_own_passphrase, old=self.old.text(), new=self.new.passphrase)
        self.message.clear()
        self.submit.setEnabled(False)
        self.context.tasks.write(self, job, self._on_changed, self._on_refused)

    def _on_changed(self, _nothing: object) -> None:
        self._forget()
        self.context.toast(tr("Passphrase changed."))

    def _on_refused(self, error: UserError) -> None:
        """Keep what was typed; only a wrong passphrase has to be typed again."""
        if isinstance(error, WrongPassphrase):
            self.old.clear()
            error_text = tr("That is not your current passphrase. Try again.")
            self.form.show_errors({"old_passphrase": error_text})
        else:
            self.show_error(error)
        self._on_typed()

    def _forget(self) -> None:
        self.old.clear()
        self.new.clear()
