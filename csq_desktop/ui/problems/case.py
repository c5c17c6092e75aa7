"""What problems add to the page of a case."""

from collections.abc import Sequence

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CasePart, CommandPlace
from csq_desktop.ui.problems.dialogs import JoinDialog
from csq_desktop.ui.problems.section import ProblemSection


def _commands(page: CasePage, complaint: Complaint) -> Sequence[CaseCommand]:
    if not complaint.kind.is_complaint:
        return ()

    def ask() -> None:
        JoinDialog(page.context, (complaint.id,), page).open()

    return (
        CaseCommand(
            tr("Same problem as…"),
            "same_problem",
            ask,
            Permission.WORK_COMPLAINTS,
            place=CommandPlace.CONNECTIONS,
        ),
    )


PART = CasePart(place=64, section=ProblemSection, commands=_commands)
