"""Parts that stand side by side where there is room, and one above the other where not."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from csq_desktop.ui.kit.layout.split import SplitView
from csq_desktop.ui.theme import theme

BESIDE_FROM = 640  # pixels at 100% text


class TurningSplit(SplitView):
    """A SplitView whose parts lie one above the other when the text is large."""

    def __init__(self, left: QWidget, right: QWidget, shares: tuple[int, int] = (50, 50)) -> None:
        super().__init__(left, right, shares)
        self._shares = shares

    def resizeEvent(self, event: QResizeEvent) -> None:
        beside = is_roomy(self, BESIDE_FROM)
        orientation = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if orientation != self.orientation():
            self.setOrientation(orientation)
            self.setSizes([share * 10 for share in self._shares])
        super().resizeEvent(event)


def is_roomy(widget: QWidget, width: int) -> bool:
    """Whether a widget is at least so wide, measured in pixels at 100% text."""
    return widget.width() >= theme.current().px(width)


def turn(row: QBoxLayout, beside: bool) -> None:
    """Lay out a row's parts side by side, the first one widest, or one above the other."""
    direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
    if row.direction() != direction:
        row.setDirection(direction)
        row.setStretch(0, 1 if beside else 0)
