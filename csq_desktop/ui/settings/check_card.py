"""Checking the whole store: one button, and a line for everything that was looked at."""

from PySide6.QtWidgets import QGridLayout, QWidget

from csq_desktop.domain.stores.checks import CheckLine, CheckReport, CheckState
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import moment_text
from csq_desktop.errors import UserError
from csq_desktop.services.stores import safety, upkeep
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import SAFETY_TOPICS, Context
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
        super().__init__(tr("Check of the database"), self.button)
        self.context = context
        self.explanation = PlainLabel(
            tr(
                "Both files, the audit trail and the records are compared with each "
                "other. Nobody can save while the files are checked: a few seconds for "
                "each 100 MB."
            ),
            "muted",
            wrap=True,
        )
        self.last_check = PlainLabel("", wrap=True)
        self.last_check.hide()
        self.message = InlineMessage()
        held = QWidget()
        self.lines = QGridLayout(held)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setHorizontalSpacing(tokens.GAP)
        self.lines.setColumnStretch(1, 1)
        for part in (self.explanation, self.last_check, self.message, held):
            self.body.addWidget(part)

    def reload(self) -> None:
        """Ask for what the last check found."""
        self.context.tasks.read(self, safety.check_state, self._show_state)

    def show_error(self, error: UserError) -> None:
        """Say in place what went wrong."""
        self.button.setEnabled(True)
        self.message.show_error(error)

    def _show_state(self, state: CheckState) -> None:
        sound_at = moment_text(state.sound_at, self.context.zone)
        text = tr("Last check without faults: {when}", when=sound_at) if state.sound_at else ""
        self.last_check.setText(state.failure or text)
        self.last_check.setVisible(bool(state.failure or text))

    def _on_check(self) -> None:
        self.message.clear()
        clear(self.lines)
        self.button.setEnabled(False)
        self.context.tasks.on_store(self, upkeep.check, self._on_checked, self.show_error)

    def _on_checked(self, report: CheckReport) -> None:
        self.button.setEnabled(True)
        for row, line in enumerate(report.lines):
            self.lines.addWidget(_badge(line), row, 0)
            self.lines.addWidget(PlainLabel(_text(line), wrap=True).selectable(), row, 1)
        self.reload()
        self.context.tasks.changed.emit(SAFETY_TOPICS)


def _badge(line: CheckLine) -> Badge:
    if not line.looked_at:
        return Badge(trc("check", "Not checked"), Tone.SOFT)
    word = trc("check", "No faults") if line.sound else trc("check", "Wrong")
    return Badge(word, Tone.GOOD if line.sound else Tone.BAD)


def _text(line: CheckLine) -> str:
    return "\n".join((line.sentence, *line.details))
