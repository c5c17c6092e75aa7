"""Where the keyboard can go."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def takes_keys(widget: QWidget) -> bool:
    """Whether Tab leads to a widget now: it is shown, enabled, and takes the focus."""
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.isEnabled() and widget.isVisible()
