"""Cards: framed parts of a page, and cards with one figure."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from csq_desktop.domain.tones import Tone
from csq_desktop.texts import tr
from csq_desktop.ui.kit.accessibility import speak_as
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.words import ElidedLabel, PlainLabel, SectionTitle
from csq_desktop.ui.theme import theme, tokens


class Card(QFrame):
    """A framed part of a page; add to `card.body`.

    card = Card(tr("Due"), buttons.quiet(tr("Show all"), self._on_all))
    card.body.addWidget(self.table)
    """

    def __init__(self, title: str = "", *actions: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(17, 14, 17, 15)
        self.body.setSpacing(tokens.GAP_SMALL)
        self.title = SectionTitle(title, *actions)
        if not (title or actions):
            self.title.hide()
        self.body.addWidget(self.title)
        self.setAccessibleName(title)


class FigureCard(QFrame):
    """One figure: a label, the value large, and what it means as a badge.

        card.show_figure("96.2%", "1,204 of 1,252 · target 95%", Tone.GOOD)
    `pressed` is emitted when a card that is a link is clicked or Enter is pressed on it.
    """

    pressed = Signal()

    def __init__(self, label: str, *, leads: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "card")
        speak_as(self, QAccessible.Role.Button if leads else QAccessible.Role.Grouping)
        self._label = ElidedLabel(label, "label")
        self.value = PlainLabel("–", "figure")
        self.badge = Badge()
        self.badge.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 13, 17, 15)
        column.setSpacing(tokens.GAP_TINY)
        column.addWidget(self._label)
        column.addWidget(self.value)
        column.addWidget(self.badge)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(theme.current().px(150))
        if leads:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._tell()

    def show_figure(self, value: str, badge: str = "", tone: Tone = Tone.SOFT) -> None:
        """Show a value as text, ready to read, and its meaning."""
        self.value.setText(value)
        self.badge.show_state(badge, tone)
        self._tell()

    def set_label(self, label: str) -> None:
        """Change what the figure is called."""
        self._label.setText(label)
        self._tell()

    def press(self) -> None:
        """Follow a card that leads somewhere."""
        self.pressed.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._leads() and self.rect().contains(event.position().toPoint()):
            self.press()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._leads() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Enter):
            self.press()
        else:
            super().keyPressEvent(event)

    def _leads(self) -> bool:
        return self.focusPolicy() != Qt.FocusPolicy.NoFocus

    def _tell(self) -> None:
        words = (self._label.text(), self.value.text(), self.badge.text)
        self.setAccessibleName(tr(", ").join(word for word in words if word))
