"""Base class of the checklists page's views: title, buttons, and saving when left."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QWidget

from csq_desktop.ui.context import Context
from csq_desktop.ui.theme import tokens


class ChecklistView(QWidget):
    """A view that fills the page while it is shown.

    `headed` carries title and subtitle; `head` holds the view's buttons for the title line, of
    which `primary` is what Ctrl+N does; `troubled` carries a UserError to show above the view, and
    `settled` clears it.
    """

    headed = Signal(str, str)
    back_requested = Signal()
    troubled = Signal(object)
    settled = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.primary: QPushButton | None = None
        self.head = QWidget()
        self._head_row = QHBoxLayout(self.head)
        self._head_row.setContentsMargins(0, 0, 0, 0)
        self._head_row.setSpacing(tokens.GAP_SMALL)
        self._head_row.addStretch(1)

    def add_button(self, button: QPushButton, *, primary: bool = False) -> QPushButton:
        """Put a button into the title line, the primary one last."""
        self._head_row.addWidget(button)
        if primary:
            self.primary = button
        return button

    def save_button(self) -> QPushButton | None:
        """What Ctrl+Enter presses in a view that is filled in; a list has nothing to save."""
        return None

    def begins_at(self) -> QWidget | None:
        """What gets the focus when the view is shown, where it is not its list."""
        return None

    def reload(self) -> None:
        """Ask for what the view shows."""

    def shown_object(self) -> int | None:
        """The record that the page's `show_object` leads back to."""
        return None

    def save_draft(self) -> None:
        """Keep what was typed so far; called every few seconds while the view is shown."""

    def leave(self) -> None:
        """Keep what was typed: the view is being left."""


def clear(layout: QLayout, *, keep: int = 0) -> None:
    """Take everything out of a layout but the first few."""
    while (item := layout.takeAt(keep)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
