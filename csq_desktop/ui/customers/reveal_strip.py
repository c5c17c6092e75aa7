"""The strip that says until when customers are shown without asking again, and ends it."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from csq_desktop import clock
from csq_desktop.domain.customers.facts import RevealReason
from csq_desktop.domain.customers.standing_reason import StandingReason
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import clock_text
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.announcements import announce
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import Mark
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import tokens

_LOOKED_AT_EVERY_MS = 1_000


class RevealStrip(QFrame):
    """Holds the reason that was given; hidden, and without one, while none stands."""

    ended = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("reveal_strip")
        self.setProperty("role", "message")
        self.context = context
        self._standing: StandingReason | None = None
        self.words = PlainLabel(wrap=True)
        self.hide_button = buttons.link(tr("Hide now"), self.end, name="hide_now")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(tokens.GAP_SMALL)
        row.addWidget(Mark(Tone.WARN))
        row.addWidget(self.words, 1)
        row.addWidget(self.hide_button)
        self._timer = QTimer(self, interval=_LOOKED_AT_EVERY_MS)
        self._timer.timeout.connect(lambda: self.standing)
        context.locking.connect(self.end)
        self.hide()

    @property
    def standing(self) -> StandingReason | None:
        """The reason that stands now; one whose time is over ends here."""
        standing = self._standing
        if standing and not standing.stands(self.context.now(), clock.running_seconds()):
            self.end()
        return self._standing

    def begin(self, reason: RevealReason, words: str) -> None:
        """Let a reason that was just given stand."""
        now, running = self.context.now(), clock.running_seconds()
        self._standing = standing = StandingReason(reason, words, now, running)
        until = clock_text(standing.ends_at, self.context.zone)
        text = tr("Names are shown until {time}. Each customer you open is recorded.", time=until)
        self.words.setText(text)
        self.show()
        self._timer.start()
        announce(self, text)

    def end(self) -> None:
        """Forget the reason, and have everything masked."""
        if self._standing is not None:
            self._standing = None
            self._timer.stop()
            self.hide()
            self.ended.emit()
