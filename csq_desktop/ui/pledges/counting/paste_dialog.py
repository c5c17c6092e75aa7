"""What a block copied from a spreadsheet would change in a table of counts, before it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar, Protocol

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.pledges.fields import COUNTED, TYPED
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import paragraph
from csq_desktop.errors import UserError
from csq_desktop.services.pledges.pasting import CountPlace, PastedBlock, PastedRow, pasted
from csq_desktop.texts import tr, trc, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.pledges.counting.counts_model import (
    HEAD,
    REASON,
    CountEntry,
    CountsModel,
    as_typed,
)
from csq_desktop.ui.pledges.counting.counts_table import CountsTable

_COLUMNS = (HEAD, *TYPED)
_WIDTHS = {HEAD: 320, "over_maximum": 116, REASON: 128}
_NUMBER_WIDTH = 92


@dataclass(frozen=True)
class PasteLine:
    """One copied row as it is shown: what stands in its row now, and what would stand there.

    `key` is the pledge and the day; None where the row has no place.
    """

    head: str
    key: tuple[int, date] | None
    now: Mapping[str, str]
    after: Mapping[str, str]
    trouble: str
    is_empty: bool

    @property
    def changes(self) -> bool:
        """Whether pasting it changes the table."""
        return not self.trouble and self.now != self.after

    @property
    def is_same(self) -> bool:
        """Whether what was copied stands there already."""
        return not (self.trouble or self.is_empty or self.changes)


class PasteDialog(Dialog):
    """Shows every copied row with its changes; rows that cannot be right stay out."""

    help_heading: ClassVar[str] = "enter-counts"
    wide: ClassVar[int] = 1000
    tall: ClassVar[int] = 600
    fills: ClassVar[bool] = True

    def __init__(
        self, context: Context, block: PastedBlock, counts: CountsModel, parent: QWidget
    ) -> None:
        super().__init__(context, tr("Paste counts"), tr("Paste"), parent)
        self._counts = counts
        self.lines = [_line(row, counts) for row in block.rows]
        self.model = RowsModel([_column(key, counts) for key in _COLUMNS])
        self.model.set_rows(self.lines)
        self.table = TableView(context, self.model, name="paste_counts", two_lines=True)
        self.table.setAccessibleName(tr("What pasting changes"))
        self.about = PlainLabel(self._summary(), "muted", wrap=True)
        self.content.addWidget(self.about)
        self.content.addWidget(self.table, 1)
        if block.unused:
            unused = tr(", ").join(block.unused)
            self.content.addWidget(
                PlainLabel(tr("Columns not pasted: {columns}", columns=unused), "hint", wrap=True)
            )
        changing = sum(line.changes for line in self.lines)
        self.allow("" if changing else tr("None of the copied rows changes a count."))
        if changing:
            self.name_action(trn("Paste {n} row", "Paste {n} rows", changing))

    def submit(self) -> None:
        """Type the changes into the table, as one step that can be undone.

        Only where the table still is as it was shown: midnight or a colleague may have changed it.
        """
        rows = {entry.key: row for row, entry in enumerate(self._counts.entries)}
        changing = {line.key: line for line in self.lines if line.changes and line.key}
        if any(
            key not in rows or self._counts.entries[rows[key]].typed != line.now
            for key, line in changing.items()
        ):
            self.message.say(
                tr("The table has changed meanwhile. Cancel, and paste again."), Tone.WARN
            )
            return
        self._counts.type_block({rows[key]: line.after for key, line in changing.items()})
        self.finish()

    def _summary(self) -> str:
        refused = sum(bool(line.trouble) for line in self.lines)
        same = sum(line.is_same for line in self.lines)
        sentences = [
            tr("Nothing is changed until you choose Paste. Empty cells change nothing."),
            trn("{n} row is already so.", "{n} rows are already so.", same) if same else "",
            trn("{n} row is skipped.", "{n} rows are skipped.", refused) if refused else "",
        ]
        return paragraph(sentences)


class TakesPaste(Protocol):
    """What a table of counts stands in: it saves what was pasted, or waits for a button."""

    context: Context
    table: CountsTable

    def on_pasted(self) -> None:
        """A block was typed into the table."""

    def show_error(self, error: UserError) -> None:
        """Say why nothing can be pasted."""


def take_blocks(place: TakesPaste, parent: QWidget) -> None:
    """Show what a block copied into a table would change, and paste it when that is wanted."""
    place.table.block_pasted.connect(partial(_preview, place, parent))


def _preview(place: TakesPaste, parent: QWidget, text: str) -> None:
    context, counts = place.context, place.table.counts
    places = [CountPlace(entry.pledge, entry.day) for entry in counts.entries]
    try:
        block = pasted(text, places, context.today(), place.table.at)
    except UserError as error:
        place.show_error(error)
        return
    dialog = PasteDialog(context, block, counts, parent)
    dialog.accepted.connect(place.on_pasted)
    dialog.open()


def _line(row: PastedRow, counts: CountsModel) -> PasteLine:
    if row.row is None:
        return PasteLine(row.named, None, {}, dict(row.texts), row.trouble, not row.texts)
    entry = counts.entries[row.row]
    now = {key: entry.typed[key] for key in TYPED}
    pasted_texts = {
        key: as_typed(key, text)
        for key, text in row.texts.items()
        if key != "over_maximum" or entry.has_maximum
    }
    after = CountEntry(entry.pledge, entry.day, entry.stored)
    after.typed = now | pasted_texts
    lost = row.texts.get("over_maximum", "0") not in ("0", "") and not entry.has_maximum
    trouble = tr("This pledge has no maximum time") if lost else after.trouble
    head = counts.head_of(entry)
    return PasteLine(head, entry.key, now, after.typed, trouble, not row.texts)


def _column(key: str, counts: CountsModel) -> Column:
    width = _WIDTHS.get(key, _NUMBER_WIDTH)
    return Column(key, counts.heading(key), lambda line: _cell(line, key), width)


def _cell(line: PasteLine, key: str) -> Cell:
    if key == HEAD:
        note = line.trouble or (trc("counts", "no change") if line.is_same else "")
        return Cell(line.head or "–", note, Tone.BAD if line.trouble else None, strong=True)
    now, after = line.now.get(key, ""), line.after.get(key, "")
    right = key in COUNTED
    if now == after:
        return Cell(after, right=right)
    return Cell(f"{now} → {after}" if now else after, strong=True, right=right)
