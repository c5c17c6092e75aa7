"""The line beneath a field of free text that says which identities were typed into it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from csq_desktop.domain.privacy.free_text import IdentityKind, IdentitySpan, identities, sentence
from csq_desktop.domain.users import Permission
from csq_desktop.services.customers import customers
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import theme, tokens

_PAUSE_MS = 150
Take = Callable[[Sequence[IdentitySpan]], Sequence[IdentitySpan]]


@runtime_checkable
class HasContext(Protocol):
    """A page or a dialog: what stands in it may ask the store."""

    context: Context


class IdentityNotice(QWidget):
    """Marks identities in a field that everybody reads, and offers to take them out of it.

    Nothing is refused: the words may be saved as they stand. Where they can be moved, `offer_move`
    is given what takes them over and returns those it took. Customers' names are marked for those
    who may see them: the vault is asked beside the window, and an answer to other words than those
    that stand here now is dropped. A field of one line cannot underline a part of its text: there
    the sentence alone says it.
    """

    def __init__(self, field: QPlainTextEdit | QLineEdit) -> None:
        super().__init__()
        self._field = field
        self._spans: tuple[IdentitySpan, ...] = ()
        self._recognised: tuple[str, tuple[IdentitySpan, ...]] = ("", ())
        self._asker = QObject()  # without a parent, so that no page shows it as waiting
        self._take: Take | None = None
        self._may_move: Callable[[], bool] = lambda: False
        self._words = PlainLabel("", "hint", wrap=True)
        self._move = buttons.link("", self._on_move, name="identities_move")
        self._refer = buttons.link(
            tr("Write the customer’s reference"), self._on_refer, name="identities_refer"
        )
        self._leave_out = buttons.link(
            tr("Remove them"), self._on_leave_out, name="identities_leave_out"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._words)
        row = QHBoxLayout()
        for button in (self._move, self._refer, self._leave_out):
            row.addWidget(button)
        row.addStretch(1)
        row.setSpacing(tokens.GAP)
        column.addLayout(row)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.refresh)
        field.textChanged.connect(lambda *_text: self._pause.start())
        self.setVisible(False)
        self.refresh()
        if self._typed():  # once it stands in its page, the vault can be asked about it too
            self._pause.start()

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
        text = self._typed()
        if text != self._recognised[0]:
            self._recognised = ("", ())
            self._ask(text)
        self._show(text)

    def _ask(self, text: str) -> None:
        context = _context_of(self)
        if context is None or not text.strip() or not context.may(Permission.REVEAL_IDENTITIES):
            return
        context.tasks.read(
            self._asker,
            partial(customers.recognised, text=text),
            partial(self._on_recognised, text),
            identities=True,
            failed=lambda _error: None,  # a hint that does not come is no reason to stop typing
        )

    def _on_recognised(self, text: str, spans: tuple[IdentitySpan, ...]) -> None:
        # Its form may have been closed meanwhile: Python's half of the notice outlives the field.
        if isValid(self._field) and text == self._typed():
            self._recognised = text, spans
            self._show(text)

    def _show(self, text: str) -> None:
        self._spans = identities(text, self._recognised[1])
        words = sentence(self._spans)
        if words != self._words.text():
            self._words.setText(words)
            self._field.setAccessibleDescription(words)
        self._move.setVisible(self._take is not None and self._may_move())
        self._refer.setVisible(any(span.reference for span in self._spans))
        self.setVisible(bool(self._spans))
        if isinstance(self._field, QPlainTextEdit):
            _mark(self._field, tuple(_places(text, self._spans)))

    def _typed(self) -> str:
        field = self._field
        return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()

    def _on_move(self) -> None:
        self.refresh()
        if self._take is not None:
            self._replace(self._take(self._spans), _by_the_caller)

    def _on_refer(self) -> None:
        self.refresh()
        spans = [span for span in self._spans if span.reference]
        self._replace(spans, lambda span: span.reference)

    def _on_leave_out(self) -> None:
        self.refresh()
        self._replace(self._spans, lambda span: span.kind.gap)

    def _replace(self, spans: Sequence[IdentitySpan], words: Callable[[IdentitySpan], str]) -> None:
        """Put words in place of spans, as one step that can be undone."""
        field, text = self._field, self._typed()
        undoing = QTextCursor(field.document()) if isinstance(field, QPlainTextEdit) else None
        if undoing is not None:
            undoing.beginEditBlock()
        places = list(zip(spans, _places(text, spans), strict=True))
        for span, (start, end) in reversed(places):  # the places before a changed one stay right
            if isinstance(field, QPlainTextEdit):
                _cursor(field, start, end).insertText(words(span))
            else:
                field.setSelection(start, end - start)
                field.insert(words(span))
        if undoing is not None:
            undoing.endEditBlock()
        self.refresh()
        field.setFocus()


def _by_the_caller(span: IdentitySpan) -> str:
    return tr("the complainant") if span.kind is IdentityKind.NAME else span.kind.gap


def _context_of(part: QObject) -> Context | None:
    """What the nearest page or dialog around asks the store with."""
    around: QObject | None = part
    while around is not None:
        if isinstance(around, HasContext):
            return around.context
        around = around.parent()
    return None


def _mark(field: QPlainTextEdit, places: tuple[tuple[int, int], ...]) -> None:
    """Underline these places; marks move with the words, so that most often they are right."""
    marks = field.extraSelections()
    if places == tuple((m.cursor.selectionStart(), m.cursor.selectionEnd()) for m in marks):
        return
    marks, look = [], _marking()
    for place in places:
        mark = QTextEdit.ExtraSelection()
        mark.format, mark.cursor = look, _cursor(field, *place)
        marks.append(mark)
    field.setExtraSelections(marks)


def _marking() -> QTextCharFormat:
    colours = theme.current().colours
    form = QTextCharFormat()
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
    form.setUnderlineColor(QColor(colours.warn))
    form.setForeground(QColor(colours.warn))
    form.setBackground(QColor(colours.warn_wash))
    return form


def _cursor(field: QPlainTextEdit, start: int, end: int) -> QTextCursor:
    cursor = QTextCursor(field.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _utf16(text: str) -> int:
    """The length of a text as Qt counts it: a sign beyond the basic plane, such as 😀, is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _places(text: str, spans: Sequence[IdentitySpan]) -> Iterator[tuple[int, int]]:
    """Where spans begin and end as Qt counts it; the text is gone through once."""
    at = qt_at = 0
    for span in spans:
        qt_at += _utf16(text[at : span.start])
        end = qt_at + _utf16(span.text)
        yield qt_at, end
        at, qt_at = span.end, end
