"""What is offered on a customer's page about records of the same person."""

from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.customer_command import CustomerCommand


def _merge(context: Context, customer_id: int, page: QWidget) -> None:
    from csq_desktop.ui.duplicates.pick_dialog import PickCustomerDialog

    dialog = PickCustomerDialog(context, customer_id, page)
    dialog.picked.connect(partial(_compare, context, customer_id, page))
    dialog.open()


def _compare(context: Context, customer_id: int, page: QWidget, other_id: int) -> None:
    from csq_desktop.ui.duplicates.merge_dialog import MergeCustomersDialog

    dialog = MergeCustomersDialog(context, (customer_id, other_id), page)
    dialog.merged.connect(partial(context.navigate, "customers"))
    dialog.open()


COMMANDS = (
    CustomerCommand(
        words=lambda: tr("Merge with another customer…"),
        name="merge_customer",
        place=40,
        needs=Permission.REVEAL_IDENTITIES,
        start=_merge,
    ),
)
