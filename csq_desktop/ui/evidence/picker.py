"""Choosing files: from a dialog, dropped, or pasted; each is looked at before it is listed."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from csq_desktop import paths
from csq_desktop.domain.evidence.facts import ENDINGS, LARGEST_BYTES, CheckedFile
from csq_desktop.domain.words.wording import file_size_text, shortened
from csq_desktop.errors import UserError
from csq_desktop.services.evidence import picking
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.evidence.drawing import pasted_picture
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.facts import clear
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.theme import tokens

_LONGEST_NAME = 60


def dropped_paths(content: QMimeData) -> list[Path]:
    """The local files that are dragged or on the clipboard."""
    return [Path(url.toLocalFile()) for url in content.urls() if url.isLocalFile()]


class FilePicker(QWidget):
    """The files to be added; `refused` carries why one cannot be."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.files: tuple[CheckedFile, ...] = ()
        self.setAcceptDrops(True)
        self.choose = buttons.secondary(
            tr("Choose files…"), self._on_choose, icon="paperclip", name="choose_files"
        )
        self.paste = buttons.secondary(tr("Paste"), self._on_paste, icon="copy", name="paste_file")
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self._on_paste)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        tools = QWidget()
        row = FlowLayout(tools)
        row.addWidget(self.choose)
        row.addWidget(self.paste)
        hint = tr(
            "Or drag them here. Pictures, PDFs, e-mails, text, Word and Excel files up to {n} MB.",
            n=LARGEST_BYTES >> 20,
        )
        self._rows = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_TINY)
        column.addWidget(tools)
        column.addWidget(PlainLabel(hint, "hint", wrap=True))
        column.addLayout(self._rows)

    def take_paths(self, files: Sequence[Path]) -> None:
        """Read files and look at their content, beside the window."""
        if files:
            job = partial(picking.read_files, tuple(files))
            self._context.tasks.compute(self, job, self._add, self._on_refused)

    def take(self, content: QMimeData) -> None:
        """Take what is pasted: files, or a picture."""
        files = dropped_paths(content)
        picture = b"" if files else pasted_picture(content)
        if picture:
            job = partial(picking.of_bytes, picture, tr("Pasted picture"))
            self._context.tasks.compute(self, job, self._add_one, self._on_refused)
        elif files:
            self.take_paths(files)
        else:
            nothing = tr("There is no picture or file on the clipboard. Copy one first.")
            self._on_refused(UserError(nothing))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take(event.mimeData())

    def _on_choose(self) -> None:
        endings = " ".join(f"*{ending}" for ending in ENDINGS)
        kinds = tr("Evidence files ({endings})", endings=endings)
        folder = str(paths.pictures())
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Choose files"), folder, kinds)
        self.take_paths([Path(name) for name in chosen])

    def _on_paste(self) -> None:
        self.take(QGuiApplication.clipboard().mimeData())

    def _add_one(self, file: CheckedFile) -> None:
        self._add((file,))

    def _add(self, files: tuple[CheckedFile, ...]) -> None:
        together = (*self.files, *(each for each in files if each not in self.files))
        try:
            picking.check_together(together)
        except UserError as error:
            self._on_refused(error)
            return
        self._show(together)

    def _show(self, files: tuple[CheckedFile, ...]) -> None:
        self.files = files
        clear(self._rows)
        for number, file in enumerate(files, 1):
            self._rows.addWidget(self._row(number, file))
        self.changed.emit()

    def _row(self, number: int, file: CheckedFile) -> QWidget:
        row = QWidget()
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        facts = (file.kind.label, file_size_text(len(file.content)))
        name = shortened(file.stem, _LONGEST_NAME)
        line.addWidget(PlainLabel(tr(" · ").join(filter(None, (name, *facts))), wrap=True))
        remove = partial(self._remove, file)
        line.addWidget(buttons.link(tr("Remove"), remove, name=f"remove_file_{number}"))
        return row

    def _remove(self, file: CheckedFile) -> None:
        self._show(tuple(each for each in self.files if each is not file))

    def _on_refused(self, error: UserError) -> None:
        self.refused.emit(error)
