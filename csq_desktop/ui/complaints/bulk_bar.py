"""The line above the list: how many complaints are chosen, and what can be done with all."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton, QWidget

from csq_desktop.domain.complaints.bulk import StepCheck
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import count_text
from csq_desktop.services.complaints import bulk
from csq_desktop.services.imports import exports
from csq_desktop.texts import tr, trn
from csq_desktop.ui.complaints.bulk_dialogs import (
    BulkAcknowledgeDialog,
    BulkDialog,
    BulkHandOverDialog,
    ExportChosenDialog,
)
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.tables.table import TableView

Check = Callable[..., StepCheck]


class BulkBar(QWidget):
    """Seen while several rows of the list are chosen."""

    def __init__(self, context: Context, table: TableView) -> None:
        super().__init__()
        self._context, self._table = context, table
        self.words = PlainLabel("", "strong")
        self.acts = self._buttons()
        row = FlowLayout(self)
        row.addWidget(self.words)
        for button in self.acts:
            row.addWidget(button)
        table.counted.connect(self._on_counted)
        self.hide()

    def _buttons(self) -> list[QPushButton]:
        acknowledge = partial(self._check, bulk.may_be_acknowledged, BulkAcknowledgeDialog)
        hand_over = partial(self._check, bulk.may_be_handed_over, BulkHandOverDialog)
        may_export = exports.permission(exports.COMPLAINTS)
        allowed = Permission.ACKNOWLEDGE_COMPLAINTS
        steps = (
            (tr("Acknowledge…"), acknowledge, "bulk_acknowledge", allowed),
            (tr("Hand over…"), hand_over, "bulk_hand_over", Permission.WORK_COMPLAINTS),
            (tr("Export…"), self._on_export, "bulk_export", may_export),
        )
        return [
            buttons.secondary(text, act, name=name)
            for text, act, name, permission in steps
            if self._context.may(permission)
        ]

    def _on_counted(self, count: int) -> None:
        self._show(count > 1)
        words = trn("{count} selected:", "{count} selected:", count, count=count_text(count))
        if count > bulk.MOST_AT_ONCE:
            most = count_text(bulk.MOST_AT_ONCE)
            words = tr("{n} selected: at most {most} at once", n=count_text(count), most=most)
        self.words.setText(words)
        for button in self.acts:
            button.setEnabled(count <= bulk.MOST_AT_ONCE)

    def _show(self, shown: bool) -> None:
        """Come and go without moving the rows: the next click is meant for one of them."""
        place, card = self._top_of_rows(), self.parentWidget()
        self.setVisible(shown)
        layout = card.layout() if card is not None else None
        if layout is not None:
            layout.activate()
        bar = self._table.verticalScrollBar()
        bar.setValue(bar.value() + self._top_of_rows() - place)

    def _top_of_rows(self) -> int:
        return self._table.viewport().mapTo(self.window(), QPoint()).y()

    def _check(self, check: Check, dialog: type[BulkDialog]) -> None:
        job = partial(check, complaint_ids=self._table.chosen_ids())
        self._context.tasks.read(self, job, partial(self._ask, dialog))

    def _ask(self, dialog: type[BulkDialog], check: StepCheck) -> None:
        dialog(self._context, check, self).open()

    def _on_export(self) -> None:
        ExportChosenDialog(self._context, self._table.chosen_ids(), self).open()
