"""Adding a customer whose data are concerned by a breach."""

from collections.abc import Mapping
from typing import ClassVar

from csq_desktop.services.breaches import people
from csq_desktop.texts import tr
from csq_desktop.ui.breaches.breach_dialog import BreachDialog, step
from csq_desktop.ui.kit.customer_search import CustomerSearch
from csq_desktop.ui.kit.step_dialog import StepJob


class ConcernDialog(BreachDialog):
    """Finds a customer and records that the breach concerns them."""

    kind: ClassVar[str] = "concern"
    help_heading: ClassVar[str] = "who-is-concerned"

    def title_text(self) -> str:
        return tr("Customer concerned")

    def action_text(self) -> str:
        return tr("Add the customer")

    def done_text(self) -> str:
        return tr("Customer added.")

    def fill(self) -> None:
        self.person = CustomerSearch(self.context, self)
        self.form.add("person_search", tr("Find the customer"), self.person.search, wide=True)
        self.form.add("customer", tr("Customer"), self.person.choice, wide=True)
        self.person.searched.connect(self._on_searched)

    def collect(self) -> dict[str, str]:
        """Nothing: a search is made again."""
        return {}

    def errors(self) -> Mapping[str, str]:
        missing = tr("Select the customer.")
        return {} if self.person.customer_id else {"customer": missing}

    def job(self) -> StepJob:
        return step(people.add, self.breach, customer_id=self.person.customer_id)

    def _on_searched(self, anybody: bool) -> None:
        self.form.show_errors({} if anybody else {"person_search": tr("No results")})
