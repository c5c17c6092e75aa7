"""The handover sheet as pages, and to whom a sheet with the customers' names is given."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.disclosures.fields import DISCLOSURE
from csq_desktop.domain.drafts import VAULT
from csq_desktop.domain.shop.people import Person
from csq_desktop.domain.users import Permission
from csq_desktop.services import people
from csq_desktop.services.handovers import papers
from csq_desktop.texts import LANGUAGE_NAMES, language, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.person_field import person_label
from csq_desktop.ui.kit.paper.preview import PrintPreview


class HandoverSheetDialog(Dialog):
    """Shows the sheet of the owner of a case, of another one or of all."""

    help_heading: ClassVar[str] = "handing-over"
    wide: ClassVar[int] = 900
    tall: ClassVar[int] = 690
    fills: ClassVar[bool] = True
    shows_identity: ClassVar[bool] = True

    def __init__(self, context: Context, complaint: Complaint, parent: QWidget) -> None:
        super().__init__(context, tr("Handover sheet"), "", parent)
        self.setObjectName("handover_sheet_dialog")
        self.release_id: int | None = None
        own = str(complaint.owner_id or "")
        self.owner = ChoiceBox([("", tr("All owners")), (own, complaint.owner)][: 2 if own else 1])
        self.owner.choose(own)
        self.language = ChoiceBox(list(LANGUAGE_NAMES.items()))
        self.language.choose(language())
        form = FormGrid(columns=2)
        form.add("sheet_owner", tr("Owner"), self.owner)
        form.add("paper_language", tr("Language"), self.language)
        self.content.addWidget(form)
        self.identities = buttons.link(
            tr("With customers’ names…"), self._on_identities, name="with_identities"
        )
        self.identities.setVisible(context.may(Permission.REVEAL_IDENTITIES))
        self.content.addWidget(self.identities)
        self.preview = PrintPreview("handover.pdf", prints_first=True)
        self.content.addWidget(self.preview, 1)
        for taken in (self.preview.saved, self.preview.printed):
            taken.connect(self._on_taken)
        self.owner.value_changed.connect(lambda _owner: self._on_owner())
        self.language.value_changed.connect(lambda _code: self._draw())
        context.tasks.read(self, people.everyone, self._offer)
        self._draw()

    @property
    def owner_id(self) -> int | None:
        """Whose cases are shown, None for everybody's."""
        return int(self.owner.value) if self.owner.value else None

    def _offer(self, listed: Sequence[Person]) -> None:
        chosen = self.owner.value
        options = [("", tr("All owners"))]
        options += [(str(person.id), person_label(person)) for person in listed]
        self.owner.blockSignals(True)
        self.owner.set_options(options)
        self.owner.choose(chosen)
        self.owner.blockSignals(False)

    def _on_owner(self) -> None:
        """Of other cases nothing was released yet."""
        self.release_id = None
        self.identities.setVisible(self.context.may(Permission.REVEAL_IDENTITIES))
        self._draw()

    def _draw(self) -> None:
        query = partial(
            papers.sheet,
            owner_id=self.owner_id,
            language=self.language.value,
            release_id=self.release_id,
        )
        self.context.tasks.read(self, query, self.preview.show_pdf, identities=True)

    def _on_identities(self) -> None:
        dialog = SheetReleaseDialog(self.context, self.owner_id, self)
        dialog.released.connect(self._on_released)
        dialog.open()

    def _on_released(self, release_id: int) -> None:
        self.release_id = release_id
        self.identities.hide()
        self._draw()

    def _on_taken(self) -> None:
        self.context.tasks.write(self, papers.note_printed)


class SheetReleaseDialog(Dialog):
    """Asks to whom a sheet with names is given and why; that is recorded before it is made."""

    help_heading: ClassVar[str] = "handing-over"
    wide: ClassVar[int] = 560
    released = Signal(object)

    def __init__(self, context: Context, owner_id: int | None, parent: QWidget) -> None:
        title, action = tr("Handover sheet with customers’ names"), tr("Record and show")
        super().__init__(context, title, action, parent)
        self.setObjectName("sheet_release_dialog")
        self._owner_id = owner_id
        self.draft_key = f"{VAULT}handover.sheet"
        hint = tr(
            "The sheet will name the customers and their telephones. Who gets it and why stands "
            "in the disclosure log for good."
        )
        self.content.addWidget(PlainLabel(hint, "muted", wrap=True))
        self.recipient, self.reason = WordsLine(), WordsLine()
        for field, key in ((self.recipient, "recipient"), (self.reason, "purpose")):
            field.setMaxLength(DISCLOSURE.field(key).longest)
        self.form = self.add_form(FormGrid())
        self.form.add("recipient", tr("Who receives it"), self.recipient)
        self.form.add("purpose", tr("What it is needed for"), self.reason)
        self.take_draft()

    def errors(self) -> Mapping[str, str]:
        """What is missing, by field."""
        return {} if self.reason.text().strip() else {"purpose": tr("Enter the reason.")}

    def submit(self) -> None:
        """Write it into the log, then let the sheet be made."""
        if not self.form.accepts(self.errors()):
            return
        job = partial(
            papers.release,
            owner_id=self._owner_id,
            recipient=self.recipient.text(),
            reason=self.reason.text(),
        )
        self.write(job, self._on_recorded)

    def _on_recorded(self, release_id: int) -> None:
        self.context.toast(tr("Disclosure recorded."))
        self.finish()
        self.released.emit(release_id)
