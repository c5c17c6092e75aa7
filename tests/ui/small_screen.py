"""The smallest window, and what does not fit into it."""

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QScrollArea, QWidget

from csq_desktop.ui.kit.display.words import ElidedLabel
from csq_desktop.ui.kit.tables.table import TableView
from tests.ui.finding import shown, visible

ROOM = (960, 500)
"""What a task bar and a title bar leave of 960 × 540."""

DIALOG_ROOM = (984, 540)
"""What 1024 × 600 leaves for a dialog."""

_OF_QT = ("ScrollLeftButton", "ScrollRightButton")
"""Of tabs that scroll; Qt's own parts of a field have no name."""


def cut_off(window: QWidget, room: tuple[int, int] = ROOM) -> list[str]:
    """What does not fit: the window grew, an area has to be pushed sideways, a field is squeezed.

    A table's columns are its own matter.
    """
    faults = [] if (window.width(), window.height()) == room else [f"grew to {window.size()}"]
    for area in shown(window, QScrollArea):
        pushed = area.horizontalScrollBar().maximum()
        if pushed > 0:
            faults.append(f"{area.objectName()} is {pushed} pixels too wide")
    for kind in (QAbstractButton, QComboBox, QLineEdit):
        for part in shown(window, kind):
            missing = part.minimumSizeHint().width() - part.width()
            own = part.objectName() and part.objectName() not in _OF_QT
            if missing > 0 and own:
                faults.append(f"{part.objectName()} lacks {missing} pixels")
    return faults


def scrolling(window: QWidget) -> list[str]:
    """Areas of which only a part is seen at a time."""
    areas = shown(window, QScrollArea)
    return [area.objectName() for area in areas if area.verticalScrollBar().maximum() > 0]


def cut_cells(window: QWidget) -> list[str]:
    """Columns beside the first whose words are cut: they give way whole, by their worth.

    The first one, which says what a row is, is cut where its words are long, as a licence's are.
    """
    faults = []
    for table in shown(window, TableView):
        for at, column in enumerate(table.rows.columns):
            if at == 0 or table.isColumnHidden(at) or column.key == "licence":
                continue
            room = table.columnWidth(at)
            if table.rows.rowCount() and table.sizeHintForColumn(at) > room + 1:
                faults.append(f"{table.objectName()}, {column.key}: {room} pixels")
    return faults


def squeezed(window: QWidget) -> list[str]:
    """Lists without room for three rows, pages that the rail does not show, titles cut short."""
    faults = []
    for label in shown(window, ElidedLabel):
        missing = label.sizeHint().width() - label.width()
        if label.property("role") == "title" and missing > 0:
            faults.append(f"the title {label.text()} lacks {missing} pixels")
    for table in shown(window, TableView):
        row = table.verticalHeader().defaultSectionSize()
        seen = table.viewport().height() // row
        if seen < 3 and table.rows.rowCount():
            faults.append(f"{table.objectName()} has room for {seen} rows")
    for button in shown(window, QAbstractButton):
        if button.objectName().startswith("page_"):
            hidden = button.height() - button.visibleRegion().boundingRect().height()
            if hidden > 0:
                faults.append(f"the rail hides {hidden} pixels of {button.objectName()}")
    return faults


def in_sight(inside: QWidget, *names: str) -> bool:
    """Whether nothing has to be scrolled to see these buttons whole."""
    buttons = (visible(inside, QAbstractButton, name) for name in names)
    return all(button.visibleRegion().boundingRect() == button.rect() for button in buttons)
