"""What referrals add to the page of a case."""

from collections.abc import Sequence
from functools import partial

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CasePart, CommandPlace
from csq_desktop.ui.referrals.dialogs import ReferDialog
from csq_desktop.ui.referrals.section import ReferralSection


def _commands(page: CasePage, complaint: Complaint) -> Sequence[CaseCommand]:
    if not complaint.kind.is_complaint:
        return ()
    return (
        CaseCommand(
            tr("Refer outside…"),
            "refer",
            partial(page.ask, ReferDialog),
            Permission.WORK_COMPLAINTS,
            place=CommandPlace.CONNECTIONS,
        ),
    )


PART = CasePart(place=60, section=ReferralSection, commands=_commands, forms=(ReferDialog,))
