"""Chips that choose one view of a list, each with its count."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import count_text
from csq_desktop.texts import tr
from csq_desktop.ui.kit.accessibility import one_of
from csq_desktop.ui.kit.display.buttons import CheckedBoldButton
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.turning import is_low

_MOST_CHIPS_HIGH = 4
"""Three lines of chips with their gaps; a fourth takes the list a row."""


@dataclass(frozen=True)
class Chip:
    """One choice; the tone colours it while its count is above zero."""

    key: str
    label: str
    tone: Tone = Tone.SOFT


class FilterChips(QWidget):
    """A row of chips of which one is chosen.

    chips = FilterChips([Chip("open", tr("Open")), Chip("overdue", tr("Overdue"), Tone.BAD)])
    chips.chosen_changed.connect(self._on_view_chosen)
    chips.set_counts({"open": 7, "overdue": 1})
    """

    chosen_changed = Signal(str)

    def __init__(self, chips: Sequence[Chip], *, name: str = "chips") -> None:
        super().__init__()
        self.setObjectName(name)
        self._chips = {chip.key: chip for chip in chips}
        self._offered = frozenset(self._chips)
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._chips_row, self._box = (
            QWidget(),
            ChoiceBox([(chip.key, chip.label) for chip in chips]),
        )
        self._box.setObjectName(f"{name}_box")
        self._box.setAccessibleName(tr("List"))
        self._box.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._chips_row)
        column.addWidget(self._box)
        self._row = row = FlowLayout(self._chips_row)
        for chip in chips:
            button = CheckedBoldButton(chip.label)
            button.setObjectName(f"{name}_{chip.key}")
            button.setProperty("role", "chip")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(chip.label)
            self._group.addButton(button)
            self._buttons[chip.key] = button
            row.addWidget(button)
        one_of(self._group)
        if chips:
            self._buttons[chips[0].key].setChecked(True)
        self._group.buttonToggled.connect(self._on_toggled)
        self._box.value_changed.connect(self._on_box)

    @property
    def chosen(self) -> str:
        """The key of the chosen chip."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose a chip by its key."""
        self._buttons[key].setChecked(True)

    def choose_or_none(self, key: str) -> None:
        """Choose a chip by its key; no chip where there is none of that key."""
        if key in self._buttons:
            self.choose(key)
            return
        self._group.setExclusive(False)
        for button in self._buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)
        self._show_in_box()

    def view_text(self) -> str:
        """What a window remembers of it: the chosen key."""
        return self.chosen

    def put_view(self, text: str) -> None:
        """Choose what a window remembered; nothing where that is no longer offered."""
        if text in self._offered:
            self.choose(text)

    def offer(self, keys: Collection[str]) -> None:
        """Show the chips of these keys alone; the first of them is chosen where another was."""
        self._offered = frozenset(keys)
        for key, button in self._buttons.items():
            button.setVisible(key in keys)
        with QSignalBlocker(self._box):
            self._box.set_options(
                [(chip.key, chip.label) for chip in self._chips.values() if chip.key in keys]
            )
        if self.chosen not in keys:
            self.choose(next(key for key in self._buttons if key in keys))
        self._show_in_box()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many each view holds; a coloured chip is grey while it holds none."""
        for key, button in self._buttons.items():
            chip, count = self._chips[key], counts.get(key)
            number = "" if count is None else f"  {count_text(count)}"
            button.setText(f"{chip.label}{number}")
            button.setAccessibleName(f"{chip.label}{number}")
            if (place := self._box.findData(key)) >= 0:
                self._box.setItemText(place, f"{chip.label}{number}")
            tone = chip.tone if count else Tone.SOFT
            if button.property("tone") != tone.value:
                button.setProperty("tone", tone.value)
                button.style().unpolish(button)
                button.style().polish(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the height of the window: that of the chips does not change with it."""
        if event.type() == QEvent.Type.Resize and watched is self.window():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Drop down as one field where several lines of chips would leave the list no room."""
        height, line = self._row.heightForWidth(self.width()), self._row.sizeHint().height()
        drops_down = height > line and (is_low(self) or height > _MOST_CHIPS_HIGH * line)
        self._chips_row.setHidden(drops_down)
        self._box.setVisible(drops_down)

    def _on_box(self, key: str) -> None:
        if key in self._buttons and key != self.chosen:
            self.choose(key)

    def _show_in_box(self) -> None:
        with QSignalBlocker(self._box):
            self._box.setCurrentIndex(self._box.findData(self.chosen))

    def _on_toggled(self, button: QPushButton, on: bool) -> None:
        if on:
            self._show_in_box()
            self.chosen_changed.emit(self.chosen)
