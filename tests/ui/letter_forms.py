"""A way to open each dialog of letters, for the walk through every form."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters.facts import NewLetter
from csq_desktop.services.letters import issuing, letters, templates
from csq_desktop.storage.store import Store
from csq_desktop.ui.case_files.dialogs import CaseFileDialog, CaseFileReleaseDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.letters.letter_dialog import LetterDialog
from csq_desktop.ui.letters.paper_dialogs import (
    DraftPaperDialog,
    IssuedLetterDialog,
    SentDialog,
)
from csq_desktop.ui.letters.send_back_dialog import SendBackDialog
from csq_desktop.ui.letters.together_dialogs import (
    AcknowledgeByLetterDialog,
    LettersTogetherDialog,
    SentTogetherDialog,
)
from csq_desktop.ui.receipts.dialog import ReceiptDialog
from csq_desktop.ui.settings.letter_templates import (
    LetterTemplatesDialog,
    NewTemplateDialog,
    TemplatePaperDialog,
)


def letter_dialogs(
    context: Context, store: Store, complaint: Complaint, window: QWidget
) -> Iterator[Callable[[], Dialog]]:
    with store.writing() as session:
        new = NewLetter(LetterKind.ACKNOWLEDGEMENT, "en")
        letter = letters.draft(session, complaint.id, new)
        other = letters.draft(session, complaint.id, new)
        issued = issuing.issue(session, other.id, replace(other.words, body="Thank you."))
    yield partial(LetterDialog, context, letter, window)
    yield partial(DraftPaperDialog, context, letter, letter.words, window)
    yield partial(SendBackDialog, context, letter, window)
    for kind in (IssuedLetterDialog, SentDialog):
        yield partial(kind, context, issued, window)
    for plain in (ReceiptDialog, LetterTemplatesDialog, TemplatePaperDialog):
        yield partial(plain, context, window)
    for of_letters in (LettersTogetherDialog, SentTogetherDialog):
        yield partial(of_letters, context, (issued.id,), window)
    yield partial(AcknowledgeByLetterDialog, context, (complaint.id,), window)
    for of_case in (CaseFileDialog, CaseFileReleaseDialog):
        yield partial(of_case, context, complaint, window)
    yield partial(NewTemplateDialog, context, templates.shipped()[0], window)
