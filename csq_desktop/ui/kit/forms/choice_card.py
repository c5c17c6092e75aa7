"""Cards to choose one from: a picture, a title and a line beneath."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from csq_desktop.texts import tr
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.picture import Picture
from csq_desktop.ui.kit.display.words import ElidedLabel, PlainLabel
from csq_desktop.ui.theme import tokens

_ICON = 22


class ChoiceCard(QPushButton):
    """A card that is pressed, or chosen among others when made checkable.

    ChoiceCard(tr("New store"), tr("For a shop that begins"), icon="plus", pressed=self._on_new)
    """

    def __init__(
        self,
        title: str,
        line: str = "",
        *,
        icon: str = "",
        name: str = "",
        pressed: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self._picture = Picture(icon, "link", _ICON) if icon else None
        self.title, self.line = ElidedLabel(title, "strong"), ElidedLabel(line, "meta")
        self.setProperty("role", "choice")
        self.setObjectName(name)
        self.setAccessibleName(tr(", ").join((title, line)) if line else title)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._build()
        if pressed is not None:
            self.clicked.connect(lambda: pressed())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not buttons.answers_enter(event, self):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take the height of the words: the style sheet gives every button that of one line."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.setMinimumHeight(self._row.sizeHint().height())
        return done

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._row.sizeHint().height())

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.line)
        self.line.setVisible(bool(self.line.text()))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 10, 14, 10)
        self._row.setSpacing(tokens.GAP)
        if self._picture is not None:
            self._row.addWidget(self._picture)
            self._picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row.addLayout(words, 1)
        for part in (self.title, self.line):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def heading(text: str) -> PlainLabel:
    """The small words above a group of cards."""
    return PlainLabel(text, "field")
