"""Messages in place: an error sentence, and what to do when there is nothing yet."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.texts import tr
from csq_desktop.ui.kit.accessibility import decorative
from csq_desktop.ui.kit.announcements import announce
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import paint_mark
from csq_desktop.ui.kit.display.picture import Picture
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import theme, tokens

_PICTURE = 34


class Mark(QWidget):
    """A tone's shape alone, beside words that say the same."""

    def __init__(self, tone: Tone = Tone.SOFT, side: int = 12) -> None:
        super().__init__()
        self._tone, self._side = tone, side
        decorative(self)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_tone(self, tone: Tone) -> None:
        """Show another tone."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.current().px(self._side) + 2
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_mark(QPainter(self), self._tone, QRectF(self.rect()).adjusted(1, 1, -1, -1))


class InlineMessage(QFrame):
    """A sentence where it matters; hidden while there is nothing to say.

    self.message.show_error(error)
    self.message.say(tr("A draft is back."), Tone.ACCENT, tr("Start afresh"), self._on_afresh)

    One that `stays` says what holds of all that is shown, and cannot be dismissed.
    """

    def __init__(self, *, stays: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self._mark = Mark()
        self._words = PlainLabel(wrap=True).selectable()
        self._action = buttons.link("", name="message_action")
        self._close = buttons.icon_only(tr("Dismiss"), "x", self.clear)
        self._act: Callable[[], object] | None = None
        self._action.clicked.connect(self._on_action)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 6, 7)
        row.setSpacing(tokens.GAP_SMALL)
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self._close.setHidden(stays)
        self.setVisible(False)

    @property
    def text(self) -> str:
        """The sentence shown now."""
        return self._words.text() if not self.isHidden() else ""

    def show_error(self, error: UserError) -> None:
        """Say what went wrong."""
        self.say(error.text, Tone.BAD)

    def say(
        self,
        text: str,
        tone: Tone = Tone.SOFT,
        action: str = "",
        act: Callable[[], object] | None = None,
    ) -> None:
        """Say a sentence, with one thing to do about it where given."""
        self._words.setText(text)
        self._mark.set_tone(tone)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._act = act
        self.setProperty("tone", tone.value)
        for part in (self, self._words):
            part.style().unpolish(part)
            part.style().polish(part)
        self.setAccessibleName(text)
        self.setVisible(True)
        announce(self, text, assertive=tone is Tone.BAD)

    def clear(self) -> None:
        """Say nothing."""
        self._words.setText("")
        self.setVisible(False)

    def _on_action(self) -> None:
        if self._act is not None:
            self._act()


class EmptyState(QWidget):
    """What stands where a list would be: why it is empty and what to do next.

    EmptyState("message-report", tr("No complaints yet"), tr("Log the first …"), button)
    """

    def __init__(
        self, icon: str, title: str, sentence: str = "", button: QWidget | None = None
    ) -> None:
        super().__init__()
        self.title = PlainLabel(title, "section", wrap=True)
        self.sentence = PlainLabel(sentence, "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 24, 12, 24)
        column.setSpacing(tokens.GAP_SMALL)
        column.addStretch(2)
        column.addWidget(Picture(icon, "muted", _PICTURE), 0, Qt.AlignmentFlag.AlignHCenter)
        for words in (self.title, self.sentence):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        if button is not None:
            column.addSpacing(tokens.GAP_TINY)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_text(self, title: str, sentence: str = "") -> None:
        """Say something else, for instance that a search found nothing."""
        self.title.setText(title)
        self.sentence.setText(sentence)
