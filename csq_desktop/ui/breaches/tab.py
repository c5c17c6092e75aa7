"""The register of data breaches: those that are open, those ended, and the page of each."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QPushButton, QStackedWidget

from csq_desktop.domain.breaches.facts import Breach
from csq_desktop.domain.drafts import VAULT
from csq_desktop.domain.exports.lists import BREACHES
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.breaches import breaches, papers
from csq_desktop.texts import tr, trc
from csq_desktop.ui.breaches.detail import BreachDetail
from csq_desktop.ui.breaches.facts_dialog import NewBreachDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import export_button
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.layout.split import DetailPane, TableSplitView
from csq_desktop.ui.kit.page_tab import TabBody
from csq_desktop.ui.kit.paper.register_dialog import RegisterDialog
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import DAY_WIDTH, Cell, Column, Fact
from csq_desktop.ui.kit.tables.table import TableView

_OPEN, _ENDED, _ALL = "open", "ended", "all"


class BreachesTab(TabBody):
    """Lists the breaches, the one found last first; Ctrl+N records another one."""

    topics: ClassVar[frozenset[str]] = frozenset({"breaches"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._breaches: tuple[Breach, ...] = ()
        self._selected_id: int | None = None
        self.new = buttons.primary(
            tr("Record a breach"), self._on_new, icon="plus", name="new_breach"
        )
        self.chips = FilterChips(
            [
                Chip(_OPEN, trc("data breaches", "Open")),
                Chip(_ENDED, trc("data breaches", "Ended")),
                Chip(_ALL, trc("data breaches", "All")),
            ],
            name="breach_views",
        )
        self.model = RowsModel(self._columns())
        self.table = TableView(context, self.model, name="data_breaches", two_lines=True)
        self.table.setAccessibleName(tr("Data breaches"))
        self.empty = EmptyState("shield", "")
        self._stack = QStackedWidget()
        self.detail = BreachDetail(context)
        self.pane = DetailPane(EmptyState("shield", tr("Select a breach to see the details")))
        self._lay_out()

    def reload(self) -> None:
        sees = self.context.user.role.sees_identities
        self.context.tasks.read(self, breaches.everything, self._on_read, identities=sees)

    def primary_button(self) -> QPushButton | None:
        return self.new

    def show_record(self, record_id: int) -> None:
        self._selected_id = record_id
        self.chips.choose(_ALL)
        self.detail.show_breach(record_id)

    def shown_record(self) -> int | None:
        return self._selected_id

    def reopen(self, form: str) -> None:
        if form == f"{VAULT}breach.new.facts":
            self._on_new()
        else:
            self.detail.reopen(form)

    def _lay_out(self) -> None:
        if not self.context.may(Permission.EDIT_CUSTOMERS):
            self.new.hide()
        self.filters.addWidget(self.chips)
        self.filters.addWidget(self.new)
        printing = buttons.icon_only(tr("Print…"), "printer", self._on_print, name="print_breaches")
        self.filters.addWidget(printing)
        kinds = (BREACHES,)
        self.filters.addWidget(export_button(self.context, self, kinds, lambda: (kinds, None)))
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        card = Card()
        card.body.setContentsMargins(6, 6, 6, 6)
        card.body.addWidget(self._stack)
        self.pane.content.addWidget(self.detail)
        self.split = TableSplitView(card, self.pane, (44, 56), name="breaches_split")
        self.body.addWidget(self.split, 1)
        self.chips.chosen_changed.connect(lambda _key: self._show())
        self.table.chosen.connect(self._on_chosen)
        self.detail.shown.connect(self.pane.show_content)
        self.table.offer(
            RowOffers(
                buttons=self.detail.buttons,
                is_shown=self.detail.shows,
                shown=self.detail.shown,
                number=lambda breach: breach.ref,
            )
        )

    def _on_read(self, listed: Sequence[Breach]) -> None:
        self._breaches = tuple(listed)
        self._show()

    def _show(self) -> None:
        views = {
            _OPEN: [each for each in self._breaches if each.is_open],
            _ENDED: [each for each in self._breaches if not each.is_open],
            _ALL: list(self._breaches),
        }
        self.chips.set_counts({key: len(rows) for key, rows in views.items()})
        shown = views[self.chips.chosen]
        self.model.set_rows(shown)
        self._stack.setCurrentWidget(self.table if shown else self.empty)
        self._say_nothing()
        place = self.model.find(self._selected_id, "id") if self._selected_id else -1
        if shown:
            self.table.choose(max(0, place))
        elif self._selected_id is None:
            self.pane.show_empty()
        if self._selected_id is not None:
            self.detail.show_breach(self._selected_id)

    def _say_nothing(self) -> None:
        if self._breaches:
            self.empty.show_text(tr("No breach in this view"))
        else:
            self.empty.show_text(
                tr("No data breaches yet"),
                tr("Data are lost, stolen, or shown to the wrong person: record it at once."),
            )

    def _on_chosen(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            breach: Breach = self.model.row_at(row)
            if breach.id != self._selected_id or not self.detail.shows(breach):
                self._selected_id = breach.id
                self.detail.show_breach(breach.id)

    def _on_new(self) -> None:
        dialog = NewBreachDialog(self.context, self)
        dialog.logged.connect(self._on_logged)
        dialog.open()

    def _on_logged(self, breach_id: int) -> None:
        self._selected_id = breach_id
        self.chips.choose(_OPEN)
        self.reload()

    def _on_print(self) -> None:
        RegisterDialog(self.context, tr("Register of data breaches"), papers.register, self).open()

    def _columns(self) -> list[Column]:
        today = self.context.today()
        return [
            Column(
                "ref",
                trc("column", "Breach"),
                lambda breach: Cell(breach.ref, breach.kind.label, strong=True),
                230,
                least=140,
                facts=(
                    Fact(trc("column", "Breach"), lambda breach: breach.ref),
                    Fact(tr("Kind"), lambda breach: breach.kind.label),
                ),
            ),
            Column(
                "found",
                trc("column", "Found"),
                lambda breach: Cell(date_text(breach.found_on), breach.days_text(today)),
                DAY_WIDTH,
                least=DAY_WIDTH,
                sort=lambda breach: breach.found_at,
                facts=(Fact(trc("column", "Found"), lambda breach: breach.found_on),),
            ),
            Column(
                "state",
                trc("column", "Status"),
                lambda breach: Cell(breach.state_text, tone=breach.tone(today)),
                160,
                least=110,
            ),
        ]
