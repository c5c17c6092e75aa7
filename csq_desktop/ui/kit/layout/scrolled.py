"""A scroll area that needs nothing of a signed-in window: the start window loads little."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from csq_desktop.texts import tr


class ReadingArea(QScrollArea):
    """Scrolls what is only read: Tab goes to it while it overflows, the arrows scroll it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "reading")
        self.setAccessibleName(tr("Details"))
        self.verticalScrollBar().rangeChanged.connect(self._on_range)
        self._on_range(0, 0)

    def _on_range(self, _least: int, most: int) -> None:
        policies = Qt.FocusPolicy
        self.setFocusPolicy(policies.TabFocus if most > 0 else policies.NoFocus)


def scrolled(content: QWidget) -> QScrollArea:
    """The widget in an area that scrolls up and down when there is no room for it."""
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return _filled(area, content)


def scrolled_to_read(content: QWidget) -> QScrollArea:
    """The same for what holds few fields or none: the keyboard scrolls it."""
    return _filled(ReadingArea(), content)


def _filled(area: QScrollArea, content: QWidget) -> QScrollArea:
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    content.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    area.setWidget(content)
    content.setAutoFillBackground(False)  # setWidget turns it on
    return area
