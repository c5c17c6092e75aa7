"""What a feature offers under "More" on a customer's page, declared in its `customer.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.users import Permission
from csq_desktop.ui.context import Context


@dataclass(frozen=True, kw_only=True)
class CustomerCommand:
    """One entry of the menu: its words, a name for tests, who may, and what it opens.

    A package of ui declares them as COMMANDS in `customer.py`; `place` is their order in the menu,
    `start` is called with the context, the customer's number and the page.
    """

    words: Callable[[], str]
    name: str
    place: int
    needs: Permission
    start: Callable[[Context, int, QWidget], object]
