"""Making a new store: the shop, its branch, the supervisor and a passphrase; nothing more."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from csq_desktop import paths
from csq_desktop.clock import TimeSource
from csq_desktop.errors import UserError
from csq_desktop.services.stores import stores
from csq_desktop.texts import language, tr
from csq_desktop.ui.kit import keyboard
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import ElidedLabel
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.new_passphrase import NewPassphrase
from csq_desktop.ui.kit.layout.scrolled import scrolled
from csq_desktop.ui.start.page import StartPage
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme, tokens

if TYPE_CHECKING:
    from csq_desktop.domain.shop.shop import NewShop


class NewStorePage(StartPage):
    """Asks for a new shop; `created` carries the open store and its recovery key."""

    created = Signal(object, str)

    def __init__(self, tasks: Tasks, *, source: TimeSource) -> None:
        super().__init__(
            tasks,
            tr("New database"),
            tr("Opening hours, deadlines and colleagues come later, in Settings."),
        )
        self.setObjectName("new_store_page")
        self._source = source
        self.inside = paths.default_stores_folder()
        self.backups_in: Path | None = None
        self.form = FormGrid()
        self.name = self._line("shop_name", tr("Name of the shop"))
        self.code = self._line("branch_code", tr("Branch code"), tr("Short, such as SSP01"))
        self.supervisor = self._line("supervisor", tr("Your name"))
        self.passphrase = NewPassphrase(self._names)
        self.form.add_row(self.passphrase)
        self.where, self.backups = ElidedLabel("", "hint"), ElidedLabel("", "hint")
        self.submit = buttons.primary(tr("Create database"), self._on_submit, name="make_store")
        self.hint = keyboard.SaveHint(self.submit.text())
        self.back = buttons.secondary(tr("Back"), self.leave, name="back")
        self.elsewhere = buttons.link(tr("Another place…"), self._on_place, name="another_place")
        self.to_stick = buttons.link(tr("Another folder…"), self._on_backups, name="choose_backups")
        self.to_stick.setAccessibleName(tr("Choose the folder for backups"))
        self._build()
        for field in (self.name, self.code, self.supervisor):
            field.textChanged.connect(self._on_typed)
        self.passphrase.changed.connect(self._on_typed)
        self._on_typed()

    @property
    def new(self) -> "NewShop":
        """What was typed, as the service takes it."""
        from csq_desktop.domain.shop.shop import NewShop

        named = (self.name.text(), self.code.text(), self.supervisor.text())
        return NewShop(*named, language(), self.backups_in)

    @property
    def folder(self) -> Path:
        """Where the store will be."""
        return stores.place_for(self.new, self.inside)

    def begin(self) -> None:
        self.name.setFocus()

    def save_button(self) -> QPushButton:
        return self.submit

    def show_error(self, error: UserError) -> None:
        self._enable(True)
        super().show_error(error)

    def _line(self, key: str, label: str, hint: str = "") -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(hint)
        self.form.add(key, label, field)
        return field

    def _names(self) -> tuple[str, ...]:
        return self.name.text(), self.code.text(), self.supervisor.text()

    def _on_typed(self) -> None:
        filled = all(text.strip() for text in self._names())
        missing = "" if self.passphrase.ready else tr("Choose a passphrase, and type it twice.")
        names = tr("Enter the shop’s name, its branch code and your name.")
        self.hint.allow(self.submit, missing if filled else names)
        named = bool(self.name.text().strip())
        place = str(self.folder) if named else str(self.inside)
        self.where.setText(tr("Kept in {folder}", folder=place))
        usual = paths.default_backups_folder(self.folder.stem if named else "")
        self.backups.setText(tr("Backups go to {folder}", folder=self.backups_in or usual))

    def _on_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, tr("Folder of the database"), str(self.inside)
        )
        if chosen:
            self.inside = Path(chosen)
            self._on_typed()

    def _on_backups(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, tr("Backup folder"), str(self.backups_in or paths.documents())
        )
        if chosen:
            self.backups_in = Path(chosen)
            self._on_typed()

    def _on_submit(self) -> None:
        self.message.clear()
        self._enable(False)
        passphrase = self.passphrase.passphrase
        job = partial(stores.create, self.folder, self.new, passphrase, source=self._source)
        self.work(job, self._on_made, self.show_error)

    def _on_made(self, created: tuple[object, str]) -> None:
        self.passphrase.clear()
        self.created.emit(*created)

    def _enable(self, on: bool) -> None:
        self.enable(on, self.form, self.back, self.elsewhere, self.to_stick, self.submit)
        self.submit.setText(tr("Create database") if on else tr("Creating the database…"))

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2, 0, tokens.GAP_SMALL, 0)
        column.addWidget(self.form)
        place = QHBoxLayout()
        place.addWidget(self.where, 1)
        place.addWidget(self.elsewhere)
        backups = QHBoxLayout()
        backups.addWidget(self.backups, 1)
        backups.addWidget(self.to_stick)
        column.addLayout(place)
        column.addLayout(backups)
        column.addStretch(1)
        self.submit.setMinimumWidth(theme.current().px(150))
        self.body.addWidget(scrolled(content), 1)
        self.add_foot(self.back, self.hint, self.submit)
