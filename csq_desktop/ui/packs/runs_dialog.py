"""The log of review packs: what was done with each, when, by whom, and what came of it."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QWidget

from csq_desktop.domain.exports.lists import PACK_LOG
from csq_desktop.domain.packs.pack_runs import PackRun
from csq_desktop.domain.words.wording import moment_text
from csq_desktop.services.packs import runs
from csq_desktop.texts import LANGUAGE_NAMES, tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import export_button
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column, Fact, in_zone
from csq_desktop.ui.kit.tables.table import TableView

_HASH_SHOWN = 12


class RunsDialog(Dialog):
    """A row for each run, the newest first; the audit trail is where it is read from."""

    help_heading: ClassVar[str] = "the-log"
    wide: ClassVar[int] = 980
    tall: ClassVar[int] = 640
    fills: ClassVar[bool] = True

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, tr("Log of review packs"), "", parent)
        self.setObjectName("runs_dialog")
        self.model = RowsModel(self._columns(), self)
        self.table = TableView(context, self.model, name="pack_runs", two_lines=True)
        self.table.setAccessibleName(tr("Log of review packs"))
        head = QHBoxLayout()
        words = tr("Read from the audit trail, where nobody can edit it.")
        head.addWidget(PlainLabel(words, "hint", wrap=True), 1)
        head.addWidget(export_button(context, self, (PACK_LOG,), lambda: ((PACK_LOG,), None)))
        self.content.addLayout(head)
        self.content.addWidget(self.table, 1)
        context.tasks.read(self, runs.lines, self.show_runs)

    def show_runs(self, runs: Sequence[PackRun]) -> None:
        """Show these runs."""
        self.model.set_rows(runs)
        if runs:
            self.table.choose(0)
            self.table.setFocus()

    def _columns(self) -> list[Column]:
        return [
            Column(
                "run",
                tr("What was done"),
                self._what,
                250,
                least=210,
                facts=(
                    Fact(tr("What was done"), lambda run: run.kind.label),
                    Fact(tr("When"), lambda run: in_zone(run.at, self.context.zone)),
                    Fact(tr("By"), lambda run: run.who),
                ),
            ),
            Column(
                "pack",
                tr("Review pack"),
                _pack,
                230,
                facts=(
                    Fact(tr("Month"), lambda run: str(run.month or "")),
                    Fact(tr("Version"), lambda run: run.version or ""),
                    Fact(tr("Sections"), lambda run: run.definition),
                ),
            ),
            Column(
                "result",
                trc("column", "Result"),
                lambda run: Cell(run.result, run.took, run.tone),
                240,
                facts=(
                    Fact(trc("column", "Result"), lambda run: run.result),
                    Fact(tr("Seconds"), lambda run: run.seconds),
                ),
            ),
            Column(
                "hash",
                "SHA-256",
                lambda run: Cell(run.sha256[:_HASH_SHOWN]),
                130,
                rank=1,
                facts=(Fact("SHA-256", lambda run: run.sha256),),
            ),
        ]

    def _what(self, run: PackRun) -> Cell:
        when = moment_text(run.at, self.context.zone)
        return Cell(run.kind.label, tr(" · ").join(filter(None, (when, run.who))), strong=True)


def _pack(run: PackRun) -> Cell:
    names = tr(", ").join(LANGUAGE_NAMES.get(code, code) for code in run.languages)
    return Cell(run.pack, tr(" · ").join(filter(None, (names, run.definition))))
