"""A dialog that asks for the user's own passphrase before something that needs it."""

from PySide6.QtWidgets import QWidget

from csq_desktop.errors import UserError, WrongPassphrase
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.secret_field import PassphraseField

_HEIGHT = 300


class PassphraseDialog(Dialog):
    """Says what is about to be done and asks for the passphrase; `submit` does it."""

    def __init__(
        self, context: Context, words: tuple[str, str, str], parent: QWidget | None
    ) -> None:
        """`words`: the title, what is about to be done, and the action."""
        title, explanation, action = words
        super().__init__(context, title, action, parent)
        self.content.addWidget(PlainLabel(explanation, wrap=True))
        self.form = FormGrid()  # not added by add_form: a draft never holds a passphrase
        self.content.addWidget(self.form)
        self.passphrase = PassphraseField()
        self.form.add("own_passphrase", tr("Your passphrase"), self.passphrase)
        self.passphrase.textChanged.connect(lambda _dots: self._on_typed())
        self._on_typed()
        self.passphrase.setFocus()
        self.resize(self.width(), _HEIGHT)

    def show_error(self, error: UserError) -> None:
        """Say in place what went wrong; nothing can be tried before it is typed again."""
        super().show_error(own_passphrase_error(error))
        self._on_typed()

    def _on_typed(self) -> None:
        self.allow("" if self.passphrase.text() else tr("Type your passphrase."))

    def take_passphrase(self) -> str:
        """What was typed; the field is empty afterwards."""
        typed = self.passphrase.text()
        self.passphrase.clear()
        return typed


def own_passphrase_error(error: UserError) -> UserError:
    """The error for a field of one's own passphrase: no name was asked for, so none is wrong."""
    if not isinstance(error, WrongPassphrase):
        return error
    sentence = tr("That is not your current passphrase. Try again.")
    return UserError(sentence, field="own_passphrase")
