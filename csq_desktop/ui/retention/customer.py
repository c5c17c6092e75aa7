"""What retention offers on a customer's page."""

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.customer_command import CustomerCommand


def _hold(context: Context, customer_id: int, page: QWidget) -> None:
    from csq_desktop.ui.retention.dialogs import HoldDialog

    HoldDialog(context, customer_id, page).open()


def _erase(context: Context, customer_id: int, page: QWidget) -> None:
    from csq_desktop.ui.retention.erase_dialog import EraseDialog, Erasing

    EraseDialog(context, Erasing(RecordKind.CUSTOMERS, (customer_id,), False), page).open()


COMMANDS = (
    CustomerCommand(
        words=lambda: tr("Place a legal hold…"),
        name="legal_hold",
        place=80,
        needs=Permission.ADMINISTER,
        start=_hold,
    ),
    CustomerCommand(
        words=lambda: tr("Erase or anonymise…"),
        name="erase",
        place=90,
        needs=Permission.ADMINISTER,
        start=_erase,
    ),
)
