"""How a table's cell is painted: one or two lines, a tone's shape before its words."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from csq_desktop.domain.tones import Tone
from csq_desktop.ui.kit.display.badge import paint_mark
from csq_desktop.ui.kit.tables.big_list import BigListModel
from csq_desktop.ui.kit.tables.rows import Index, RowsModel
from csq_desktop.ui.kit.tables.shown import SHOWN, Cell
from csq_desktop.ui.theme import theme, tokens

PAD, _CUT_KEPT = 10, 4_000
_BAR, _FRAME = 4, 2
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class CellDelegate(QStyledItemDelegate):
    """Paints a cell: one or two lines, a tone's shape before its words.

    Fonts, colours and elided texts are cached until the theme changes.
    """

    def __init__(self, two_lines: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._two_lines = two_lines
        self._fonts: dict[tuple[int, bool], tuple[QFont, QFontMetrics]] = {}
        self._colours: dict[str, QColor] = {}
        self._marks: dict[tuple[Tone, float], QPixmap] = {}
        self._cut: dict[tuple[str, int, int, bool], str] = {}
        theme.current().changed.connect(self._forget)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as its words: a double click on a heading's edge fits the column to them."""
        height = theme.current().px(52 if self._two_lines else 36)
        cell = index.data(SHOWN)
        return QSize(self._width(cell) if isinstance(cell, Cell) else 0, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if isinstance(model, (RowsModel, BigListModel)):
            cell = model.cell_at(index.row(), index.column())
            self._paint_ground(painter, option, index)
            place = QRectF(option.rect).adjusted(PAD, 2, -PAD, -3)
            self._paint_words(painter, cell, place)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, rect, state = theme.current().colours, option.rect, option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if is_selected:
            painter.fillRect(rect, self._colour(colours.selected))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._colour(colours.hover))
        painter.setPen(self._colour(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        view = self.parent()
        if not isinstance(view, QTableView):
            return
        if is_selected and rect.left() <= 0:
            bar = rect.adjusted(0, 0, _BAR - rect.width(), 0)
            painter.fillRect(bar, self._colour(colours.accent))
        if view.hasFocus() and index.row() == view.currentIndex().row():
            self._paint_frame(painter, rect, view)

    def _paint_frame(self, painter: QPainter, rect: QRect, view: QTableView) -> None:
        """This cell's part of the frame around the row that the keyboard is on."""
        colour, wide, high = (
            self._colour(theme.current().colours.focus),
            rect.width(),
            rect.height(),
        )
        painter.fillRect(rect.adjusted(0, 0, 0, _FRAME - high), colour)
        painter.fillRect(rect.adjusted(0, high - _FRAME, 0, 0), colour)
        if rect.left() <= 0:
            painter.fillRect(rect.adjusted(0, 0, _FRAME - wide, 0), colour)
        if rect.right() >= view.viewport().width() - 1:
            painter.fillRect(rect.adjusted(wide - _FRAME, 0, 0, 0), colour)

    def _width(self, cell: Cell) -> int:
        width = self._font(tokens.TEXT, bold=cell.strong)[1].horizontalAdvance(cell.text)
        if cell.tone is not None:
            width += theme.current().px(9) + 7
        under = self._font(tokens.TEXT_SMALL, bold=False)[1].horizontalAdvance(cell.under)
        return max(width, under) + 2 * PAD + 2

    def _paint_words(self, painter: QPainter, cell: Cell, place: QRectF) -> None:
        look = theme.current()
        ink = look.colours.ink(cell.tone) if cell.tone else look.colours.text
        upper = QRectF(place)
        if cell.under:
            upper.setHeight(place.height() * 0.56)
        if cell.tone is not None:
            side = look.px(9)
            middle = upper.center().y() - side / 2
            painter.drawPixmap(QPointF(upper.left(), middle), self._drawn_mark(cell.tone, painter))
            upper.setLeft(upper.left() + side + 7)
        flags = (_RIGHT if cell.right else _LEFT) | Qt.AlignmentFlag.AlignVCenter
        self._paint_line(painter, cell.text, upper, (ink, tokens.TEXT, cell.strong, flags))
        if cell.under:
            lower = QRectF(place)
            lower.setTop(upper.bottom())
            how = (look.colours.muted, tokens.TEXT_SMALL, False, flags)
            self._paint_line(painter, cell.under, lower, how)

    def _paint_line(
        self,
        painter: QPainter,
        text: str,
        place: QRectF,
        how: tuple[str, int, bool, Qt.AlignmentFlag],
    ) -> None:
        ink, size, bold, flags = how
        font, metrics = self._font(size, bold=bold)
        width = max(0, int(place.width()))
        key = (text, width, size, bold)
        shown = self._cut.get(key)
        if shown is None:
            if len(self._cut) > _CUT_KEPT:
                self._cut.clear()
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._cut[key] = shown
        painter.setFont(font)
        painter.setPen(self._colour(ink))
        painter.drawText(place, flags, shown)

    def _font(self, size: int, *, bold: bool) -> tuple[QFont, QFontMetrics]:
        cached = self._fonts.get((size, bold))
        if cached is None:
            font = theme.current().font(size, bold=bold)
            cached = self._fonts[(size, bold)] = (font, QFontMetrics(font))
        return cached

    def _drawn_mark(self, tone: Tone, painter: QPainter) -> QPixmap:
        ratio = painter.device().devicePixelRatioF()  # another on another screen
        cached = self._marks.get((tone, ratio))
        if cached is None:
            cached = self._marks[tone, ratio] = _mark(tone, theme.current().px(9), ratio)
        return cached

    def _colour(self, name: str) -> QColor:
        cached = self._colours.get(name)
        if cached is None:
            cached = self._colours[name] = QColor(name)
        return cached

    def _forget(self) -> None:
        self._fonts.clear()
        self._colours.clear()
        self._marks.clear()
        self._cut.clear()


def _mark(tone: Tone, side: int, ratio: float) -> QPixmap:
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint_mark(painter, tone, QRectF(0, 0, side, side))
    painter.end()
    return drawn
