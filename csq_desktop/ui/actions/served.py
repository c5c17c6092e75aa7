"""The complaints that an action serves, and what became of complaints of their causes."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from csq_desktop.domain.actions import Action
from csq_desktop.domain.causes.effect import ActionEffect, ServedCase
from csq_desktop.services.actions import links
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.facts import clear
from csq_desktop.ui.kit.display.words import PlainLabel, SectionTitle
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.theme import tokens

MOST = 20


class ServedCases(QWidget):
    """The cases behind an action, each leading to its page; hidden where there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._action_id: int | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        self.heading = SectionTitle("")
        self.effect = PlainLabel("", wrap=True)
        self._rows = QVBoxLayout()
        column.addWidget(self.heading)
        column.addLayout(self._rows)
        column.addWidget(self.effect)
        self.hide()

    def show_action(self, action: Action) -> None:
        """Fetch what an action serves; what belonged to another one goes at once."""
        if action.id != self._action_id:
            self.hide()
        self._action_id = action.id
        tasks = self._context.tasks
        tasks.read(self, partial(links.served, action_id=action.id), self._show)
        tasks.read(self, partial(links.effect, action_id=action.id), self._show_effect)

    def _show(self, cases: Sequence[ServedCase]) -> None:
        clear(self._rows)
        count = len(cases)
        self.heading.set_text(trn("Serves {n} complaint", "Serves {n} complaints", count))
        for case in cases[:MOST]:
            self._rows.addWidget(self._row(case))
        if count > MOST:
            rest = trn("and {n} more", "and {n} more", count - MOST)
            self._rows.addWidget(PlainLabel(rest, "label"))
        self.setVisible(bool(cases))

    def _row(self, case: ServedCase) -> QWidget:
        row = QWidget()
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        go = partial(self._context.navigate, "complaints", case.id)
        line.addWidget(buttons.link(case.ref, go, name=f"open_case_{case.id}"))
        line.addWidget(PlainLabel(case.summary, wrap=True))
        return row

    def _show_effect(self, effect: ActionEffect | None) -> None:
        self.effect.setText(effect_text(effect) if effect else "")
        self.effect.setVisible(effect is not None)


def effect_text(effect: ActionEffect) -> str:
    """How many complaints of the causes there were before and after, in one sentence."""
    causes = tr(", ").join(lists.label(lists.ROOT_CAUSES, code) for code in effect.causes)
    return trn(
        "Complaints with the cause “{causes}”: {before} in the day before it was done, "
        "{after} in the day since.",
        "Complaints with the cause “{causes}”: {before} in the {n} days before it was done, "
        "{after} in the {n} days since.",
        effect.days,
        causes=causes,
        before=effect.before,
        after=effect.after,
    )
