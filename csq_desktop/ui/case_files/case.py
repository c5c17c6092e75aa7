"""What the file of a case adds to its page."""

from collections.abc import Sequence

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.case_files.dialogs import CaseFileDialog
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CasePart, CommandPlace


def _commands(page: CasePage, complaint: Complaint) -> Sequence[CaseCommand]:
    return (
        CaseCommand(
            tr("Case file…"),
            "case_file",
            lambda: CaseFileDialog(page.context, complaint, page).open(),
            Permission.WORK_COMPLAINTS,
            place=CommandPlace.PAPERS,
        ),
    )


PART = CasePart(place=95, commands=_commands, of_voided=_commands)
