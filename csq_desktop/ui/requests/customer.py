"""What data requests offer on a customer's page: logging one about the customer."""

from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.customers.facts import Customer
from csq_desktop.domain.requests.words import PrivacyRequestKind
from csq_desktop.domain.users import Permission
from csq_desktop.services.customers import customers
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.customer_command import CustomerCommand


def _log(kind: PrivacyRequestKind, context: Context, customer_id: int, page: QWidget) -> None:
    from csq_desktop.ui.requests.intake_dialog import AskedAbout, IntakeDialog

    def ask(customer: Customer) -> None:
        about = AskedAbout(customer_id, customer.ref)
        dialog = IntakeDialog(context, kind, about, page)
        dialog.logged.connect(lambda number: context.navigate("privacy", f"requests:{number}"))
        dialog.open()

    context.tasks.read(page, partial(customers.read, customer_id=customer_id), ask)


COMMANDS = (
    CustomerCommand(
        words=lambda: tr("Data access request…"),
        name="access_request",
        place=20,
        needs=Permission.EDIT_CUSTOMERS,
        start=partial(_log, PrivacyRequestKind.ACCESS),
    ),
    CustomerCommand(
        words=lambda: tr("Data correction request…"),
        name="correction_request",
        place=21,
        needs=Permission.EDIT_CUSTOMERS,
        start=partial(_log, PrivacyRequestKind.CORRECTION),
    ),
)
