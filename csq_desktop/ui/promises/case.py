"""What promises add to the page of a case."""

from collections.abc import Sequence
from functools import partial

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CasePart
from csq_desktop.ui.promises.dialogs import PromiseDialog
from csq_desktop.ui.promises.section import PromiseSection


def _commands(page: CasePage, _complaint: Complaint) -> Sequence[CaseCommand]:
    promise = partial(page.ask, PromiseDialog)
    label = tr("Promise to the customer…")
    return (CaseCommand(label, "promise", promise, Permission.NOTE_COMPLAINTS),)


PART = CasePart(place=10, section=PromiseSection, commands=_commands, forms=(PromiseDialog,))
