"""Which other customer the one shown is to be merged with: found by any part, chosen by number."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.customers.facts import CustomerFilter, CustomerLine
from csq_desktop.services.customers import customers
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.announcements import announce
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.search_box import SearchBox

MOST_OFFERED = 8


class PickCustomerDialog(Dialog):
    """Finds the other customer; it keeps no draft, since what was searched for may be a name."""

    help_heading: ClassVar[str] = "when-somebody-is-there-twice"
    wide: ClassVar[int] = 520
    shows_identity: ClassVar[bool] = True
    picked = Signal(object)

    def __init__(self, context: Context, customer_id: int, parent: QWidget) -> None:
        super().__init__(context, tr("Merge with another customer"), tr("Compare"), parent)
        self.setObjectName("pick_customer_dialog")
        self._customer_id = customer_id
        self.form = self.add_form(FormGrid())
        self.search = SearchBox(tr("Part of a name, telephone, e-mail…"), name="customer_search")
        self.search.searched.connect(self._on_search)
        self.form.add("customer_search", tr("Find a customer"), self.search)
        self.customer = ChoiceBox()
        self.customer.value_changed.connect(lambda _value: self._on_chosen())
        self.form.add("customer", tr("Customer"), self.customer)
        self._on_chosen()

    def submit(self) -> None:
        """Hand the customer on who was chosen."""
        if self.customer.value:
            other = int(self.customer.value)
            self.finish()
            self.picked.emit(other)

    def _on_search(self, text: str) -> None:
        shown = CustomerFilter(text=text.strip())
        job = partial(customers.first_lines, shown=shown, limit=MOST_OFFERED)
        if shown.text:
            self.context.tasks.read(self, job, self._on_matches, identities=True)

    def _on_matches(self, matches: list[CustomerLine]) -> None:
        others = [line for line in matches if line.id != self._customer_id]
        self.customer.set_options([(str(line.id), _words(line)) for line in others])
        error = "" if others else tr("No results")
        self.form.show_errors({"customer_search": error} if error else {})
        announce(self.customer, error or self.customer.currentText())
        self._on_chosen()

    def _on_chosen(self) -> None:
        self.allow("" if self.customer.value else tr("Select the customer."))


def _words(line: CustomerLine) -> str:
    identity = line.masked
    words = (identity.name, identity.phone, identity.email) if identity else ()
    return "  ".join(filter(None, (line.ref, *words)))
