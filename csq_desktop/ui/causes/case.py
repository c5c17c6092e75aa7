"""What causes add to the page of a case."""

from collections.abc import Sequence
from functools import partial

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CasePart
from csq_desktop.ui.causes.dialogs import FurtherCauseDialog, MainCauseDialog
from csq_desktop.ui.causes.section import CauseSection

_WORK = Permission.WORK_COMPLAINTS


def _commands(page: CasePage, complaint: Complaint) -> Sequence[CaseCommand]:
    if not complaint.kind.is_complaint:
        return ()
    main, further = partial(page.ask, MainCauseDialog), partial(page.ask, FurtherCauseDialog)
    return (
        CaseCommand(tr("Main cause…"), "main_cause", main, _WORK),
        CaseCommand(tr("Further cause…"), "further_cause", further, _WORK),
    )


PART = CasePart(
    place=16,
    section=CauseSection,
    commands=_commands,
    forms=(MainCauseDialog, FurtherCauseDialog),
)
