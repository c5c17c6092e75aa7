"""What actions add to the page of a case."""

from collections.abc import Sequence
from functools import partial

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.actions.case_dialogs import AddActionDialog, LinkActionDialog
from csq_desktop.ui.actions.case_section import ActionsOfCase
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CasePart, CommandPlace

_WORK = Permission.WORK_ACTIONS


def _commands(page: CasePage, _complaint: Complaint) -> Sequence[CaseCommand]:
    add, link = partial(page.ask, AddActionDialog), partial(page.ask, LinkActionDialog)
    place = CommandPlace.CONNECTIONS
    return (
        CaseCommand(tr("Add an action…"), "add_action", add, _WORK),
        CaseCommand(tr("Link an action…"), "link_action", link, _WORK, place=place),
    )


PART = CasePart(
    place=18,
    section=ActionsOfCase,
    commands=_commands,
    forms=(AddActionDialog, LinkActionDialog),
)
