"""A register as a tab: its entries by view, and beside them the page of the one selected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from csq_desktop.domain.users import Permission
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.facts import clear
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.scrolled import scrolled_to_read
from csq_desktop.ui.kit.layout.split import DetailPane, TableSplitView
from csq_desktop.ui.kit.page_tab import TabBody
from csq_desktop.ui.kit.tables.row_menu import RowOffers, buttons_of
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.theme import tokens

OPEN, ENDED, ALL = "open", "ended", "all"
EntryStep = tuple[str, str, Callable[[], object]]
"""What a button says, its name, and what it does."""


class RegisterEntry(Protocol):
    """What every register knows of an entry."""

    @property
    def id(self) -> int:
        """Its number in the store."""

    @property
    def ref(self) -> str:
        """Its number as people write it."""

    @property
    def is_open(self) -> bool:
        """Whether there is still something to be done about it."""


class RegisterDetail(QWidget):
    """The page of an entry: its name, state and days above, what can be done with it below.

    `name` begins the object names of its buttons. What stands between is the register's own, laid
    out in `column`. Every form it opens is kept as a draft, whose key ends in the button's name.
    """

    shown = Signal()

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self.context = context
        self._name = name
        self.name = PlainLabel("", "heading", wrap=True)
        self.badge = Badge()
        self.days = PlainLabel("", "label", wrap=True)
        self.foot = FlowLayout(right=True)
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, tokens.GAP_SMALL, 0)
        self.column.setSpacing(tokens.GAP)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.badge)
        self.column.addLayout(head)
        self.column.addWidget(self.days)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled_to_read(inner), 1)
        outer.addLayout(self.foot)

    @property
    def entry(self) -> RegisterEntry | None:
        """The entry that is shown."""
        return None

    def show_record(self, record_id: int) -> None:
        """Fetch an entry with all there is about it, and show it."""

    def shows(self, entry: RegisterEntry) -> bool:
        """Whether this entry is the one shown."""
        return self.entry is not None and self.entry.id == entry.id

    def buttons(self) -> list[QPushButton]:
        """What can be done with the entry shown, the likeliest last."""
        return buttons_of(self.foot)

    def reopen(self, form: str) -> None:
        """Open the form of the entry shown whose draft has this key."""
        for button in self.buttons():
            if form.endswith(f".{button.objectName().removeprefix(f'{self._name}_')}"):
                button.click()
                return

    def offer(self, steps: Sequence[EntryStep]) -> None:
        """Offer these steps to those who may take them, the last and likeliest strongest."""
        clear(self.foot)
        if not self.context.may(Permission.EDIT_CUSTOMERS):
            return
        for at, (label, name, act) in enumerate(steps):
            make = buttons.primary if at == len(steps) - 1 else buttons.secondary
            self.foot.addWidget(make(label, act, name=f"{self._name}_{name}"))


@dataclass(frozen=True, kw_only=True)
class RegisterTexts:
    """What a register says: its title, its button, its three views, and where it has nothing.

    `name` and `plural` make the object names of its parts, under which widths are remembered.
    """

    name: str
    plural: str
    icon: str
    title: str
    new: str
    select: str
    views: tuple[str, str, str]
    nothing_open: str
    nothing_ended: str
    nothing: tuple[str, str]


class RegisterTab(TabBody):
    """Lists the entries of a register, the newest first; Ctrl+N enters another one."""

    shares: ClassVar[tuple[int, int]] = (46, 54)

    def __init__(self, context: Context, texts: RegisterTexts, detail: RegisterDetail) -> None:
        super().__init__(context)
        self._texts = texts
        self._entries: tuple[Any, ...] = ()
        self._selected_id: int | None = None
        self.new = buttons.primary(texts.new, self.enter, icon="plus", name=f"new_{texts.name}")
        views = zip((OPEN, ENDED, ALL), texts.views, strict=True)
        self.chips = FilterChips([Chip(*view) for view in views], name=f"{texts.name}_views")
        self.model = RowsModel(self.columns())
        self.table = TableView(context, self.model, name=f"data_{texts.plural}", two_lines=True)
        self.table.setAccessibleName(texts.title)
        self.empty = EmptyState(texts.icon, "")
        self._stack = QStackedWidget()
        self.detail = detail
        self.pane = DetailPane(EmptyState(texts.icon, texts.select))
        self._lay_out()

    def enter(self) -> None:
        """Open the form of another entry."""

    def columns(self) -> list[Column]:
        """The columns of the list."""
        return []

    def extras(self) -> Sequence[QWidget]:
        """What stands beside the button of another entry."""
        return ()

    def primary_button(self) -> QPushButton | None:
        return self.new

    def show_record(self, record_id: int) -> None:
        self._selected_id = record_id
        self.chips.choose(ALL)
        self.detail.show_record(record_id)

    def shown_record(self) -> int | None:
        return self._selected_id

    def reopen(self, form: str) -> None:
        self.detail.reopen(form)

    def show_entries(self, entries: Sequence[Any]) -> None:
        """Show the entries that were fetched; the one selected stays so."""
        self._entries = tuple(entries)
        self._show()

    def show_entered(self, entry_id: int) -> None:
        """Select the entry that has just been made."""
        self._selected_id = entry_id
        self.chips.choose(OPEN)
        self.reload()

    def _lay_out(self) -> None:
        if not self.context.may(Permission.EDIT_CUSTOMERS):
            self.new.hide()
        for part in (self.chips, self.new, *self.extras()):
            self.filters.addWidget(part)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        card = Card()
        card.body.setContentsMargins(6, 6, 6, 6)
        card.body.addWidget(self._stack)
        self.pane.content.addWidget(self.detail)
        name = f"{self._texts.plural}_split"
        self.split = TableSplitView(card, self.pane, self.shares, name=name)
        self.body.addWidget(self.split, 1)
        self.chips.chosen_changed.connect(lambda _key: self._show())
        self.table.chosen.connect(self._on_chosen)
        self.detail.shown.connect(self.pane.show_content)
        self.table.offer(
            RowOffers(
                buttons=self.detail.buttons,
                is_shown=self.detail.shows,
                shown=self.detail.shown,
                number=lambda entry: entry.ref,
            )
        )

    def _show(self) -> None:
        views = {
            OPEN: [each for each in self._entries if each.is_open],
            ENDED: [each for each in self._entries if not each.is_open],
            ALL: list(self._entries),
        }
        self.chips.set_counts({key: len(rows) for key, rows in views.items()})
        shown = views[self.chips.chosen]
        self.model.set_rows(shown)
        self._stack.setCurrentWidget(self.table if shown else self.empty)
        self._say_nothing()
        if shown:
            place = self.model.find(self._selected_id, "id") if self._selected_id else -1
            self.table.choose(max(0, place))
        elif self._selected_id is None:
            self.pane.show_empty()
        if self._selected_id is not None:
            self.detail.show_record(self._selected_id)

    def _say_nothing(self) -> None:
        if not self._entries:
            self.empty.show_text(*self._texts.nothing)
        elif self.chips.chosen == OPEN:
            self.empty.show_text(self._texts.nothing_open)
        else:
            self.empty.show_text(self._texts.nothing_ended)

    def _on_chosen(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            entry: RegisterEntry = self.model.row_at(row)
            if entry.id != self._selected_id or not self.detail.shows(entry):
                self._selected_id = entry.id
                self.detail.show_record(entry.id)
