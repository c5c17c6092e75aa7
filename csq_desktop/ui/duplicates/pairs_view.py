"""The list of customers who are likely the same person, two by two."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from csq_desktop.domain.customers.facts import CustomerLine
from csq_desktop.domain.duplicates.facts import CustomerPair
from csq_desktop.services.duplicates import pairs
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.duplicates.merge_dialog import MergeCustomersDialog
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.masked import BLANK
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column
from csq_desktop.ui.kit.tables.table import TableView


class PairsView(Card):
    """Two customers a row and why; they are compared, or said to be two persons."""

    merged = Signal(object)
    counted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("likely_pairs")
        self.context = context
        self.model = RowsModel(self._columns(), self)
        name = "customer_pairs"
        self.table = TableView(context, self.model, name=name, two_lines=True, personal=True)
        self.table.setAccessibleName(tr("Possible duplicates"))
        self.table.opened.connect(lambda _row: self._on_compare())
        self.table.chosen.connect(lambda _row: self._on_chosen())
        self.empty = EmptyState(
            "users",
            tr("Nobody seems to be in the records twice"),
            tr("Customers with the same telephone, e-mail, reference or name are listed here."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.count = PlainLabel("", "meta")
        self.compare = buttons.secondary(
            tr("Compare and merge…"), self._on_compare, name="compare_pair"
        )
        self.different = buttons.quiet(
            tr("Not the same person"), self._on_different, name="not_the_same"
        )
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.different)
        foot.addWidget(self.compare)
        self.body.addWidget(self._stack, 1)
        self.body.addLayout(foot)
        self.table.offer(RowOffers(buttons=lambda: [self.different, self.compare]))
        context.privacy_changed.connect(lambda _on: self._on_private())
        self._on_chosen()

    def reload(self) -> None:
        """Look through everybody anew."""
        self.context.tasks.read(self, pairs.likely, self._show, identities=True)

    def _show(self, likely: tuple[CustomerPair, ...]) -> None:
        self.model.set_rows(likely)
        self._stack.setCurrentIndex(0 if likely else 1)
        self.count.setText(trn("{n} pair", "{n} pairs", len(likely)))
        self.count.setVisible(bool(likely))
        self.counted.emit(len(likely))
        self._on_chosen()

    def _columns(self) -> list[Column]:
        return [
            Column("first", tr("Customer"), lambda pair: self._who(pair.first), 260),
            Column("second", tr("Perhaps the same as"), lambda pair: self._who(pair.second), 260),
            Column("why", tr("Why"), lambda pair: Cell(pair.why), 320, least=150),
        ]

    def _who(self, line: CustomerLine) -> Cell:
        masked = line.masked
        name = (masked.name or masked.other_name) if masked else ""
        phone = (masked.phone or masked.email) if masked else ""
        if self.context.private:
            name, phone = BLANK, ""
        return Cell(name or line.ref, "  ·  ".join(filter(None, (line.ref, phone))), strong=True)

    def _chosen(self) -> CustomerPair | None:
        row = self.table.currentIndex().row()
        pair = self.model.row_at(row) if 0 <= row < self.model.rowCount() else None
        return pair if isinstance(pair, CustomerPair) else None

    def _on_chosen(self) -> None:
        missing = "" if self._chosen() else tr("Select two customers in the list.")
        for button in (self.compare, self.different):
            allow(button, missing)

    def _on_private(self) -> None:
        self.model.forget_cells()
        self.table.viewport().update()

    def _on_compare(self) -> None:
        if pair := self._chosen():
            dialog = MergeCustomersDialog(self.context, (pair.first.id, pair.second.id), self)
            dialog.merged.connect(self.merged)
            dialog.open()

    def _on_different(self) -> None:
        if pair := self._chosen():
            job = partial(pairs.not_the_same, first_id=pair.first.id, second_id=pair.second.id)
            self.context.tasks.write(self, job, self._on_noted)

    def _on_noted(self, row_id: int | None) -> None:
        back = partial(pairs.perhaps_the_same, row_id=row_id)
        self.context.toast_done(tr("Not the same person: not listed again."), back)
        self.reload()
