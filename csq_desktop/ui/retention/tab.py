"""The tab Retention: what is due, what was erased, and which customers are held."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QFileDialog, QPushButton, QStackedWidget

from csq_desktop import paths
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.erasures import DueRecord, Erasure, LegalHold
from csq_desktop.domain.retention.rules import RetentionRules
from csq_desktop.services.retention import due_list, holds, papers, rules
from csq_desktop.services.stores import erasures
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit import question
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.forms.filter_box import FilterBox
from csq_desktop.ui.kit.page_tab import TabBody
from csq_desktop.ui.kit.paper.register_dialog import RegisterDialog
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.retention.columns import due_columns, erasure_columns, hold_columns
from csq_desktop.ui.retention.dialogs import LeaveDialog, ReleaseDialog, RulesDialog
from csq_desktop.ui.retention.erase_dialog import TOPICS, EraseDialog, Erasing

DUE, ERASED, HELD = "due", "erased", "held"


class RetentionTab(TabBody):
    """Three lists, one at a time; the buttons are those of the list shown."""

    topics: ClassVar[frozenset[str]] = frozenset({"retention", "imports"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rules, self._kinds = RetentionRules(), tuple[RecordKind, ...]()
        self.view = FilterBox(
            [(DUE, tr("Due")), (ERASED, tr("Erasures")), (HELD, tr("Legal holds"))]
        )
        self.kind = FilterBox([("", tr("Every kind"))])
        self.due = RowsModel(due_columns())
        self.erased = RowsModel(erasure_columns(context.zone))
        self.held = RowsModel(hold_columns(context.zone))
        self.tables = {
            DUE: TableView(context, self.due, name="retention_due", two_lines=True, personal=True),
            ERASED: TableView(context, self.erased, name="erasures", two_lines=True),
            HELD: TableView(context, self.held, name="legal_holds", two_lines=True),
        }
        self.empty = EmptyState("shield-lock", "")
        self.erase = buttons.primary(
            tr("Erase or anonymise…"), self._on_erase, icon="trash", name="erase_due"
        )
        self.leave = buttons.secondary(tr("Leave for now…"), self._on_leave, name="leave_due")
        self.certificate = buttons.primary(
            tr("Certificate…"), self._on_certificate, icon="printer", name="certificate"
        )
        self.release = buttons.primary(tr("Release…"), self._on_release, name="release_hold")
        self._lines: tuple[DueRecord, ...] = ()
        self._stack = QStackedWidget()
        self._lay_out()

    def reload(self) -> None:
        sees = self.context.user.role.sees_identities
        read = self.context.tasks.read
        read(self, due_list.everything, self._on_due, identities=sees)
        read(self, erasures.ledger, self._on_erasures)
        read(self, holds.everything, self._on_holds)
        read(self, rules.rules, self._on_rules)
        read(self, rules.kinds, self._on_kinds)

    def primary_button(self) -> QPushButton | None:
        return {DUE: self.erase, ERASED: self.certificate, HELD: self.release}[self.view.value]

    def _lay_out(self) -> None:
        self.view.setObjectName("retention_view")
        self.view.setAccessibleName(tr("Which list"))
        self.kind.setObjectName("retention_kind")
        self.kind.setAccessibleName(tr("Kind of record"))
        self.view.value_changed.connect(lambda _value: self._show())
        self.kind.value_changed.connect(lambda _value: self._show())
        for part in (self.view, self.kind, self.leave, self.erase):
            self.filters.addWidget(part)
        for part in (self.certificate, self.release):
            self.filters.addWidget(part)
        self.filters.addWidget(
            buttons.icon_only(tr("Retention rules…"), "settings", self._on_edit, name="rules")
        )
        self.filters.addWidget(
            buttons.icon_only(tr("Export the list…"), "download", self._on_export, name="export")
        )
        self.filters.addWidget(
            buttons.icon_only(tr("Repeat from a list…"), "upload", self._on_repeat, name="repeat")
        )
        names = {DUE: tr("Due for erasure"), ERASED: tr("Erasures"), HELD: tr("Legal holds")}
        for key, table in self.tables.items():
            table.setAccessibleName(names[key])
            table.counted.connect(lambda _count: self._allow())
            self._stack.addWidget(table)
        self._stack.addWidget(self.empty)
        self.body.addWidget(self._stack, 1)
        self._show()

    def _on_due(self, lines: Sequence[DueRecord]) -> None:
        self._lines = tuple(lines)
        self._show()

    def _on_erasures(self, lines: Sequence[Erasure]) -> None:
        self.erased.set_rows(lines)
        self._show()

    def _on_holds(self, lines: Sequence[LegalHold]) -> None:
        self.held.set_rows(lines)
        self._show()

    def _on_rules(self, stored: RetentionRules) -> None:
        self._rules = stored

    def _on_kinds(self, kinds: tuple[RecordKind, ...]) -> None:
        self._kinds = kinds
        options = [(kind.value, kind.label) for kind in kinds]
        self.kind.set_options([("", tr("Every kind")), *options])

    def _show(self) -> None:
        view = self.view.value
        if view == DUE:
            kind = self.kind.value
            self.due.set_rows([line for line in self._lines if kind in ("", line.kind.value)])
        table = self.tables[view]
        has_rows = table.rows.rowCount() > 0
        self._stack.setCurrentWidget(table if has_rows else self.empty)
        if not has_rows:
            self.empty.show_text(*_nothing(view))
        for part, at in (
            (self.erase, DUE),
            (self.leave, DUE),
            (self.kind, DUE),
            (self.certificate, ERASED),
            (self.release, HELD),
        ):
            part.setVisible(view == at)
        self._allow()

    def _allow(self) -> None:
        due, held = self._chosen(DUE), self._chosen(HELD)
        alike = len({line.kind for line in due}) == 1
        self.leave.setEnabled(alike)
        self.erase.setEnabled(alike and not any(line.verdict.is_forbidden for line in due))
        self.certificate.setEnabled(len(self._chosen(ERASED)) == 1)
        self.release.setEnabled(len(held) == 1 and held[0].released_at is None)

    def _chosen(self, key: str) -> list[Any]:
        table = self.tables[key]
        rows = table.selectionModel().selectedRows()
        return [table.rows.row_at(index.row()) for index in rows]

    def _ids(self) -> tuple[int, ...]:
        return tuple(line.record_id for line in self._chosen(DUE))

    def _on_erase(self) -> None:
        if chosen := self._chosen(DUE):
            EraseDialog(self.context, Erasing(chosen[0].kind, self._ids()), self).open()

    def _on_leave(self) -> None:
        if chosen := self._chosen(DUE):
            LeaveDialog(self.context, chosen[0].kind, self._ids(), self).open()

    def _on_certificate(self) -> None:
        (erasure,) = self._chosen(ERASED)
        make = partial(papers.certificate, erasure_id=erasure.id)
        title = tr("Erasure certificate {ref}", ref=erasure.ref)
        RegisterDialog(self.context, title, make, self).open()

    def _on_release(self) -> None:
        (hold,) = self._chosen(HELD)
        ReleaseDialog(self.context, hold, self).open()

    def _on_edit(self) -> None:
        RulesDialog(self.context, self._rules, self._kinds, self).open()

    def _on_export(self) -> None:
        place = str(paths.documents() / f"{tr('Erasures')}{erasures.ENDING}")
        name, _ = QFileDialog.getSaveFileName(self, tr("Export the list of erasures"), place)
        if name:
            job = partial(erasures.export, target=Path(name))
            self.context.tasks.on_store(self, job, self._on_exported, self.show_error)

    def _on_exported(self, _answer: object) -> None:
        self.context.toast(tr("List of erasures exported."))

    def _on_repeat(self) -> None:
        kinds = tr("Lists of erasures ({pattern})", pattern=f"*{erasures.ENDING}")
        place = str(paths.documents())
        name, _ = QFileDialog.getOpenFileName(self, tr("Repeat erasures"), place, kinds)
        if name:
            words = (
                tr("Repeat erasures"),
                tr("What the list names is erased here, too. Nothing brings it back."),
                tr("Repeat"),
            )
            question.ask(self.context, words, self, partial(self._repeat, Path(name)))

    def _repeat(self, file: Path) -> None:
        job = partial(erasures.repeat, file=file)
        self.context.tasks.on_store(self, job, self._on_repeated, self.show_error)

    def _on_repeated(self, count: int) -> None:
        self.context.tasks.changed.emit(TOPICS)
        self.context.toast(trn("{n} erasure repeated.", "{n} erasures repeated.", count))


def _nothing(view: str) -> tuple[str, str]:
    if view == DUE:
        return (
            tr("Nothing to erase"),
            tr("Records come here when their rule has run out, to be looked through once a week."),
        )
    if view == ERASED:
        return tr("No erasures yet"), tr("Each erasure stands here, with a certificate to print.")
    return (
        tr("No legal holds"),
        tr("Place one on a customer’s page: nothing of the customer is erased while it stands."),
    )
