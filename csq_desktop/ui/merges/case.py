"""What merging and splitting add to the page of a case."""

from collections.abc import Sequence
from functools import partial

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CasePart, CommandPlace
from csq_desktop.ui.merges.dialogs import MergeDialog, SplitDialog
from csq_desktop.ui.merges.section import MergeSection

_CLOSE, _PLACE = Permission.CLOSE_COMPLAINTS, CommandPlace.CONNECTIONS


def _commands(page: CasePage, _complaint: Complaint) -> Sequence[CaseCommand]:
    ask_merge, ask_split = partial(page.ask, MergeDialog), partial(page.ask, SplitDialog)
    merge, split = tr("Merge with another record…"), tr("Split off a second matter…")
    return (
        CaseCommand(merge, "merge", ask_merge, _CLOSE, place=_PLACE),
        CaseCommand(split, "split", ask_split, _CLOSE, place=_PLACE),
    )


PART = CasePart(
    place=62, section=MergeSection, commands=_commands, forms=(MergeDialog, SplitDialog)
)
