"""An icon beside words that say the same."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from csq_desktop.ui.kit.accessibility import decorative
from csq_desktop.ui.theme import icons, theme


class Picture(QWidget):
    """Draws an icon in the theme of now, as sharp as the screen it is on.

    A pixmap in a label is made for one theme and one screen. `side` is in pixels at 100 % text.
    """

    def __init__(self, icon: str, colour: str, side: int) -> None:
        super().__init__()
        decorative(self)
        self._icon, self._side = icons.icon(icon, colour), side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = theme.current().px(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._icon.paint(QPainter(self), self.rect())
