"""The running theme: palette, fonts and style sheet, switchable while the window is open.

theme.start(app, settings)              once, before the first window
theme.current().colours.accent          a colour of the theme in use
theme.current().px(13)                  a type size at the reader's text size
theme.current().changed.connect(...)    repaint what is painted by hand
"""

from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from csq_desktop import paths, texts
from csq_desktop.settings import Settings
from csq_desktop.ui.theme import style, tokens
from csq_desktop.ui.theme.tokens import Colours

MODES = ("system", "light", "dark")
SMALLEST_PERCENT, LARGEST_PERCENT = 100, 200
STYLE = "Fusion"
_HK, _SC = "Noto Sans HK", "Noto Sans SC"
_FONT_FILES = {_HK: "NotoSansHK_*.ttf", _SC: "NotoSansSC_*.ttf"}


class Theme(QObject):
    """What the window looks like now; `changed` comes after every switch."""

    changed = Signal()

    def __init__(self, mode: str, percent: int) -> None:
        super().__init__()
        self._mode = mode if mode in MODES else "system"
        self._percent = max(SMALLEST_PERCENT, min(LARGEST_PERCENT, percent))
        self.dark = False
        self.colours: Colours = tokens.LIGHT
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def mode(self) -> str:
        """One of MODES."""
        return self._mode

    @property
    def percent(self) -> int:
        """Text size, 100 to 200."""
        return self._percent

    def px(self, size: int) -> int:
        """A type size (or a length that follows type) in pixels at the reader's text size."""
        return style.scaled(size, self._percent)

    def font(self, size: int = tokens.TEXT, *, bold: bool = False) -> QFont:
        """A font of the program at one of the token sizes, with figures of equal width."""
        font = QFont(list(families()))
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        font.setFeature(QFont.Tag("tnum"), 1)
        if texts.language() == "en":  # a Chinese font's ’ and “ are as wide as a character
            font.setFeature(QFont.Tag("pwid"), 1)
        return font

    def switch(self, *, mode: str | None = None, percent: int | None = None) -> None:
        """Change the theme or the text size of the running program."""
        self._mode = mode if mode in MODES else self._mode
        if percent is not None:
            self._percent = max(SMALLEST_PERCENT, min(LARGEST_PERCENT, percent))
        self.apply()

    def apply(self) -> None:
        """Apply palette, fonts and style sheet; call it also after the language changed."""
        self.dark = self._mode == "dark" or (self._mode == "system" and _system_is_dark())
        self.colours = tokens.DARK if self.dark else tokens.LIGHT
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        _load_fonts(families()[0])
        app.setFont(self.font())
        app.setPalette(palette(self.colours))
        app.setStyleSheet(style.sheet(self.colours, dark=self.dark, percent=self._percent))
        self.changed.emit()

    def _on_system_changed(self, _scheme: object = None) -> None:
        if self._mode == "system" and self.dark != _system_is_dark():
            self.apply()


_running: list[Theme] = []


def start(app: QApplication, settings: Settings) -> Theme:
    """Apply the theme of the settings for the first time."""
    app.setStyle(QStyleFactory.create(STYLE))
    theme = Theme(settings.theme, settings.text_percent)
    _running[:] = [theme]
    theme.apply()
    return theme


def current() -> Theme:
    """The theme in use; `start` must have run."""
    return _running[0]


def families() -> tuple[str, str]:
    """Font families, the language's own first: a code point may have two regional glyphs."""
    return (_SC, _HK) if texts.language() == "zh_CN" else (_HK, _SC)


def load_other_fonts() -> None:
    """Load the second Chinese family too; after the first window is painted.

    What was painted without it is painted again: its characters stood as empty boxes.
    """
    for family in families():
        _load_fonts(family)
    for widget in QApplication.allWidgets():
        widget.update()


@cache
def _load_fonts(family: str) -> None:
    for file in sorted((paths.resources() / "fonts").glob(_FONT_FILES[family])):
        QFontDatabase.addApplicationFont(str(file))


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def palette(colours: Colours) -> QPalette:
    """Qt's palette of one theme, for everything the style sheet does not reach."""
    role = QPalette.ColorRole
    drawn = QPalette()
    for key, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.sunken),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.bad),
        (role.ToolTipBase, colours.toast),
        (role.ToolTipText, colours.on_toast),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.link),
        (role.LinkVisited, colours.link),
        (role.Accent, colours.accent),
        (role.Light, colours.hover),
        (role.Midlight, colours.pressed),
        (role.Mid, colours.line),
        (role.Dark, colours.edge),
        (role.Shadow, colours.line),
    ):
        drawn.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        drawn.setColor(QPalette.ColorGroup.Disabled, key, QColor(colours.disabled))
    return drawn
