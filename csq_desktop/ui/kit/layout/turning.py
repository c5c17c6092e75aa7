"""Parts that stand side by side where there is room, and one above the other where not."""

from PySide6.QtWidgets import QBoxLayout, QWidget

from csq_desktop.ui.theme import theme

_LOW = 375


def is_low(widget: QWidget) -> bool:
    """Whether the window is so low, for its text, that a list needs every line of it."""
    return widget.window().height() < theme.current().px(_LOW)


def is_roomy(widget: QWidget, width: int) -> bool:
    """Whether a widget is at least so wide, measured in pixels at 100 % text."""
    return widget.width() >= theme.current().px(width)


def turn(row: QBoxLayout, beside: bool) -> None:
    """Lay out a row's parts side by side, the first one widest, or one above the other."""
    direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
    if row.direction() != direction:
        row.setDirection(direction)
        row.setStretch(0, 1 if beside else 0)
