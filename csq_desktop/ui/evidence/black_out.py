"""Making a blacked-out copy: boxes are drawn over what identifies somebody, page by page."""

import json
from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.evidence.blacking import Area, Areas, check_areas
from csq_desktop.domain.evidence.facts import EvidenceFile, OpenedFile
from csq_desktop.errors import UserError
from csq_desktop.services.evidence import blacking, evidence
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.evidence.drawing import draw_page
from csq_desktop.ui.evidence.file_pages import FilePages
from csq_desktop.ui.evidence.words import name_text
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel

_AREAS = "areas"


class BlackOutDialog(Dialog):
    """The pages of a file, with boxes; the copy is made of what is seen, without what is below."""

    wide: ClassVar[int] = 1040
    tall: ClassVar[int] = 860
    fills: ClassVar[bool] = True
    shows_identity: ClassVar[bool] = True
    help_heading: ClassVar[str] = "blacked-out-copies"

    def __init__(self, context: Context, file: EvidenceFile, parent: QWidget) -> None:
        super().__init__(context, tr("Black out"), tr("Make the copy"), parent)
        self.file = file
        self.draft_key = f"evidence.{file.id}.black_out"
        self.pages = FilePages(context, draws=True)
        self.pages.refused.connect(self.show_error)
        self.pages.changed.connect(self.message.clear)
        explained = tr(
            "Draw a box over every name, face, number and signature. The copy has only the "
            "pixels you see: nothing below a box is in it. The original stays as it is."
        )
        self.content.addWidget(PlainLabel(name_text(file), wrap=True))
        self.content.addWidget(PlainLabel(explained, "hint", wrap=True))
        self.content.addWidget(self.pages, 1)
        self.opened: OpenedFile | None = None
        self.take_draft()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.opened is None:
            job = partial(evidence.look_at, evidence_id=self.file.id)
            self.context.tasks.write(self, job, self.show_file, self.show_error)

    def show_file(self, opened: OpenedFile) -> None:
        """Show a file that was opened."""
        self.opened = opened
        self.pages.show_file(opened, self.pages.areas)
        self.pages.canvas.setFocus()

    def collect(self) -> dict[str, str]:
        drawn = {n: areas for n, areas in sorted(self.pages.areas.items()) if areas}
        sides = {n: [(a.left, a.top, a.width, a.height) for a in drawn[n]] for n in drawn}
        return {_AREAS: json.dumps(sides) if sides else ""}

    def restore(self, texts: Mapping[str, str]) -> None:
        self.pages.areas = _areas_of(texts.get(_AREAS, ""))
        if self.opened is not None:
            self.pages.show_file(self.opened, self.pages.areas)

    def submit(self) -> None:
        if self.opened is None:
            return
        try:
            check_areas(self.pages.areas, self.opened.file.pages)
        except UserError as error:
            self.show_error(error)
            return
        areas = dict(self.pages.areas)
        job = partial(blacking.make_copy, opened=self.opened, areas=areas, draw=draw_page)
        self.write(job, self._on_made, alone=True)

    def _undo(self) -> None:
        if self._take_back is not None:
            super()._undo()
        else:
            self.pages.canvas.undo()

    def _on_made(self, _evidence_id: object) -> None:
        self.context.toast(tr("Blacked-out copy added."))
        self.finish()


def _areas_of(text: str) -> Areas:
    stored = json.loads(text) if text else {}
    return {int(page): tuple(Area(*sides) for sides in areas) for page, areas in stored.items()}
