"""The customers who may be the one being typed in, each with a button that takes it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.duplicates.facts import Duplicate
from csq_desktop.domain.tones import Tone
from csq_desktop.services.duplicates import alike
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.announcements import announce
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.masked import BLANK
from csq_desktop.ui.kit.display.messages import Mark
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import tokens

_PAUSE_MS = 350
MOST_AT_ONCE = 4
"""So many are shown at first: the form beneath has to stay in sight."""


class AlikeCustomers(QFrame):
    """Looks for customers like the one typed in, after a pause; hidden while there are none."""

    chosen = Signal(object)
    """The number, in the store, of the customer who is taken."""

    def __init__(self, context: Context, typed: Callable[[], Identity]) -> None:
        super().__init__()
        self.setObjectName("alike_customers")
        self.setProperty("role", "message")
        self.setProperty("tone", Tone.WARN.value)
        self._context, self._typed = context, typed
        self._matches: tuple[Duplicate, ...] = ()
        self._shows_all = False
        self.words = PlainLabel("", wrap=True)
        head = QHBoxLayout()
        head.addWidget(Mark(Tone.WARN))
        head.addWidget(self.words, 1)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.more = buttons.link("", self._on_more, name="alike_more")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 7, 6, 7)
        column.setSpacing(tokens.GAP_TINY)
        column.addLayout(head)
        column.addLayout(self._rows)
        column.addWidget(self.more)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look)
        context.privacy_changed.connect(lambda _on: self._show())
        self.hide()

    @property
    def text(self) -> str:
        """What is said now: each customer shown, and why."""
        return "" if self.isHidden() else "\n".join(map(self._line, self._shown))

    def seek(self) -> None:
        """Look once nothing more is typed for a moment."""
        self._pause.start()

    def clear(self) -> None:
        """Show nobody, and forget what was asked."""
        self._pause.stop()
        self._on_matches(())

    @property
    def _shown(self) -> tuple[Duplicate, ...]:
        return self._matches if self._shows_all else self._matches[:MOST_AT_ONCE]

    def _look(self) -> None:
        job = partial(alike.matches, identity=self._typed())
        self._context.tasks.read(self, job, self._on_matches, identities=True)

    def _on_matches(self, matches: tuple[Duplicate, ...]) -> None:
        if matches != self._matches:
            self._matches, self._shows_all = matches, False
            self._show()
            if matches:
                announce(self, self.words.text())

    def _on_more(self) -> None:
        self._shows_all = True
        self._show()

    def _show(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        for match in self._shown:
            self._rows.addWidget(self._row(match))
        count, rest = len(self._matches), len(self._matches) - len(self._shown)
        text = trn(
            "{n} customer may be the same person:", "{n} customers may be the same person:", count
        )
        self.words.setText(text)
        self.more.setText(trn("Show {n} more", "Show {n} more", rest))
        self.more.setVisible(rest > 0)
        self.setVisible(count > 0)

    def _row(self, match: Duplicate) -> QWidget:
        row, words = QWidget(), PlainLabel(self._line(match), wrap=True)
        take = buttons.link(
            tr("Use this one"), partial(self.chosen.emit, match.id), name="use_this"
        )
        take.setAccessibleName(tr("Use {ref}", ref=match.ref))
        line = QHBoxLayout(row)
        line.setContentsMargins(18, 0, 0, 0)
        line.addWidget(words, 1)
        line.addWidget(take)
        return row

    def _line(self, match: Duplicate) -> str:
        masked = match.masked
        person = "  ".join(filter(None, (masked.name or masked.other_name, masked.phone)))
        archived = tr("archived") if match.archived else ""
        parts = (match.ref, BLANK if self._context.private else person, match.why, archived)
        return tr(" · ").join(filter(None, parts))
