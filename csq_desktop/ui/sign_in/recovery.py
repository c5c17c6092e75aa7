"""Opening with the printed recovery key: the key, then a new passphrase for the supervisor."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from csq_desktop.clock import TimeSource
from csq_desktop.domain.users import User
from csq_desktop.errors import UserError
from csq_desktop.services.stores import stores
from csq_desktop.texts import tr
from csq_desktop.ui.kit import keyboard
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.new_passphrase import NewPassphrase
from csq_desktop.ui.kit.forms.secret_field import SecretField
from csq_desktop.ui.kit.layout.scrolled import scrolled
from csq_desktop.ui.start.page import StartPage
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import tokens


class RecoveryPage(StartPage):
    """Opens a store with its recovery key; `opened` carries it."""

    opened = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        folder: Path,
        people: Sequence[User],
        chosen: User | None = None,
        *,
        source: TimeSource,
    ) -> None:
        super().__init__(
            tasks,
            tr("Use the recovery key"),
            tr(
                "The printed recovery sheet opens the database and gives a supervisor "
                "a new passphrase. A supervisor then helps everybody else."
            ),
        )
        self.setObjectName("recovery")
        self._source = source
        self.folder = folder
        self.supervisors = [user for user in people if user.role.sees_identities]
        self.form = FormGrid()
        self.who = ChoiceBox([(str(user.id), user.name) for user in self.supervisors])
        self.code = SecretField()
        self.code.show_words(True)
        self.passphrase = NewPassphrase(self._names, tr("New passphrase"))
        self.submit = buttons.primary(tr("Sign in"), self._on_submit, name="open")
        self.hint = keyboard.SaveHint(self.submit.text())
        self.back = buttons.secondary(tr("Back"), self.leave, name="back")
        self._build()
        if chosen is not None:
            self.who.choose(str(chosen.id))
        self.code.textChanged.connect(self._on_code)
        self.who.value_changed.connect(lambda _user: self.passphrase.judge())
        self.passphrase.changed.connect(self._on_typed)
        self._on_typed()

    def begin(self) -> None:
        self.code.setFocus()

    def save_button(self) -> QPushButton:
        return self.submit

    def show_error(self, error: UserError) -> None:
        self._enable(True)
        super().show_error(error)

    def _names(self) -> tuple[str, ...]:
        return (self.who.currentText(), self.folder.stem)

    def _on_code(self) -> None:
        problem = stores.recovery_key_problem(self.code.text())
        self.form.show_errors({"code": problem} if problem else {})
        self._on_typed()

    def _on_typed(self) -> None:
        typed = self.code.text()
        whole = stores.recovery_key_finished(typed) and not stores.recovery_key_problem(typed)
        missing = "" if self.passphrase.ready else tr("Choose a passphrase, and type it twice.")
        self.hint.allow(self.submit, missing if whole else tr("Type the whole recovery key."))

    def _on_submit(self) -> None:
        self.message.clear()
        self._enable(False)
        job = partial(
            stores.open_with_recovery,
            self.folder,
            self.code.text(),
            self.passphrase.passphrase,
            user_id=int(self.who.value),
            source=self._source,
        )
        self.work(job, self._on_opened, self.show_error)

    def _on_opened(self, store: object) -> None:
        self.code.clear()
        self.passphrase.clear()
        self.opened.emit(store)

    def _enable(self, on: bool) -> None:
        self.enable(on, self.form, self.back, self.submit)
        self.submit.setText(tr("Sign in") if on else tr("Opening…"))

    def _build(self) -> None:
        self.form.add("who", tr("Supervisor"), self.who)
        self.form.set_shown("who", len(self.supervisors) > 1)
        self.form.add(
            "code",
            tr("Recovery key"),
            self.code,
            hint=tr("Eight groups. Capitals, spaces and dashes do not matter."),
        )
        self.form.add_row(self.passphrase)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2, 0, tokens.GAP_SMALL, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        self.body.addWidget(scrolled(content), 1)
        self.add_foot(self.back, self.hint, self.submit)
