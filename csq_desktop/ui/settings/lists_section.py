"""The shop's lists: which there are on the left, the entries of one on the right."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from csq_desktop.domain.shop.shop_lists import KINDS, ListKind
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import count_text
from csq_desktop.services.settings import list_changes
from csq_desktop.services.settings.list_changes import EntryLine, ListView
from csq_desktop.texts import LANGUAGE_NAMES, LANGUAGES, language, tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.split import DetailPane, SplitView
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.settings.list_dialogs import AddEntryDialog, AdoptWordsDialog, EditEntryDialog
from csq_desktop.ui.settings.section import SettingsSection

_CHOSEN = "settings list"
_BELOW = "\u00a0" * 5  # an entry of the second level stands in


class ListsSection(SettingsSection):
    """Entries are added, reworded, moved and deactivated; every change can be undone."""

    topics = frozenset({"lists", "complaints", "customers", "shop", "pledges"})
    wide = 0

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            tr(
                "What forms offer. A deactivated entry is no longer offered and keeps its name "
                "wherever it was used. One language is enough; the others fall back to it."
            ),
        )
        self._code = ""
        self._view: ListView | None = None
        self.kinds = RowsModel([Column("list", tr("List"), lambda kind: Cell(kind.label), 170)])
        self.kinds.set_rows(KINDS)
        self.lists = TableView(context, self.kinds, name="lists")
        self.lists.setAccessibleName(tr("Lists"))
        self.model = RowsModel(_columns())
        self.table = TableView(context, self.model, name="list_entries")
        self.pane = DetailPane(EmptyState("list", tr("Select a list")))
        self.heading = PlainLabel("", "heading", wrap=True)
        self.empty = EmptyState("list", tr("No entries yet"))
        self.add = buttons.primary(tr("Add entry…"), self._on_add, icon="plus", name="add_entry")
        self.adopt = buttons.link("", self._on_adopt, name="adopt_words")
        self.edit = buttons.secondary(tr("Edit…"), self._on_edit, icon="pencil", name="edit_entry")
        self.up = buttons.secondary(
            tr("Move up"), partial(self._on_move, -1), icon="chevron-up", name="entry_up"
        )
        self.down = buttons.secondary(
            tr("Move down"), partial(self._on_move, 1), icon="chevron-down", name="entry_down"
        )
        self.stop = buttons.secondary(tr("Deactivate"), self._on_stop, name="deactivate_entry")
        self.resume = buttons.secondary(tr("Reactivate"), self._on_resume, name="reactivate_entry")
        self._acts = (self.edit, self.up, self.down, self.stop, self.resume)
        self._build()
        self.lists.chosen.connect(self._on_list)
        self.table.chosen.connect(self._on_entry)

    def primary_button(self) -> QPushButton | None:
        return self.add

    @property
    def kind(self) -> ListKind:
        """The list chosen, at first the one that was last."""
        name = self.context.property(_CHOSEN)
        return next((kind for kind in KINDS if kind.key == name), KINDS[0])

    def reload(self) -> None:
        at = self.kinds.find(self.kind.key, "key")
        if self.lists.currentIndex().row() != at:
            self.lists.choose(at)
        job = partial(list_changes.view, name=self.kind.key)
        self.context.tasks.read(self, job, self._show)

    def _on_list(self, row: int) -> None:
        kind: ListKind = self.kinds.row_at(row)
        if row >= 0 and kind.key != self.kind.key:
            self.context.setProperty(_CHOSEN, kind.key)
            self._code = ""
            self.message.clear()
            self.reload()

    def _show(self, view: ListView) -> None:
        if view.kind != self.kind:
            return
        self._view = view
        self.heading.setText(view.kind.label)
        self.table.setAccessibleName(view.kind.label)
        self.model.set_rows(view.lines)
        self.table.setVisible(bool(view.lines))
        self.empty.setVisible(not view.lines)
        self._show_unlisted(len(view.unlisted))
        at = self.model.find(self._code, "entry.code")
        if at >= 0:
            self.table.choose(at)
        self.pane.show_content()
        self._allow()

    def _show_unlisted(self, n: int) -> None:
        self.adopt.setText(
            trn("{n} other wording in records…", "{n} other wordings in records…", n)
        )
        self.adopt.setVisible(n > 0)

    def _on_entry(self, row: int) -> None:
        if row >= 0:
            line: EntryLine = self.model.row_at(row)
            self._code = line.entry.code
        self._allow()

    def _line(self) -> EntryLine | None:
        row = self.table.currentIndex().row()
        return self.model.row_at(row) if row >= 0 else None

    def _allow(self) -> None:
        line = self._line()
        for button in self._acts:
            allow(button, "" if line else tr("Select an entry."))
        is_active = line is None or line.entry.active
        self.stop.setVisible(is_active)
        self.resume.setVisible(not is_active)
        if line is not None:
            beside = self._beside(line)
            allow(self.up, tr("It is the first.") if line == beside[0] else "")
            allow(self.down, tr("It is the last.") if line == beside[-1] else "")

    def _beside(self, line: EntryLine) -> list[EntryLine]:
        view = self._view
        lines = view.lines if view else ()
        return [each for each in lines if each.entry.parent == line.entry.parent]

    def _on_add(self) -> None:
        if self._view is not None:
            AddEntryDialog(self.context, self._view, self).open()

    def _on_edit(self) -> None:
        line = self._line()
        if line is not None and self._view is not None:
            EditEntryDialog(self.context, self._view, line, self).open()

    def _on_adopt(self) -> None:
        if self._view is not None:
            AdoptWordsDialog(self.context, self._view, self).open()

    def _on_move(self, step: int) -> None:
        self._write(
            partial(list_changes.move, step=step),
            partial(list_changes.move, step=-step),
            tr("Moved."),
        )

    def _on_stop(self) -> None:
        self._write(list_changes.deactivate, list_changes.reactivate, tr("Deactivated."))

    def _on_resume(self) -> None:
        self._write(list_changes.reactivate, list_changes.deactivate, tr("Reactivated."))

    def _write(self, act: Callable[..., None], back: Callable[..., None], words: str) -> None:
        line = self._line()
        if line is not None:
            at = {"name": self.kind.key, "code": line.entry.code}
            self.save(partial(act, **at), partial(back, **at), words)

    def _build(self) -> None:
        listed = Card(tr("Lists"))
        listed.body.addWidget(self.lists, 1)
        acts = FlowLayout()
        for button in (self.add, *self._acts):
            acts.addWidget(button)
        self.table.offer(RowOffers(lambda: list(self._acts)))
        self.table.keep_rows()
        left = Qt.AlignmentFlag.AlignLeft
        self.pane.content.addWidget(self.heading)
        self.pane.content.addWidget(self.adopt, 0, left)
        self.pane.content.addLayout(acts)
        self.pane.content.addWidget(self.table, 1)
        self.pane.content.addWidget(self.empty, 1)
        split = SplitView(listed, self.pane, (24, 76), name="lists_split")
        self.lists.keep_rows()
        self.body.addWidget(split, 1)


def _columns() -> list[Column]:
    own_first = sorted(LANGUAGES, key=lambda code: code != language())
    words = [
        Column(code, LANGUAGE_NAMES[code], partial(_words_cell, code), 190, least=100, rank=rank)
        for rank, code in enumerate(own_first)
    ]
    return [
        *words,
        Column(
            "records",
            tr("Records"),
            lambda line: Cell(count_text(line.n) if line.n else "", right=True),
            96,
            sort=lambda line: line.n,
            rank=4,
        ),
        Column("state", tr("Status"), _state_cell, 124, rank=0),
    ]


def _words_cell(code: str, line: EntryLine) -> Cell:
    words = line.entry.wording.by_language[code]
    is_below = bool(line.entry.parent)
    return Cell(f"{_BELOW}{words}" if is_below else words, strong=not is_below)


def _state_cell(line: EntryLine) -> Cell:
    if line.offered:
        return Cell(tr("In use"), tone=Tone.GOOD)
    return Cell(tr("Deactivated"), tone=Tone.SOFT)
