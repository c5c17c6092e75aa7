"""The data inventory as a list, and what is held of the record that is chosen."""

from collections.abc import Sequence
from typing import ClassVar

from csq_desktop.domain.exports.lists import INVENTORY
from csq_desktop.domain.inventory.facts import InventoryEntry
from csq_desktop.domain.words.wording import count_text
from csq_desktop.services.inventory import inventory, papers
from csq_desktop.texts import tr, trc, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import export_button
from csq_desktop.ui.inventory.detail import InventoryDetail
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.split import DetailPane, TableSplitView
from csq_desktop.ui.kit.page_tab import TabBody
from csq_desktop.ui.kit.paper.register_dialog import RegisterDialog
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column, Fact
from csq_desktop.ui.kit.tables.table import TableView

NO_COUNT = "–"


class InventoryTab(TabBody):
    """Every record that may speak of a person; printed and exported, never changed here."""

    topics: ClassVar[frozenset[str]] = frozenset({"customers", "complaints", "disclosures", "shop"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shown = ""
        self.model = RowsModel(_columns())
        self.table = TableView(context, self.model, name="inventory", two_lines=True)
        self.table.setAccessibleName(tr("Data inventory"))
        self.detail = InventoryDetail()
        self.pane = DetailPane(EmptyState("database", tr("Select a record to see its fields")))
        hint = tr("Made from the program’s own description of its records.")
        self.filters.addWidget(PlainLabel(hint, "hint"))
        printing = buttons.icon_only(tr("Print…"), "printer", self._on_print, name="print_list")
        self.filters.addWidget(printing)
        offered = (INVENTORY,)
        self.filters.addWidget(export_button(context, self, offered, lambda: (offered, None)))
        card = Card()
        card.body.setContentsMargins(6, 6, 6, 6)
        card.body.addWidget(self.table)
        self.pane.content.addWidget(self.detail)
        self.body.addWidget(TableSplitView(card, self.pane, (48, 52), name="inventory_split"), 1)
        self.table.chosen.connect(self._on_chosen)

    def reload(self) -> None:
        sees = self.context.user.role.sees_identities
        self.context.tasks.read(self, inventory.entries, self._on_read, identities=sees)

    def _on_read(self, entries: Sequence[InventoryEntry]) -> None:
        self.model.set_rows(entries)
        names = [entry.name for entry in entries]
        place = names.index(self._shown) if self._shown in names else 0
        self.table.choose(place)
        self._on_chosen(place)

    def _on_chosen(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            entry: InventoryEntry = self.model.row_at(row)
            self._shown = entry.name
            self.detail.show_entry(entry)
            self.pane.show_content()

    def _on_print(self) -> None:
        RegisterDialog(self.context, tr("Data inventory"), papers.register, self).open()


def _columns() -> list[Column]:
    return [
        Column(
            "record",
            trc("column", "Record"),
            lambda entry: Cell(entry.title, _fields(entry), strong=True),
            280,
            least=150,
            facts=(Fact(trc("column", "Record"), lambda entry: entry.title),),
        ),
        Column(
            "kept",
            trc("column", "How long"),
            lambda entry: Cell(entry.kept_text, entry.holding.category.label),
            150,
            least=110,
            sort=lambda entry: (entry.months is None, entry.months or 0),
            facts=(Fact(trc("column", "How long"), lambda entry: entry.kept_text),),
        ),
        Column(
            "records",
            tr("Records now"),
            lambda entry: Cell(count(entry), entry.place.label),
            130,
            least=96,
            sort=lambda entry: entry.count or 0,
            facts=(Fact(tr("Records now"), lambda entry: entry.count),),
        ),
    ]


def _fields(entry: InventoryEntry) -> str:
    number = len(entry.fields)
    return trn("{n} field", "{n} fields", number)


def count(entry: InventoryEntry) -> str:
    """How many records there are; a dash where nobody signed in can count them."""
    return NO_COUNT if entry.count is None else count_text(entry.count)
