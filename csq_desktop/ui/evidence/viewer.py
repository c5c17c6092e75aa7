"""Looking at an evidence file inside the program: never as a file on the disk."""

from functools import partial
from typing import ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from csq_desktop.domain.evidence.facts import EvidenceFile, OpenedFile
from csq_desktop.services.evidence import evidence, picking
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.evidence.file_pages import FilePages
from csq_desktop.ui.evidence.words import facts_text, hash_text, name_text
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel


class FileViewer(Dialog):
    """One file: its pages or its text; of an Office file what is known of it."""

    wide: ClassVar[int] = 980
    tall: ClassVar[int] = 820
    fills: ClassVar[bool] = True
    shows_identity: ClassVar[bool] = True
    help_heading: ClassVar[str] = "evidence-files"

    def __init__(self, context: Context, file: EvidenceFile, parent: QWidget) -> None:
        super().__init__(context, tr("Evidence file {n}", n=file.number), "", parent)
        self.file = file
        self.pages = FilePages(context)
        self.pages.refused.connect(self.show_error)
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setAccessibleName(tr("Text of the file"))
        self.not_shown = PlainLabel("", wrap=True)
        self.content.addWidget(PlainLabel(name_text(file), wrap=True))
        self.content.addWidget(PlainLabel(facts_text(context, file), "label", wrap=True))
        self.content.addWidget(PlainLabel(hash_text(file), "hint", wrap=True).selectable())
        for part in (self.pages, self.words, self.not_shown):
            self.content.addWidget(part, 1)
            part.hide()
        self._is_asked = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_asked:
            self._is_asked = True
            job = partial(evidence.look_at, evidence_id=self.file.id)
            self.context.tasks.write(self, job, self.show_file, self.show_error)

    def show_file(self, opened: OpenedFile) -> None:
        """Show a file that was opened."""
        kind = opened.file.kind
        if kind.has_pages:
            self.pages.show()
            self.pages.show_file(opened)
        elif kind.is_words:
            self.words.setPlainText(picking.text_of(opened))
            self.words.show()
        else:
            why = tr("Word and Excel files are not opened here. Save a copy to open it elsewhere.")
            self.not_shown.setText(why)
            self.not_shown.show()
