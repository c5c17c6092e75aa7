"""Lines for what nobody else may read: their words are in no text that Qt holds or sends."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QFontMetricsF,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QToolButton

from csq_desktop.texts import tr
from csq_desktop.ui.theme import icons, theme

_DOT = "●"
_INSET = 2  # what Qt leaves free at each end of a line


class SecretField(QLineEdit):
    """A line whose words only `text` gives out; Qt's own line holds a dot for each letter.

    A QLineEdit hides its letters on the screen, yet sends every one that is typed, and the whole
    text when it is cleared, to all programs that listen to the accessibility bus. So the words are
    taken from keys, clipboard and input method before Qt inserts them, and painted here when they
    are shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._shown = False
        self._pressed_at = 0
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAcceptDrops(False)
        self.textChanged.connect(self._follow)

    def text(self) -> str:
        """The words that were typed."""
        return self._words

    def setText(self, text: str | None, /) -> None:
        """Put other words in."""
        words = text or ""
        unseen = words != self._words and len(words) == len(self._words)
        self._words = words
        super().setText(_DOT * len(words))
        if unseen:
            self.textChanged.emit(self.displayText())

    def clear(self) -> None:
        """Forget the words."""
        self.setText("")

    def insert(self, words: str, /) -> None:
        """Put words at the cursor, in place of what is selected."""
        line = " ".join(words.split("\n")).strip("\r")
        start, end = self._selected()
        self._words = self._words[:start] + line + self._words[end:]
        super().insert(_DOT * len(line))

    def paste(self) -> None:
        """Put in what the clipboard holds."""
        self._paste_from(QClipboard.Mode.Clipboard)

    @property
    def is_shown(self) -> bool:
        """Whether the words can be read on the screen."""
        return self._shown

    def show_words(self, shown: bool) -> None:
        """Show the words on the screen, or dots."""
        self._shown = shown
        self.update()

    def draft_text(self) -> str:
        """Nothing: a draft never holds a secret."""
        return ""

    def restore_text(self, text: str) -> None:
        """Start empty."""
        self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif _types_letters(event):
            self.insert(event.text())
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # What is still being composed is shown nowhere: nobody composes a passphrase unseen.
        if event.commitString():
            self.insert(event.commitString())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._shown and event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = self._letter_at(event.position().x())
            self.setCursorPosition(self._pressed_at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._shown:
            super().mouseMoveEvent(event)
        elif event.buttons() & Qt.MouseButton.LeftButton:
            at = self._letter_at(event.position().x())
            self.setSelection(self._pressed_at, at - self._pressed_at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self.deselect()
            self._paste_from(QClipboard.Mode.Selection)
        else:
            super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(lambda: self.paste())
        menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown and self._words:
            self._paint_words()
        else:
            super().paintEvent(event)

    def _follow(self, line: str) -> None:
        """Keep the words in step with what Qt, or a tool of the desktop, did to the line itself."""
        letters = line.strip(_DOT)
        if letters:
            start = line.index(letters)
            behind = len(line) - start - len(letters)
            self._words = self._words[:start] + letters + self._words[len(self._words) - behind :]
            super().setText(_DOT * len(self._words))
        elif len(line) < len(self._words):
            at, gone = self.cursorPosition(), len(self._words) - len(line)
            self._words = self._words[:at] + self._words[at + gone :]

    def _selected(self) -> tuple[int, int]:
        if not self.hasSelectedText():
            return self.cursorPosition(), self.cursorPosition()
        return self.selectionStart(), self.selectionEnd()

    def _paste_from(self, mode: QClipboard.Mode) -> None:
        words = QGuiApplication.clipboard().text(mode)
        if words:
            self.insert(words)

    def _paint_words(self) -> None:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        room = self._room(option)
        left = room.left() - self._scrolled(room)
        colours = self.palette()
        painter.setClipRect(room)
        painter.setPen(colours.color(QPalette.ColorRole.Text))
        self._draw(painter, left, room)
        if self.hasSelectedText():
            start, end = (left + self._width(at) for at in self._selected())
            marked = QRectF(start, room.top(), end - start, room.height())
            painter.setClipRect(marked & QRectF(room))
            painter.fillRect(marked, colours.color(QPalette.ColorRole.Highlight))
            painter.setPen(colours.color(QPalette.ColorRole.HighlightedText))
            self._draw(painter, left, room)
        elif self.hasFocus():
            caret = left + self._width(self.cursorPosition())
            painter.drawLine(QPointF(caret, room.top() + 1), QPointF(caret, room.bottom() - 1))

    def _draw(self, painter: QPainter, left: float, room: QRect) -> None:
        place = QRectF(left, room.top(), self._width(len(self._words)) + 1, room.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._words)

    def _room(self, option: QStyleOptionFrame) -> QRect:
        """Where words have room: inside of frame and padding, and beside the icons."""
        part = QStyle.SubElement.SE_LineEditContents
        room = self.style().subElementRect(part, option, self)
        room = room.marginsRemoved(self.textMargins()).adjusted(_INSET, 0, -_INSET, 0)
        for icon in self.findChildren(QToolButton):
            room.setRight(min(room.right(), icon.x() - _INSET))
        return room

    def _scrolled(self, room: QRect) -> float:
        """How far the words are moved to the left, so that the cursor is in sight."""
        return max(0.0, self._width(self.cursorPosition()) - room.width() + 1)

    def _width(self, letters: int) -> float:
        return QFontMetricsF(self.font()).horizontalAdvance(self._words[:letters])

    def _letter_at(self, x: float) -> int:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        room = self._room(option)
        x += self._scrolled(room) - room.left()
        return min(range(len(self._words) + 1), key=lambda at: abs(self._width(at) - x))


class PassphraseField(SecretField):
    """A passphrase, hidden until the eye is pressed; never kept in a draft."""

    def __init__(self, accessible: str = "") -> None:
        super().__init__()
        self.setAccessibleName(accessible)
        self._eye = self.addAction(icons.icon("eye"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setCheckable(True)
        self._eye.setText(tr("Show the passphrase"))
        self._eye.setToolTip(tr("Show the passphrase (Alt+S)"))
        self._eye.setShortcut(QKeySequence("Alt+S"))  # Tab does not lead into a line
        self._eye.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._eye.toggled.connect(self._on_shown)
        icons.scale_in(self)
        self.setMinimumWidth(theme.current().px(240))

    def _on_shown(self, shown: bool) -> None:
        self.show_words(shown)
        self._eye.setIcon(icons.icon("eye-off" if shown else "eye"))


def _types_letters(event: QKeyEvent) -> bool:
    """Whether a key writes something: the rule of Qt's own lines."""
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    pressed = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return (
        event.text().isprintable()
        and bool(event.text())
        and (pressed not in (control, control | shift))
    )
