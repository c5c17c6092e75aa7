"""What changed in an issued month since: each figure as issued and as it stands now, by cause."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.indicators.figures import Figure
from csq_desktop.domain.indicators.revisions import RevisedMonth, RevisionLine, counted_from
from csq_desktop.domain.packs.packs import IssuedPack
from csq_desktop.services.packs import revisions
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column
from csq_desktop.ui.kit.tables.table import TableView


class RevisionsDialog(Dialog):
    """One line for each figure and cause; issued plus the changes is what the figure is now."""

    wide: ClassVar[int] = 900
    tall: ClassVar[int] = 560

    def __init__(self, context: Context, pack: IssuedPack, parent: QWidget) -> None:
        super().__init__(context, tr("What has changed since"), "", parent)
        self.setObjectName("revisions_dialog")
        self.month = PlainLabel("", "section")
        self.content.addWidget(self.month)
        hint = tr("As issued plus what each cause changed is what the figure is now. "
                  "Issued review packs stay as they were.")  # fmt: skip
        self.content.addWidget(PlainLabel(hint, "muted", wrap=True))
        self.model = RowsModel(_columns(), self)
        self.table = TableView(context, self.model, name="revisions", two_lines=True)
        self.table.setAccessibleName(tr("Figures that have changed"))
        self.content.addWidget(self.table, 1)
        query = partial(revisions.of_pack, pack_id=pack.id)
        context.tasks.read(self, query, self._on_read)

    def _on_read(self, month: RevisedMonth | None) -> None:
        if month is not None:
            self.month.setText(month.title)
            self.model.set_rows(month.lines)


def _columns() -> list[Column]:
    return [
        Column("measure", trc("column", "Measure"), lambda line: Cell(line.figure.label), 230),
        Column("issued", trc("column", "As issued"), _issued, 110),
        Column("cause", trc("column", "Cause"), _cause, 170),
        Column("refs", trc("column", "Where"), _refs, 190, rank=1),
        Column("now", trc("column", "Now"), _now, 110),
    ]


def _issued(line: RevisionLine) -> Cell:
    return _figure(line.figure.change.before)


def _now(line: RevisionLine) -> Cell:
    return _figure(line.figure.change.after)


def _figure(figure: Figure) -> Cell:
    return Cell(figure.text, counted_from(figure), right=True)


def _cause(line: RevisionLine) -> Cell:
    return Cell(line.effect.cause.label, line.figure.effect_text(line.effect), strong=True)


def _refs(line: RevisionLine) -> Cell:
    return Cell(line.effect.refs_text)
