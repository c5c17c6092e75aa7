"""The line below the list: how many complaints are chosen, and what can be done with all."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget, QWidget

from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.exports.lists import COMPLAINTS
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import count_text
from csq_desktop.services.bulk import bulk
from csq_desktop.services.exports import exports
from csq_desktop.texts import tr, trn
from csq_desktop.ui.bulk.dialogs import (
    BulkAcknowledgeDialog,
    BulkDialog,
    BulkHandOverDialog,
    ask,
)
from csq_desktop.ui.cases.bulk_step import BulkStep, steps
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import ExportDialog
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.tables.table import TableView

_ACKNOWLEDGE = "bulk_acknowledge"


class BulkBar(QStackedWidget):
    """Stands in place of the count of rows while several of them are chosen.

    It always takes the height that its buttons need: were the list to shrink at the second row,
    the next click would meet another row than the one it was meant for.
    """

    def __init__(self, context: Context, table: TableView) -> None:
        super().__init__()
        self._context, self._table = context, table
        self.foot = PlainLabel("", "meta")
        self.words = PlainLabel("", "strong")
        self.acts = self._buttons()
        chosen = QWidget()
        self._row = FlowLayout(chosen)
        for part in (self.words, *self.acts):
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(part.objectName() != _ACKNOWLEDGE)
            part.setSizePolicy(policy)
            self._row.addWidget(part)
        self.addWidget(self.foot)
        self.addWidget(chosen)
        self._on_counted(0)
        table.counted.connect(self._on_counted)

    @property
    def is_offered(self) -> bool:
        """Whether several rows are chosen, so that something can be done with all of them."""
        return self.currentIndex() == 1

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """What the higher of both needs; Qt measures only the one that is shown."""
        return max(self.foot.sizeHint().height(), self._row.heightForWidth(width))

    def show_kind(self, kind: FeedbackKind) -> None:
        """Offer what a kind has: only complaints are acknowledged."""
        for button in self.acts:
            if button.objectName() == _ACKNOWLEDGE:
                button.setVisible(kind.is_complaint)

    def _buttons(self) -> list[QPushButton]:
        may_export = exports.permission(COMPLAINTS)
        allowed = Permission.ACKNOWLEDGE_COMPLAINTS
        acknowledge = partial(self._ask, BulkAcknowledgeDialog)
        hand_over = partial(self._ask, BulkHandOverDialog)
        offered: list[tuple[str, Callable[[], object], str, Permission]] = [
            (tr("Acknowledge…"), acknowledge, _ACKNOWLEDGE, allowed),
            (tr("Hand over…"), hand_over, "bulk_hand_over", Permission.WORK_COMPLAINTS),
            (tr("Export…"), self._on_export, "bulk_export", may_export),
        ]
        acts = [
            buttons.link(text, act, name=name)  # no higher than the count that they replace
            for text, act, name, permission in offered
            if self._context.may(permission)
        ]
        menu = self._menu()
        return acts if menu.isEmpty() else [*acts, self._more(menu)]

    def _menu(self) -> QMenu:
        """What is done less often, and what the features add."""
        menu = QMenu(self)
        for step in steps():
            if self._context.may(step.permission):
                action = menu.addAction(step.text, partial(self._on_step, step))
                action.setObjectName(step.name)
        return menu

    def _more(self, menu: QMenu) -> QPushButton:
        more = buttons.link(tr("More"), name="bulk_more")
        more.setMenu(menu)
        return more

    def _on_counted(self, count: int) -> None:
        self.setCurrentIndex(1 if count > 1 else 0)
        words = trn("{count} selected:", "{count} selected:", count, count=count_text(count))
        too_many = ""
        if count > bulk.MOST_AT_ONCE:
            most = count_text(bulk.MOST_AT_ONCE)
            words = tr("{n} selected: at most {most} at once", n=count_text(count), most=most)
            too_many = words
        self.words.setText(words)
        for button in self.acts:
            allow(button, too_many)

    def _ask(self, dialog: type[BulkDialog]) -> None:
        ask(dialog, self._context, self._table.chosen_ids(), self)

    def _on_step(self, step: BulkStep) -> None:
        step.act(self._context, self._table.chosen_ids(), self)

    def _on_export(self) -> None:
        ExportDialog(self._context, (COMPLAINTS,), self._table.chosen_ids(), self).open()
