"""A checklist on paper, shown before it is printed or saved."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.users import Permission
from csq_desktop.services.checklists import papers as checklist_papers
from csq_desktop.texts import LANGUAGE_NAMES, language, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.languages import SecondLanguage
from csq_desktop.ui.kit.paper.preview import PrintPreview


class PaperDialog(Dialog):
    """Shows a PDF in the language chosen, and in a second one beside it where one is chosen."""

    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 690
    fills: ClassVar[bool] = True

    def __init__(
        self, context: Context, title: str, query: Callable[..., bytes], parent: QWidget
    ) -> None:
        super().__init__(context, title, "", parent)
        self._query = query
        self._printed: tuple[str, int] | None = None
        self.first = ChoiceBox(list(LANGUAGE_NAMES.items()))
        self.first.choose(language())
        self.second = SecondLanguage(self.first, tr("none"))
        form = FormGrid(columns=2)
        form.add("paper_language", tr("Language"), self.first)
        form.add("paper_second", tr("Second language"), self.second)
        self.content.addWidget(form)
        self.preview = PrintPreview()
        self.content.addWidget(self.preview, 1)
        for field in (self.first, self.second):
            field.value_changed.connect(lambda _value: self._draw())
        for taken in (self.preview.saved, self.preview.printed):
            taken.connect(self.note)
        self._draw()

    @property
    def file_name(self) -> str:
        """What Save proposes."""
        return self.preview.file_name

    @file_name.setter
    def file_name(self, name: str) -> None:
        self.preview.file_name = name

    def noted(self, kind: str, object_id: int) -> None:
        """Set what the audit trail is to record as printed."""
        self._printed = (kind, object_id)

    def _draw(self) -> None:
        languages = tuple(filter(None, (self.first.value, self.second.value)))
        query: Any = partial(self._query, languages=languages)
        identities = self.context.may(Permission.REVEAL_IDENTITIES)  # compared with its words
        self.context.tasks.read(self, query, self._on_drawn, identities=identities)

    def _on_drawn(self, pdf: bytes) -> None:
        self.preview.show_pdf(pdf)

    def note(self) -> None:
        """Record in the audit trail that it was printed or saved."""
        if self._printed is not None:
            kind, object_id = self._printed
            job = partial(checklist_papers.note_printed, kind=kind, object_id=object_id)
            self.context.tasks.write(self, job)
