"""What containment adds to the page of a case."""

from collections.abc import Sequence
from functools import partial

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CasePart
from csq_desktop.ui.containment.dialogs import ContainmentDialog
from csq_desktop.ui.containment.section import ContainmentSection


def _commands(page: CasePage, complaint: Complaint) -> Sequence[CaseCommand]:
    if complaint.is_closed or not complaint.kind.is_complaint:
        return ()
    contain = partial(page.ask, ContainmentDialog)
    return (CaseCommand(tr("Containment…"), "contain", contain, Permission.NOTE_COMPLAINTS),)


PART = CasePart(
    place=14, section=ContainmentSection, commands=_commands, forms=(ContainmentDialog,)
)
