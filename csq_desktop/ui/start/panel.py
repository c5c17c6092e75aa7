"""The left side of the start window: about the program; language and theme."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
)

from csq_desktop.texts import LANGUAGE_NAMES, language, tr
from csq_desktop.ui.kit.accessibility import one_of
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.picture import Picture
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import icons, theme, tokens

_WIDTH = 300
_WIDEST = 430
_ROOMY = 140  # per cent of text size up to which there is room for promises
_THEMES = (("light", "sun"), ("dark", "moon"))


class StartPanel(QFrame):
    """Shows what the program promises; offers languages and themes."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        look = theme.current()
        self.setFixedWidth(min(look.px(_WIDTH), _WIDEST))
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 36, 20, 20)
        column.setSpacing(tokens.GAP)
        column.addWidget(PlainLabel("CSQ Desktop", "product", wrap=True))
        column.addWidget(
            PlainLabel(tr("Customer-service quality for one shop"), "promise", wrap=True)
        )
        column.addSpacing(tokens.GAP_HUGE)
        for icon, text in _promises() if look.percent <= _ROOMY else ():
            column.addLayout(_promise(icon, text))
        column.addStretch(1)
        column.addLayout(self._languages())
        column.addLayout(self._themes())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not buttons.answers_enter(event, self.focusWidget()):
            super().keyPressEvent(event)

    def _languages(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(1)
        group = QButtonGroup(self)
        for code, name in LANGUAGE_NAMES.items():
            button = _choice(name, f"language_{code}")
            button.setChecked(code == language())
            _on_chosen(button, partial(self.language_chosen.emit, code))
            group.addButton(button)
            column.addWidget(button)
        one_of(group)
        return column

    def _themes(self) -> QHBoxLayout:
        names = {"light": tr("Light"), "dark": tr("Dark")}
        row = QHBoxLayout()
        row.setSpacing(1)
        group = QButtonGroup(self)
        for mode, icon in _THEMES:
            button = _choice(names[mode], f"theme_{mode}")
            button.setIcon(icons.icon(icon, "rail_text"))
            side = theme.current().px(17)
            button.setIconSize(QSize(side, side))
            button.setChecked(theme.current().dark is (mode == "dark"))
            _on_chosen(button, partial(self.theme_chosen.emit, mode))
            group.addButton(button)
            row.addWidget(button)
        one_of(group)
        return row


def _promises() -> tuple[tuple[str, str], ...]:
    return (
        ("lock", tr("Everything is encrypted, in one folder on this computer.")),
        ("eye-off", tr("Only a supervisor’s key opens customers’ names.")),
        ("home", tr("It works on this computer only: no account, no network.")),
    )


def _promise(icon: str, text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(tokens.GAP)
    row.addWidget(Picture(icon, "rail_muted", 18), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(text, wrap=True), 1)
    return row


def _on_chosen(button: QPushButton, chosen: Callable[[], object]) -> None:
    """Call it when a button is toggled, which is all that a program does for those who cannot
    click; and when one is clicked that is chosen only because the system is set so.
    """
    for signal in (button.toggled, button.clicked):
        signal.connect(lambda on: chosen() if on else None)


def _choice(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setCheckable(True)
    button.setAutoDefault(False)
    return button
