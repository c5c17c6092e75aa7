"""Signing in: who you are, your passphrase, and how long to wait after wrong ones."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from csq_desktop.clock import TimeSource
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import User
from csq_desktop.errors import MustWait, UserError, WrongPassphrase
from csq_desktop.services.stores import stores
from csq_desktop.texts import tr
from csq_desktop.ui.kit import keyboard
from csq_desktop.ui.kit.accessibility import one_of
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.choice_card import ChoiceCard, heading
from csq_desktop.ui.kit.forms.secret_field import PassphraseField
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.scrolled import scrolled
from csq_desktop.ui.start.page import StartPage
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme, tokens

_SECOND = 1000
_ICONS = {"supervisor": "key", "staff": "user", "auditor": "clipboard-check"}


class SignInPage(StartPage):
    """Signs a user in; `opened` carries the open store."""

    opened = Signal(object)
    recovery_asked = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        folder: Path,
        people: Sequence[User],
        last: int | None = None,
        *,
        source: TimeSource,
    ) -> None:
        super().__init__(tasks, folder.stem, tr("Who are you?"))
        self.setObjectName("sign_in")
        self._source = source
        self.folder, self.people = folder, tuple(people)
        self._passphrases: dict[int, str] = {}
        self._wait = 0
        self._timer = QTimer(self, interval=_SECOND)
        self._timer.timeout.connect(self._on_second)
        self.cards: list[ChoiceCard] = []
        self._group = QButtonGroup(self)
        self.passphrase = PassphraseField(tr("Passphrase"))
        self.submit = buttons.primary(tr("Sign in"), self._on_submit, name="open")
        self.recover = buttons.link(tr("Use the recovery key"), self._on_recover, name="recover")
        self.back = buttons.link(tr("Another database"), self.leave, name="another_store")
        self.hint = PlainLabel("", "hint", wrap=True).selectable()
        self._build()
        self._choose_first(last)
        self._group.buttonToggled.connect(self._on_chosen)
        self.passphrase.textChanged.connect(self._on_typed)
        self._on_typed()

    @property
    def user(self) -> User | None:
        """The user chosen, if any."""
        at = self._group.checkedId()
        return self.people[at] if at >= 0 else None

    @property
    def waits(self) -> bool:
        """Whether the chosen user still has to wait after wrong passphrases."""
        return self._wait > 0

    def begin(self) -> None:
        if self.user is not None:
            self.passphrase.setFocus()
        elif self.cards:
            self.cards[0].setFocus()

    def show_passphrases(self, passphrases: dict[int, str]) -> None:
        """Show each user's passphrase, by user id: only for the demo store."""
        self._passphrases = passphrases
        self._on_typed()

    def save_button(self) -> QPushButton:
        return self.submit

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter behind a passphrase opens the store: nothing else is asked here."""
        if keyboard.is_enter(event) and self.passphrase.hasFocus():
            self.submit.click()
        else:
            super().keyPressEvent(event)

    def _choose_first(self, last: int | None) -> None:
        for at, user in enumerate(self.people):
            if user.id == last or len(self.people) == 1:
                self.cards[at].setChecked(True)

    def _on_chosen(self, _card: object, on: bool) -> None:
        if on:
            self.message.clear()
            self._stop_waiting()
            self.passphrase.clear()
            self.passphrase.setFocus()
            self._show_field()
            self._ask_wait()

    def _on_typed(self) -> None:
        missing = "" if self.passphrase.text() else tr("Type your passphrase.")
        if self.user is None:
            missing = tr("Choose who you are.")
        allow(self.submit, tr("Wait a moment before you try again.") if self.waits else missing)
        passphrase = self._passphrases.get(self.user.id, "") if self.user is not None else ""
        self.hint.setText(
            tr("This is the demo. The passphrase is: {passphrase}", passphrase=passphrase)
        )
        self.hint.setVisible(bool(passphrase))

    def _on_submit(self) -> None:
        assert self.user is not None
        self.message.clear()
        self._enable(False)
        who, passphrase = self.user.id, self.passphrase.text()
        job = partial(stores.open, self.folder, who, passphrase, source=self._source)
        self.passphrase.clear()
        self.work(job, self.opened.emit, self._on_failed)

    def _on_failed(self, error: UserError) -> None:
        self._enable(True)
        self.show_error(error)
        if isinstance(error, MustWait):
            self._wait_for(error.seconds)
        elif isinstance(error, WrongPassphrase):
            self._ask_wait()
        self.passphrase.setFocus()

    def _ask_wait(self) -> None:
        if self.user is not None:
            job = partial(stores.seconds_to_wait, self.folder, self.user.id)
            self.tasks.compute(self, job, self._wait_for, self.show_error)

    def _wait_for(self, seconds: int) -> None:
        if seconds:
            self._wait = seconds
            self._timer.start()
            self._say_wait()

    def _on_second(self) -> None:
        self._wait -= 1
        if self._wait > 0:
            self._say_wait()
        else:
            self._stop_waiting()
            self.message.clear()

    def _say_wait(self) -> None:
        self.message.say(stores.wait_text(self._wait), Tone.WARN)
        self._on_typed()

    def _stop_waiting(self) -> None:
        self._wait = 0
        self._timer.stop()
        self._on_typed()

    def _on_recover(self) -> None:
        self.recovery_asked.emit(self.user)

    def _enable(self, on: bool) -> None:
        self.enable(on, *self.cards, self.passphrase, self.recover, self.back)
        self.submit.setText(tr("Sign in") if on else tr("Opening…"))
        self.submit.setEnabled(False)

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2, 2, tokens.GAP_SMALL, 2)
        column.setSpacing(tokens.GAP_SMALL)
        for at, user in enumerate(self.people):
            card = ChoiceCard(
                user.name, user.role.label, icon=_ICONS[user.role.value], name=f"user_{at}"
            )
            card.setCheckable(True)
            self._group.addButton(card, at)
            self.cards.append(card)
            column.addWidget(card)
        one_of(self._group)
        words = heading(tr("Passphrase"))
        words.setBuddy(self.passphrase)
        self.passphrase.setObjectName("passphrase")
        links = QWidget()
        flow = FlowLayout(links)
        for button in (self.recover, self.back, self.submit):
            flow.addWidget(button)
        self.submit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.submit.setMinimumWidth(theme.current().px(140))
        column.addSpacing(tokens.GAP_SMALL)
        for part in (words, self.passphrase, self.hint, links):
            column.addWidget(part)
        column.addStretch(1)
        self._area = scrolled(content)
        self._settle = QTimer(self, interval=0, singleShot=True)
        self._settle.timeout.connect(self._show_field)
        self._area.verticalScrollBar().rangeChanged.connect(
            lambda _least, _most: self._settle.start()
        )
        self.body.addWidget(self._area, 1)

    def _show_field(self) -> None:
        """Scroll to what is to be typed, and to the button below it."""
        if self.user is not None:
            for part in (self.submit, self.passphrase):
                self._area.ensureWidgetVisible(part, 0, tokens.GAP)
