"""The file of a case as pages, and for whom it says who the people in it are."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.case_files.releases import ReleasedTo
from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.disclosures.fields import DISCLOSURE
from csq_desktop.domain.disclosures.words import DisclosureAuthority
from csq_desktop.domain.disclosures.words import RecipientKind as Kind
from csq_desktop.domain.drafts import VAULT
from csq_desktop.services.case_files import papers
from csq_desktop.texts import LANGUAGE_NAMES, language, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.paper.preview import PrintPreview


class CaseFileDialog(Dialog):
    """Shows the file without identities; a button leads to the one that has them."""

    help_heading: ClassVar[str] = "the-case-file"
    wide: ClassVar[int] = 900
    tall: ClassVar[int] = 690
    fills: ClassVar[bool] = True
    shows_identity: ClassVar[bool] = True

    def __init__(self, context: Context, complaint: Complaint, parent: QWidget) -> None:
        super().__init__(context, tr("Case file {ref}", ref=complaint.ref), "", parent)
        self.setObjectName("case_file_dialog")
        self.complaint = complaint
        self.release_id: int | None = None
        self.language = ChoiceBox(list(LANGUAGE_NAMES.items()))
        self.language.choose(language())
        self.language.value_changed.connect(lambda _code: self._draw())
        form = FormGrid(columns=2)
        form.add("paper_language", tr("Language"), self.language)
        self.content.addWidget(form)
        self.identities = buttons.link(
            tr("With identities…"), self._on_identities, name="with_identities"
        )
        form.add("with_identities", "", self.identities)
        self.identities.setVisible(complaint.customer_id is not None)
        self.preview = PrintPreview(f"{complaint.ref}.pdf", prints_first=True)
        self.content.addWidget(self.preview, 1)
        for taken in (self.preview.saved, self.preview.printed):
            taken.connect(self._on_taken)
        self._draw()

    def _draw(self) -> None:
        query = partial(
            papers.case_file,
            complaint_id=self.complaint.id,
            language=self.language.value,
            release_id=self.release_id,
        )
        self.context.tasks.read(self, query, self.preview.show_pdf, identities=True)

    def _on_identities(self) -> None:
        dialog = CaseFileReleaseDialog(self.context, self.complaint, self)
        dialog.released.connect(self._on_released)
        dialog.open()

    def _on_released(self, release_id: int) -> None:
        self.release_id = release_id
        self.identities.hide()
        self._draw()

    def _on_taken(self) -> None:
        job = partial(papers.note_printed, complaint_id=self.complaint.id)
        self.context.tasks.write(self, job)


class CaseFileReleaseDialog(Dialog):
    """Asks to whom a file with identities goes and why; that is recorded before it is made."""

    help_heading: ClassVar[str] = "the-case-file"
    wide: ClassVar[int] = 620
    released = Signal(object)

    def __init__(self, context: Context, complaint: Complaint, parent: QWidget) -> None:
        title, action = tr("Case file with identities"), tr("Record and show")
        super().__init__(context, title, action, parent)
        self.setObjectName("release_dialog")
        self._complaint_id = complaint.id
        self.draft_key = f"{VAULT}complaint.{complaint.id}.case_file"
        hint = tr(
            "The file will say who complained and who else is named. Who receives it and why is "
            "printed on it, and stands in the disclosure log for good."
        )
        self.content.addWidget(PlainLabel(hint, "muted", wrap=True))
        self.kind = ChoiceBox([(kind.value, kind.label) for kind in Kind])
        self.kind.choose(Kind.SHOP.value)
        self.recipient, self.reason = WordsLine(), WordsLine()
        for field, key in ((self.recipient, "recipient"), (self.reason, "purpose")):
            field.setMaxLength(DISCLOSURE.field(key).longest)
        self.authority = ChoiceBox([(each.value, each.label) for each in DisclosureAuthority])
        self.form = self.add_form(FormGrid())
        self.form.add("recipient_kind", tr("Kind of recipient"), self.kind)
        self.form.add("recipient", tr("Who receives it"), self.recipient)
        self.form.add("purpose", tr("What it is needed for"), self.reason)
        self.form.add("authority", tr("On what authority"), self.authority)
        self.take_draft()

    def submit(self) -> None:
        """Write it into the log, then let the file be made."""
        if not self.form.accepts({}):
            return
        to = ReleasedTo(
            Kind(self.kind.value),
            self.reason.text(),
            self.recipient.text(),
            DisclosureAuthority(self.authority.value),
        )
        job = partial(papers.release, complaint_id=self._complaint_id, to=to)
        self.write(job, self._on_recorded)

    def _on_recorded(self, release_id: int) -> None:
        self.context.toast(tr("Disclosure recorded."))
        self.finish()
        self.released.emit(release_id)
