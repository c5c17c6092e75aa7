"""How a card of the board is painted."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from csq_desktop.ui.board.card import CaseCard
from csq_desktop.ui.board.column_model import CARD
from csq_desktop.ui.kit.display.badge import paint_mark
from csq_desktop.ui.kit.tables.rows import Index
from csq_desktop.ui.theme import theme, tokens

_PAD, _GAP, _MARK, _FRAME = 10, 8, 9, 2
_SUMMARY_LINES = 2
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CardDelegate(QStyledItemDelegate):
    """Paints number, two lines of the summary, the deadline with its shape, severity and owner."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, card_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(CARD)
        if not isinstance(card, CaseCard):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(option.rect).adjusted(3, 3, -3, 3 - _GAP)
        self._paint_ground(painter, option, frame)
        inner = frame.adjusted(_PAD, _PAD - 3, -_PAD, 3 - _PAD)
        self._paint_words(painter, card, inner)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, frame: QRectF) -> None:
        colours, state = theme.current().colours, option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        is_over = bool(state & QStyle.StateFlag.State_MouseOver)
        ground = colours.hover if is_over else colours.surface
        view = option.widget
        has_keys = is_selected and isinstance(view, QWidget) and view.hasFocus()
        edge = QPen(QColor(colours.focus if has_keys else colours.line))
        edge.setWidthF(_FRAME if has_keys else 1)
        painter.setPen(edge)
        painter.setBrush(QColor(colours.selected if is_selected else ground))
        painter.drawRoundedRect(frame, tokens.RADIUS_SMALL, tokens.RADIUS_SMALL)

    def _paint_words(self, painter: QPainter, card: CaseCard, place: QRectF) -> None:
        colours, small, line = theme.current().colours, tokens.TEXT_SMALL, _heights()
        row = QRectF(place.left(), place.top(), place.width(), line[0])
        _write(painter, card.above, row, (small, colours.muted))
        row = QRectF(place.left(), row.bottom(), place.width(), _SUMMARY_LINES * line[1])
        _write_lines(painter, card.summary, row)
        row = QRectF(place.left(), row.bottom() + 2, place.width(), line[0])
        if card.tone is not None:
            side = theme.current().px(_MARK)
            middle = row.center().y() - side / 2
            paint_mark(painter, card.tone, QRectF(row.left(), middle, side, side))
            row.setLeft(row.left() + side + 6)
        ink = colours.ink(card.tone) if card.tone else colours.text
        _write(painter, card.due, row, (small, ink))
        row = QRectF(place.left(), row.bottom(), place.width(), line[0])
        _write(painter, card.under, row, (small, colours.muted))


def card_height() -> int:
    """The height of a card with the gap below it."""
    small, usual = _heights()
    return 3 * small + _SUMMARY_LINES * usual + 2 + 2 * (_PAD - 3) + _GAP


def _heights() -> tuple[int, int]:
    """The height of a line of small words, and of the summary's."""
    look = theme.current()
    return look.px(18), look.px(20)


def _write(painter: QPainter, text: str, place: QRectF, how: tuple[int, str]) -> None:
    size, ink = how
    painter.setFont(theme.current().font(size))
    painter.setPen(QColor(ink))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
    painter.drawText(place, _LEFT, shown)


def _write_lines(painter: QPainter, text: str, place: QRectF) -> None:
    """The beginning of a text on as many lines as fit; the last ends in … where it goes on."""
    font = theme.current().font(tokens.TEXT, bold=True)
    painter.setFont(font)
    painter.setPen(QColor(theme.current().colours.text))
    words = " ".join(text.split())
    layout = QTextLayout(words, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    top, height = place.top(), place.height() / _SUMMARY_LINES
    for at in range(_SUMMARY_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(place.width())
        begins, rest = line.textStart(), words[line.textStart() :]
        is_last = at == _SUMMARY_LINES - 1
        shown = rest if is_last else words[begins : begins + line.textLength()].rstrip()
        row = QRectF(place.left(), top + at * height, place.width(), height)
        cut = painter.fontMetrics().elidedText(
            shown, Qt.TextElideMode.ElideRight, int(place.width()) + 1
        )
        painter.drawText(row, _LEFT, cut)
    layout.endLayout()
