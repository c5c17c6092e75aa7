"""What other features offer to do with the customer shown."""

from functools import cache

from csq_desktop import ui
from csq_desktop.features import declared
from csq_desktop.ui.kit.customer_command import CustomerCommand


@cache
def customer_commands() -> tuple[CustomerCommand, ...]:
    """The COMMANDS of every package of ui that has a `customer.py`, in the order of the menu.

    Whoever freezes the program names csq_desktop.ui.*.customer, since no import does.
    """
    commands = [each for module in declared(ui, "customer") for each in module.COMMANDS]
    return tuple(sorted(commands, key=lambda command: command.place))
