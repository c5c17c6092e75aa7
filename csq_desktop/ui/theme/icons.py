"""Line icons, drawn in the colours of the theme in use.

button.setIcon(icons.icon("plus"))              in the colour of quiet text
button.setIcon(icons.icon("plus", "on_accent")) in any colour of ui/tokens.py
"""

from functools import cache, lru_cache

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtWidgets import (
    QLineEdit,
    QProxyStyle,
    QStyle,
    QStyleFactory,
    QStyleOption,
    QWidget,
)

from csq_desktop import paths
from csq_desktop.ui.theme import theme, tokens

_IN_FIELD = 16
_PROGRAM, _SIDES = "rosette-discount-check", (16, 24, 32, 48, 64, 128, 256)


def icon(name: str, colour: str = "muted") -> QIcon:
    """An icon of resources/icons that changes colour with the theme by itself."""
    return QIcon(_LineEngine(name, colour))


def program_icon() -> QIcon:
    """The program's own icon, for task bars and window lists: the same in both themes."""
    whole = QIcon()
    for side in _SIDES:
        whole.addPixmap(_program(side))
    return whole


def scale_in(line: QLineEdit) -> None:
    """Let the icons of a field follow the text: Qt asks the style for their size, not the sheet.

    At the usual size nothing is done: a style of one's own costs time with each question.
    """
    side = theme.current().px(_IN_FIELD)
    if side != _IN_FIELD:
        line.setStyle(_field_style(side))


def _program(side: int) -> QPixmap:
    tile = QPixmap(side, side)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.LIGHT.rail))
    painter.drawRoundedRect(0, 0, side, side, side / 5, side / 5)
    inner = side * 3 // 4
    painter.drawPixmap(
        (side - inner) // 2, (side - inner) // 2, _drawn(_PROGRAM, tokens.LIGHT.on_rail, inner)
    )
    painter.end()
    return tile


class _FieldStyle(QProxyStyle):
    """The program's style with icons of another size in fields."""

    def __init__(self, side: int) -> None:
        super().__init__(QStyleFactory.create(theme.STYLE))
        self._side = side

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        if metric == QStyle.PixelMetric.PM_LineEditIconSize:
            return self._side
        return super().pixelMetric(metric, option, widget)


@cache
def _field_style(side: int) -> QStyle:
    """One for all fields: a widget does not own its style."""
    return _FieldStyle(side)


class _LineEngine(QIconEngine):
    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name, self._colour = name, colour

    def clone(self) -> QIconEngine:
        return _LineEngine(self._name, self._colour)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        return size

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        colour = "disabled" if mode is QIcon.Mode.Disabled else self._colour
        if state is QIcon.State.On and self._colour == "rail_text":
            colour = "on_rail_active"
        tint = str(getattr(theme.current().colours, colour))
        return _drawn(self._name, tint, min(size.width(), size.height()))

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """Draw it for a screen of this scale; the size is the one on the page."""
        drawn = QPixmap(self.pixmap(size * scale, mode, state))
        drawn.setDevicePixelRatio(scale)
        return drawn

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        drawn = QPixmap(self.pixmap(rect.size() * ratio, mode, state))
        drawn.setDevicePixelRatio(ratio)
        painter.drawPixmap(rect, drawn)


@lru_cache(maxsize=512)
def _drawn(name: str, tint: str, size: int) -> QPixmap:
    sized = f'width="{size}" height="{size}"'
    source = _source(name).replace('width="24" height="24"', sized, 1)
    drawn = QPixmap()
    drawn.loadFromData(source.replace("currentColor", tint).encode(), "SVG")
    return drawn


@cache
def _source(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8")
