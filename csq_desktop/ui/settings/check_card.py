"""Checking the whole store: one button, and a line for everything that was looked at."""

from PySide6.QtWidgets import QGridLayout, QWidget

from csq_desktop.domain.stores.checks import CheckLine, CheckReport
from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.services.stores import checks
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.facts import clear
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import tokens


class CheckCard(Card):
    """Compares files, audit trail and records with each other; changes nothing."""

    def __init__(self, context: Context) -> None:
        self.button = buttons.secondary(tr("Check now"), self._on_check, name="check_store")
        super().__init__(tr("Check of the store"), self.button)
        self.context = context
        self.explanation = PlainLabel(
            tr(
                "Both files, the audit trail and the records are compared with each other. "
                "Nobody can save until the files are through: seconds for each 100 MB."
            ),
            "muted",
            wrap=True,
        )
        self.message = InlineMessage()
        held = QWidget()
        self.lines = QGridLayout(held)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setHorizontalSpacing(tokens.GAP)
        self.lines.setColumnStretch(1, 1)
        for part in (self.explanation, self.message, held):
            self.body.addWidget(part)

    def show_error(self, error: UserError) -> None:
        """Say in place what went wrong."""
        self.button.setEnabled(True)
        self.message.show_error(error)

    def _on_check(self) -> None:
        self.message.clear()
        clear(self.lines)
        self.button.setEnabled(False)
        self.context.tasks.on_store(self, checks.check, self._on_checked, self.show_error)

    def _on_checked(self, report: CheckReport) -> None:
        self.button.setEnabled(True)
        for row, line in enumerate(report.lines):
            word = trc("check", "Sound") if line.sound else trc("check", "Wrong")
            badge = Badge(word, Tone.GOOD if line.sound else Tone.BAD)
            self.lines.addWidget(badge, row, 0)
            self.lines.addWidget(PlainLabel(_text(line), wrap=True).selectable(), row, 1)


def _text(line: CheckLine) -> str:
    return "\n".join((line.sentence, *line.details))
