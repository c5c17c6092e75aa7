"""What is done with several cases beside acknowledging and handing over: in the menu More."""

from functools import partial

from csq_desktop.texts import mark
from csq_desktop.ui.bulk import dialogs
from csq_desktop.ui.bulk.dialogs import BulkDialog, ask
from csq_desktop.ui.cases.bulk_step import BulkStep


def _step(label: str, dialog: type[BulkDialog]) -> BulkStep:
    act = dialog.act
    return BulkStep(label, f"bulk_{act.value}", act.permission, partial(ask, dialog))


STEPS = (
    _step(mark("Change the category…"), dialogs.BulkCategoriseDialog),
    _step(mark("Exclude from pledge figures…"), dialogs.BulkExcludeDialog),
    _step(mark("Void…"), dialogs.BulkVoidDialog),
    _step(mark("Close together…"), dialogs.BulkCloseDialog),
)
