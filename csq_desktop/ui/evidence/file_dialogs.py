"""The forms about one evidence file: its details, voiding it, saving a copy of it outside."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QFileDialog, QWidget

from csq_desktop import paths
from csq_desktop.domain.disclosures.words import DisclosureAuthority, RecipientKind
from csq_desktop.domain.evidence.facts import EvidenceFile, FilePlace
from csq_desktop.services.evidence import evidence, saving
from csq_desktop.services.evidence.saving import FileHandedOut
from csq_desktop.texts import tr
from csq_desktop.ui.cases.work_dialog import Job
from csq_desktop.ui.context import Context
from csq_desktop.ui.evidence.add_dialog import EvidenceFields
from csq_desktop.ui.evidence.words import name_text
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea, WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid


class FileDialog(Dialog):
    """A form about one file, whose draft is its own."""

    help_heading: ClassVar[str] = "evidence-files"
    kind: ClassVar[str] = ""

    def __init__(self, context: Context, file: EvidenceFile, parent: QWidget) -> None:
        self.file = file
        title, action = self.words()
        super().__init__(context, title, action, parent)
        self.draft_key = f"evidence.{file.id}.{self.kind}"
        self.content.addWidget(PlainLabel(name_text(file), "label", wrap=True))
        self.form = self.add_form(FormGrid())
        self.fill()
        self.take_draft()

    def words(self) -> tuple[str, str]:
        """The title, and what the button says."""
        raise AssertionError

    def fill(self) -> None:
        """Add the fields."""

    def errors(self) -> Mapping[str, str]:
        """What is missing, by field."""
        return {}

    def job(self) -> Job:
        """The service to call; it is given the file's id."""
        raise AssertionError

    def done_text(self) -> str:
        """What the toast says afterwards."""
        return tr("File {n} updated.", n=self.file.number)

    def submit(self) -> None:
        if self.form.accepts(self.errors()):
            self.write(partial(self.job(), evidence_id=self.file.id), self._on_done)

    def _on_done(self, _answer: object) -> None:
        self.context.toast(self.done_text())
        self.finish()


class DescribeFileDialog(FileDialog):
    """Puts right what is said of a file."""

    kind: ClassVar[str] = "describe"

    def words(self) -> tuple[str, str]:
        return tr("Correct the details of the file"), tr("Save")

    def fill(self) -> None:
        self.details = EvidenceFields(self.form, self.context)
        if not self.file.is_copy and self.file.is_readable:
            self.details.add_nobody()
        self.details.show_file(self.file)

    def errors(self) -> Mapping[str, str]:
        return self.details.errors()

    def job(self) -> Job:
        return partial(evidence.describe, new=self.details.new)


class VoidFileDialog(FileDialog):
    """Takes a file out of use, with why."""

    kind: ClassVar[str] = "void"

    def words(self) -> tuple[str, str]:
        return tr("Void the file"), tr("Void")

    def fill(self) -> None:
        self.reason = TextArea(lines=2)
        self.form.add(
            "reason",
            tr("Reason"),
            self.reason,
            hint=tr("The file stays with the case, marked as voided. It can be reinstated."),
        )

    def errors(self) -> Mapping[str, str]:
        missing = tr("Enter why the file is voided.")
        return {} if self.reason.toPlainText().strip() else {"reason": missing}

    def job(self) -> Job:
        return partial(evidence.void, reason=self.reason.toPlainText())

    def done_text(self) -> str:
        return tr("File {n} voided.", n=self.file.number)


class SaveFileDialog(FileDialog):
    """Saves a copy outside the program: to whom it goes, and what for."""

    kind: ClassVar[str] = "save"

    def words(self) -> tuple[str, str]:
        return tr("Save a copy outside the program"), tr("Choose where…")

    def fill(self) -> None:
        kinds = [kind for kind in RecipientKind if kind is not RecipientKind.SHOP]
        unchosen = ("", tr("Choose the kind of recipient"))
        self.recipient_kind = ChoiceBox([unchosen, *((kind.value, kind.label) for kind in kinds)])
        self.form.add("recipient_kind", tr("Kind of recipient"), self.recipient_kind)
        self.recipient = WordsLine()
        self.recipient.setPlaceholderText(tr("Such as: the insurer"))
        self.form.add("recipient", tr("Who received it"), self.recipient)
        self.purpose = WordsLine()
        self.form.add("purpose", tr("What it is needed for"), self.purpose)
        self.authority = ChoiceBox([(each.value, each.label) for each in DisclosureAuthority])
        self.form.add("authority", tr("On what authority"), self.authority)
        warning = tr("The copy is not encrypted. It is recorded in the history of the case.")
        if self.file.place is not FilePlace.STORE:
            warning = tr(
                "People may be seen in this file, and the copy is not encrypted. It is recorded "
                "in the history of the case and as a disclosure."
            )
        self.form.add_row(PlainLabel(warning, "hint", wrap=True))

    def errors(self) -> Mapping[str, str]:
        missing = {}
        kind = self.recipient_kind.value
        if not kind:
            missing["recipient_kind"] = tr("Choose the kind of recipient.")
        elif RecipientKind(kind).is_named and not self.recipient.text().strip():
            missing["recipient"] = tr("Enter who received the data.")
        if not self.purpose.text().strip():
            missing["purpose"] = tr("Enter what the data are needed for.")
        return missing

    def submit(self) -> None:
        if self.form.accepts(self.errors()):
            name = partial(saving.proposed_name, evidence_id=self.file.id)
            self.context.tasks.read(self, name, self._ask_where)

    def save_to(self, target: Path) -> None:
        """Write the copy there."""
        order = FileHandedOut(
            target,
            RecipientKind(self.recipient_kind.value),
            self.recipient.text(),
            self.purpose.text(),
            DisclosureAuthority(self.authority.value),
        )
        job = partial(saving.save_copy, evidence_id=self.file.id, order=order)
        self.write(job, self._on_done)

    def done_text(self) -> str:
        return tr("Copy saved.")

    def _ask_where(self, name: str) -> None:
        proposed = str(paths.documents() / name)
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save a copy"), proposed)
        if chosen:
            self.save_to(Path(chosen))
