"""The list of pledges: each with its month's share, its verdict and the line of its year."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionViewItem

from csq_desktop.domain.indicators.figures import Figure, Status, Unit, target_text
from csq_desktop.domain.pledges.months import PledgeLine
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import date_text, labelled
from csq_desktop.texts import tr, trc, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.badge import paint_mark
from csq_desktop.ui.kit.tables.rows import Index, RowsModel
from csq_desktop.ui.kit.tables.shown import ROW, Cell, Column, Fact
from csq_desktop.ui.kit.tables.table import CellDelegate, TableView
from csq_desktop.ui.theme import theme, tokens

TONES = {
    Status.MET: Tone.GOOD,
    Status.MISSED: Tone.BAD,
    Status.NO_TARGET: Tone.SOFT,
    Status.TOO_FEW: Tone.SOFT,
    Status.NOTHING: Tone.SOFT,
}
_HEIGHT, _PAD = 66, 10
_TREND = (92, 26)
_ROOMY = 220
"""Narrower rows have no room for the line of the year."""


class PledgeDelegate(CellDelegate):
    """Paints a pledge in two lines: its name, then verdict, share and the line of its year."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, theme.current().px(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(ROW)
        if not isinstance(line, PledgeLine):
            return
        look = theme.current()
        place = QRectF(option.rect)
        painter.save()
        self._paint_ground(painter, option, index)
        inner = place.adjusted(_PAD, look.px(8), -_PAD, -look.px(8))
        upper, lower = QRectF(inner), QRectF(inner)
        upper.setHeight(inner.height() * 0.5)
        lower.setTop(upper.bottom())
        self._paint_name(painter, upper, line)
        if inner.width() >= look.px(_ROOMY):
            trend = QRectF(lower)
            trend.setLeft(lower.right() - look.px(_TREND[0]))
            trend.setTop(lower.bottom() - min(look.px(_TREND[1]), lower.height()))
            paint_trend(painter, trend, line)
            lower.setRight(trend.left() - 8)
        self._paint_verdict(painter, lower, line)
        painter.restore()

    def _paint_name(self, painter: QPainter, place: QRectF, line: PledgeLine) -> None:
        look = theme.current()
        painter.setFont(look.font(tokens.TEXT, bold=True))
        painter.setPen(QColor(look.colours.text))
        _words(painter, place, line.wording)

    def _paint_verdict(self, painter: QPainter, place: QRectF, line: PledgeLine) -> None:
        look = theme.current()
        tone, side = TONES[line.status], look.px(9)
        middle = place.center().y() - side / 2
        paint_mark(painter, tone, QRectF(place.left(), middle, side, side))
        painter.setFont(look.font(tokens.TEXT_LABEL))
        painter.setPen(QColor(look.colours.ink(tone)))
        _words(painter, place.adjusted(side + 7, 0, 0, 0), verdict_of(line))


class PledgeList(TableView):
    """Pledges to choose from; one column, no heading."""

    line_heights: ClassVar = ((36, 36), (_HEIGHT, 54))

    def __init__(self, context: Context) -> None:
        label = trc("counts", "Pledge")
        facts = (
            Fact(label, lambda line: line.wording),
            Fact(trc("column", "Result"), lambda line: _cell(line).under),
        )
        self.model_of_lines = RowsModel([Column("pledge", label, _cell, 300, facts=facts)])
        super().__init__(context, self.model_of_lines, name="pledges", two_lines=True)
        self.setItemDelegate(PledgeDelegate(True, self))
        self.horizontalHeader().hide()
        self.setMinimumHeight(theme.current().px(_HEIGHT) + 2)
        self.setAccessibleName(tr("Pledges"))

    def show_lines(self, lines: Sequence[PledgeLine]) -> None:
        """Show these pledges."""
        self.model_of_lines.set_rows(lines)

    def line_at(self, row: int) -> PledgeLine | None:
        """The pledge in a row."""
        if not 0 <= row < self.model_of_lines.rowCount():
            return None
        line = self.model_of_lines.row_at(row)
        return line if isinstance(line, PledgeLine) else None


def verdict_of(line: PledgeLine) -> str:
    """The month in a few words, such as “96.2%, promised 95%”, and what is missing."""
    if line.figure is None:
        return tr("retired on {day}", day=date_text(line.pledge.retired_on))
    if line.uncounted:
        waiting = trn("{n} day to enter", "{n} days to enter", line.uncounted)
        return f"{line.figure.text}  ·  {waiting}"
    if line.maximum is not None and line.maximum.status is Status.MISSED:
        return tr(
            "{share}; {late} over the maximum", share=line.figure.text, late=line.maximum.text
        )
    return _share_words(line.figure)


def _share_words(figure: Figure) -> str:
    if figure.value is None or figure.target is None:
        verdict = figure.status.label
        return labelled(verdict, figure.text) if figure.n else verdict
    return tr(
        "{share} (target {target})",
        share=figure.text,
        target=target_text(figure.target, Unit.SHARE),
    )


def paint_trend(painter: QPainter, place: QRectF, line: PledgeLine) -> None:
    """Draw the shares of the months as a line, the promised share as a dashed one behind it."""
    shares = [share for share in line.trend if share is not None]
    if not shares or line.figure is None:
        return
    look = theme.current().colours
    target = line.figure.target
    low, high = min(shares), max(shares)
    if target is not None:
        low, high = min(low, target), max(high, target)
    height = max(high - low, 0.01)
    inner = place.adjusted(3, 4, -4, -4)

    def at(month: int, share: float) -> QPointF:
        step = inner.width() / max(1, len(line.trend) - 1)
        return QPointF(
            inner.left() + month * step, inner.bottom() - (share - low) / height * inner.height()
        )

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if target is not None:
        painter.setPen(QPen(QColor(look.text), 1, Qt.PenStyle.DashLine))
        painter.drawLine(at(0, target), at(len(line.trend) - 1, target))
    points = [at(month, share) for month, share in enumerate(line.trend) if share is not None]
    painter.setPen(QPen(QColor(look.actual), 1.6))
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(QPen(QColor(look.surface), 1))
    painter.setBrush(QColor(look.ink(TONES[line.status])))
    painter.drawEllipse(points[-1], 3.4, 3.4)
    painter.restore()


def _words(painter: QPainter, place: QRectF, text: str) -> None:
    shown = painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideRight, max(0, int(place.width()))
    )
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _cell(line: PledgeLine) -> Cell:
    status = line.status.label if line.figure else ""
    return Cell(line.wording, tr(", ").join(part for part in (status, verdict_of(line)) if part))
