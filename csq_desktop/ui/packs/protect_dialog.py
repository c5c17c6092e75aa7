"""Saving a pack as a PDF that opens with a password alone."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from csq_desktop.errors import UserError
from csq_desktop.services import files
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.new_passphrase import NewPassphrase
from csq_desktop.ui.kit.paper.preview import PrintPreview


class ProtectDialog(Dialog):
    """Asks for the password twice, then where the file goes; keeps nothing of it."""

    def __init__(self, context: Context, preview: PrintPreview, parent: QWidget | None) -> None:
        super().__init__(context, tr("Save with a password"), tr("Choose the file…"), parent)
        self._preview = preview
        self.content.addWidget(
            PlainLabel(
                tr(
                    "The file is encrypted (AES-256). Without the password nobody opens it, and "
                    "it cannot be recovered: it is kept nowhere. Give it to the reader by another "
                    "way than the file."
                ),
                wrap=True,
            )
        )
        labels = tr("Password of the file"), tr("The same password again")
        self.password = NewPassphrase(context.own_names, *labels)
        self.content.addWidget(self.password)  # not in a form: a draft never holds it
        self.content.addStretch(1)
        self.password.changed.connect(self._on_typed)
        self._on_typed()
        self.password.first.setFocus()

    def submit(self) -> None:
        name = Path(self._preview.file_name)
        target = self._preview.ask_for_target(f"{name.stem} {tr('protected')}{name.suffix}")
        if target is not None:
            self.save_to(target)

    def save_to(self, target: Path) -> None:
        """Write the pages shown to a file the user chose."""
        pdf, password = self._preview.pdf, self.password.passphrase
        job = partial(files.save_protected, target, pdf, password)
        self.allow(tr("Saving…"))
        self.context.tasks.compute(self, job, self._on_saved, self._on_refused)

    def _on_typed(self) -> None:
        self.allow("" if self.password.ready else tr("Type a good password, twice."))

    def _on_refused(self, error: UserError) -> None:
        self.show_error(error)
        self._on_typed()

    def _on_saved(self, _nothing: object) -> None:
        self.password.clear()
        self._preview.saved.emit()
        self.context.toast(tr("Saved. The password alone opens it."))
        self.finish()
