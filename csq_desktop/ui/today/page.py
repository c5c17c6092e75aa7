"""The first page: four figures, what is due, and the chart with most to say."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QCheckBox,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from csq_desktop.domain.today import DueItem, Now, when_text
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.services.today import today
from csq_desktop.services.today.today import Today, TodayCard
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow_role
from csq_desktop.ui.kit.charts.chart_card import ChartCard
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card, FigureCard
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import ElidedLabel
from csq_desktop.ui.kit.layout.even_grid import EvenGrid
from csq_desktop.ui.kit.layout.scrolled import scrolled
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.theme import theme, tokens

CARDS = 4
NEW = "new"
"""The object the complaints page takes as a request to log a complaint."""
_NARROWEST_CARD, _BESIDE_FROM = 200, 820
_LOWEST_CHART, _LOWEST_LIST = 380, 210


class TodayPage(Page):
    """What a supervisor sees first; it follows the clock every minute."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {
            *("complaints", "checklists", "pledges", "actions", "packs", "figures", "shop"),
            *("customers", "events", "people", "settings", "lists"),
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Today"), " ")
        self._now: Now | None = None
        self._today: Today | None = None
        self._pledge: int | None = None
        log = buttons.primary(tr("Log complaint"), self._on_log, icon="plus", name="today_log")
        allow_role(log, context, Permission.LOG_COMPLAINTS)
        self.set_primary(log)
        self.cards = [FigureCard("", leads=True) for _ in range(CARDS)]
        self.bases = [ElidedLabel("", "meta") for _ in range(CARDS)]
        for card, basis in zip(self.cards, self.bases, strict=True):
            column = card.layout()
            assert column is not None
            column.addWidget(basis)
        self.chart = ChartCard(
            context,
            buttons.quiet(tr("Open pledge"), self._on_pledge, name="open_pledge"),
            name="today_chart",
        )
        self._row = QHBoxLayout()
        self._row.setSpacing(tokens.GAP)
        # What is due comes first: by Tab, and above the chart where there is no room beside it.
        self._row.addWidget(self._due_card(), 9)
        self._row.addWidget(self.chart, 11)
        self.body.addWidget(scrolled(self._whole()), 1)

    def reload(self) -> None:
        """Fetch the whole page anew."""
        self.context.tasks.read(self, today.show, self.show_today)

    def show_time(self) -> None:
        self.reload()

    def show_today(self, today: Today) -> None:
        """Show what was fetched."""
        self._now = today.now
        self.set_subtitle(today.greeting)
        for at, card in enumerate(today.cards):
            self._show_card(at, card)
        self._today = today
        self._show_due()
        self._pledge = today.chart.pledge_id if today.chart else None
        self.chart.setVisible(today.chart is not None)
        self.chart.show_spec(today.chart.spec if today.chart else None)

    def _show_due(self) -> None:
        if self._today is not None:
            items = self._today.mine if self.mine.isChecked() else self._today.due
            row = self.due_table.currentIndex().row()
            self.due.set_rows(items)
            self.due_table.choose(min(row, len(items) - 1))  # the page is shown anew every minute
            self._due_stack.setCurrentIndex(0 if items else 1)
            self._fit_list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        self._row.setDirection(way.RightToLeft if self._is_roomy() else way.TopToBottom)
        self._fit_list()

    def _is_roomy(self) -> bool:
        """Whether list and chart stand beside each other."""
        return self.width() >= theme.current().px(_BESIDE_FROM)

    def _fit_list(self) -> None:
        """Above the chart the list is as long as its rows: the page scrolls, not a list in it."""
        least = theme.current().px(_LOWEST_LIST)
        if self._is_roomy():
            self.due_table.setMinimumHeight(least)
        else:
            self.due_table.show_every_row(least)

    def _whole(self) -> QWidget:
        """Cards above, chart and list beneath; where text is large, the page scrolls."""
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP)
        column.addWidget(EvenGrid(self.cards, theme.current().px(_NARROWEST_CARD)))
        column.addLayout(self._row, 1)
        self.chart.setMinimumHeight(theme.current().px(_LOWEST_CHART))
        return whole

    def _show_card(self, at: int, card: TodayCard) -> None:
        shown = self.cards[at]
        shown.set_label(card.label)
        tone = Tone.SOFT if card.tone is Tone.PLAIN else card.tone
        shown.show_figure(card.value, card.note, tone)
        shown.setObjectName(f"today_card_{card.page}")
        self.bases[at].setText(card.basis)
        if not shown.property("leads"):
            shown.setProperty("leads", True)
            shown.pressed.connect(partial(self._on_card, at))
        shown.setProperty("page", card.page)

    def _due_card(self) -> Card:
        self.mine = QCheckBox(tr("Mine only"))
        self.mine.setObjectName("due_mine")
        self.mine.toggled.connect(lambda _on: self._show_due())
        card = Card(trc("today", "Due"), self.mine)
        self.due = RowsModel(
            [
                Column("what", tr("Task"), self._what, 200),
                Column("when", trc("today", "Due"), self._when, 206),
            ],
            self,
        )
        self.due_table = TableView(self.context, self.due, name="due", two_lines=True)
        self.due_table.horizontalHeader().hide()
        self.due_table.setAccessibleName(trc("today", "Due"))
        self.due_table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.due_table.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.due_table.opened.connect(self._on_due)
        self.due_table.clicked.connect(lambda index: self._on_due(index.row()))
        nothing = EmptyState("circle-check", tr("Nothing is due"), tr("All done for today."))
        self._due_stack = QStackedWidget()
        self._due_stack.addWidget(self.due_table)
        self._due_stack.addWidget(nothing)
        card.body.addWidget(self._due_stack, 1)
        return card

    def _what(self, item: DueItem) -> Cell:
        return Cell(item.text, item.under)

    def _when(self, item: DueItem) -> Cell:
        assert self._now is not None
        tone = Tone.WARN if item.on == self._now.day else Tone.SOFT
        worst = item.overdue or item.critical
        return Cell(when_text(item, self._now), tone=Tone.BAD if worst else tone)

    def _on_due(self, row: int) -> None:
        if 0 <= row < self.due.rowCount():
            item: DueItem = self.due.row_at(row)
            self.context.navigate(item.page, item.object_id)

    def _on_card(self, at: int) -> None:
        self.context.navigate(str(self.cards[at].property("page")))

    def _on_pledge(self) -> None:
        if self._pledge is not None:
            self.context.navigate("pledges", self._pledge)

    def _on_log(self) -> None:
        self.context.navigate("complaints", NEW)
