"""The list of actions beside one of them: to finish, postpone, hand over or cancel."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from csq_desktop.domain.actions import Action, ActionSource, ActionState, NewAction
from csq_desktop.domain.shop.people import Person, PersonChoice
from csq_desktop.domain.tones import Tone
from csq_desktop.services import people
from csq_desktop.services.actions import actions
from csq_desktop.texts import tr
from csq_desktop.ui.actions.added import offer_undo
from csq_desktop.ui.actions.columns import action_columns, is_overdue
from csq_desktop.ui.actions.detail import ActionDetail
from csq_desktop.ui.actions.form import ActionForm
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.layout.split import TableSplitView
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.theme import tokens

OPEN, MINE, OVERDUE, ENDED = "open", "mine", "overdue", "ended"


class ActionSection(QWidget):
    """Shows every action by view; each change can be undone from the toast.

    A page that embeds it has "actions" among its topics, calls `reload`, and shows the error that
    `troubled` carries; `begin_new` is what its primary button does there.
    """

    troubled = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._actions: tuple[Action, ...] = ()
        self._own: set[int] = set()
        self._requested_id: int | None = None
        self.chips = FilterChips(
            [
                Chip(OPEN, tr("Open")),
                Chip(MINE, tr("Mine")),
                Chip(OVERDUE, tr("Overdue"), Tone.BAD),
                Chip(ENDED, tr("Ended")),
            ],
            name="action_views",
        )
        self.model = RowsModel(action_columns(context.today))
        self.table = TableView(context, self.model, name="actions", two_lines=True)
        self.table.setAccessibleName(tr("Actions"))
        self.empty = EmptyState("clipboard-check", tr("No open actions"))
        self.detail = ActionDetail(context)
        self.form = ActionForm(context)
        self._build()
        self._connect()

    def reload(self) -> None:
        """Ask for every action."""
        self.context.tasks.read(self, actions.everything, self._on_read)
        self.context.tasks.read(self, people.everyone, self._offer_people)

    def begin_new(self) -> None:
        """Ask for an action that came from nothing in particular."""
        self.form.ask(ActionSource.REVIEW, None)

    def show_action(self, action_id: int) -> None:
        """Choose an action by its id, in whichever view it stands."""
        self._requested_id = action_id
        self.split.show_detail()
        self.reload()

    @property
    def listed_ids(self) -> tuple[int, ...]:
        """The actions of the view, in its order."""
        return tuple(self.model.row_at(row).id for row in range(self.model.rowCount()))

    @property
    def chosen(self) -> Action | None:
        """The action chosen in the list."""
        row = self.table.currentIndex().row()
        return self.model.row_at(row) if row >= 0 else None

    def _build(self) -> None:
        card = Card()
        card.body.setContentsMargins(6, 6, 6, 6)
        card.body.addWidget(self.table)
        card.body.addWidget(self.empty)
        self.form.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP)
        column.addWidget(self.form)
        column.addWidget(self.chips)
        self.split = TableSplitView(card, self.detail, (56, 44), name="actions_split")
        self.split.detail_alone.connect(self.chips.setHidden)
        column.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.chips.chosen_changed.connect(lambda _key: self._show())
        self.table.chosen.connect(self._on_chosen)
        self.table.offer(RowOffers(self.detail.buttons, number=lambda action: action.ref))
        self.table.opened.connect(lambda _row: self.detail.begin())
        self.detail.finish_requested.connect(self._on_finish)
        self.detail.cancel_requested.connect(self._on_cancel)
        self.detail.postpone_requested.connect(self._on_postpone)
        self.detail.hand_over_requested.connect(self._on_hand_over)
        self.detail.reopen_requested.connect(self._on_reopen)
        self.form.promised.connect(self._on_promised)

    def _offer_people(self, listed: Sequence[Person]) -> None:
        self.form.owner.offer(listed)
        self.detail.owner.offer(listed)
        self._own = {person.id for person in listed if person.user_id == self.context.user.id}
        self._show()

    def _on_read(self, actions: Sequence[Action]) -> None:
        self._actions = tuple(actions)
        if self._requested_id is not None:
            self._choose_view()
        self._show()
        self._requested_id = None

    def _choose_view(self) -> None:
        for action in self._actions:
            if action.id == self._requested_id and action.state is not ActionState.OPEN:
                self.chips.choose(ENDED)
            elif action.id == self._requested_id:
                self.chips.choose(OPEN)

    def _show(self) -> None:
        today = self.context.today()
        still_open = [action for action in self._actions if action.state is ActionState.OPEN]
        views = {
            OPEN: still_open,
            MINE: [action for action in still_open if action.owner_id in self._own],
            OVERDUE: [action for action in self._actions if is_overdue(action, today)],
            ENDED: [action for action in self._actions if action.state is not ActionState.OPEN],
        }
        action_id = self._requested_id if self._requested_id else getattr(self.chosen, "id", None)
        self.chips.set_counts({key: len(actions) for key, actions in views.items()})
        shown = views[self.chips.chosen]
        self.model.set_rows(shown)
        self.table.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        self.empty.show_text(*_nothing(self.chips.chosen))
        place = self.model.find(action_id) if action_id else 0
        self.table.choose(max(0, place))
        if not shown:
            self.detail.show_empty()

    def _on_chosen(self, row: int) -> None:
        if row < 0:
            self.detail.show_empty()
        else:
            self.detail.show_action(self.model.row_at(row))

    def _on_finish(self, action: Action, note: str) -> None:
        job = partial(actions.finish, action_id=action.id, note=note)
        undo = partial(actions.take_up_again, action_id=action.id)
        stored = partial(self._on_ended, action)
        self._do(job, tr("{ref} completed", ref=action.ref), undo, stored)

    def _on_cancel(self, action: Action, reason: str) -> None:
        job = partial(actions.cancel, action_id=action.id, reason=reason)
        undo = partial(actions.take_up_again, action_id=action.id)
        stored = partial(self._on_ended, action)
        self._do(job, tr("{ref} cancelled", ref=action.ref), undo, stored)

    def _on_ended(self, action: Action) -> None:
        """Back to the list: one more Enter in the detail would end the next action."""
        self.detail.forget(action)
        holder = self.window().focusWidget()
        if holder is not None and self.detail.isAncestorOf(holder):
            self.split.show_list()
            self.split.go_on_in_list()

    def _on_reopen(self, action: Action) -> None:
        job = partial(actions.take_up_again, action_id=action.id)
        self._do(job, tr("{ref} reopened", ref=action.ref), None)

    def _on_postpone(self, action: Action, day: date) -> None:
        job = partial(actions.postpone, action_id=action.id, due_on=day)
        undo = partial(actions.postpone, action_id=action.id, due_on=action.due_on)
        stored = partial(self.detail.forget, action, "action_until")
        self._do(job, tr("{ref} postponed", ref=action.ref), undo, stored)

    def _on_hand_over(self, action: Action, owner: PersonChoice, name: str) -> None:
        hand_over = partial(actions.hand_over, action_id=action.id)
        undo = partial(hand_over, owner=action.owner_id or "", written=action.owner_text)
        told = tr("{ref} handed over to {who}", ref=action.ref, who=name)
        stored = partial(self.detail.forget, action, "action_to")
        self._do(partial(hand_over, owner=owner), told, undo, stored)

    def _on_promised(self, new: NewAction) -> None:
        job = partial(actions.promise, new=new)
        self.context.tasks.write(self, job, self._on_kept, self.troubled.emit)

    def _on_kept(self, action_id: int) -> None:
        """Show the new action in its list and put the keyboard at it."""
        self.form.finish()
        offer_undo(self.context, action_id)
        self._requested_id = action_id
        self.split.show_list()
        self.table.show()  # it was hidden where there was no action
        self.table.take_keyboard()
        self.reload()

    def _do(
        self,
        job: Any,
        words: str,
        undo: Callable[..., None] | None,
        stored: Callable[[], None] = lambda: None,
    ) -> None:
        def done(_nothing: object) -> None:
            stored()
            if undo is None:
                self.context.toast(words)
            else:
                self.context.toast_done(words, undo)

        self.context.tasks.write(self, job, done, self.troubled.emit)


def _nothing(view: str) -> tuple[str, str]:
    if view == MINE:
        return tr("No actions for you"), tr("Your open actions appear here.")
    if view == OVERDUE:
        return tr("No overdue actions"), tr("Overdue actions appear here.")
    if view == ENDED:
        return tr("No ended actions yet"), tr("Completed and cancelled actions appear here.")
    return (
        tr("No open actions"),
        tr("Add one here, or from a failed checklist item."),
    )
