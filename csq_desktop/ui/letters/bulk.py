"""What letters do with several complaints that are chosen in the list."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark
from csq_desktop.ui.cases.bulk_step import BulkStep
from csq_desktop.ui.context import Context
from csq_desktop.ui.letters.together_dialogs import AcknowledgeByLetterDialog


def _acknowledge(context: Context, complaint_ids: Sequence[int], parent: QWidget) -> None:
    AcknowledgeByLetterDialog(context, complaint_ids, parent).open()


STEPS = (
    BulkStep(mark("Letters of receipt…"), "bulk_letters", Permission.WORK_COMPLAINTS, _acknowledge),
)
