"""Bringing a backup back as a store of its own."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from csq_desktop import paths
from csq_desktop.clock import TimeSource
from csq_desktop.domain.stores.backups import BackupOpener
from csq_desktop.domain.users import User
from csq_desktop.domain.words.wording import moment_text, paragraph
from csq_desktop.errors import UserError
from csq_desktop.services.stores import stores
from csq_desktop.texts import tr
from csq_desktop.ui.kit import keyboard
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.forms.choice_card import ChoiceCard
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.secret_field import PassphraseField
from csq_desktop.ui.kit.layout.scrolled import scrolled
from csq_desktop.ui.start.page import StartPage
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import tokens

if TYPE_CHECKING:
    from csq_desktop.domain.stores.backups import BackupLabel, Restored

_SHEET = "sheet"


@dataclass(frozen=True)
class _Front:
    """What can be read of a backup without a key."""

    file: Path
    label: "BackupLabel"
    people: tuple[User, ...]


class RestorePage(StartPage):
    """Restores a backup; `restored` carries the new folder and a sentence about its content."""

    restored = Signal(object, str)

    def __init__(self, tasks: Tasks, *, source: TimeSource) -> None:
        super().__init__(
            tasks,
            tr("Restore a backup"),
            tr("It becomes a separate database. Nothing on this computer changes."),
        )
        self.setObjectName("restore_page")
        self._source = source
        self.inside = paths.default_stores_folder()
        self.front: _Front | None = None
        self.card = ChoiceCard(
            tr("Choose a backup…"),
            tr("A file whose name ends in .csqbackup"),
            icon="archive",
            name="choose_backup",
            pressed=self._on_choose,
        )
        self.form = FormGrid()
        self.opener = ChoiceBox()
        self.secret = PassphraseField()
        self.submit = buttons.primary(tr("Restore"), self._on_submit, name="restore_now")
        self.hint = keyboard.SaveHint(self.submit.text())
        self.back = buttons.secondary(tr("Back"), self.leave, name="back")
        self._build()
        self.secret.textChanged.connect(self._on_typed)
        self.opener.value_changed.connect(self._on_opener)
        self._on_typed()

    def begin(self) -> None:
        self.card.setFocus()

    def save_button(self) -> QPushButton:
        return self.submit

    def show_error(self, error: UserError) -> None:
        self._enable(True)
        super().show_error(error)

    def choose(self, file: Path) -> None:
        """Look at a backup and ask for what opens it."""
        self.message.clear()
        self.tasks.compute(self, partial(_read_front, file), self._on_front, self._on_no_backup)

    def _on_choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a backup"), str(paths.documents()), tr("Backups (*.csqbackup)")
        )
        if chosen:
            self.choose(Path(chosen))

    def _on_no_backup(self, error: UserError) -> None:
        self.front = None
        self.form.setVisible(False)
        self.show_error(error)
        self._on_typed()

    def _on_front(self, front: _Front) -> None:
        self.front = front
        when = tr("Made {when}", when=moment_text(front.label.made_at))
        kind = tr("with identities") if front.label.identities else tr("without identities")
        self.card.title.setText(front.label.name)
        self.card.line.setText(f"{when} · {kind}")
        options = [(_SHEET, tr("The recovery key"))]
        options += [(user.name, tr("{name}’s passphrase", name=user.name)) for user in front.people]
        self.opener.set_options(options)
        self.form.setVisible(True)
        self.secret.setFocus()
        self._on_typed()

    def _on_opener(self, _value: str) -> None:
        self.secret.clear()
        self._on_typed()

    def _on_typed(self) -> None:
        missing = "" if self.secret.text().strip() else tr("Type the recovery key or passphrase.")
        self.hint.allow(self.submit, missing if self.front else tr("Choose a backup."))

    def _on_submit(self) -> None:
        assert self.front is not None
        self.message.clear()
        self._enable(False)
        folder = stores.free_place(self.front.label.name.removesuffix(".csq"), self.inside)
        secret = self.secret.text()
        if self.opener.value == _SHEET:
            opener = BackupOpener(recovery_key=secret)
        else:
            opener = BackupOpener(user=self.opener.value, passphrase=secret)
        job = partial(_restore, self.front.file, folder, opener, source=self._source)
        self.work(job, self._on_restored, self.show_error)

    def _on_restored(self, result: "Restored") -> None:
        self.secret.clear()
        words = tr("Restored: {contents}.", contents=result.contents.text)
        self.restored.emit(result.folder, paragraph((words, result.erasures_text)))

    def _enable(self, on: bool) -> None:
        self.enable(on, self.card, self.form, self.back, self.submit)
        self.submit.setText(tr("Restore") if on else tr("Restoring…"))

    def _build(self) -> None:
        self.form.add("opener", tr("Opened with"), self.opener)
        self.form.add("secret", tr("Recovery key or passphrase"), self.secret)
        self.form.setVisible(False)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2, 2, tokens.GAP_SMALL, 0)
        column.setSpacing(tokens.GAP_LARGE)
        column.addWidget(self.card)
        column.addWidget(self.form)
        column.addStretch(1)
        self.body.addWidget(scrolled(content), 1)
        self.add_foot(self.back, self.hint, self.submit)


def _read_front(file: Path) -> _Front:
    from csq_desktop.services.stores import backups

    return _Front(file, backups.label(file), backups.people(file))


def _restore(file: Path, folder: Path, opener: BackupOpener, *, source: TimeSource) -> "Restored":
    from csq_desktop.services.stores import backups

    return backups.restore(file, folder, opener, source=source)
