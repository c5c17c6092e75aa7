"""A scroll area that needs nothing of a signed-in window: the start window loads little."""

from functools import partial

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QScrollArea, QWidget
from shiboken6 import isValid

from csq_desktop.texts import tr
from csq_desktop.ui.kit.layout.turning import is_low
from csq_desktop.ui.theme import theme, tokens

_LAID_OUT_MS = 200


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


class InnerArea(QScrollArea):
    """Scrolls its content within something that scrolls, too: in a low window only that does.

    Otherwise it keeps a height of `least` pixels at 100 % text.
    """

    def __init__(self, least: int) -> None:
        super().__init__()
        self._least = theme.current().px(least)

    def minimumSizeHint(self) -> QSize:
        content = self.widget()
        whole = content.sizeHint().height() if content is not None and is_low(self) else 0
        return QSize(super().minimumSizeHint().width(), max(self._least, whole))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another height with the content."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.updateGeometry()


def scrolled(content: QWidget) -> QScrollArea:
    """The widget in an area that scrolls up and down when there is no room for it."""
    return _unfocused(QScrollArea(), content)


def scrolled_within(content: QWidget, *, least: int) -> QScrollArea:
    """The same for a part of what scrolls as a whole in a low window."""
    return _unfocused(InnerArea(least), content)


def _unfocused(area: QScrollArea, content: QWidget) -> QScrollArea:
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return _filled(area, content)


def scrolled_to_read(content: QWidget) -> QScrollArea:
    """The same for what holds few fields or none: the keyboard scrolls it."""
    return _filled(ReadingArea(), content)


def _area_around(part: QWidget) -> QScrollArea | None:
    """The nearest area that scrolls a part."""
    around = part.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    return around


def bring_into_view(part: QWidget) -> None:
    """Scroll to a part that may have been put there just now, once it has its place.

    The area grows step by step while what is around the part is laid out: it follows.
    """
    area = _area_around(part)
    if area is None:
        return
    scroll = partial(area.ensureWidgetVisible, part, 0, tokens.GAP)

    def follow(*_range: int) -> None:
        if isValid(part):  # what was put there may be gone again
            QTimer.singleShot(0, part, scroll)

    growing = area.verticalScrollBar().rangeChanged.connect(follow)
    follow()
    QTimer.singleShot(_LAID_OUT_MS, area, lambda: QObject.disconnect(growing))


def bring_row_into_view(
    view: QAbstractItemView, index: QModelIndex | QPersistentModelIndex
) -> None:
    """Scroll what is around a list to one of its rows: the list is as long as all of them.

    The first row brings the list's own title along, so that nothing above is cut in two.
    """
    area = _area_around(view)
    content = None if area is None else area.widget()
    if area is None or content is None:
        return
    row = view.visualRect(index)
    middle = view.viewport().mapTo(content, row.center())
    reach = row.height() // 2 + tokens.GAP
    if index.row() == 0 and not _is_seen(area, content, middle.y() + reach):
        area.verticalScrollBar().setValue(_part_of(content, view).y())
    area.ensureVisible(0, middle.y(), 0, reach)


def _is_seen(area: QScrollArea, content: QWidget, height: int) -> bool:
    """Whether something at a height of the content is above the area's end."""
    return content.y() + height <= area.viewport().height()


def _part_of(content: QWidget, view: QWidget) -> QWidget:
    """The part of the content that a view belongs to, with its title."""
    part = view
    while (around := part.parentWidget()) is not None and around is not content:
        part = around
    return part


def _filled(area: QScrollArea, content: QWidget) -> QScrollArea:
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    content.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    area.setWidget(content)
    content.setAutoFillBackground(False)  # setWidget turns it on
    return area
