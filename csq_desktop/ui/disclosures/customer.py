"""What the disclosure log offers on a customer's page."""

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.customer_command import CustomerCommand


def _record(context: Context, customer_id: int, page: QWidget) -> None:
    from csq_desktop.ui.disclosures.record_dialog import RecordDisclosureDialog

    RecordDisclosureDialog(context, customer_id, page).open()


COMMANDS = (
    CustomerCommand(
        words=lambda: tr("Record a disclosure…"),
        name="record_disclosure",
        place=10,
        needs=Permission.EDIT_CUSTOMERS,
        start=_record,
    ),
)
