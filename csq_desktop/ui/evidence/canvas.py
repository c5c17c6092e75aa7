"""A page in pixels, zoomed, with the areas on it that are blacked out."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.evidence.blacking import GRID, Area, area_between
from csq_desktop.domain.evidence.blacking import SMALLEST as SMALLEST_BOX
from csq_desktop.texts import tr
from csq_desktop.ui.kit.accessibility import speak_as
from csq_desktop.ui.kit.announcements import announce
from csq_desktop.ui.theme import theme

SMALLEST, LARGEST = 0.1, 4.0
_HANDLE = 14
"""Pixels at 100 % text around the lower right corner where an area is taken to be resized."""
_FIRST_BOX = (0.3, 0.08)
_KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PixelPage(QWidget):
    """Shows a page; where it may be drawn on, `changed` says that its areas are others now."""

    changed = Signal()
    reached = Signal(QRect)
    """Where the box that was chosen or moved by the keyboard is, on the canvas."""

    def __init__(self, *, draws: bool) -> None:
        super().__init__()
        speak_as(self, QAccessible.Role.Graphic)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Page"))
        self._draws = draws
        self._image = QImage()
        self._zoom = 1.0
        self.areas: tuple[Area, ...] = ()
        self.chosen = -1
        self._earlier: list[tuple[Area, ...]] = []
        self._drag: Callable[[QPointF], None] | None = None
        self._began: tuple[Area, ...] = ()
        if draws:
            self.setCursor(Qt.CursorShape.CrossCursor)
            self.setAccessibleDescription(
                tr(
                    "N adds a box, the arrow keys move it, with Shift they size it, Delete "
                    "removes it, Page Down chooses the next one."
                )
            )

    @property
    def page(self) -> tuple[int, int]:
        """Width and height of the page in its own pixels."""
        return self._image.width(), self._image.height()

    @property
    def zoom(self) -> float:
        """How many pixels of the screen a pixel of the page takes."""
        return self._zoom

    def show_page(self, image: QImage, areas: tuple[Area, ...] = ()) -> None:
        """Show another page with its areas."""
        self._image, self.areas, self.chosen = image, areas, -1
        self._earlier = []
        self.set_zoom(self._zoom)

    def set_zoom(self, zoom: float) -> None:
        """Show the page larger or smaller."""
        self._zoom = min(max(zoom, SMALLEST), LARGEST)
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        width, height = self.page
        return QSize(max(1, round(width * self._zoom)), max(1, round(height * self._zoom)))

    def add_area(self) -> None:
        """Put a box into the middle of what is seen, to be moved by the keyboard."""
        width, height = self.page
        wide, high = (
            max(SMALLEST_BOX, round(side * share))
            for side, share in zip(self.page, _FIRST_BOX, strict=True)
        )
        middle = self.visibleRegion().boundingRect().center()
        at = Area(0, 0, min(wide, width), min(high, height))
        across, down = (round(place / self._zoom) for place in (middle.x(), middle.y()))
        self._change((*self.areas, at.moved(across - wide // 2, down - high // 2, self.page)))
        self._choose(len(self.areas) - 1)

    def remove_area(self) -> None:
        """Take the chosen box away."""
        if 0 <= self.chosen < len(self.areas):
            gone = self.chosen
            self._change((*self.areas[:gone], *self.areas[gone + 1 :]))
            self._choose(len(self.areas) - 1)

    def undo(self) -> None:
        """Take back the last change of the boxes of this page."""
        if self._earlier:
            self.areas = self._earlier.pop()
            self._choose(len(self.areas) - 1)
            self.changed.emit()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._draws or not self._pressed(event):
            super().keyPressEvent(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_N: self.add_area,
            Qt.Key.Key_Insert: self.add_area,
            Qt.Key.Key_Delete: self.remove_area,
            Qt.Key.Key_Backspace: self.remove_area,
            Qt.Key.Key_PageDown: lambda: self._choose_next(1),
            Qt.Key.Key_PageUp: lambda: self._choose_next(-1),
        }
        if key in acts:
            acts[key]()
            return True
        if key in _KEYS and 0 <= self.chosen < len(self.areas):
            across, down = (step * GRID for step in _KEYS[key])
            area = self.areas[self.chosen]
            sizes = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._put((area.resized if sizes else area.moved)(across, down, self.page))
            return True
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._draws or event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        at = event.position() / self._zoom
        self._began = self.areas
        touched = [n for n, area in enumerate(self.areas) if area.holds(at.x(), at.y())]
        if touched:
            self._choose(touched[-1])
            self._drag = self._dragging(self.areas[touched[-1]], at)
        else:
            self._choose(-1)
            self._drag = lambda to: self._drawing(at, to)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._drag(event.position() / self._zoom)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            super().mouseReleaseEvent(event)
            return
        self._drag = None
        if self.areas != self._began:
            self._earlier.append(self._began)
            self.chosen = self.chosen if self.chosen >= 0 else len(self.areas) - 1
            self.changed.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self._image)
        for number, area in enumerate(self.areas):
            shown = self._on_screen(area)
            painter.fillRect(shown, QColor(0, 0, 0, 235))
            if number == self.chosen:
                painter.setPen(QPen(QColor(theme.current().colours.accent), 3))
                painter.drawRect(shown)
                corner = QRectF(shown.right() - 7, shown.bottom() - 7, 10, 10)
                painter.fillRect(corner, QColor(theme.current().colours.accent))
        painter.end()

    def _on_screen(self, area: Area) -> QRectF:
        whole = area.covering(self.page)  # what is shown covered is what will be
        zoom = self._zoom
        sides = (whole.left, whole.top, whole.width, whole.height)
        return QRectF(*(side * zoom for side in sides))

    def _dragging(self, area: Area, start: QPointF) -> Callable[[QPointF], None]:
        """What a drag that begins on an area does: size it at its corner, else move it."""
        reach = theme.current().px(_HANDLE) / self._zoom
        at_corner = area.right - start.x() <= reach and area.bottom - start.y() <= reach
        change = area.resized if at_corner else area.moved

        def drag(to: QPointF) -> None:
            step = to - start
            self._replace(change(round(step.x()), round(step.y()), self.page))

        return drag

    def _drawing(self, start: QPointF, to: QPointF) -> None:
        drawn = area_between((start.x(), start.y()), (to.x(), to.y()), self.page)
        self.areas = self._began if drawn is None else (*self._began, drawn)

    def _put(self, area: Area) -> None:
        self._change((*self.areas[: self.chosen], area, *self.areas[self.chosen + 1 :]))
        self._say_chosen()

    def _replace(self, area: Area) -> None:
        self.areas = (*self.areas[: self.chosen], area, *self.areas[self.chosen + 1 :])

    def _change(self, areas: tuple[Area, ...]) -> None:
        if areas != self.areas:
            self._earlier.append(self.areas)
            self.areas = areas
            self.changed.emit()
            self.update()

    def _choose_next(self, step: int) -> None:
        if self.areas:
            self._choose((self.chosen + step) % len(self.areas))

    def _choose(self, number: int) -> None:
        self.chosen = number
        self._say_chosen()
        self.update()

    def _say_chosen(self) -> None:
        if 0 <= self.chosen < len(self.areas):
            area, (width, height) = self.areas[self.chosen], self.page
            words = tr(
                "Box {n} of {count}: {left}% from the left, {top}% from the top",
                n=self.chosen + 1,
                count=len(self.areas),
                left=round(100 * area.left / max(1, width)),
                top=round(100 * area.top / max(1, height)),
            )
            announce(self, words)
            self.reached.emit(self._on_screen(area).toAlignedRect())
