"""The sections of a run at the left of it: how far each is, and which one is shown."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from csq_desktop.domain.checklists.facts import Section, SectionProgress
from csq_desktop.domain.tones import Tone
from csq_desktop.texts import tr, trn
from csq_desktop.ui.kit.accessibility import one_of
from csq_desktop.ui.kit.display.badge import paint_mark
from csq_desktop.ui.theme import theme, tokens

_HEIGHT, _SIDE, _PAD = 34, 11, 9


class SectionButton(QAbstractButton):
    """One section: its title, its count, and a mark.

    A tick when all is done and holds, a warning once an item failed, a dot when begun, a ring
    before.
    """

    def __init__(self, section: Section, at: int) -> None:
        super().__init__()
        self.at = at
        self._title = section.title.text
        self._done, self._failed, self._of = 0, 0, len(section.items)
        self.setObjectName(f"section_{section.code}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(self._title)

    def show_progress(self, progress: SectionProgress) -> None:
        """Show how many of its items are answered."""
        self._done, self._failed, self._of = progress.answered, progress.failed, progress.of
        self.setText(f"{self._title}  {self.counted}")
        failed = trn("{n} failed", "{n} failed", self._failed) if self._failed else ""
        self.setAccessibleName(tr(", ").join(filter(None, (self.text(), failed))))
        self.update()

    @property
    def counted(self) -> str:
        """How many items are answered, in words."""
        return tr("{done} of {all}", done=self._done, all=self._of)

    def sizeHint(self) -> QSize:
        return QSize(160, theme.current().px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        words = QRectF(self.rect()).adjusted(_PAD, 0, -_PAD, 0)
        side = look.px(_SIDE)
        mark = QRectF(words.left(), (self.height() - side) / 2, side, side)
        paint_mark(painter, self._tone(), mark)
        painter.setFont(look.font(tokens.TEXT_LABEL))
        painter.setPen(QColor(look.colours.muted))
        painter.drawText(words, _RIGHT, self.counted)
        room = painter.fontMetrics().horizontalAdvance(self.counted) + tokens.GAP_SMALL
        painter.setFont(look.font(tokens.TEXT, bold=self.isChecked()))
        painter.setPen(QColor(look.colours.text))
        words.setLeft(mark.right() + tokens.GAP_SMALL)
        words.setRight(words.right() - room)
        title = painter.fontMetrics().elidedText(
            self._title, Qt.TextElideMode.ElideRight, max(0, int(words.width()))
        )
        painter.drawText(words, _LEFT, title)

    def _paint_ground(self, painter: QPainter) -> None:
        colours = theme.current().colours
        ground = colours.selected if self.isChecked() else colours.hover
        painter.setPen(Qt.PenStyle.NoPen)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.focus), 2))
        if self.isChecked() or self.underMouse():
            painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    def _tone(self) -> Tone:
        if self._failed:
            return Tone.BAD
        if self._of and self._done == self._of:
            return Tone.GOOD
        return Tone.ACCENT if self._done else Tone.SOFT


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SectionList(QWidget):
    """All sections; `chosen` carries the index of the one to show."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._buttons: list[SectionButton] = []
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_sections(self, sections: Sequence[Section]) -> None:
        """List these sections in place of the earlier ones."""
        for button in self._buttons:
            self._column.removeWidget(button)
            button.deleteLater()
        self._group.deleteLater()
        self._group = QButtonGroup(self)
        self._buttons = [SectionButton(section, at) for at, section in enumerate(sections)]
        for button in self._buttons:
            button.toggled.connect(partial(self._on_toggled, button.at))
            self._group.addButton(button)
            self._column.addWidget(button)
        one_of(self._group)

    def show_progress(self, progress: Sequence[SectionProgress]) -> None:
        """Show how far each section is."""
        for button, part in zip(self._buttons, progress, strict=True):
            button.show_progress(part)

    def choose(self, at: int) -> None:
        """Mark the section that is shown."""
        for button in self._buttons:
            with QSignalBlocker(button):
                button.setChecked(button.at == at)

    def _on_toggled(self, at: int, on: bool) -> None:
        """Choose a section; a program for people who cannot click only toggles it."""
        if on:
            self.chosen.emit(at)
