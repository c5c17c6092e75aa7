"""The disclosure log as a list: narrowed, exported and printed."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget

from csq_desktop.domain.calendar.register_periods import RegisterPeriod
from csq_desktop.domain.disclosures.facts import (
    Disclosure,
    DisclosureFilter,
    DisclosureView,
)
from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.domain.exports.lists import DISCLOSURES
from csq_desktop.domain.words.wording import count_text, date_text
from csq_desktop.services.disclosures import disclosures, papers
from csq_desktop.texts import tr, trc, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import ExportOffer, export_button
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.forms.filter_box import FilterBox
from csq_desktop.ui.kit.forms.search_box import SearchBox
from csq_desktop.ui.kit.page_tab import TabBody
from csq_desktop.ui.kit.paper.register_dialog import RegisterDialog
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import DAY_WIDTH, Cell, Column, Fact
from csq_desktop.ui.kit.tables.table import TableView


class DisclosuresTab(TabBody):
    """Every disclosure, the newest first; nobody can change a line."""

    topics: ClassVar[frozenset[str]] = frozenset({"disclosures"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._lines: tuple[Disclosure, ...] = ()
        self.part = FilterBox([(part.value, part.label) for part in DisclosureView])
        self.period = FilterBox([(period.value, period.label) for period in RegisterPeriod])
        kinds = [(kind.value, kind.label) for kind in RecipientKind]
        self.kind = FilterBox([("", tr("Every recipient")), *kinds])
        self.search = SearchBox(tr("Recipient or purpose"))
        self.model = RowsModel(_columns())
        self.table = TableView(context, self.model, name="disclosures", two_lines=True)
        self.empty = EmptyState("send", "")
        self._stack = QStackedWidget()
        self._lay_out()

    def reload(self) -> None:
        sees = self.context.user.role.sees_identities
        self.context.tasks.read(self, disclosures.everything, self._on_read, identities=sees)

    def _lay_out(self) -> None:
        for box, name in (
            (self.part, tr("Which disclosures")),
            (self.period, tr("Period")),
            (self.kind, tr("Recipient")),
        ):
            box.setAccessibleName(name)
            box.value_changed.connect(lambda _value: self._show())
            self.filters.addWidget(box)
        self.part.setObjectName("disclosure_part")
        self.period.setObjectName("disclosure_period")
        self.kind.setMinimumContentsLength(16)
        self.kind.setObjectName("disclosure_recipient")
        self.search.searched.connect(lambda _text: self._show())
        self.filters.addWidget(self.search)
        printing = buttons.icon_only(tr("Print…"), "printer", self._on_print, name="print_log")
        self.filters.addWidget(printing)
        self.filters.addWidget(export_button(self.context, self, (DISCLOSURES,), self._offered))
        self.table.setAccessibleName(tr("Disclosures"))
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.body.addWidget(self._stack, 1)

    @property
    def _filter(self) -> DisclosureFilter:
        kind = RecipientKind(self.kind.value) if self.kind.value else None
        days = RegisterPeriod(self.period.value).days(self.context.today())
        return DisclosureFilter(
            DisclosureView(self.part.value), *days, kind, self.search.text().strip()
        )

    def _offered(self) -> ExportOffer:
        return (DISCLOSURES,), self._filter

    def _on_print(self) -> None:
        make = partial(papers.register, shown=self._filter)
        RegisterDialog(self.context, tr("Disclosure log"), make, self).open()

    def _on_read(self, lines: Sequence[Disclosure]) -> None:
        self._lines = tuple(lines)
        self._show()

    def _show(self) -> None:
        shown = [line for line in self._lines if self._filter.lets_through(line)]
        self.model.set_rows(shown)
        self._stack.setCurrentWidget(self.table if shown else self.empty)
        if self._lines:
            self.empty.show_text(tr("No results"), tr("Choose another period or recipient."))
        else:
            self.empty.show_text(
                tr("No disclosures yet"),
                tr(
                    "Exports, letters and backups are recorded automatically. Record what is told "
                    "or given by hand on the customer’s page."
                ),
            )
        if shown:
            self.table.choose(0)


def _columns() -> list[Column]:
    return [*_who_and_why(), *_by_what_right()]


def _who_and_why() -> list[Column]:
    return [
        Column(
            "day",
            trc("column", "Day"),
            lambda line: Cell(date_text(line.day), line.ref),
            DAY_WIDTH,
            least=DAY_WIDTH,
            sort=lambda line: (line.day, line.at),
            facts=(
                Fact(tr("Number"), lambda line: line.ref),
                Fact(trc("column", "Day"), lambda line: line.day),
            ),
        ),
        Column(
            "recipient",
            trc("column", "Recipient"),
            lambda line: Cell(
                line.recipient or line.recipient_kind.label,
                line.recipient_kind.label if line.recipient else line.form.label,
                strong=True,
            ),
            220,
            least=130,
            facts=(Fact(trc("column", "Recipient"), lambda line: line.whom),),
        ),
        Column(
            "purpose",
            trc("column", "Purpose and fields"),
            lambda line: Cell(
                tr("Words erased with the person") if line.blanked else line.purpose, line.what
            ),
            300,
            least=160,
            facts=(
                Fact(tr("Purpose"), lambda line: line.purpose),
                Fact(tr("Fields"), lambda line: line.what),
            ),
        ),
    ]


def _by_what_right() -> list[Column]:
    return [
        Column(
            "authority",
            trc("column", "Authority"),
            lambda line: Cell(line.authority.label, line.form.label),
            220,
            least=120,
            rank=1,
            facts=(
                Fact(trc("column", "Authority"), lambda line: line.authority.label),
                Fact(tr("Form"), lambda line: line.form.label),
            ),
        ),
        Column(
            "about",
            trc("column", "About"),
            lambda line: Cell(_about(line), line.user),
            130,
            least=96,
            rank=2,
            sort=lambda line: line.customers,
            facts=(
                Fact(tr("Customers"), lambda line: line.customers),
                Fact(tr("Recorded by"), lambda line: line.user),
            ),
        ),
    ]


def _about(line: Disclosure) -> str:
    if not line.customers:
        return tr("the whole database")
    count = count_text(line.customers)
    return trn("{count} customer", "{count} customers", line.customers, count=count)
