"""The first page: the stores used lately, a new one, another one, a backup, the demo."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop import paths
from csq_desktop.texts import tr
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.forms.choice_card import ChoiceCard, heading
from csq_desktop.ui.kit.layout.scrolled import scrolled
from csq_desktop.ui.start.page import StartPage
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme, tokens


class WelcomePage(StartPage):
    """Where to begin; knows folders only, no store is opened to show it."""

    store_chosen = Signal(object)
    store_forgotten = Signal(object)
    new_asked = Signal()
    demo_asked = Signal()
    restore_asked = Signal()

    def __init__(self, tasks: Tasks, recent: Mapping[Path, str]) -> None:
        super().__init__(tasks, tr("Welcome"), _sentence(bool(recent)))
        self.setObjectName("welcome")
        self.cards: list[ChoiceCard] = []
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, tokens.GAP_TINY, 0)
        column.setSpacing(tokens.GAP_SMALL)
        if recent:
            column.addWidget(heading(tr("Your databases")))
            for folder, name in recent.items():
                column.addLayout(self._line(folder, name))
            column.addSpacing(tokens.GAP)
            column.addWidget(heading(tr("Other options")))
        column.addLayout(self._others())
        column.addStretch(1)
        self.body.addWidget(scrolled(content), 1)

    def begin(self) -> None:
        self.cards[0].setFocus()

    def _line(self, folder: Path, name: str) -> QHBoxLayout:
        there = folder.is_dir()
        where = str(folder) if there else tr("Not found: moved, or its disk is not connected")
        card = ChoiceCard(
            name,
            where,
            icon="building-store",
            name="recent_store",
            pressed=partial(self.store_chosen.emit, folder),
        )
        self.cards.append(card)
        forget = buttons.icon_only(
            tr("Remove {name} from this list", name=name),
            "x",
            partial(self.store_forgotten.emit, folder),
            name="forget_store",
        )
        row = QHBoxLayout()
        row.setSpacing(tokens.GAP_TINY)
        row.addWidget(card, 1)
        row.addWidget(forget, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _others(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(tokens.GAP_SMALL)
        wide = theme.current().percent > 140
        cards = (
            self._way("plus", tr("New database"), tr("Set up a new shop"), "new_store"),
            self._way("compass", tr("Demo shop"), tr("Look around, nothing is real"), "demo"),
            self._way(
                "database",
                tr("Open a database"),
                tr("From a folder on this computer"),
                "open_store",
            ),
            self._way(
                "restore", tr("Restore a backup"), tr("Opens as a separate database"), "restore"
            ),
        )
        asked = (self.new_asked.emit, self.demo_asked.emit, self._on_open, self.restore_asked.emit)
        for at, (card, pressed) in enumerate(zip(cards, asked, strict=True)):
            card.clicked.connect(lambda _on=False, pressed=pressed: pressed())
            row, place = (at, 0) if wide else divmod(at, 2)
            grid.addWidget(card, row, place)
            grid.setColumnStretch(place, 1)
        return grid

    def _way(self, icon: str, title: str, line: str, name: str) -> ChoiceCard:
        card = ChoiceCard(title, line, icon=icon, name=name)
        self.cards.append(card)
        return card

    def _on_open(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, tr("Open a database"), str(paths.documents())
        )
        if chosen:
            self.store_chosen.emit(Path(chosen))


def _sentence(has_stores: bool) -> str:
    if has_stores:
        return tr("Choose the shop you work in.")
    return tr(
        "A database holds everything of one shop, encrypted, in one folder on this "
        "computer. Create yours, or look around in the demo first."
    )
