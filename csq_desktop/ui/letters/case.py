"""What letters add to the page of a case."""

from collections.abc import Sequence
from functools import partial

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CasePart, CommandPlace
from csq_desktop.ui.letters.begin_dialog import BeginLetterDialog
from csq_desktop.ui.letters.section import LettersSection
from csq_desktop.ui.receipts.dialog import ReceiptDialog


def _commands(page: CasePage, complaint: Complaint) -> Sequence[CaseCommand]:
    write = partial(page.ask, BeginLetterDialog)
    check = CaseCommand(
        tr("Check a receipt…"),
        "check_receipt",
        lambda: ReceiptDialog(page.context, page).open(),
        Permission.READ_CUSTOMERS,
        place=CommandPlace.PAPERS,
    )
    if not complaint.kind.is_complaint:
        return (check,)
    letter = CaseCommand(
        tr("Write a letter…"),
        "write_letter",
        write,
        Permission.WORK_COMPLAINTS,
        place=CommandPlace.PAPERS,
    )
    return (letter, check)


PART = CasePart(place=40, section=LettersSection, commands=_commands, forms=(BeginLetterDialog,))
