"""Facts of one record: pairs of label and value, a history, the steps it has passed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QGridLayout,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from csq_desktop.domain.words.wording import labelled
from csq_desktop.texts import tr
from csq_desktop.ui.kit.accessibility import speak_as
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.refilled import refilled
from csq_desktop.ui.kit.display.words import PlainLabel, plain_tip
from csq_desktop.ui.theme import theme, tokens


class KeyValueList(QWidget):
    """Labels at the left, values at the right of each."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.GAP_LARGE)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._label_width = 0
        self._lists: tuple[KeyValueList, ...] = (self,)

    def line_up_with(self, other: "KeyValueList") -> None:
        """Give the values of these lists one left edge, whichever has the longest labels."""
        lists = (*other._lists, self)
        for each in lists:
            each._lists = lists

    def show_pairs(self, pairs: Sequence[tuple[str, str | QWidget]]) -> None:
        """Show these pairs in place of the earlier ones; pairs without a value are left out."""
        with refilled(self):
            self._fill(pairs)
        width = max(shown._label_width for shown in self._lists)
        for shown in self._lists:
            shown._grid.setColumnMinimumWidth(0, width)

    def _fill(self, pairs: Sequence[tuple[str, str | QWidget]]) -> None:
        clear(self._grid)
        self._label_width = 0
        shown = [(label, value) for label, value in pairs if value != ""]
        for row, (label, value) in enumerate(shown):
            words = PlainLabel(label, "label")
            self._grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
            words.ensurePolished()
            self._label_width = max(self._label_width, words.sizeHint().width())
            if isinstance(value, str):
                value = PlainLabel(value, wrap=True).selectable()
            value.setAccessibleName(labelled(label, _text_of(value)))
            if isinstance(value, QPushButton):
                value.setProperty("place", "value")
                self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignLeft)
            else:
                self._grid.addWidget(value, row, 1)


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened: when, what, the words noted with it, and where a click leads."""

    when: str
    what: str
    note: str = ""
    go: Callable[[], object] | None = None


class Timeline(QWidget):
    """A history, the newest line first or last as given."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_lines(self, lines: Sequence[HistoryLine]) -> None:
        """Show these lines in place of the earlier ones."""
        with refilled(self):
            clear(self._column)
            for line in lines:
                self._column.addWidget(_history_row(line))


class StepBar(QWidget):
    """The steps of a course, done ones filled; every word where there is room, else the current."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[str, ...] = ()
        self._reached = -1
        speak_as(self, QAccessible.Role.ProgressBar)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[str], reached: int) -> None:
        """Show the steps; those up to `reached` (counted from 0) are done."""
        self._steps, self._reached = tuple(steps), reached
        now = steps[reached] if 0 <= reached < len(steps) else ""
        place = tr("step {step} of {all}", step=reached + 1, all=len(steps)) if now else ""
        self.setAccessibleName(tr(", ").join(part for part in (now, place) if part))
        speak_as(self, QAccessible.Role.ProgressBar, place)
        self.setToolTip(plain_tip(" → ".join(steps)))
        self.update()

    def places(self) -> list[tuple[str, QRectF]]:
        """Each step's word and the place of its bar; a word that is not written is empty."""
        widths = [self._width_of(step) for step in self._steps]
        spare = self.width() - sum(widths)
        fits = spare >= 0
        if not fits:  # words cut short cannot be told apart: only the step reached is written
            widths, spare = [0.0] * len(widths), self.width()
        placed, left = [], 0.0
        for at, (step, width) in enumerate(zip(self._steps, widths, strict=True)):
            width += spare / len(widths)
            word = step if fits or at == self._reached else ""
            placed.append((word, QRectF(left, 4, width - tokens.GAP_TINY, 5)))
            left += width
        return placed

    def sizeHint(self) -> QSize:
        return QSize(300, theme.current().px(38))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.current().font(tokens.TEXT_SMALL))
        for at, (word, bar) in enumerate(self.places()):
            self._paint_bar(painter, bar, done=at <= self._reached)
            self._paint_word(painter, word, bar, here=at == self._reached)

    def _width_of(self, step: str) -> float:
        metrics = QFontMetricsF(theme.current().font(tokens.TEXT_SMALL))
        return metrics.horizontalAdvance(step) + tokens.GAP_SMALL

    def _paint_bar(self, painter: QPainter, bar: QRectF, *, done: bool) -> None:
        colours = theme.current().colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent if done else colours.line))
        painter.drawRoundedRect(bar, 2.5, 2.5)

    def _paint_word(self, painter: QPainter, word: str, bar: QRectF, *, here: bool) -> None:
        colours = theme.current().colours
        painter.setPen(QPen(QColor(colours.text if here else colours.muted)))
        width = max(bar.width() + tokens.GAP_TINY, self._width_of(word))
        left = max(0.0, min(bar.left(), self.width() - width))
        place = QRectF(left, 13, width, self.height() - 13)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _history_row(line: HistoryLine) -> QWidget:
    row = QWidget()
    grid = QGridLayout(row)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(tokens.GAP)
    grid.setVerticalSpacing(1)
    grid.setColumnStretch(1, 1)
    when = PlainLabel(line.when, "meta")
    when.setMinimumWidth(theme.current().px(96))
    grid.addWidget(when, 0, 0, Qt.AlignmentFlag.AlignTop)
    if line.go is None:
        grid.addWidget(PlainLabel(line.what, wrap=True), 0, 1)
    else:
        link = buttons.link(line.what, line.go, name="open_record")
        link.setProperty("place", "value")
        grid.addWidget(link, 0, 1, Qt.AlignmentFlag.AlignLeft)
    if line.note:
        grid.addWidget(PlainLabel(line.note, "muted", wrap=True).selectable(), 1, 1)
    return row


def _text_of(value: QWidget) -> str:
    return value.text() if isinstance(value, PlainLabel) else value.accessibleName()
