"""Words on the page: labels by role, section titles, and labels that shorten themselves."""

import re

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from csq_desktop.ui.theme import tokens

_BREAK = "\u200b"
_DOT, _HELD_DOT = " · ", "\u00a0· "
_LONG_WORD = re.compile(r"[!-~]{16,}")  # Chinese breaks by itself
_PART = re.compile(r"[^@._/-]{0,11}[@._/-]|.{1,12}")


class PlainLabel(QLabel):
    """A label in one of the style sheet's roles.

    Roles: title, heading, section, strong, label, meta, muted, field, error, hint, figure.
    Text is always plain: what a customer wrote is never read as markup.
    """

    def __init__(self, text: str = "", role: str = "", *, wrap: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        self.setText(text)

    def text(self) -> str:
        """The words as they were given."""
        return super().text().replace(_HELD_DOT, _DOT)

    def setText(self, text: str, /) -> None:
        """Show other words; a dot between two parts ends a line and begins none."""
        super().setText(text.replace(_DOT, _HELD_DOT) if self.wordWrap() else text)

    def selectable(self) -> "PlainLabel":
        """The same label, its text selectable with mouse and keyboard."""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return self


class BreakingLabel(PlainLabel):
    """A label that wraps within long words too, such as e-mail addresses, after @ . - _ and /.

    Its words cannot be selected: the breaks would be copied with them.
    """

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__("", role, wrap=True)
        self.setText(text)

    def text(self) -> str:
        """The words, without the breaks."""
        return super().text().replace(_BREAK, "")

    def setText(self, text: str, /) -> None:
        """Show other words."""
        super().setText(_LONG_WORD.sub(lambda word: _BREAK.join(_PART.findall(word[0])), text))


class ElidedLabel(PlainLabel):
    """A label of one line that ends in … where there is no room; the whole text is its tool tip."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__(text, role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.fontMetrics().height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        place = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, place.width()
        )
        self.setToolTip("" if shown == self.text() else plain_tip(self.text()))
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(place, int(self.alignment()), shown)


class SectionTitle(QWidget):
    """The title of a part of a page, with room for small actions at its right end."""

    def __init__(self, text: str, *actions: QWidget) -> None:
        super().__init__()
        self.words = PlainLabel(text, "section")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.GAP_SMALL)
        row.addWidget(self.words)
        row.addStretch(1)
        for action in actions:
            row.addWidget(action)

    def set_text(self, text: str) -> None:
        """Change the title."""
        self.words.setText(text)


def plain_tip(text: str) -> str:
    """A tool tip that shows the text as it is: Qt reads what looks like markup as markup."""
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text
