"""A field of several choices at once, each a tick with its words."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from csq_desktop.ui.theme import tokens


class TickList(QWidget):
    """Ticks one under the other; a draft keeps the keys of those that are set.

    TickList([(field, field_label(field)) for field in HAND_FIELDS])
    """

    def __init__(self, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._ticks = {key: QCheckBox(label) for key, label in options}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_TINY)
        for key, tick in self._ticks.items():
            tick.setObjectName(f"tick_{key}")
            column.addWidget(tick)
        if self._ticks:
            self.setFocusProxy(next(iter(self._ticks.values())))

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What of it is changed."""
        return tuple(self._ticks.values())

    @property
    def ticked(self) -> tuple[str, ...]:
        """The keys of those that are set."""
        return tuple(key for key, tick in self._ticks.items() if tick.isChecked())

    def tick(self, keys: Sequence[str]) -> None:
        """Set these and no others."""
        for key, tick in self._ticks.items():
            tick.setChecked(key in keys)

    def draft_text(self) -> str:
        """The keys as a draft keeps them."""
        return " ".join(self.ticked)

    def restore_text(self, text: str) -> None:
        """Set what a draft kept."""
        self.tick(text.split())
