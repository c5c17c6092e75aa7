"""Exports: what is written to a file, as what, and what it is needed for."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from csq_desktop import paths
from csq_desktop.domain.exports.lists import CUSTOMERS, list_of
from csq_desktop.domain.transfers.sets import SetReport
from csq_desktop.domain.words.wording import paragraph
from csq_desktop.errors import UserError
from csq_desktop.services.exports import exports
from csq_desktop.services.transfers import everything
from csq_desktop.services.transfers.everything import SetOrder
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.confirm_dialog import ConfirmDialog
from csq_desktop.ui.exports.export_dialog import chosen_file, ending_choice, say_exported
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.form_draft import FormDraft

EVERYTHING = "everything"
"""Chosen in the place of a list: a set of files."""


class ExportsCard(Card):
    """Chooses a list and writes it; words and customers for a purpose, these by passphrase."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Exports"))
        self._context = context
        allowed = [kind for kind in exports.KINDS if context.may(exports.permission(kind))]
        choices = [(kind, list_of(kind).label) for kind in allowed]
        if CUSTOMERS in allowed:
            choices.append((EVERYTHING, tr("Everything another database can import")))
        self.kind = ChoiceBox(choices)
        self.ending = ending_choice()
        self.purpose = WordsLine()
        self.purpose.setMaxLength(exports.LONGEST_PURPOSE)
        self.form = FormGrid(columns=2)
        self.form.add("export_kind", tr("Kind of data"), self.kind)
        self.form.add("export_ending", tr("As"), self.ending)
        self.form.add(
            "purpose",
            tr("What it is needed for"),
            self.purpose,
            wide=True,
            hint=tr("Recorded in the audit trail with your name."),
        )
        self.button = buttons.secondary(
            tr("Export…"), self._on_export, icon="download", name="export"
        )
        nobody = PlainLabel(
            tr("Your role cannot export data. Ask a supervisor."), "muted", wrap=True
        )
        message = InlineMessage()
        self.body.addWidget(message)
        self.body.addWidget(self.form)
        self.body.addWidget(nobody)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        self.body.addLayout(row)
        self.kind.value_changed.connect(self._on_kind)
        self._on_kind(self.kind.value)
        for part in (self.form, self.button):
            part.setVisible(bool(allowed))
        nobody.setVisible(not allowed)
        texts = (lambda: {"purpose": self.purpose.text()}, self.form.restore)
        self.draft = FormDraft(self.form, context, message, texts)
        self.draft.begin("export.purpose")

    def export_to(self, target: Path) -> None:
        """Write what is chosen to a file."""
        self.button.setEnabled(False)
        if self.kind.value == EVERYTHING:
            self._export_set(target)
            return
        order = exports.ExportOrder(self.kind.value, target, self._purpose())
        job = partial(exports.write_list, order=order)
        self._context.tasks.on_store(self, job, self._on_exported, self._on_failed)

    def _export_set(self, folder: Path) -> None:
        """Write a folder with a file for each kind of data."""
        order = SetOrder(folder, self.purpose.text(), ending=self.ending.value)
        job = partial(everything.write, order=order)
        self._context.tasks.on_store(self, job, self._on_set, self._on_failed)

    def _on_set(self, report: SetReport) -> None:
        self._begin_again()
        self._context.toast(paragraph(report.sentences_of_all))

    def _begin_again(self) -> None:
        self.button.setEnabled(True)
        self.purpose.clear()
        self.draft.finish()

    def _purpose(self) -> str:
        return self.purpose.text() if exports.asks_purpose(_listed(self.kind.value)) else ""

    def _on_kind(self, kind: str) -> None:
        """Ask for a purpose only where one is needed."""
        self.form.set_shown("purpose", bool(kind) and exports.asks_purpose(_listed(kind)))

    def _on_export(self) -> None:
        refusal = exports.purpose_missing(_listed(self.kind.value), self.purpose.text())
        self.form.show_errors({"purpose": refusal} if refusal else {})
        if refusal:
            return
        try:
            target = self._target()
        except UserError as error:
            self._on_failed(error)
            return
        if target is None:
            return
        if exports.holds_identities(_listed(self.kind.value)):
            dialog = ConfirmDialog(self._context, self)
            dialog.accepted.connect(partial(self.export_to, target))
            dialog.open()
        else:
            self.export_to(target)

    def _target(self) -> Path | None:
        """The file somebody chooses, or the new folder for a set of files."""
        if self.kind.value != EVERYTHING:
            return chosen_file(self, self.kind.currentText(), self.ending.value)
        chosen = QFileDialog.getExistingDirectory(self, tr("Export"), str(paths.documents()))
        return Path(chosen) / f"CSQ {self._context.today()}" if chosen else None

    def _on_exported(self, outcome: exports.ExportOutcome) -> None:
        self._begin_again()
        say_exported(self._context, outcome)

    def _on_failed(self, error: UserError) -> None:
        self.button.setEnabled(True)
        self._context.tasks.refused.emit(error)


def _listed(kind: str) -> str:
    """The list by whose rules something goes out: everything holds the customers, too."""
    return CUSTOMERS if kind == EVERYTHING else kind
