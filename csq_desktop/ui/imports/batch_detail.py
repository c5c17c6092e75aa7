"""One import beside the list: what it did, by whom, and taking it back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop.domain.imports.undated import rule_text
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import (
    count_text,
    moment_text,
    paragraph,
)
from csq_desktop.services.imports.imports import Batch
from csq_desktop.services.imports.undo import Undone
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.facts import KeyValueList
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import tokens


class BatchDetail(QWidget):
    """The facts of an import, and a button that undoes it."""

    undo_requested = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._batch: Batch | None = None
        self.title, self.badge = PlainLabel("", "heading"), Badge()
        self.facts = KeyValueList()
        self.undo_words = PlainLabel("", "muted", wrap=True)
        self.undo_button = buttons.secondary(
            tr("Undo this import"), self._on_undo, icon="arrow-back-up", name="undo_import"
        )
        head = QHBoxLayout()
        head.setSpacing(tokens.GAP)
        head.addWidget(self.title)
        head.addWidget(self.badge)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.undo_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP)
        column.addLayout(head)
        column.addWidget(self.facts)
        column.addWidget(self.undo_words)
        column.addStretch(1)
        column.addLayout(foot)

    def show_batch(self, batch: Batch) -> None:
        """Show an import."""
        self._batch = batch
        zone = self._context.zone
        self.title.setText(batch.kind.label)
        undone = batch.undone_at is not None
        self.badge.show_state(
            tr("Undone") if undone else tr("Imported"), Tone.SOFT if undone else Tone.GOOD
        )
        rule = rule_text(batch.closing_rule) if batch.closing_rule else ""
        self.facts.show_pairs(
            [
                (tr("Imported"), moment_text(batch.at, zone)),
                (tr("By"), batch.by),
                (tr("Added"), count_text(batch.added)),
                (tr("Updated"), count_text(batch.updated)),
                (tr("Skipped as duplicates"), count_text(batch.duplicates)),
                (tr("Skipped as invalid"), count_text(batch.invalid)),
                (tr("Closed without a date"), rule),
                (tr("Undone"), moment_text(batch.undone_at, zone) if undone else ""),
            ]
        )
        later = tr("Updated records go back to their old values; later changes are kept.")
        self.undo_words.setText(f"{batch.kind.undoing} {later}")
        self.undo_words.setVisible(not undone)
        self.undo_button.setVisible(not undone)

    def _on_undo(self) -> None:
        self.undo_requested.emit(self._batch)


def undone_text(undone: Undone) -> str:
    """What undoing an import did, in a sentence or two."""
    sentences = [
        tr(
            "Import undone: {gone} removed, {back} restored.",
            gone=count_text(undone.taken_out),
            back=count_text(undone.put_back),
        )
    ]
    if undone.edited:
        n = undone.edited
        sentences.append(trn("{n} row keeps a later change.", "{n} rows keep a later change.", n))
    if undone.in_use:
        n = undone.in_use
        sentences.append(
            trn(
                "{n} customer stays because of a complaint.",
                "{n} customers stay because of their complaints.",
                n,
            )
        )
    return paragraph(sentences)
