"""What evidence adds to the page of a case."""

from collections.abc import Sequence
from functools import partial

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CasePart
from csq_desktop.ui.evidence.add_dialog import AddEvidenceDialog
from csq_desktop.ui.evidence.section import EvidenceSection


def _commands(page: CasePage, _complaint: Complaint) -> Sequence[CaseCommand]:
    add = partial(page.ask, AddEvidenceDialog)
    return (CaseCommand(tr("Add evidence…"), "evidence", add, Permission.NOTE_COMPLAINTS),)


PART = CasePart(place=30, section=EvidenceSection, commands=_commands, forms=(AddEvidenceDialog,))
