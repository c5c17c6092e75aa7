"""The actions that serve the case that is shown."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.actions import Action
from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.services.actions import links
from csq_desktop.texts import tr
from csq_desktop.ui.actions.columns import state_cell
from csq_desktop.ui.cases.section import CaseSection
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.theme import tokens


class ActionsOfCase(CaseSection):
    """Actions of the case, each leading to its page; hidden where there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Actions"))

    def query(self, complaint: Complaint) -> Callable[..., object]:
        return partial(links.of_complaint, complaint_id=complaint.id)

    def rows(self, actions: Sequence[Action]) -> Iterator[QWidget]:
        for action in actions:
            yield self._row(action)

    def _row(self, action: Action) -> QWidget:
        row, cell = QWidget(), state_cell(action, self._context.today())
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        go = partial(self._context.navigate, "checklists", action.id)
        line.addWidget(buttons.link(action.ref, go, name=f"open_action_{action.id}"))
        line.addWidget(PlainLabel(action.title, wrap=True))
        line.addWidget(PlainLabel(action.owner, "label"))
        line.addWidget(Badge(cell.text, cell.tone or Tone.SOFT))
        if self._can_be_unlinked(action):
            unlink = partial(self._on_unlink, action)
            line.addWidget(buttons.link(tr("Unlink"), unlink, name=f"unlink_{action.id}"))
        row.setAccessibleName(tr("{what}, {state}", what=action.title, state=cell.text))
        return row

    def _can_be_unlinked(self, action: Action) -> bool:
        """An action that began at this case goes on serving it."""
        is_own = self._complaint is None or action.source_id == self._complaint.id
        return not is_own and self._context.may(Permission.WORK_ACTIONS)

    def _on_unlink(self, action: Action) -> None:
        if self._complaint is None:
            return
        complaint_id = self._complaint.id
        undo = partial(links.link, action_id=action.id, complaint_id=complaint_id)
        self._context.tasks.write(
            self,
            partial(links.unlink, action_id=action.id, complaint_id=complaint_id),
            lambda _done: self._context.toast_done(tr("Action no longer linked."), undo),
        )
