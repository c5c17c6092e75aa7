"""Adding evidence files to a case: which files, what they are, and who may see them."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QCheckBox

from csq_desktop.domain.evidence.facts import EvidenceFile, FilePlace, NewEvidence
from csq_desktop.domain.evidence.fields import EVIDENCE
from csq_desktop.services.evidence import evidence
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr, trn
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.evidence.picker import FilePicker
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea
from csq_desktop.ui.kit.forms.form import FormGrid


class AddEvidenceDialog(WorkDialog):
    """Adds one file or several of a kind."""

    kind: ClassVar[str] = "evidence"
    help_heading: ClassVar[str] = "evidence-files"

    def title_text(self) -> str:
        return tr("Add evidence")

    def action_text(self) -> str:
        return tr("Add to the case")

    def toast_text(self) -> str:
        return trn("{n} file added.", "{n} files added.", len(self.picker.files))

    def fill(self) -> None:
        self.picker = FilePicker(self.context)
        self.picker.refused.connect(self.show_error)
        self.form.add("files", tr("Files"), self.picker, wide=True)
        self.details = EvidenceFields(self.form, self.context)
        if self.context.user.role.sees_identities:
            self.details.add_nobody()
        else:
            sealed = tr("The files are sealed: supervisors alone can open them.")
            self.form.add_row(PlainLabel(sealed, "hint", wrap=True))

    def take(self, content: QMimeData) -> None:
        """Begin with what was dropped onto the case."""
        self.picker.take(content)

    def take_paths(self, files: Sequence[Path]) -> None:
        """Begin with these files."""
        self.picker.take_paths(files)

    def errors(self) -> Mapping[str, str]:
        missing = {} if self.picker.files else {"files": tr("Choose at least one file.")}
        return {**missing, **self.details.errors()}

    def back_text(self, draft: Mapping[str, str], refused: str) -> str:
        again = tr("Choose the files again.")
        return f"{super().back_text(draft, refused)} {again}"

    def job(self) -> Job:
        return partial(evidence.add, files=self.picker.files, new=self.details.new)


class EvidenceFields:
    """The fields of what is said of a file, where it is added and where that is put right."""

    def __init__(self, form: FormGrid, context: Context) -> None:
        self._form = form
        options = [(entry.code, entry.label) for entry in lists.choices(lists.EVIDENCE_CATEGORIES)]
        self.category = ChoiceBox([("", tr("Choose the kind of evidence")), *options])
        form.add("category", EVIDENCE.field("evidence_category").title, self.category)
        self.note = TextArea(lines=2)
        form.add("note", EVIDENCE.field("note").title, self.note, wide=True)
        self.nobody: QCheckBox | None = None
        self.day = DateField(context.today, optional=True)
        form.add("dated_on", EVIDENCE.field("dated_on").title, self.day)

    def add_nobody(self) -> None:
        """Ask whether nobody is seen in it."""
        self.nobody = QCheckBox(tr("Nobody can be identified in it"))
        hint = tr(
            "Then everybody who signs in can open it, and it may be printed in the case file. "
            "Otherwise supervisors alone can open it, and a blacked-out copy is printed instead."
        )
        self._form.add("nobody", "", self.nobody, hint=hint, wide=True)

    def show_file(self, file: EvidenceFile) -> None:
        """Show what is said of a file now."""
        if self.category.findData(file.category) < 0:  # deactivated since
            label = lists.label(lists.EVIDENCE_CATEGORIES, file.category)
            self.category.addItem(label, file.category)
        self.category.choose(file.category)
        self.note.setPlainText(file.note)
        self.day.set_day(file.dated_on)
        if self.nobody is not None:
            self.nobody.setChecked(file.place is FilePlace.STORE)

    def errors(self) -> Mapping[str, str]:
        """What is missing."""
        missing = tr("Choose what kind of evidence it is.")
        return {} if self.category.value else {"category": missing}

    @property
    def new(self) -> NewEvidence:
        """What was typed."""
        return NewEvidence(
            self.category.value,
            self.note.toPlainText(),
            self.day.day,
            shows_people=self.nobody is None or not self.nobody.isChecked(),
        )
