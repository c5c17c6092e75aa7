"""After the review: what issued packs asked for, and what was decided on it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from csq_desktop.domain.exports.lists import REQUESTS
from csq_desktop.domain.packs.asks import Ask
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import short_date_text
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import export_button
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.scrolled import bring_into_view
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column, Fact
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.theme import theme


class AsksCard(Card):
    """Asks, the open ones first; `answer_requested` carries the one to be answered."""

    answer_requested = Signal(object)
    minutes_requested = Signal()

    def __init__(self, context: Context) -> None:
        export = export_button(context, self, (REQUESTS,), lambda: ((REQUESTS,), None))
        super().__init__(tr("After the review"), export)
        self._context = context
        self._turns_to_waiting = False
        self.model = RowsModel(self._columns(), self)
        self.table = TableView(context, self.model, name="pack_asks", two_lines=True)
        self.table.setAccessibleName(tr("Requests to management"))
        self.table.setMinimumHeight(theme.current().px(160))
        self.answer = buttons.secondary(
            tr("Record decision"), self._on_answer, icon="check", name="ask_answer"
        )
        self.minutes = buttons.secondary(
            tr("Minutes"), self.minutes_requested.emit, icon="file-text", name="ask_minutes"
        )
        if not context.may(Permission.ISSUE_PACKS):
            self.answer.hide()
        nothing = EmptyState(
            "check",
            tr("No request yet"),
            tr("What an issued review pack requests is listed here until it is decided and done."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        self.body.addWidget(self._stack, 1)
        foot = FlowLayout(right=True)  # at the left the toast about one decision hides the next
        foot.addWidget(self.minutes)
        foot.addWidget(self.answer)
        self.body.addLayout(foot)
        self.table.chosen.connect(lambda _row: self._show_allowed())
        self.table.opened.connect(lambda _row: self._on_answer())
        self.table.offer(RowOffers(lambda: (self.answer,)))
        self.show_asks(())

    def turn_to_waiting(self) -> None:
        """Give the keyboard to the first ask that waits for a decision, once asks are shown."""
        self._turns_to_waiting = True
        if self.model.rowCount():
            self._turn()

    def _turn(self) -> None:
        self._turns_to_waiting = False
        rows = range(self.model.rowCount())
        self.table.choose(next((row for row in rows if self.model.row_at(row).waits), 0))
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        bring_into_view(self)

    def show_asks(self, asks: Sequence[Ask]) -> None:
        """Show these asks."""
        ask = self.chosen
        self.model.set_rows(asks)
        self._stack.setCurrentIndex(0 if asks else 1)
        place = self.model.find(ask.id) if ask else 0
        if asks:
            self.table.choose(max(0, place))
        if asks and self._turns_to_waiting:
            self._turn()
        self._show_allowed()

    def allow_minutes(self, missing: str) -> None:
        """Let the minutes be printed, or say what is missing for that."""
        allow(self.minutes, missing)

    @property
    def chosen(self) -> Ask | None:
        """The ask chosen in the list."""
        row = self.table.currentIndex().row()
        return self.model.row_at(row) if row >= 0 else None

    def _columns(self) -> list[Column]:
        return [
            Column(
                "request",
                tr("Request"),
                lambda ask: Cell(ask.sentence, _asked(ask), strong=True),
                250,
                sort=lambda ask: ask.sentence,
                facts=(
                    Fact(tr("Request"), lambda ask: ask.sentence),
                    Fact(tr("Month"), lambda ask: str(ask.month)),
                ),
            ),
            Column(
                "state",
                tr("Status"),
                self._state,
                130,
                least=120,
                sort=lambda ask: (not ask.waits, not ask.is_open, ask.asked_on),
                facts=(
                    Fact(tr("Status"), lambda ask: ask.state(self._context.today()).label),
                    Fact(tr("Requested on"), lambda ask: ask.asked_on),
                    Fact(tr("Decided by"), lambda ask: ask.answer.decided_by if ask.answer else ""),
                    Fact(tr("Note"), lambda ask: ask.answer.comment if ask.answer else ""),
                ),
            ),
            Column(
                "owner",
                tr("Owner"),
                _owner,
                110,
                rank=1,
                facts=(
                    Fact(tr("Owner"), lambda ask: ask.answer.owner if ask.answer else ""),
                    Fact(
                        trc("column", "Due"), lambda ask: ask.answer.due_on if ask.answer else None
                    ),
                    Fact(
                        tr("Action"),
                        lambda ask: (
                            ask.answer.action.ref if ask.answer and ask.answer.action else ""
                        ),
                    ),
                ),
            ),
        ]

    def _state(self, ask: Ask) -> Cell:
        today = self._context.today()
        state = ask.state(today)
        return Cell(state.label, ask.waited(today), state.tone)

    def _show_allowed(self) -> None:
        ask = self.chosen
        if ask is None:
            allow(self.answer, tr("Choose a request first."))
        elif not ask.can_be_answered:
            allow(self.answer, tr("This request has been answered already."))
        else:
            allow(self.answer)

    def _on_answer(self) -> None:
        ask = self.chosen
        if ask is None or not self._context.may(Permission.ISSUE_PACKS):
            return
        if ask.can_be_answered:
            self.answer_requested.emit(ask)


def _asked(ask: Ask) -> str:
    return tr("Requested in {months}", months=ask.asked_in)


def _owner(ask: Ask) -> Cell:
    answer = ask.answer
    if answer is None:
        return Cell("")
    due = tr("due {day}", day=short_date_text(answer.due_on)) if answer.due_on else ""
    return Cell(answer.owner, due)
