"""What the page of a case offers: the case as it stood."""

from collections.abc import Sequence

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.past.facts import PastSubject
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CasePart, CommandPlace
from csq_desktop.ui.past.dialog import PastDialog


def _commands(page: CasePage, complaint: Complaint) -> Sequence[CaseCommand]:
    def show() -> None:
        PastDialog(page.context, PastSubject.COMPLAINT, complaint.id, page).open()

    place = CommandPlace.WORK
    return (CaseCommand(tr("As it stood…"), "past", show, Permission.READ_CUSTOMERS, place=place),)


PART = CasePart(place=90, commands=_commands, of_voided=_commands)
