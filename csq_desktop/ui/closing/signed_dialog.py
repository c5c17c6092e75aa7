"""A form about a case whose writer types their passphrase again; no draft ever holds it."""

from csq_desktop.domain.closing.signatures import SignatureMeaning, Signing
from csq_desktop.errors import UserError
from csq_desktop.texts import tr
from csq_desktop.ui.cases.work_dialog import WorkDialog
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.secret_field import PassphraseField
from csq_desktop.ui.kit.passphrase_dialog import own_passphrase_error


class SignedDialog(WorkDialog):
    """Adds the passphrase, and what is meant by it, beneath the other fields."""

    def add_signing(self, *, means: SignatureMeaning | None) -> None:
        """Ask for the passphrase; and what is meant, where a meaning is proposed."""
        self.secret = FormGrid()  # not added by add_form: a draft never holds a passphrase
        self.content.addWidget(self.secret)
        self.meaning = ChoiceBox([(each.value, each.label) for each in SignatureMeaning])
        if means is not None:
            self.meaning.choose(means.value)
            self.secret.add("meaning", tr("What you sign for"), self.meaning)
        self.passphrase = PassphraseField()
        self.secret.add("own_passphrase", tr("Your passphrase"), self.passphrase)
        self.passphrase.textChanged.connect(lambda _dots: self._on_secret())
        self._on_secret()

    def _on_secret(self) -> None:
        self.allow("" if self.passphrase.text() else tr("Type your passphrase."))

    def show_error(self, error: UserError) -> None:
        """Say in place what went wrong."""
        super().show_error(own_passphrase_error(error))

    def take_passphrase(self) -> str:
        """What was typed; the field is empty afterwards."""
        typed = self.passphrase.text()
        self.passphrase.clear()
        return typed

    def take_signing(self) -> Signing:
        """What was typed to sign with; the field is empty afterwards."""
        return Signing(SignatureMeaning(self.meaning.value), self.take_passphrase())
