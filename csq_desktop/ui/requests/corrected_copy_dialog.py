"""The copy of the data as corrected, shown before it is printed or saved."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.requests.facts import PrivacyRequest
from csq_desktop.services.requests import corrected_copies
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.paper.preview import PrintPreview


class CorrectedCopyDialog(Dialog):
    """Shows what is handed to whoever asked for a correction, and notes that it was taken."""

    help_heading: ClassVar[str] = "a-correction"
    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 690
    fills: ClassVar[bool] = True
    shows_identity: ClassVar[bool] = True

    def __init__(self, context: Context, request: PrivacyRequest, parent: QWidget) -> None:
        super().__init__(context, tr("Corrected copy"), "", parent)
        self.setObjectName("corrected_copy_dialog")
        self.request = request
        hint = tr("Everybody else who is found in it is covered. Read the pages before you hand "
                  "them over.")  # fmt: skip
        self.content.addWidget(PlainLabel(hint, "muted", wrap=True))
        self.preview = PrintPreview(f"{request.ref}.pdf", prints_first=True)
        self.content.addWidget(self.preview, 1)
        for taken in (self.preview.saved, self.preview.printed):
            taken.connect(self._on_taken)
        query = partial(corrected_copies.pdf, request_id=request.id)
        context.tasks.read(self, query, self.preview.show_pdf, identities=True)

    def _on_taken(self) -> None:
        job = partial(corrected_copies.note_made, request_id=self.request.id)
        self.context.tasks.write(self, job)
