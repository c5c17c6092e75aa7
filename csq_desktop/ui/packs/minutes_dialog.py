"""The minutes of a pack's review, shown before they are printed or saved."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.packs.packs import IssuedPack
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import month_text
from csq_desktop.services.packs import papers
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.paper.preview import PrintPreview


class MinutesDialog(Dialog):
    """One page: every request of the pack, and what was decided on it."""

    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 690
    fills: ClassVar[bool] = True

    def __init__(self, context: Context, pack: IssuedPack, parent: QWidget) -> None:
        title = tr("Minutes of the review, {month}", month=month_text(pack.month))
        super().__init__(context, title, "", parent)
        self._pack = pack
        self.preview = PrintPreview(f"{pack.month} v{pack.version} minutes.pdf")
        self.content.addWidget(self.preview, 1)
        for taken in (self.preview.saved, self.preview.printed):
            taken.connect(self._on_taken)
        query = partial(papers.minutes, pack_id=pack.id)
        identities = context.may(Permission.REVEAL_IDENTITIES)  # they are compared with the words
        context.tasks.read(self, query, self.preview.show_pdf, identities=identities)

    def _on_taken(self) -> None:
        job = partial(papers.note_minutes, pack_id=self._pack.id)
        self.context.tasks.write(self, job)
