"""Backups: where they go, when the last good one was made, and making one now."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton

from csq_desktop import paths
from csq_desktop.domain.stores.backups import BackupFile, MadeBackup
from csq_desktop.domain.stores.safety import Concern, Safety
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import moment_text
from csq_desktop.errors import UserError
from csq_desktop.services.stores import backups, safety
from csq_desktop.services.stores.backups import BackupShelf
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import SAFETY_TOPICS, Context
from csq_desktop.ui.kit import clipboard
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import ElidedLabel, PlainLabel
from csq_desktop.ui.kit.tables.row_menu import Act, RowOffers
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column, Fact, in_zone
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.settings.check_card import CheckCard
from csq_desktop.ui.settings.clock_card import ClockCard
from csq_desktop.ui.settings.section import SettingsSection
from csq_desktop.ui.theme import tokens


class BackupsSection(SettingsSection):
    """Shows and makes backups; each one is opened and verified when it is made."""

    topics = frozenset({"settings"})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            tr(
                "A backup is one encrypted file. It opens with the recovery key or "
                "with the passphrase of a supervisor. One is made every day while a "
                "supervisor is signed in and nobody types. Keep backups on another "
                "disk or a stick, and one outside the shop."
            ),
        )
        self._folder: Path | None = None
        self._looks_into: BackupShelf | None = None
        self._looks_again = False
        self.state = Badge()
        self.last_backup = PlainLabel("", wrap=True)
        self.place = ElidedLabel("", "label")
        self.make = buttons.primary(
            tr("Back up now"), self._on_make, icon="archive", name="back_up_now"
        )
        self.choose = buttons.secondary(
            tr("Another folder…"), self._on_choose, name="backup_folder"
        )
        self.keep = buttons.secondary(
            tr("Keep this folder"), self._on_keep, name="keep_backup_folder"
        )
        self.model = RowsModel(self._columns())
        self.table = TableView(context, self.model, name="backups")
        self.table.setAccessibleName(tr("In this folder"))
        self.empty = EmptyState("archive", tr("No backup in this folder yet"))
        self.clock = ClockCard(context)
        self.check = CheckCard(context)
        self.table.offer(RowOffers(links=self._links))
        self._build()

    def primary_button(self) -> QPushButton | None:
        return self.make

    def reload(self) -> None:
        tasks = self.context.tasks
        tasks.read(self, safety.safety, self._show_safety)
        tasks.read(self, backups.shelf, self._show_shelf)
        self.clock.reload()
        self.check.reload()

    def show_error(self, error: UserError) -> None:
        self.make.setEnabled(True)
        super().show_error(error)

    def _show_safety(self, safe: Safety) -> None:
        backup, concerns = safe.backup, safe.concerns
        self.keep.setVisible(Concern.NO_PLACE_CHOSEN in concerns)
        last = tr("Last good backup: {when}", when=moment_text(backup.good_at, self.context.zone))
        if Concern.BACKUP_FAILED in concerns:
            self._show_state(tr("Last attempt failed"), Tone.BAD, backup.failure)
        elif Concern.BACKUP_LATE in concerns:
            self._show_state(trc("backup", "Due"), Tone.WARN, last)
        elif Concern.BACKUPS_INSIDE in concerns:
            self._show_state(tr("In the database’s own folder"), Tone.WARN, last)
        else:
            self._show_state(tr("Up to date"), Tone.GOOD, last)

    def _show_state(self, word: str, tone: Tone, sentence: str) -> None:
        self.state.show_state(word, tone)
        self.last_backup.setText(sentence)

    def _show_shelf(self, shelf: BackupShelf) -> None:
        """Say where backups go, and look there beside everything else: a drive may hang."""
        self._folder = shelf.folder
        self.place.setText(tr("Kept in {folder}", folder=shelf.folder))
        self._looks_again = self._looks_into == shelf
        if not self._looks_again:
            self._look(shelf)

    def _look(self, shelf: BackupShelf) -> None:
        self._looks_into = shelf
        self.context.tasks.compute(
            self,
            partial(backups.on_shelf, shelf),
            partial(self._show_kept, shelf),
            partial(self._on_unseen, shelf),
        )

    def _on_unseen(self, shelf: BackupShelf, error: UserError) -> None:
        self._show_kept(shelf, ())
        self.show_error(error)

    def _show_kept(self, shelf: BackupShelf, files: tuple[BackupFile, ...]) -> None:
        if self._looks_into != shelf:  # another folder was chosen meanwhile
            return
        self._looks_into = None
        self.model.set_rows(files)
        self.table.setVisible(bool(files))
        self.empty.setVisible(not files)
        if self._looks_again:
            self._looks_again = False
            self._look(shelf)

    def _on_make(self) -> None:
        self.message.clear()
        self.make.setEnabled(False)
        self.context.tasks.on_store(self, backups.make, self._on_made, self.show_error)

    def _on_made(self, result: MadeBackup) -> None:
        self.make.setEnabled(True)
        self.context.toast(tr("Backed up and verified: {contents}.", contents=result.contents.text))
        self.reload()
        self.context.tasks.changed.emit(SAFETY_TOPICS)

    def _on_choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Backup folder"), str(paths.documents()))
        if chosen:
            usual = paths.default_backups_folder(self.context.signed_in.folder.stem)
            before = None if self._folder == usual else self._folder
            self.save(
                partial(backups.choose_folder, chosen=Path(chosen)),
                partial(backups.choose_folder, chosen=before),
            )

    def _on_keep(self) -> None:
        self.save(partial(backups.choose_folder, chosen=None))

    def _links(self, backup: BackupFile) -> list[tuple[str, Act]]:
        if self._folder is None:
            return []
        return [(tr("Copy path"), partial(clipboard.copy, str(self._folder / backup.file)))]

    def _columns(self) -> list[Column]:
        zone = self.context.zone
        return [
            Column("file", tr("File"), lambda backup: Cell(backup.file, strong=True), 300),
            Column(
                "made",
                tr("Made"),
                lambda backup: Cell(moment_text(backup.made_at, zone)),
                180,
                least=165,
                facts=(Fact(tr("Made"), lambda backup: in_zone(backup.made_at, zone)),),
            ),
            Column(
                "kind",
                tr("Contents"),
                lambda backup: Cell(
                    tr("with identities") if backup.identities else tr("without identities")
                ),
                180,
                least=165,
                rank=1,
            ),
        ]

    def _build(self) -> None:
        now = Card(tr("Backups"), self.make)
        row = QHBoxLayout()
        row.setSpacing(tokens.GAP)
        row.addWidget(self.state)
        row.addWidget(self.last_backup, 1)
        now.body.addLayout(row)
        where = QHBoxLayout()
        where.addWidget(self.place, 1)
        where.addWidget(self.keep)
        where.addWidget(self.choose)
        now.body.addLayout(where)
        files = Card(tr("In this folder"))
        self.table.keep_rows()
        files.body.addWidget(self.table, 1)
        files.body.addWidget(self.empty, 1)
        self.body.addWidget(self.clock)
        self.body.addWidget(now)
        self.body.addWidget(files, 1)
        self.body.addWidget(self.check)
