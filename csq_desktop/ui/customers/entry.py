"""The customers page in the rail."""

from collections.abc import Callable

from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import Find, PageCommand, PageEntry, RailGroup


def _load() -> Callable[[Context], Page]:
    from csq_desktop.ui.customers.page import CustomersPage

    return CustomersPage


def _finder() -> Find:
    from csq_desktop.services.customers import customers

    return customers.find


ENTRY = PageEntry(
    key="customers",
    group=RailGroup.DAILY,
    place=20,
    title=mark("Customers", "rail"),
    icon="users",
    needs=(),
    load=_load,
    finder=_finder,
    finds_identities=True,
    commands=(
        PageCommand(
            words=lambda: tr("New customer"), icon="user-plus", needs=Permission.EDIT_CUSTOMERS
        ),
    ),
)
