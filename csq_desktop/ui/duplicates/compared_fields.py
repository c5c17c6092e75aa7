"""The fields of two customers next to each other, and which value of each stays."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from csq_desktop.domain.duplicates.facts import ComparedField, Comparison
from csq_desktop.domain.duplicates.merging import filled
from csq_desktop.texts import tr
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.theme import tokens

FIRST, SECOND = "first", "second"


class ComparedFields(QWidget):
    """A row for each field that either of the two has; one that differs asks which value stays."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[str, ChoiceBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.GAP_LARGE)
        self._grid.setVerticalSpacing(tokens.GAP_SMALL)
        for column in (1, 2):
            self._grid.setColumnStretch(column, 1)

    def show_both(self, comparison: Comparison) -> None:
        """Show two customers; what was chosen before stays chosen."""
        before = self.collect()
        self._clear()
        refs = (comparison.first.ref, comparison.second.ref)
        for column, text in enumerate(("", *refs, tr("Value that stays"))):
            self._grid.addWidget(PlainLabel(text, "label"), 0, column)
        shown = [field for field in comparison.fields if field.first or field.second]
        for row, field in enumerate(shown, 1):
            self._add(row, field, refs)
        self.restore(before)

    def take_from(self, survivor: str) -> None:
        """Propose the survivor's values, and the other's where the survivor has none."""
        for key, choice in self.choices.items():
            own, other = self._texts[key] if survivor == FIRST else self._texts[key][::-1]
            is_filled = filled({key: own}, {key: other})
            others = SECOND if survivor == FIRST else FIRST
            choice.choose(others if is_filled else survivor)

    def taken(self, survivor: str) -> frozenset[str]:
        """The fields whose value comes from the one who does not stay."""
        return frozenset(key for key, choice in self.choices.items() if choice.value != survivor)

    def collect(self) -> dict[str, str]:
        """Which value stays, by field; no value of anybody."""
        return {key: choice.value for key, choice in self.choices.items()}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Choose again what was chosen."""
        for key, choice in self.choices.items():
            if texts.get(key) in (FIRST, SECOND):
                choice.choose(texts[key])

    def _add(self, row: int, field: ComparedField, refs: tuple[str, str]) -> None:
        title, middle = field.described.title, Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(PlainLabel(title, "label"), row, 0, middle)
        role = "" if field.is_same else "strong"
        for column, text in ((1, field.first), (2, field.second)):
            value = PlainLabel(text or "–", role, wrap=True)
            value.setAccessibleName(tr("{field} of {ref}", field=title, ref=refs[column - 1]))
            value.setAccessibleDescription(text)
            self._grid.addWidget(value, row, column, middle)
        if field.is_same:
            self._grid.addWidget(PlainLabel(tr("the same"), "muted"), row, 3, middle)
            return
        choice = ChoiceBox(list(zip((FIRST, SECOND), refs, strict=True)))
        choice.setObjectName(f"stays_{field.key}")
        choice.setAccessibleName(tr("Which {field} stays", field=title))
        choice.value_changed.connect(lambda _value: self.chosen.emit())
        self.choices[field.key] = choice
        self._texts[field.key] = (field.first, field.second)
        self._grid.addWidget(choice, row, 3, middle)

    def _clear(self) -> None:
        self.choices, self._texts = {}, dict[str, tuple[str, str]]()
        while (item := self._grid.takeAt(0)) is not None:
            part = item.widget()
            if part is not None:
                part.hide()
                part.deleteLater()
