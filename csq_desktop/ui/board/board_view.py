"""The board: a column for each step, their heads, and the way from one card to another."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from csq_desktop.domain.board import columns, moves
from csq_desktop.domain.board.columns import BoardColumn
from csq_desktop.domain.complaints.facts import ComplaintLine, Filter, State
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.words.wording import count_text
from csq_desktop.errors import UserError
from csq_desktop.services.board import board
from csq_desktop.texts import trn
from csq_desktop.ui.board.card import CardOf
from csq_desktop.ui.board.column_model import ColumnModel
from csq_desktop.ui.board.column_view import ColumnView
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.words import ElidedLabel, PlainLabel
from csq_desktop.ui.theme import theme, tokens

_NARROWEST = 172
"""Pixels of a column at 100 % text: a deadline and a name can be read in it."""


class BoardView(QScrollArea):
    """Cases by step. It asks for the same filter as the list, and changes nothing itself.

    `opened` asks for the page of a case; `asked` for a step of one; `refused` says why none leads
    where a card was taken. What is typed on a card goes where `catch_typing` leads it.
    """

    opened = Signal(object)
    asked = Signal(object, object)
    refused = Signal(object)
    counted = Signal(int, bool)
    """How many cases are open, and whether no card is shown at all."""
    menu_asked = Signal(object, QPoint)

    def __init__(
        self, context: Context, card_of: CardOf, catch_typing: Callable[[QWidget], object]
    ) -> None:
        super().__init__()
        self.context, self._card_of, self._catch_typing = context, card_of, catch_typing
        self._kind: FeedbackKind | None = None
        self._shown = Filter()
        self._current_id: int | None = None
        self.views: list[ColumnView] = []
        self._heads: list[ColumnHead] = []
        self.setObjectName("board")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._build(FeedbackKind.COMPLAINT)

    def show_list(self, shown: Filter) -> None:
        """Fetch the columns of a list; what is shown stays until they are there."""
        same = shown == self._shown
        sizes = {view.cards.step: view.cards.rowCount() for view in self.views if same}
        self._shown = shown
        look = partial(board.look, shown=shown, sizes=sizes)
        self.context.tasks.read(self, look, partial(self._on_look, shown))

    def show_time(self) -> None:
        """Say what is overdue by now."""
        for view in self.views:
            view.cards.show_time()

    def choose(self, complaint_id: int) -> None:
        """Make the card of a case the current one, where it is shown."""
        self._current_id = complaint_id
        for view in self.views:
            place = view.cards.place_of(complaint_id)
            if place >= 0:
                view.choose(place)

    def take_keyboard(self) -> None:
        """Give the keyboard to the current card, else to the first there is."""
        filled = [view for view in self.views if view.cards.rowCount()]
        holders = [view for view in filled if view.current_id == self._current_id]
        for view in (holders or filled)[:1]:
            self._go_to(view, max(0, view.currentIndex().row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Keep columns wide enough to be read; where not all fit, the board scrolls sideways."""
        narrowest = theme.current().px(_NARROWEST)
        for head in self._heads:
            head.setMinimumWidth(narrowest)

    def _build(self, kind: FeedbackKind) -> None:
        """A column for each step of a kind, with its head."""
        self._kind = kind
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.GAP_SMALL)
        self.views, self._heads = [], []
        for step in columns.steps(kind):
            head, view = ColumnHead(step), self._column_view(step)
            column = QFrame()
            column.setProperty("role", "well")
            inner = QVBoxLayout(column)
            inner.setContentsMargins(4, tokens.GAP_SMALL, 4, 4)
            inner.setSpacing(tokens.GAP_TINY)
            inner.addWidget(head)
            inner.addWidget(view, 1)
            row.addWidget(column, 1)
            self.views.append(view)
            self._heads.append(head)
        self.setWidget(content)
        self._fit()

    def _column_view(self, step: State) -> ColumnView:
        view = ColumnView(ColumnModel(self.context.tasks, step, self._card_of, self))
        view.aside.connect(partial(self._on_aside, view))
        view.moved.connect(partial(self._on_moved, view))
        view.dropped.connect(partial(self._on_dropped, view))
        view.menu_asked.connect(partial(self._on_menu, view))
        view.activated.connect(lambda _index: self._on_opened(view))
        view.clicked.connect(lambda _index: self._on_opened(view))
        view.selectionModel().currentChanged.connect(lambda *_both: self._on_current(view))
        self._catch_typing(view)
        return view

    def _on_look(self, shown: Filter, looked_at: tuple[BoardColumn, ...]) -> None:
        if shown is not self._shown:
            return  # another list was turned to meanwhile
        held = self.window().focusWidget() in self.views  # though a form may stand over them
        current_id = self._current_id
        if shown.kind is not None and shown.kind is not self._kind:
            self._build(shown.kind)
        for view, head, column in zip(self.views, self._heads, looked_at, strict=True):
            view.cards.show_column(column, shown)
            head.show_count(column.count)
            step, count = column.step.label, column.count
            words = trn("{step}, {n} case", "{step}, {n} cases", count, step=step)
            view.setAccessibleName(words)
        if current_id is not None:
            self.choose(current_id)
        if held:
            self.take_keyboard()
        count = sum(each.count for each in looked_at if each.step is not State.CLOSED)
        self.counted.emit(count, not any(each.count for each in looked_at))

    def _on_current(self, view: ColumnView) -> None:
        """One card of the board is chosen, not one of each column."""
        if view.current_id is None:
            return
        self._current_id = view.current_id
        for other in self.views:
            if other is not view:
                other.clearSelection()

    def _on_opened(self, view: ColumnView) -> None:
        if view.current_id is not None:
            self.opened.emit(view.current_id)

    def _on_menu(self, view: ColumnView, place: QPoint) -> None:
        if view.current_id is not None:
            self.menu_asked.emit(view.current_id, place)

    def _on_aside(self, view: ColumnView, along: int) -> None:
        """Go to the nearest column that holds a card, at the same height."""
        at, row = self.views.index(view), view.currentIndex().row()
        others = self.views[at + 1 :] if along > 0 else list(reversed(self.views[:at]))
        for other in others:
            if other.cards.rowCount():
                self._go_to(other, max(0, row))
                return

    def _go_to(self, view: ColumnView, row: int) -> None:
        view.choose(row)
        view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(view, tokens.GAP_SMALL, 0)

    def _on_moved(self, view: ColumnView, along: int) -> None:
        if (line := view.current) is not None:
            self._ask(line, partial(moves.neighbour, line, along))

    def _on_dropped(self, view: ColumnView, complaint_id: int) -> None:
        for other in self.views:
            line = other.cards.line_at(other.cards.place_of(complaint_id))
            if line is not None:
                self.choose(complaint_id)
                self._ask(line, lambda: view.cards.step)

    def _ask(self, line: ComplaintLine, to: Callable[[], State]) -> None:
        """Ask for the step that leads a case there, or say why none does."""
        try:
            step = moves.move(line, to())
        except UserError as error:
            self.refused.emit(error)
        else:
            self.asked.emit(line.id, step)


class ColumnHead(QWidget):
    """The step of a column and how many cases stand at it."""

    def __init__(self, step: State) -> None:
        super().__init__()
        is_closed = step is State.CLOSED
        words = step.label
        if is_closed:
            words = trn(
                "{step}, last {n} day", "{step}, last {n} days", columns.CLOSED_DAYS, step=words
            )
        self.count = PlainLabel("", "meta")
        self.count.setObjectName(f"board_count_{step.value}")
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.GAP_SMALL, 0, tokens.GAP_SMALL, 0)
        row.addWidget(ElidedLabel(words, "strong"), 1)
        row.addWidget(self.count)

    def show_count(self, count: int) -> None:
        """Say how many there are."""
        self.count.setText(count_text(count))
