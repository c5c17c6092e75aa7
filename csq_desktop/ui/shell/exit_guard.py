"""Closing the window while a backup is due: it is offered, and where backups fail, held for."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QWidget

from csq_desktop import log, paths
from csq_desktop.domain.stores.safety import ExitStep, Safety
from csq_desktop.errors import UserError
from csq_desktop.services.stores import backups, safety
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import ElidedLabel, PlainLabel
from csq_desktop.ui.kit.forms.fields import WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.theme import tokens

_logger = log.logger("exit")


class ExitGuard(QObject):
    """Asks how safe the store is before its window closes; locking and faults never ask."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._asks = self._leaves = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Close or self._leaves or _computer_shuts_down():
            return False
        event.ignore()
        if not self._asks:
            self._asks = True
            self._context.tasks.read(self, safety.safety, self._decide, failed=self._on_refused)
        return True

    def _decide(self, safe: Safety) -> None:
        if safe.exit_step is ExitStep.FREE:
            self._leave()
            return
        dialog = ExitDialog(self._context, safe, self._window)
        dialog.leaving.connect(self._leave)
        dialog.finished.connect(self._on_finished)
        dialog.show()

    def _leave(self) -> None:
        self._leaves = True
        self._window.close()

    def _on_finished(self) -> None:
        self._asks = False

    def _on_refused(self, error: UserError) -> None:
        """A store that cannot even be read must not keep its window open."""
        _logger.error("the safety of the store could not be read", exc_info=error)
        self._leave()


class ExitDialog(Dialog):
    """Backs up and closes, chooses another folder for that, or closes without; Esc stays.

    `leaving` says that the window may close. Where leaving is `held`, going without a backup takes
    a reason, which the audit trail keeps.
    """

    tall = 400
    leaving = Signal()

    def __init__(self, context: Context, safe: Safety, parent: QWidget | None) -> None:
        super().__init__(context, _title(safe), tr("Back up now"), parent)
        self.setObjectName("exit_dialog")
        self.cancel_button.setText(tr("Keep working"))
        self._is_held = safe.exit_step is ExitStep.HELD
        self.place = ElidedLabel("", "label")
        self.choose = buttons.secondary(tr("Another folder…"), self._on_choose, name="exit_folder")
        self.form = FormGrid()
        self.reason = WordsLine()
        self.reason.setMaxLength(safety.LONGEST_REASON)
        self.without = buttons.secondary(
            tr("Close without a backup"), self._on_without, name="exit_without"
        )
        self._lay_out(safe)
        context.tasks.read(self, backups.folder, self._show_folder)

    def submit(self) -> None:
        """Back up, and close once the backup is verified."""
        self._enable(False)
        self.message.say(tr("The backup is being made. The window closes when it is verified."))
        self.write(backups.make, self._on_made, alone=True)

    def show_error(self, error: UserError) -> None:
        self._enable(True)
        super().show_error(error)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.submit_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, safe: Safety) -> None:
        sentence = safe.backup.failure if safe.backup.failing else safe.last_backup
        self.content.addWidget(PlainLabel(sentence, wrap=True))
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        row.addWidget(self.choose)
        self.content.addLayout(row)
        if self._is_held:
            hint = tr("It is recorded in the audit trail.")
            label = tr("Reason for closing without a backup")
            self.form.add("exit_reason", label, self.reason, hint=hint)
            self.content.addWidget(self.form)
        last = QHBoxLayout()
        last.setSpacing(tokens.GAP_SMALL)
        last.addWidget(self.without)
        last.addStretch(1)
        self.content.addLayout(last)

    def _show_folder(self, folder: Path) -> None:
        self.place.setText(tr("Kept in {folder}", folder=folder))

    def _on_made(self, _backup: object) -> None:
        self._leave()

    def _on_choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Backup folder"), str(paths.documents()))
        if chosen:
            self._enable(False)
            job = partial(backups.choose_folder, chosen=Path(chosen))
            self.write(job, lambda _: self._on_chosen(Path(chosen)))

    def _on_chosen(self, folder: Path) -> None:
        self._show_folder(folder)
        self.submit()

    def _on_without(self) -> None:
        if not self._is_held:
            self._leave()
            return
        if not self.reason.text().strip():
            self.form.show_errors(
                {"exit_reason": tr("Enter the reason for closing without a backup.")}
            )
            return
        self._enable(False)
        job = partial(safety.leave_without_backup, reason=self.reason.text())
        self.context.tasks.write(self, job, self._on_noted, self._on_not_noted)

    def _on_noted(self, _nothing: object) -> None:
        self._leave()

    def _on_not_noted(self, error: UserError) -> None:
        """On a full or broken disk nothing can be written: that must not keep anybody here."""
        _logger.error("leaving without a backup could not be noted", exc_info=error)
        self._leave()

    def _enable(self, on: bool) -> None:
        for part in (self.submit_button, self.choose, self.without, self.reason):
            part.setEnabled(on)

    def _leave(self) -> None:
        self.finish()
        self.leaving.emit()


def _title(safe: Safety) -> str:
    if safe.backup.failing:
        return tr("The last backup failed")
    if safe.exit_step is ExitStep.HELD:
        return tr("Backups are overdue")
    return tr("No backup was made today")


def _computer_shuts_down() -> bool:
    """Whether the session of the computer ends: refusing would hold up the whole computer."""
    application = QApplication.instance()
    return isinstance(application, QApplication) and application.isSavingSession()
