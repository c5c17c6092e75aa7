"""What a customer's page offers: the customer as they stood."""

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.past.facts import PastSubject
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.customer_command import CustomerCommand


def _show(context: Context, customer_id: int, page: QWidget) -> None:
    from csq_desktop.ui.past.dialog import PastDialog

    PastDialog(context, PastSubject.CUSTOMER, customer_id, page).open()


COMMANDS = (
    CustomerCommand(
        words=lambda: tr("As it stood…"),
        name="past",
        place=60,
        needs=Permission.READ_CUSTOMERS,
        start=_show,
    ),
)
