"""What verifying a file found out, with the figures kept, to be compared with the paper."""

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.indicators.figures import Figure
from csq_desktop.domain.packs.verification import VerifiedPack
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.announcements import announce
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column
from csq_desktop.ui.kit.tables.table import TableView


class VerifyDialog(Dialog):
    """The verdict on a file, why, and the figures of the pack it is, or says it is.

    `pack_requested` carries the id of that pack when its pages are asked for.
    """

    help_heading: ClassVar[str] = "verify-one"
    wide: ClassVar[int] = 820
    tall: ClassVar[int] = 640
    pack_requested = Signal(object)

    def __init__(self, context: Context, verified: VerifiedPack, parent: QWidget) -> None:
        is_there = verified.pack is not None and not verified.removed
        action = tr("Show the issued review pack") if is_there else ""
        title = tr("Verification of “{name}”", name=verified.file)
        super().__init__(context, title, action, parent)
        self.setObjectName("verify_dialog")
        self.cancel_button.setText(tr("Close"))
        self.verified = verified
        self.state = Badge(verified.state, verified.tone)
        self.content.addWidget(self.state)
        for sentence in verified.sentences:
            self.content.addWidget(PlainLabel(sentence, wrap=True).selectable())
        if verified.figures:
            self.content.addWidget(PlainLabel(tr("Compare with the paper"), "section"))
            hint = tr("Each figure of the issued review pack, as the database has stored it: on "
                      "paper it must be the same.")  # fmt: skip
            self.content.addWidget(PlainLabel(hint, "muted", wrap=True))
            self.content.addWidget(self._table())

    def submit(self) -> None:
        """Show the pages of the issued pack."""
        self.finish()
        if self.verified.pack is not None:
            self.pack_requested.emit(self.verified.pack.id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        announce(self, "\n".join((self.verified.state, *self.verified.sentences)))

    def _table(self) -> TableView:
        model = RowsModel(_columns(), self)
        model.set_rows(self.verified.figures)
        table = TableView(self.context, model, name="printed_figures")
        table.setAccessibleName(tr("Figures kept"))
        table.keep_rows(7)
        return table


def _columns() -> list[Column]:
    return [
        Column("measure", trc("column", "Measure"), lambda figure: Cell(figure.label), 380),
        Column("printed", trc("column", "Printed"), _printed, 90),
        Column("basis", trc("column", "Basis"), _basis, 130, rank=1),
        Column("interval", trc("column", "95% interval"), _interval, 110, rank=2),
    ]


def _printed(figure: Figure) -> Cell:
    return Cell(figure.text, strong=True, right=True)


def _basis(figure: Figure) -> Cell:
    return Cell(figure.counts, right=True)


def _interval(figure: Figure) -> Cell:
    return Cell(figure.interval, right=True)
