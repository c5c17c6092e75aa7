"""The line beneath a field of free text that says which identities were typed into it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from csq_desktop.domain.free_text import IdentityKind, IdentitySpan, identities, sentence
from csq_desktop.texts import tr
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import theme, tokens

_PAUSE_MS = 150
Take = Callable[[Sequence[IdentitySpan]], Sequence[IdentitySpan]]


class IdentityNotice(QWidget):
    """Marks identities in a field that everybody reads, and offers to take them out of it.

    Nothing is refused: the words may be saved as they stand. Where they can be moved, `offer_move`
    is given what takes them over and returns those it took. A field of one line cannot underline a
    part of its text: there the sentence alone says it.
    """

    def __init__(self, field: QPlainTextEdit | QLineEdit) -> None:
        super().__init__()
        self._field = field
        self._spans: tuple[IdentitySpan, ...] = ()
        self._take: Take | None = None
        self._may_move: Callable[[], bool] = lambda: False
        self._words = PlainLabel("", "hint", wrap=True)
        self._move = buttons.link("", self._on_move, name="identities_move")
        self._leave_out = buttons.link(
            tr("Leave them out"), self._on_leave_out, name="identities_leave_out"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.addWidget(self._move)
        row.addWidget(self._leave_out)
        row.addStretch(1)
        row.setSpacing(tokens.GAP)
        column.addLayout(row)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.refresh)
        field.textChanged.connect(lambda *_text: self._pause.start())
        self.setVisible(False)
        self.refresh()

    @property
    def text(self) -> str:
        """The sentence shown now; empty while there is nothing to say."""
        return "" if self.isHidden() else self._words.text()

    def offer_move(self, label: str, take: Take, possible: Callable[[], bool]) -> None:
        """Offer to move the identities to where they belong, while that is possible."""
        self._move.setText(label)
        self._take, self._may_move = take, possible
        self.refresh()

    def refresh(self) -> None:
        """Look at the text as it stands."""
        self._pause.stop()
        self._spans = identities(self._typed())
        self._words.setText(sentence(self._spans))
        self._field.setAccessibleDescription(self._words.text())
        self._move.setVisible(self._take is not None and self._may_move())
        self.setVisible(bool(self._spans))
        self._mark()

    def _typed(self) -> str:
        field = self._field
        return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()

    def _mark(self) -> None:
        if isinstance(self._field, QPlainTextEdit):
            marked, form, text = [], _marking(), self._typed()
            for span in self._spans:
                selection = QTextEdit.ExtraSelection()
                selection.format, selection.cursor = form, _cursor(self._field, text, span)
                marked.append(selection)
            self._field.setExtraSelections(marked)

    def _on_move(self) -> None:
        self.refresh()
        if self._take is not None:
            self._replace(self._take(self._spans), {IdentityKind.NAME: tr("the caller")})

    def _on_leave_out(self) -> None:
        self.refresh()
        self._replace(self._spans, {})

    def _replace(self, spans: Sequence[IdentitySpan], words: dict[IdentityKind, str]) -> None:
        """Put words in place of spans, as one step that can be undone."""
        field, text = self._field, self._typed()
        undoing = QTextCursor(field.document()) if isinstance(field, QPlainTextEdit) else None
        if undoing is not None:
            undoing.beginEditBlock()
        for span in reversed(spans):  # the places before a changed one stay right
            instead = words.get(span.kind, span.kind.gap)
            if isinstance(field, QPlainTextEdit):
                _cursor(field, text, span).insertText(instead)
            else:
                field.setSelection(_utf16(text, span.start), _utf16(text[span.start : span.end]))
                field.insert(instead)
        if undoing is not None:
            undoing.endEditBlock()
        self.refresh()
        field.setFocus()


def _marking() -> QTextCharFormat:
    colours = theme.current().colours
    form = QTextCharFormat()
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
    form.setUnderlineColor(QColor(colours.warn))
    form.setForeground(QColor(colours.warn))
    form.setBackground(QColor(colours.warn_wash))
    return form


def _cursor(field: QPlainTextEdit, text: str, span: IdentitySpan) -> QTextCursor:
    cursor = QTextCursor(field.document())
    cursor.setPosition(_utf16(text, span.start))
    cursor.setPosition(_utf16(text, span.end), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _utf16(text: str, end: int | None = None) -> int:
    """A place in a text as Qt counts it: a sign beyond the basic plane, such as 😀, is two."""
    return len(text[:end].encode("utf-16-le", "surrogatepass")) // 2
