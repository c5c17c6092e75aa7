"""What a locked window shows until the new program's stands in its place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from csq_desktop.texts import tr
from csq_desktop.ui.kit.display.messages import EmptyState


class Curtain(QWidget):
    """Says that the window is locked; nothing of the store is left to be read."""

    def __init__(self, shop: str) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.BusyCursor)
        column = QVBoxLayout(self)
        column.addWidget(EmptyState("lock", tr("Locked"), shop))
