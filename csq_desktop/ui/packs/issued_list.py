"""The packs that were issued: month and version, when and by whom, and the hash of each."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from csq_desktop.domain.exports.lists import PACKS
from csq_desktop.domain.packs.packs import IssuedPack
from csq_desktop.domain.words.wording import month_text, short_date_text
from csq_desktop.texts import LANGUAGE_NAMES, tr, trc, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import export_button
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column, Fact, in_zone
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.theme import theme

HASH_SHOWN = 12


class IssuedList(Card):
    """Issued packs, the newest first; `chosen` carries the one to show."""

    chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        export = export_button(context, self, (PACKS,), lambda: ((PACKS,), None))
        log = buttons.icon_only(tr("Log of review packs…"), "history", name="log")
        super().__init__(tr("Issued review packs"), log, export)
        self.log = log
        self._context = context
        self.model = RowsModel(self._columns(), self)
        self.table = TableView(context, self.model, name="issued_packs", two_lines=True)
        self.table.setAccessibleName(tr("Issued review packs"))
        self.table.setMinimumHeight(theme.current().px(160))
        nothing = EmptyState(
            "file-text",
            tr("No review pack issued yet"),
            tr("Check the pages on the right, then issue the review pack."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        self.body.addWidget(self._stack, 1)
        self.table.chosen.connect(self._on_row)
        self.table.clicked.connect(lambda index: self._on_row(index.row()))
        self._announced_id: int | None = None

    def _columns(self) -> list[Column]:
        return [
            Column(
                "pack",
                tr("Review pack"),
                self._what,
                190,
                least=190,
                sort=_place,
                facts=(
                    Fact(tr("Month"), lambda pack: str(pack.month)),
                    Fact(tr("Version"), lambda pack: pack.version),
                    Fact(trc("pack", "Issued"), self._at),
                    Fact(tr("By"), lambda pack: pack.issued_by),
                    Fact(tr("Figures changed"), lambda pack: pack.changed),
                ),
            ),
            Column(
                "pages",
                tr("Pages"),
                lambda pack: Cell(str(pack.pages), right=True),
                64,
                rank=1,
            ),
            Column(
                "hash",
                "SHA-256",
                lambda pack: Cell(pack.sha256[:HASH_SHOWN]),
                130,
                least=130,
                rank=2,
                facts=(Fact("SHA-256", lambda pack: pack.sha256),),
            ),
        ]

    def show_packs(self, packs: Sequence[IssuedPack]) -> None:
        """Show these packs."""
        self._announced_id = None
        self.model.set_rows(packs)
        self._stack.setCurrentIndex(0 if packs else 1)

    def choose(self, pack_id: int | None) -> None:
        """Mark a pack by its id, or none."""
        self._announced_id = pack_id
        place = -1 if pack_id is None else self.model.find(pack_id)
        if place >= 0:
            self._announced_id = None
            self.table.choose(place)
        else:
            self.table.clearSelection()
            self.table.setCurrentIndex(self.model.index(-1, -1))

    def _at(self, pack: IssuedPack) -> datetime | None:
        return in_zone(pack.issued_at, self._context.zone)

    def _what(self, pack: IssuedPack) -> Cell:
        title = tr("{month}, version {n}", month=month_text(pack.month), n=pack.version)
        day = short_date_text(pack.issued_at.astimezone(self._context.zone).date())
        names = tr(", ").join(LANGUAGE_NAMES[code] for code in pack.languages)
        parts = (day, pack.issued_by, names, _changes(pack))
        return Cell(title, tr(" · ").join(filter(None, parts)), strong=True)

    def _on_row(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            pack: IssuedPack = self.model.row_at(row)
            if pack.id != self._announced_id:
                self._announced_id = pack.id
                self.chosen.emit(pack)


def _changes(pack: IssuedPack) -> str:
    """How many figures a newer version changed; nothing for the first."""
    if pack.changed is None:
        return ""
    if not pack.changed:
        return tr("no figure changed")
    return trn("{n} figure changed", "{n} figures changed", pack.changed)


def _place(pack: IssuedPack) -> tuple[str, int]:
    return str(pack.month), pack.version
