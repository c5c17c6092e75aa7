"""The line below the list: how many complaints are chosen, and what can be done with all."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from csq_desktop.domain.complaints.bulk import StepCheck
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.exports.lists import COMPLAINTS
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import count_text
from csq_desktop.services.complaints import bulk
from csq_desktop.services.exports import exports
from csq_desktop.services.handovers import bulk as handing
from csq_desktop.texts import tr, trn
from csq_desktop.ui.cases.bulk_step import BulkStep, steps
from csq_desktop.ui.complaints.bulk_dialogs import (
    BulkAcknowledgeDialog,
    BulkDialog,
    BulkHandOverDialog,
)
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import ExportDialog
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.theme import theme

_ACKNOWLEDGE = "bulk_acknowledge"
_CROWDED_PERCENT = 150
"""From here on a second line of buttons would take the list its third row: the menu has them."""
Check = Callable[..., StepCheck]


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
            if not (_is_crowded() and part.objectName() in _of_features()):
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
        acknowledge = partial(self._check, bulk.may_be_acknowledged, BulkAcknowledgeDialog)
        hand_over = partial(self._check, handing.may_be_handed_over, BulkHandOverDialog)
        may_export = exports.permission(COMPLAINTS)
        allowed = Permission.ACKNOWLEDGE_COMPLAINTS
        offered: list[tuple[str, Callable[[], object], str, Permission]] = [
            (tr("Acknowledge…"), acknowledge, _ACKNOWLEDGE, allowed),
            (tr("Hand over…"), hand_over, "bulk_hand_over", Permission.WORK_COMPLAINTS),
        ]
        for step in steps():
            act = partial(self._on_step, step)
            offered.append((step.text, act, step.name, step.permission))
        offered.append((tr("Export…"), self._on_export, "bulk_export", may_export))
        return [
            buttons.link(text, act, name=name)  # no higher than the count that they replace
            for text, act, name, permission in offered
            if self._context.may(permission)
        ]

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

    def _check(self, check: Check, dialog: type[BulkDialog]) -> None:
        job = partial(check, complaint_ids=self._table.chosen_ids())
        self._context.tasks.read(self, job, partial(self._ask, dialog))

    def _ask(self, dialog: type[BulkDialog], check: StepCheck) -> None:
        dialog(self._context, check, self).open()

    def _on_step(self, step: BulkStep) -> None:
        step.act(self._context, self._table.chosen_ids(), self)

    def _on_export(self) -> None:
        ExportDialog(self._context, (COMPLAINTS,), self._table.chosen_ids(), self).open()


def _is_crowded() -> bool:
    return theme.current().percent >= _CROWDED_PERCENT


def _of_features() -> frozenset[str]:
    """The names of the steps that features add; they stand in the menu of the rows as well."""
    return frozenset(step.name for step in steps())
