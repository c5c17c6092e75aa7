"""What improved a month's figures after a miss: each figure with and without, and every act."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.helped import HelpedMonth, HelpfulAct
from csq_desktop.domain.words.wording import month_text
from csq_desktop.services.packs import helped
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column
from csq_desktop.ui.kit.tables.table import TableView


class HelpedDialog(Dialog):
    """The figures that later changes improved, and one line for each change."""

    wide: ClassVar[int] = 900
    tall: ClassVar[int] = 560

    def __init__(self, context: Context, month: Month, parent: QWidget) -> None:
        super().__init__(context, tr("Improved by later changes"), "", parent)
        self.setObjectName("helped_dialog")
        self._context, self._helped = context, HelpedMonth(month)
        self.content.addWidget(PlainLabel(month_text(month), "section"))
        self.about = PlainLabel("", wrap=True)
        self.content.addWidget(self.about)
        self.model = RowsModel(self._columns(), self)
        self.table = TableView(context, self.model, name="helped", two_lines=True)
        self.table.setAccessibleName(tr("Changes that improved a figure"))
        self.table.hide()
        self.content.addWidget(self.table, 1)
        context.tasks.read(self, partial(helped.of_month, month=month), self._on_read)

    def _on_read(self, month: HelpedMonth) -> None:
        self._helped = month
        self.about.setText("\n".join(month.sentences))
        self.table.setVisible(bool(month.acts))
        self.model.set_rows(month.acts)

    def _columns(self) -> list[Column]:
        return [
            Column("change", trc("column", "Change, reason"), _change, 260),
            Column("measure", trc("column", "Measure"), self._measure, 200, rank=1),
            Column("refs", trc("column", "Where"), _where, 190),
            Column("who", trc("column", "Who, when"), self._who, 180),
        ]

    def _measure(self, act: HelpfulAct) -> Cell:
        first, _, second = self._helped.measures(act).partition("\n")
        return Cell(first, second)

    def _who(self, act: HelpfulAct) -> Cell:
        return Cell(act.who, act.when(self._context.zone))


def _change(act: HelpfulAct) -> Cell:
    return Cell(act.kind.label, act.reason, strong=True)


def _where(act: HelpfulAct) -> Cell:
    return Cell(act.where, act.number)
