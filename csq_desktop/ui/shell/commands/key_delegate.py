"""Draws the key of a command at the right end of its line."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from csq_desktop.ui.theme import theme

KEY = Qt.ItemDataRole.UserRole + 1
_GAP = 12
Index = QModelIndex | QPersistentModelIndex


class KeyDelegate(QStyledItemDelegate):
    """The words of a line as ever, cut short before the key that the line has under KEY."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        keys = str(index.data(KEY) or "")
        if keys:
            painter.save()
            painter.setPen(QColor(theme.current().colours.muted))
            painter.drawText(
                option.rect.adjusted(0, 0, -_GAP, 0),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                keys,
            )
            painter.restore()

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        keys = str(index.data(KEY) or "")
        if keys:
            icon = option.decorationSize.width()
            taken = option.fontMetrics.horizontalAdvance(keys) + icon + 4 * _GAP
            room = option.rect.width() - taken
            option.text = option.fontMetrics.elidedText(
                option.text, Qt.TextElideMode.ElideRight, max(0, room)
            )
