"""The customers page: found by any part of a name or number, masked, one beside the list."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from csq_desktop.domain.customers.facts import Consent, CustomerFilter, CustomerLine
from csq_desktop.domain.exports.lists import CUSTOMERS, MARKETING
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import count_text
from csq_desktop.services.customers import customers
from csq_desktop.services.customers.due import OUTSTANDING
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.customers.detail import CustomerDetail
from csq_desktop.ui.customers.new_dialog import NewCustomerDialog
from csq_desktop.ui.customers.statements_dialog import StatementsDialog
from csq_desktop.ui.customers.tell_dialog import TellDialog
from csq_desktop.ui.duplicates.pairs_view import PairsView
from csq_desktop.ui.exports.export_dialog import export_button
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.masked import BLANK
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.forms.search_box import SearchBox
from csq_desktop.ui.kit.layout.split import DetailPane, TableSplitView
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.saved_filters import SavedFilters
from csq_desktop.ui.kit.tables.big_list import BigListModel, BigQuery, count_words
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.kit.tables.shown import Cell, Column, Fact
from csq_desktop.ui.kit.tables.table import TableView

_DUPLICATES = "duplicates"
_CONSENT_TONES = {Consent.AGREED: Tone.GOOD, Consent.REFUSED: Tone.BAD, Consent.NOT_ASKED: None}


class CustomersPage(Page):
    """Customers, masked until revealed; those without the vault's key see references only."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"customers", "complaints", "lists", "disclosures"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Customers"))
        self._sees = context.user.role.sees_identities
        self._selected_id: int | None = None
        self._build_tools()
        self.chips = FilterChips(_views(with_pairs=self._sees), name="customer_views")
        self.chips.chosen_changed.connect(lambda _key: self._on_view())
        self.filters.addWidget(self.chips, 1)
        self.model = BigListModel(context.tasks, self._columns(), self)
        self.table = TableView(context, self.model, name="customers", two_lines=True, personal=True)
        self.table.setAccessibleName(tr("Customers"))
        if self._sees:
            self.search.catch_typing(self.table)
        self.detail = CustomerDetail(context)
        self.pane = DetailPane(EmptyState("users", tr("Select a customer to see the details")))
        self.pane.content.addWidget(self.detail)
        self.detail.shown.connect(self._on_detail)
        self.foot = PlainLabel("", "meta")
        self.body.addWidget(self.detail.strip)
        self.split = TableSplitView(self._list_card(), self.pane, (55, 45), name="customers_split")
        self.add_split(self.split)
        self.pairs = PairsView(context)
        self.pairs.merged.connect(self._on_merged)
        self.pairs.counted.connect(self._on_pairs)
        self.pairs.hide()
        self.body.addWidget(self.pairs, 1)
        self.search.searched.connect(lambda _text: self.show_lists())
        self.saved_filters = SavedFilters(self, context, self.table.head)
        self.filters.addWidget(self.saved_filters.button)
        kinds = (CUSTOMERS, MARKETING)
        self.export = export_button(context, self, kinds, lambda: (kinds, self.shown()))
        label = tr("Collection statement")
        statement = buttons.icon_only(label, "printer", self._on_statement, name="statement")
        self.filters.addWidget(statement)
        self.filters.addWidget(self.export)
        self.model.counted.connect(self._on_counted)
        self.model.reordered.connect(self.reload)
        self.table.chosen.connect(self._on_chosen)
        self.table.offer(
            RowOffers(
                buttons=self.detail.buttons,
                is_shown=self.detail.shows,
                shown=self.detail.shown,
                number=lambda line: line.ref,
                several=lambda: [self.tell],
            )
        )
        context.privacy_changed.connect(lambda _on: self.table.viewport().update())
        self.table.counted.connect(self._on_several)

    def _build_tools(self) -> None:
        self.search = SearchBox(tr("Part of a name, telephone, e-mail…"), name="customer_search")
        self.search.searched.connect(lambda _text: self.reload())
        if not self._sees:
            self.search.hide()
        self.tools.addWidget(self.search)
        new = buttons.primary(tr("New customer"), self._on_new, icon="plus", name="new_customer")
        if not self.context.may(Permission.EDIT_CUSTOMERS):
            new.hide()
        self.set_primary(new)

    def reload(self) -> None:
        """Fetch the list anew; the chosen customer stays chosen."""
        is_pairs = self.chips.chosen == _DUPLICATES
        self.split.setVisible(not is_pairs)
        self.pairs.setVisible(is_pairs)
        if is_pairs:
            self.pairs.reload()
            return
        is_archive = self.shown().archived
        allow(self.export, tr("Archived customers are not exported.") if is_archive else "")
        self.model.show(
            BigQuery(
                ids=partial(customers.line_ids, shown=self.shown()),
                lines=customers.lines,
                identities=self._sees,
            )
        )
        if self._selected_id is not None:
            self.detail.show_customer(self._selected_id)

    def shown(self) -> CustomerFilter:
        """What the list is asked to show."""
        view = self.chips.chosen
        consents = {"agreed": Consent.AGREED, "refused": Consent.REFUSED}
        return CustomerFilter(
            text=self.search.text().strip() if self._sees else "",
            archived=view == "archived",
            marketing=consents.get(view),
            outstanding=view == OUTSTANDING,
            order=self.model.order,
        )

    def show_object(self, object_id: object) -> None:
        """Show one customer, whatever the list shows; or who is still to be given the statement."""
        if object_id == OUTSTANDING:
            self.chips.choose(OUTSTANDING)
            self._on_view()
        if isinstance(object_id, int):
            if self.chips.chosen == _DUPLICATES:
                self.chips.choose("current")
                self._on_view()
            self._selected_id = object_id
            self.detail.show_customer(object_id)
            self.table.choose(self.model.place_of(object_id))

    def shown_object(self) -> int | str | None:
        return self._selected_id

    def reopen(self, form: str) -> None:
        if form == NewCustomerDialog.draft_key:
            self._on_new()

    def leave(self) -> None:
        """Hide again what was revealed."""
        self.detail.hide_identity()

    def _columns(self) -> list[Column]:
        contact = Column("contact", tr("Telephone"), self._contact, 120, order="contact", least=118)
        number = Fact(tr("Number"), lambda line: line.ref)
        name = Fact(tr("Customer"), lambda line: self._name(line) or line.ref)
        segment = Fact(tr("Customer group"), lambda line: lists.label(lists.SEGMENTS, line.segment))
        return [
            Column("who", name.label, self._who, 260, order="who", facts=(number, name, segment)),
            *([contact] if self._sees else []),
            Column(
                "complaints",
                tr("Complaints"),
                lambda line: Cell(count_text(line.complaints) if line.complaints else ""),
                90,
                order="complaints",
                least=76,
                rank=1,
                facts=(Fact(tr("Complaints"), lambda line: line.complaints),),
            ),
            Column(
                "marketing",
                tr("Marketing"),
                lambda line: Cell(line.marketing.label, tone=_CONSENT_TONES[line.marketing]),
                110,
                order="marketing",
                least=90,
            ),
        ]

    def _name(self, line: CustomerLine) -> str:
        if line.masked is None:
            return ""
        return BLANK if self.context.private else line.masked.name or line.masked.other_name

    def _who(self, line: CustomerLine) -> Cell:
        segment = lists.label(lists.SEGMENTS, line.segment)
        under = "  ·  ".join(filter(None, (line.ref, *line.merged, segment)))
        if line.masked is None:
            return Cell(line.ref, segment, strong=True)
        return Cell(self._name(line) or line.ref, under, strong=True)

    def _contact(self, line: CustomerLine) -> Cell:
        if line.masked is None:
            return Cell("")
        return Cell(BLANK if self.context.private else line.masked.phone or line.masked.email)

    def _list_card(self) -> Card:
        card = Card()
        self.empty = EmptyState("users", tr("No customers yet"), tr("Press Ctrl+N to add one."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        card.body.addWidget(self._stack, 1)
        card.body.addWidget(self.foot)
        self.tell = buttons.link(tr("Statement given…"), self._on_tell, name="tell_several")
        self.tell.hide()
        card.body.addWidget(self.tell, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _on_view(self) -> None:
        self._selected_id = None
        self.pane.show_empty()
        self.reload()

    def _on_counted(self, count: int, whole: bool) -> None:
        self.foot.setText(count_words(count, whole))
        self.set_subtitle(trn("{n} customer", "{n} customers", count))
        self._stack.setCurrentIndex(0 if count else 1)
        if self.search.text().strip():
            self.empty.show_text(tr("No results"), tr("Try a shorter search."))
        else:
            self.empty.show_text(tr("No customers in this list"), tr("Press Ctrl+N to add one."))
        if self._selected_id is not None:
            self.table.choose(self.model.place_of(self._selected_id))

    def _on_detail(self) -> None:
        """Show the detail once it is fetched, unless another list was turned to meanwhile."""
        if self._selected_id is not None and self.detail.customer is not None:
            self._selected_id = self.detail.customer.id  # who was merged is shown as whom it is now
            self.pane.show_content()

    def _on_chosen(self, row: int) -> None:
        chosen = self.model.id_at(row)
        if chosen is not None and chosen != self._selected_id:
            self._selected_id = chosen
            self.detail.show_customer(chosen)

    def _on_several(self, count: int) -> None:
        """Offer what can be done for several customers at once."""
        may = self.context.may(Permission.EDIT_CUSTOMERS)
        self.tell.setVisible(may and count > 1)
        text = trn("Statement given to {n} customer…", "Statement given to {n} customers…", count)
        self.tell.setText(text)

    def _on_merged(self, customer_id: int) -> None:
        """Show the customer who stays, in the list where everybody is."""
        self.chips.choose("current")
        self._on_view()
        self._on_added(customer_id)

    def _on_pairs(self, count: int) -> None:
        if self.chips.chosen == _DUPLICATES:
            self.set_subtitle(trn("{n} pair", "{n} pairs", count))

    def _on_statement(self) -> None:
        StatementsDialog(self.context, self).open()

    def _on_tell(self) -> None:
        TellDialog(self.context, self.table.chosen_ids(), self).open()

    def _on_new(self) -> None:
        dialog = NewCustomerDialog(self.context, self)
        dialog.added.connect(self._on_added)
        dialog.open()

    def _on_added(self, customer_id: int) -> None:
        """Show a customer and put the keyboard at them, not back at what was pressed."""
        self.show_object(customer_id)
        self._stack.setCurrentWidget(self.table)
        self.table.take_keyboard()


def _views(*, with_pairs: bool) -> list[Chip]:
    pairs = [Chip(_DUPLICATES, tr("Possible duplicates"))] if with_pairs else []
    return [
        Chip("current", tr("Customers")),
        Chip("agreed", tr("Agreed to marketing")),
        Chip("refused", tr("Opted out")),
        Chip(OUTSTANDING, tr("Not given the statement")),
        *pairs,
        Chip("archived", tr("Archived")),
    ]
