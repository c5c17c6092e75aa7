"""What hand-overs add to the page of a case."""

from collections.abc import Sequence
from functools import partial

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CasePart, CommandPlace
from csq_desktop.ui.handovers.dialogs import HandOverDialog
from csq_desktop.ui.handovers.section import HandoverSection
from csq_desktop.ui.handovers.sheet_dialog import HandoverSheetDialog


def _commands(page: CasePage, complaint: Complaint) -> Sequence[CaseCommand]:
    if complaint.is_closed:
        return ()
    give = partial(page.ask, HandOverDialog)
    return (
        CaseCommand(tr("Hand over…"), "hand_over", give, Permission.WORK_COMPLAINTS),
        CaseCommand(
            tr("Handover sheet…"),
            "handover_sheet",
            lambda: HandoverSheetDialog(page.context, complaint, page).open(),
            Permission.WORK_COMPLAINTS,
            place=CommandPlace.PAPERS,
        ),
    )


PART = CasePart(place=1, section=HandoverSection, commands=_commands, forms=(HandOverDialog,))
