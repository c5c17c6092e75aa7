"""Colours that can be read, and a theme that switches while the window is open."""

import re
from itertools import product

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QIcon,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from csq_desktop import paths, texts
from csq_desktop.domain.tones import Tone
from csq_desktop.settings import Settings
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.theme import icons, style, theme, tokens
from csq_desktop.ui.theme.tokens import DARK, LIGHT, MARK_PAIRS, TEXT_PAIRS, Colours, contrast

THEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
STYLE = paths.resources() / "style"
ICON_NAMES = re.compile(
    r"""icon="([a-z0-9-]+)"|(?:icons?\.icon|Picture)\("([a-z0-9-]+)"|EmptyState\(\s*"([a-z0-9-]+)\""""
)


def too_faint(colours: Colours, pairs: tuple[tuple[str, str], ...], least: float) -> list[str]:
    """The pairs of colours whose contrast is less than `least`, each with its ratio."""
    ratios = {pair: contrast(*(getattr(colours, name) for name in pair)) for pair in pairs}
    return [
        f"{ink} on {ground}: {ratios[ink, ground]:.2f}"
        for ink, ground in pairs
        if ratios[ink, ground] < least
    ]


@THEMES
def test_words_can_be_read(colours: Colours) -> None:
    assert too_faint(colours, TEXT_PAIRS, 4.5) == []


@THEMES
def test_marks_can_be_seen(colours: Colours) -> None:
    assert too_faint(colours, MARK_PAIRS, 3) == []


@THEMES
def test_the_words_of_a_badge_can_be_read(colours: Colours) -> None:
    ratios = {tone: contrast(colours.ink(tone), colours.wash(tone)) for tone in Tone}
    assert {tone: ratio for tone, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ffffff", "#ffffff", 1.0)],
)
def test_contrast_is_that_of_wcag(first: str, second: str, ratio: float) -> None:
    assert contrast(first, second) == pytest.approx(ratio, abs=0.01)
    assert contrast(second, first) == contrast(first, second)


@pytest.mark.parametrize(("dark", "percent"), list(product([False, True], [100, 150, 200])))
def test_nothing_of_the_template_is_left_in_the_style_sheet(dark: bool, percent: int) -> None:
    sheet = style.sheet(DARK if dark else LIGHT, dark=dark, percent=percent)
    assert not re.findall(r"@\w+|px\(\d+\)", sheet)
    assert f"font-size: {style.scaled(27, percent)}px" in sheet


def test_every_picture_of_the_style_sheet_is_there_in_both_themes() -> None:
    named = re.findall(r"url\(style:([\w-]+)-@theme\.svg\)", (STYLE / "window.qss").read_text())
    assert named
    for name, mode in product(named, ("light", "dark")):
        assert (STYLE / f"{name}-{mode}.svg").is_file()


def test_pictures_of_the_style_sheet_are_drawn_in_colours_of_their_theme() -> None:
    for file in STYLE.glob("*.svg"):
        colours = DARK if file.stem.endswith("dark") else LIGHT
        drawn = set(re.findall(r"#[0-9a-f]{6}", file.read_text()))
        assert drawn <= {colours.muted, colours.on_accent}, file.name


@pytest.mark.parametrize(
    ("asked", "percent"), [(100, 100), (150, 150), (200, 200), (20, 100), (900, 200)]
)
def test_text_grows_within_limits(dressed: theme.Theme, asked: int, percent: int) -> None:
    dressed.switch(percent=asked)
    assert dressed.percent == percent
    assert QApplication.font().pixelSize() == 14 * percent // 100
    assert dressed.px(12) == 12 * percent // 100


def test_a_switch_dresses_the_running_program(
    dressed: theme.Theme, qtbot: QtBot, qapp: QApplication
) -> None:
    with qtbot.waitSignal(dressed.changed):
        dressed.switch(mode="dark")
    window = QApplication.palette().color(QApplication.palette().ColorRole.Window)
    assert (dressed.dark, window) == (True, QColor(DARK.window))
    dressed.switch(mode="light")
    assert DARK.window not in qapp.styleSheet()


def test_a_mode_nobody_knows_changes_nothing(dressed: theme.Theme) -> None:
    dressed.switch(mode="dark")
    dressed.switch(mode="sepia")
    assert dressed.mode == "dark"


def test_damaged_settings_give_the_ordinary_theme(qapp: QApplication) -> None:
    running = theme.start(qapp, Settings(theme="purple", text_percent=7))
    assert (running.mode, running.percent) == ("system", 100)


@pytest.mark.parametrize(
    ("language", "first"),
    [("en", "Noto Sans HK"), ("zh_HK", "Noto Sans HK"), ("zh_CN", "Noto Sans SC")],
)
def test_chinese_takes_the_shapes_of_its_region(
    dressed: theme.Theme, language: str, first: str
) -> None:
    texts.set_language(language)
    dressed.apply()
    assert QApplication.font().families()[0] == first
    assert QFontInfo(QApplication.font()).family() == first


def test_english_quotes_are_as_narrow_as_english_letters(dressed: theme.Theme) -> None:
    dressed.apply()
    assert QFontMetricsF(dressed.font()).horizontalAdvance("’") < dressed.px(14) / 2
    texts.set_language("zh_CN")
    assert QFontMetricsF(dressed.font()).horizontalAdvance("”") > dressed.px(14) * 0.9


def test_figures_are_of_equal_width(dressed: theme.Theme) -> None:
    assert dressed.font().featureValue(QFont.Tag("tnum")) == 1


def test_icons_take_the_colour_they_are_given() -> None:
    sources = {file.name: file.read_text() for file in (paths.resources() / "icons").glob("*.svg")}
    fixed = re.compile(r"#[0-9a-fA-F]{3,6}\b|script|href")
    assert sources
    assert [name for name, source in sources.items() if "currentColor" not in source] == []
    assert [name for name, source in sources.items() if fixed.search(source)] == []


def test_an_icon_follows_the_theme(dressed: theme.Theme, qtbot: QtBot) -> None:
    button = QPushButton("Go")
    qtbot.addWidget(button)
    button.setIcon(icons.icon("minus", "accent"))
    drawn = {}
    for mode in ("light", "dark"):
        dressed.switch(mode=mode)
        drawn[mode] = button.icon().pixmap(24, 24).toImage().pixelColor(12, 12).name()
    assert drawn == {"light": LIGHT.accent, "dark": DARK.accent}


def test_an_icon_that_cannot_be_pressed_is_pale(dressed: theme.Theme) -> None:
    pale = icons.icon("minus", "accent").pixmap(24, 24, QIcon.Mode.Disabled).toImage()
    assert pale.pixelColor(12, 12).name() == dressed.colours.disabled


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_an_icon_is_as_sharp_as_its_screen(scale: float) -> None:
    drawn = icons.icon("home").pixmap(QSize(18, 18), scale)
    assert (drawn.width(), drawn.devicePixelRatio()) == (18 * scale, scale)
    canvas = _ground(scale)
    painter = QPainter(canvas)
    icons.icon("home").paint(painter, QRect(0, 0, 34, 34))
    painter.end()
    flat = _ground(scale)
    painter = QPainter(flat)
    painter.drawPixmap(0, 0, icons.icon("home").pixmap(QSize(34, 34), scale))
    painter.end()
    assert canvas.toImage() == flat.toImage()


def _ground(scale: float) -> QPixmap:
    canvas = QPixmap(round(34 * scale), round(34 * scale))
    canvas.setDevicePixelRatio(scale)
    canvas.fill("white")
    return canvas


def test_the_program_has_an_icon_for_every_size_of_a_task_bar() -> None:
    icon = icons.program_icon()
    for side in (16, 32, 48, 256):
        drawn = icon.pixmap(side, side).toImage()
        assert drawn.width() == side
        assert drawn.pixelColor(side // 2, 1).name() == LIGHT.rail


@pytest.mark.parametrize("role", ["primary", "danger"])
def test_the_ring_of_a_filled_button_is_seen_on_its_fill(
    dressed: theme.Theme, qtbot: QtBot, role: str
) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    line = QHBoxLayout(row)
    filled = getattr(buttons, role)("Save")
    for part in (QLineEdit(), filled):
        line.addWidget(part)
    row.show()
    row.activateWindow()
    inner = {"primary": "on_accent", "danger": "on_bad"}[role]
    for mode in ("light", "dark"):
        dressed.switch(mode=mode)
        filled.setFocus()
        qtbot.waitUntil(filled.hasFocus)
        drawn = filled.grab().toImage()
        ring = [drawn.pixelColor(x, drawn.height() // 2).name() for x in (0, 3)]
        assert ring == [dressed.colours.text, getattr(dressed.colours, inner)], mode


def test_the_tab_that_has_the_keyboard_is_framed(dressed: theme.Theme, qtbot: QtBot) -> None:
    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    tabs.addTab(QWidget(), "English")
    tabs.show()
    tabs.activateWindow()
    tabs.tabBar().setFocus()
    qtbot.waitUntil(tabs.tabBar().hasFocus)
    drawn = tabs.tabBar().grab().toImage()
    place = tabs.tabBar().tabRect(0)
    assert drawn.pixelColor(place.center().x(), place.top() + 1).name() == dressed.colours.focus


def test_every_icon_asked_for_is_there() -> None:
    asked = {
        name
        for file in (paths.program_root() / "csq_desktop" / "ui").rglob("*.py")
        for found in ICON_NAMES.findall(file.read_text("utf-8"))
        for name in found
        if name
    }
    there = {file.stem for file in (paths.resources() / "icons").glob("*.svg")}
    assert asked
    assert asked <= there


def test_sizes_are_whole_pixels() -> None:
    assert [style.scaled(13, percent) for percent in (100, 125, 150, 200)] == [13, 16, 20, 26]
    assert tokens.TEXT_SMALL < tokens.TEXT_LABEL < tokens.TEXT < tokens.TEXT_TITLE


@pytest.mark.parametrize("role", ["answer", "secondary", "quiet", "chip"])
def test_a_marked_button_has_one_frame_and_no_second_one_inside(qtbot: QtBot, role: str) -> None:
    button = QPushButton("Yes")
    button.setProperty("role", role)
    other = QLineEdit()
    row = QWidget()
    line = QHBoxLayout(row)
    line.addWidget(other)
    line.addWidget(button)
    qtbot.addWidget(row)
    row.show()
    row.activateWindow()
    qtbot.waitUntil(row.isActiveWindow)
    other.setFocus()
    inside = button.rect().adjusted(4, 4, -4, -4)
    before = button.grab(inside).toImage()
    qtbot.keyClick(other, Qt.Key.Key_Tab)
    assert button.hasFocus()
    assert button.grab(inside).toImage() == before


def test_what_lacked_a_character_is_painted_again_once_its_font_is_there(qtbot: QtBot) -> None:
    class Painted(QWidget):
        times = 0

        def paintEvent(self, event: QPaintEvent) -> None:
            self.times += 1

    widget = Painted()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    qtbot.waitUntil(lambda: widget.times > 0)
    before = widget.times
    theme.load_other_fonts()
    qtbot.waitUntil(lambda: widget.times > before)
