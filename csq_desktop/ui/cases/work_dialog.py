"""The form of one step or record of a complaint."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.texts import mark, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.forms.fields import TextArea
from csq_desktop.ui.kit.forms.form import FormGrid, text_of

Job = Callable[..., object]


class WorkDialog(Dialog):
    """A dialog about one complaint; subclasses add fields and say what to do with them."""

    help_heading: ClassVar[str] = "steps"
    kind: ClassVar[str] = ""
    columns: ClassVar[int] = 1
    drafts_begin: ClassVar[str] = ""
    toast: ClassVar[str] = mark("{ref} updated.")

    def __init__(self, context: Context, complaint: Complaint, parent: QWidget) -> None:
        self.complaint = complaint  # its title may name it
        super().__init__(context, self.title_text(), self.action_text(), parent)
        self.draft_key = f"{self.drafts_begin}complaint.{complaint.id}.{self.kind}"
        self.form = self.add_form(FormGrid(columns=self.columns))
        self.fill()
        self.take_draft()

    def title_text(self) -> str:
        """The dialog's title."""
        return ""

    def action_text(self) -> str:
        """What its button says."""
        return tr("Save")

    def toast_text(self) -> str:
        """What the toast says afterwards."""
        return tr(self.toast, ref=self.complaint.ref)

    def fill(self) -> None:
        """Add the fields."""

    def errors(self) -> Mapping[str, str]:
        """What is missing, by field."""
        return {}

    def job(self) -> Job:
        """The service to call; it is given the complaint's id."""
        raise AssertionError

    def submit(self) -> None:
        """Check the fields, then do it."""
        if not self.form.accepts(self.errors()):
            return
        job = partial(self.job(), complaint_id=self.complaint.id)
        self.write(job, self._on_done)

    def add_note(self, label: str, lines: int = 3, *, hint: str = "") -> TextArea:
        """A field for words under the key `note`."""
        area = TextArea(lines=lines)
        self.form.add("note", label, area, hint=hint, wide=True)
        return area

    def text(self, key: str) -> str:
        """What a field of words holds."""
        field = self.form.field(key)
        return text_of(field)

    def _on_done(self, _answer: object) -> None:
        self.context.toast(self.toast_text())
        self.finish()
