"""Choosing a passphrase: typed twice, judged while it is typed."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from csq_desktop.texts import tr
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.field_error import FieldError
from csq_desktop.ui.kit.forms.secret_field import PassphraseField
from csq_desktop.ui.theme import tokens


class NewPassphrase(QWidget):
    """Two fields with a sentence and a bar between them that say how good the passphrase is.

    `names` gives the words it must not consist of: the shop's, the branch's, the user's.
    `again` is the label of the second field.
    """

    changed = Signal()

    def __init__(
        self, names: Callable[[], Iterable[str]], label: str = "", again: str = ""
    ) -> None:
        super().__init__()
        self._names = names
        self._label = label or tr("Passphrase")
        self.first = PassphraseField(self._label)
        self._again = again or tr("The same passphrase again")
        self.second = PassphraseField(self._again)
        self.bar, self.verdict, self.differs = (
            QProgressBar(),
            PlainLabel("", "hint", wrap=True),
            FieldError(self.second),
        )
        self.allowed = False
        self._build()
        self.first.textChanged.connect(self.judge)
        self.second.textChanged.connect(self._on_second)
        for field in (self.first, self.second):
            field.editingFinished.connect(self._on_left)
        self.judge()

    @property
    def passphrase(self) -> str:
        """What was typed."""
        return self.first.text()

    @property
    def ready(self) -> bool:
        """Whether it may be used and was typed the same twice."""
        return self.allowed and self.first.text() == self.second.text()

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.second.clear()

    def judge(self) -> None:
        """Show how strong it is; call it also when the names change."""
        typed = self.first.text()
        if typed:
            from csq_desktop.services.stores.passphrases import judge

            judgement = judge(typed, self._names())
            self.allowed = judgement.allowed
            self._say(judgement.text, judgement.share)
        else:
            self.allowed = False
            self._say(
                tr("15 characters or more: four or five words that do not belong together."), 0.0
            )
        self._on_second()

    def _say(self, text: str, share: float) -> None:
        self.verdict.setText(text)
        self.bar.setValue(round(share * 100))
        for part in (self.bar, self.verdict):
            part.setProperty("tone", "good" if self.allowed else "warn")
            part.style().unpolish(part)
            part.style().polish(part)

    def _on_second(self) -> None:
        """While typing, show an error only if the texts can no longer become equal."""
        self._say_differs(not self.first.text().startswith(self.second.text()))
        self.changed.emit()

    def _on_left(self) -> None:
        self._say_differs(bool(self.second.text()) and self.first.text() != self.second.text())

    def _say_differs(self, wrong: bool) -> None:
        sentence = tr("The two passphrases are not the same.") if wrong else ""
        if sentence != self.differs.sentence:
            self.differs.say_aloud(sentence)

    def _build(self) -> None:
        self.first.setObjectName("passphrase")
        self.second.setObjectName("passphrase_again")
        self.bar.setObjectName("strength")
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("How strong the passphrase is"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_TINY)
        for label, field in ((self._label, self.first), (self._again, self.second)):
            words = PlainLabel(label, "field")
            words.setBuddy(field)
            if field is self.second:
                column.addSpacing(tokens.GAP_SMALL)
            column.addWidget(words)
            column.addWidget(field)
            if field is self.first:
                column.addWidget(self.bar)
                column.addWidget(self.verdict)
        column.addWidget(self.differs)
