"""Badges: a state as word, colour and shape."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from csq_desktop.domain.tones import Tone
from csq_desktop.ui.kit.accessibility import speak_as
from csq_desktop.ui.kit.display.words import plain_tip
from csq_desktop.ui.theme import theme, tokens

_SIDE, _PAD, _HEIGHT = 10, 9, 24


def paint_mark(painter: QPainter, tone: Tone, square: QRectF) -> None:
    """Draw a tone's shape: tick, triangle, diamond, ring or dot, readable without colour."""
    colour = QColor(theme.current().colours.ink(tone))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if tone in (Tone.GOOD, Tone.SOFT):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_line(colour, square.width() / 5.5))
    else:
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPath(_shape(tone, square))
    painter.restore()


class Badge(QWidget):
    """A word on a pale background with its tone's shape, such as ◆ Overdue 3 h."""

    def __init__(self, text: str = "", tone: Tone = Tone.SOFT, *, mark: bool = True) -> None:
        super().__init__()
        self._text, self._tone, self._mark = text, tone, mark
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        speak_as(self, QAccessible.Role.StaticText)

    @property
    def text(self) -> str:
        """The word shown."""
        return self._text

    @property
    def tone(self) -> Tone:
        """The tone shown."""
        return self._tone

    def show_state(self, text: str, tone: Tone) -> None:
        """Say something else."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = self._metrics_width() + 2 * _PAD + (self._mark_side() + 6 if self._mark else 0)
        return QSize(width, theme.current().px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 48), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.colours.wash(self._tone)))
        painter.drawRoundedRect(self.rect(), 6, 6)
        words = QRectF(self.rect()).adjusted(_PAD, 0, -_PAD, 0)
        if self._mark:
            side = self._mark_side()
            mark = QRectF(words.left(), (self.height() - side) / 2, side, side)
            paint_mark(painter, self._tone, mark)
            words.setLeft(mark.right() + 6)
        font = look.font(tokens.TEXT_LABEL)
        painter.setFont(font)
        painter.setPen(QColor(look.colours.ink(self._tone)))
        shown = painter.fontMetrics().elidedText(
            self._text, Qt.TextElideMode.ElideRight, int(words.width()) + 1
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        self.setToolTip("" if shown == self._text else plain_tip(self._text))

    def _metrics_width(self) -> int:
        font = theme.current().font(tokens.TEXT_LABEL)
        return QFontMetrics(font).horizontalAdvance(self._text) + 2

    def _mark_side(self) -> int:
        return theme.current().px(_SIDE)


def _line(colour: QColor, width: float) -> QPen:
    return QPen(
        colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )


def _shape(tone: Tone, square: QRectF) -> QPainterPath:
    def at(x: float, y: float) -> QPointF:
        return QPointF(square.left() + x * square.width(), square.top() + y * square.height())

    path = QPainterPath()
    if tone is Tone.GOOD:
        path.moveTo(at(0.08, 0.55))
        path.lineTo(at(0.38, 0.85))
        path.lineTo(at(0.94, 0.2))
    elif tone is Tone.WARN:
        path.addPolygon(QPolygonF([at(0.5, 0.04), at(1.0, 0.94), at(0.0, 0.94), at(0.5, 0.04)]))
    elif tone is Tone.BAD:
        path.addPolygon(
            QPolygonF([at(0.5, 0.0), at(1.0, 0.5), at(0.5, 1.0), at(0.0, 0.5), at(0.5, 0.0)])
        )
    elif tone is Tone.SOFT:
        path.addEllipse(at(0.5, 0.5), square.width() * 0.38, square.height() * 0.38)
    elif tone is Tone.ACCENT:
        path.addEllipse(at(0.5, 0.5), square.width() * 0.42, square.height() * 0.42)
    return path
