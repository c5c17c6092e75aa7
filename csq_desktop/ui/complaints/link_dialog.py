"""The dialog that names the right customer of a complaint."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from csq_desktop.domain.complaints.history import StandardNote
from csq_desktop.domain.customers.facts import CustomerFilter, CustomerLine
from csq_desktop.domain.drafts import VAULT
from csq_desktop.services.complaints import complaints
from csq_desktop.services.customers import customers
from csq_desktop.texts import tr
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.complaints.caller import MOST_OFFERED, masked_words, matches_words
from csq_desktop.ui.kit.announcements import announce
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.search_box import SearchBox

_NOBODY = ""


class LinkDialog(WorkDialog):
    """Links a complaint to another customer, found by any part of a name or number, or to none."""

    kind: ClassVar[str] = "link"
    drafts_begin: ClassVar[str] = VAULT  # why may name somebody

    def title_text(self) -> str:
        return tr("Change customer")

    def toast_text(self) -> str:
        return tr("Customer of {ref} changed.", ref=self.complaint.ref)

    def fill(self) -> None:
        self.search = SearchBox(tr("Part of a name, telephone, e-mail…"), name="customer_search")
        self.search.searched.connect(self._on_search)
        self.form.add("customer_search", tr("Find a customer"), self.search)
        self.customer = ChoiceBox(self._options([]))
        self.customer.choose(self._linked)
        self.form.add("customer", tr("Customer"), self.customer)
        self.add_note(tr("Reason"))

    def collect(self) -> dict[str, str]:
        """What was typed but the search, which may be a name: drafts of complaints hold none."""
        typed = super().collect()
        del typed["customer_search"]
        if self._is_open:  # it would come back as a choice of no customer
            del typed["customer"]
        return typed

    def errors(self) -> Mapping[str, str]:
        wrong = {}
        if self._is_open:
            wrong["customer"] = tr("Select the customer.")
        elif self.customer.value == self._linked:
            wrong["customer"] = tr("Choose another customer.")
        if not self.text("note").strip():
            wrong["note"] = tr("Enter the reason.")
        return wrong

    def job(self) -> Job:
        return partial(
            complaints.link, customer_id=_number(self.customer.value), reason=self.text("note")
        )

    @property
    def _linked(self) -> str:
        """The customer linked now, as an option of the choice."""
        return str(self.complaint.customer_id or _NOBODY)

    @property
    def _is_open(self) -> bool:
        """Whether somebody was found and nobody chosen yet."""
        return self.customer.currentIndex() < 0

    def _options(self, matches: list[CustomerLine]) -> list[tuple[str, str]]:
        options = {_NOBODY: tr("No customer")}
        if self._linked:
            options[self._linked] = self.complaint.customer_ref
        offered = {str(line.id): masked_words(line) for line in matches[:MOST_OFFERED]}
        return [*(options | offered).items()]

    def _on_search(self, text: str) -> None:
        if text.strip():
            query = partial(
                customers.first_lines, shown=CustomerFilter(text=text), limit=MOST_OFFERED + 1
            )
            self.context.tasks.read(self, query, self._show_matches, identities=True)

    def _show_matches(self, matches: list[CustomerLine]) -> None:
        """Offer those who were found and choose nobody: the likeliest may be a stranger."""
        self.customer.set_options(self._options(matches))
        self.form.show_errors({} if matches else {"customer_search": tr("No results")})
        if not matches:
            self.customer.choose(self._linked)
            return
        words = matches_words(len(matches))
        self.customer.setPlaceholderText(words)
        self.customer.setCurrentIndex(-1)
        announce(self.customer, words)

    def _on_done(self, _answer: object) -> None:
        back = partial(
            complaints.link,
            complaint_id=self.complaint.id,
            customer_id=self.complaint.customer_id,
            reason="",
            note=StandardNote.UNDONE,
        )
        self.context.toast_done(self.toast_text(), back)
        self.finish()


def _number(value: str) -> int | None:
    return int(value) if value else None
