"""Facts to read: labelled values, a history with moments, and the steps of a case."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from csq_desktop.ui import theme, tokens
from csq_desktop.ui.tokens import Tone
from csq_desktop.ui.widgets.messages import Mark
from csq_desktop.ui.widgets.words import Words


class KeyValueList(QWidget):
    """Labels and values in two columns.

    facts.show_rows([(tr("Channel"), "Telephone"), (tr("Customer"), masked_widget)])
    """

    def __init__(self) -> None:
        super().__init__()
        self._grid = _two_columns(self)

    def show_rows(self, rows: Sequence[tuple[str, str | QWidget]]) -> None:
        """Show other facts; a value may be a widget."""
        _clear(self._grid)
        for row, (label, value) in enumerate(rows):
            words = Words(label, "label")
            words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            shown = Words(value, wrap=True).selectable() if isinstance(value, str) else value
            if not shown.accessibleName():
                shown.setAccessibleName(f"{label}: {value}" if isinstance(value, str) else label)
            self._grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(shown, row, 1)


@dataclass(frozen=True)
class Moment:
    """One line of a history."""

    when: str
    text: str
    tone: Tone = Tone.NEUTRAL
    more: str = ""


class Timeline(QWidget):
    """What happened when, in the order given, along a line.

    timeline.show_moments([Moment("20 Nov 18:45", "Logged by Ka-ho")])
    """

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.GAP_SMALL)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show another history."""
        _clear(self._grid)
        for row, moment in enumerate(moments):
            when = Words(moment.when, "label")
            when.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            text = Words(moment.text, wrap=True).selectable()
            text.setAccessibleName(f"{moment.when} {moment.text} {moment.more}".strip())
            self._grid.addWidget(when, 2 * row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(_Knot(moment.tone, last=row == len(moments) - 1), 2 * row, 1, 2, 1)
            self._grid.addWidget(text, 2 * row, 2)
            if moment.more:
                self._grid.addWidget(Words(moment.more, "meta", wrap=True), 2 * row + 1, 2)


class _Knot(QWidget):
    def __init__(self, tone: Tone, *, last: bool) -> None:
        super().__init__()
        self._tone, self._last = tone, last
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(12), 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, top = self.width() / 2, look.px(10)
        if not self._last:
            painter.setPen(QPen(QColor(look.colours.line), 2))
            painter.drawLine(QPointF(middle, top + 6), QPointF(middle, self.height() + 6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.colours.ink(self._tone)))
        radius = look.px(7) / 2
        painter.drawEllipse(QPointF(middle, top), radius, radius)


class StepBar(QWidget):
    """The steps a case goes through: done ones ticked, the present one filled, the rest open.

    steps.show_steps([state.label for state in STEPS], current=3)
    """

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, names: Sequence[str], current: int) -> None:
        """Show the steps; `current` counts from 0, `len(names)` means all are done."""
        self._names, self._current = tuple(names), current
        now = names[current] if current < len(names) else names[-1]
        self.setAccessibleName(f"{now} ({min(current + 1, len(names))}/{len(names)})")
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(70) * max(1, len(self._names)), look.px(44))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._names:
            return
        width = self.width() / len(self._names)
        self._paint_line(painter, width)
        for at, name in enumerate(self._names):
            self._paint_step(painter, QRectF(at * width, 0, width, self.height()), at, name)

    def _paint_line(self, painter: QPainter, width: float) -> None:
        look = theme.current()
        level = look.px(12)
        first, last = width / 2, width * (len(self._names) - 0.5)
        reached = min(first + width * self._current, last)
        painter.setPen(QPen(QColor(look.colours.line), 3))
        painter.drawLine(QPointF(first, level), QPointF(last, level))
        painter.setPen(QPen(QColor(look.colours.accent), 3))
        painter.drawLine(QPointF(first, level), QPointF(reached, level))

    def _paint_step(self, painter: QPainter, cell: QRectF, at: int, name: str) -> None:
        look = theme.current()
        colours, radius = look.colours, look.px(18) / 2
        centre = QPointF(cell.center().x(), look.px(12))
        done, now = at < self._current, at == self._current
        painter.setPen(QPen(QColor(colours.accent if done or now else colours.edge), 2))
        painter.setBrush(QColor(colours.accent if done else colours.surface))
        painter.drawEllipse(centre, radius, radius)
        if done:
            _paint_tick(painter, centre, radius, colours.on_accent)
        elif now:
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(centre, radius / 2.4, radius / 2.4)
        font = look.font(tokens.TEXT_SMALL, bold=now)
        painter.setFont(font)
        painter.setPen(QColor(colours.text if now else colours.muted))
        words = QFontMetrics(font).elidedText(
            name, Qt.TextElideMode.ElideRight, int(cell.width()) - 4
        )
        below = QRectF(cell.left(), look.px(26), cell.width(), look.px(18))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)


def _paint_tick(painter: QPainter, centre: QPointF, radius: float, colour: str) -> None:
    painter.setPen(QPen(QColor(colour), radius / 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    points = ((-0.45, 0.02), (-0.1, 0.36), (0.46, -0.32))
    places = [QPointF(centre.x() + x * radius, centre.y() + y * radius) for x, y in points]
    painter.drawPolyline(places)


class MarkedWords(QWidget):
    """A tone's shape and words beside it, such as ✓ Met in 1 h 10."""

    def __init__(self, text: str, tone: Tone) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.addWidget(Mark(tone, 11), 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(Words(text), 0, 1)
        grid.setColumnStretch(1, 1)
        self.setAccessibleName(text)


def _two_columns(host: QWidget) -> QGridLayout:
    grid = QGridLayout(host)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(tokens.GAP_LARGE)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    return grid


def _clear(grid: QGridLayout) -> None:
    while grid.count():
        widget = grid.takeAt(0).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
