"""Finding a customer inside a form: a search, and beside it a choice of those it led to."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.customers.facts import CustomerFilter, CustomerLine
from csq_desktop.services.customers import customers
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.search_box import SearchBox

_MOST = 12


class CustomerSearch(QObject):
    """Its two fields stand in a form of `owner`; `first` is offered before whoever is found.

    `searched` says whether anybody was.
    """

    searched = Signal(bool)

    def __init__(
        self, context: Context, owner: QWidget, first: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(owner)
        self._context, self._owner, self._first = context, owner, tuple(first)
        self.search = SearchBox(tr("Part of a name, telephone, e-mail…"), name="person_search")
        self.choice = ChoiceBox(self._first)
        self.search.searched.connect(self._on_search)

    @property
    def customer_id(self) -> int | None:
        """The customer chosen; None where nobody is."""
        return int(self.choice.value or 0) or None

    def _on_search(self, text: str) -> None:
        if text.strip():
            shown = CustomerFilter(text=text)
            query = partial(customers.first_lines, shown=shown, limit=_MOST + 1)
            self._context.tasks.read(self._owner, query, self._show_matches, identities=True)

    def _show_matches(self, matches: Sequence[CustomerLine]) -> None:
        """Offer those who were found and choose nobody: the likeliest may be a stranger."""
        offered = [(str(line.id), _masked(line)) for line in matches[:_MOST]]
        self.choice.set_options([*self._first, *offered])
        if matches:
            words = trn("{n} customer: choose", "{n} customers: choose", len(matches))
            self.choice.setPlaceholderText(words)
            self.choice.setCurrentIndex(-1)
        self.searched.emit(bool(matches))


def _masked(line: CustomerLine) -> str:
    words = (line.masked.name, line.masked.phone) if line.masked else ()
    return tr(" · ").join(filter(None, (line.ref, *words)))
