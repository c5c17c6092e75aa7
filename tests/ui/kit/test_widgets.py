"""PlainLabel, marks, buttons, cards, messages: what every page is made of."""

from collections.abc import Callable
from datetime import date
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge, paint_mark
from csq_desktop.ui.kit.display.cards import Card, FigureCard
from csq_desktop.ui.kit.display.facts import clear
from csq_desktop.ui.kit.display.messages import EmptyState, InlineMessage
from csq_desktop.ui.kit.display.refilled import refilled
from csq_desktop.ui.kit.display.waiting import BusyLine, ProgressCard, WaitingPlace
from csq_desktop.ui.kit.display.words import ElidedLabel, PlainLabel, SectionTitle, plain_tip
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.person_field import PersonField
from csq_desktop.ui.kit.forms.search_box import SearchBox
from csq_desktop.ui.kit.forms.secret_field import PassphraseField
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.split import DetailPane, SplitView
from csq_desktop.ui.tasks import Waiting
from csq_desktop.ui.theme import theme
from tests.ui.finding import child, shown
from tests.ui.kit.conftest import Show

MARKUP = "<b>bold</b> <img src='file:///etc/hostname'>"


def test_what_a_customer_wrote_is_never_read_as_markup(show: Show) -> None:
    words = show(PlainLabel(MARKUP))
    short = show(ElidedLabel(MARKUP), 60, 30)
    short.repaint()
    assert words.textFormat() == Qt.TextFormat.PlainText
    assert "&lt;b&gt;" in short.toolTip()
    assert plain_tip("5 < 6") == "5 < 6"


def test_words_that_do_not_fit_end_in_dots_and_keep_their_margins(show: Show) -> None:
    words = ElidedLabel("A long name of a shop in Sham Shui Po")
    words.setContentsMargins(20, 0, 0, 0)
    show(words, 100, 30)
    assert words.grab().toImage().copy(0, 0, 18, 30) == words.grab().toImage().copy(2, 0, 18, 30)
    assert words.toolTip() == words.text()
    words.resize(600, 30)
    words.repaint()
    assert words.toolTip() == ""


def test_words_can_be_made_selectable() -> None:
    flags = PlainLabel("x").selectable().textInteractionFlags()
    assert flags & Qt.TextInteractionFlag.TextSelectableByKeyboard


def test_a_section_title_holds_its_actions(qtbot: QtBot) -> None:
    title = SectionTitle("Due", QPushButton("All"))
    qtbot.addWidget(title)
    title.set_text("Due today")
    assert title.words.text() == "Due today"
    assert child(title, QPushButton).text() == "All"


def drawn_mark(tone: Tone) -> bytes:
    image = QImage(24, 24, QImage.Format.Format_Alpha8)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_mark(painter, tone, QRectF(2, 2, 20, 20))
    painter.end()
    return bytes(image.constBits())


@pytest.mark.parametrize(("first", "second"), [*combinations([*Tone], 2)])
def test_tones_differ_by_shape_alone(first: Tone, second: Tone) -> None:
    apart = sum(
        abs(a - b) > 128 for a, b in zip(drawn_mark(first), drawn_mark(second), strict=True)
    )
    assert apart > 24


def test_a_badge_says_its_word_and_grows_with_it(show: Show) -> None:
    badge = show(Badge("Met", Tone.GOOD), 200, 40)
    narrow = badge.sizeHint().width()
    badge.show_state("Overdue by 3 h 20 min", Tone.BAD)
    assert badge.accessibleName() == badge.text == "Overdue by 3 h 20 min"
    assert badge.tone is Tone.BAD
    assert badge.sizeHint().width() > narrow
    badge.show_state("", Tone.SOFT)
    assert badge.isHidden()


@pytest.mark.parametrize(
    "make", [buttons.primary, buttons.secondary, buttons.danger, buttons.link, buttons.quiet]
)
def test_buttons_have_names_and_can_be_reached_by_keyboard(
    qtbot: QtBot, make: Callable[..., QPushButton]
) -> None:
    pressed = []
    button = make("Archive", lambda: pressed.append(1), icon="archive", name="archive")
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.objectName()) == ("Archive", "archive")
    assert button.focusPolicy() == Qt.FocusPolicy.StrongFocus
    button.click()
    assert pressed == [1]
    button.setText("Restore")
    assert button.accessibleName() == "Restore"


def test_what_cannot_be_undone_is_never_the_default(qtbot: QtBot) -> None:
    button = buttons.danger("Erase")
    qtbot.addWidget(button)
    assert not button.autoDefault()
    assert not button.isDefault()


def test_a_button_without_words_says_what_it_does(qtbot: QtBot) -> None:
    pressed = []
    button = buttons.icon_only("Dismiss", "x", lambda: pressed.append(1))
    qtbot.addWidget(button)
    button.click()
    assert (button.accessibleName(), button.toolTip(), pressed) == ("Dismiss", "Dismiss", [1])


def test_a_button_opens_its_menu(qtbot: QtBot) -> None:
    menu = QMenu()
    menu.addAction("State")
    button = buttons.with_menu("Columns", menu)
    qtbot.addWidget(button)
    assert button.menu() is menu
    # its mark stands after the words, so the button runs the other way; the keys of its menu do not
    assert button.layoutDirection() is Qt.LayoutDirection.RightToLeft
    menu.ensurePolished()
    assert menu.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_the_keyboard_stays_in_a_part_that_is_filled_anew(show: Show) -> None:
    def fill(place: QWidget, *names: str) -> None:
        layout = place.layout()
        assert isinstance(layout, QVBoxLayout)
        with refilled(place):
            clear(layout)
            for name in names:
                layout.addWidget(buttons.link(name, name=name))

    window, place = QWidget(), QWidget()
    row = QHBoxLayout(window)
    QVBoxLayout(place)
    row.addWidget(buttons.link("Rail", name="rail"))
    row.addWidget(place)
    fill(place, "first", "second")
    show(window)
    child(place, QPushButton, "second").setFocus()
    reached = []
    for names in (("first", "second"), ("first",), ()):
        fill(place, *names)
        holder = window.focusWidget()
        reached.append(holder.objectName() if holder else "")
    assert reached == ["second", "first", "rail"]
    fill(place, "first")
    assert child(window, QPushButton, "rail").hasFocus()  # it was elsewhere before
    fill(place, "line", "line", "line")
    lines = place.findChildren(QPushButton, "line")
    for line in lines:
        line.show()
    lines[1].setFocus()
    fill(place, "line", "line")
    assert [part.hasFocus() for part in shown(place, QPushButton)] == [False, True]


def test_a_flow_goes_on_in_the_next_line(show: Show) -> None:
    host = QWidget()
    row = FlowLayout(host)
    parts = [QPushButton(f"Button {number}") for number in range(6)]
    for part in parts:
        row.addWidget(part)
    show(host, 900, 200)
    assert len({part.y() for part in parts}) == 1
    host.resize(260, 400)
    assert len({part.y() for part in parts}) > 1
    assert all(part.geometry().right() <= 260 for part in parts)
    assert row.heightForWidth(260) > row.heightForWidth(900) == row.sizeHint().height()


def test_a_flow_leaves_no_room_for_what_is_hidden(show: Show) -> None:
    host = QWidget()
    row = FlowLayout(host, right=True)
    first, second = QPushButton("First"), QPushButton("Second")
    row.addWidget(first)
    row.addWidget(second)
    show(host, 400, 60)
    assert second.geometry().right() == 399
    second.hide()
    row.activate()
    assert first.geometry().right() == 399
    assert row.takeAt(5) is None
    taken = row.takeAt(0)
    assert taken is not None
    assert taken.widget() is first


def test_a_card_has_a_title_only_when_it_is_given_one(qtbot: QtBot) -> None:
    bare, titled = Card(), Card("Due")
    for card in (bare, titled):
        qtbot.addWidget(card)
    assert bare.title.isHidden()
    assert not titled.title.isHidden()


def test_the_name_of_a_figure_has_its_room_at_every_text_size(
    show: Show, sized: Callable[..., None]
) -> None:
    sized(percent=200)
    card = show(FigureCard("Critical items failed"), 1, 1)
    assert card.width() == card.minimumWidth()
    assert all(label.sizeHint().width() <= label.width() for label in shown(card, ElidedLabel))


def test_a_figure_is_read_out_whole(qtbot: QtBot) -> None:
    card = FigureCard("Pledges met")
    qtbot.addWidget(card)
    card.show_figure("96.2%", "1,204 of 1,252", Tone.GOOD)
    assert card.accessibleName() == "Pledges met, 96.2%, 1,204 of 1,252"
    card.set_label("Pledge performance")
    assert card.accessibleName().startswith("Pledge performance")


def test_a_figure_that_leads_somewhere_is_clicked_or_entered(show: Show, qtbot: QtBot) -> None:
    card = show(FigureCard("Open", leads=True), 200, 120)
    with qtbot.waitSignal(card.pressed):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(card.pressed):
        qtbot.keyClick(card, Qt.Key.Key_Return)


def test_a_figure_that_leads_nowhere_is_not_pressed(show: Show, qtbot: QtBot) -> None:
    card = show(FigureCard("Open"), 200, 120)
    with qtbot.assertNotEmitted(card.pressed):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)


@pytest.fixture
def chips(show: Show) -> FilterChips:
    return show(
        FilterChips([Chip("open", "Open"), Chip("overdue", "Overdue", Tone.BAD)], name="view"),
        400,
        60,
    )


def test_one_chip_is_chosen(chips: FilterChips, qtbot: QtBot) -> None:
    assert chips.chosen == "open"
    with qtbot.waitSignal(chips.chosen_changed) as changed:
        qtbot.mouseClick(child(chips, QPushButton, "view_overdue"), Qt.MouseButton.LeftButton)
    assert (changed.args, chips.chosen) == (["overdue"], "overdue")
    chips.choose("open")
    assert chips.chosen == "open"


def test_a_chip_shows_its_count_and_is_coloured_only_above_zero(chips: FilterChips) -> None:
    overdue = child(chips, QPushButton, "view_overdue")
    chips.set_counts({"overdue": 1234})
    assert (overdue.text(), overdue.property("tone")) == ("Overdue  1,234", "bad")
    assert overdue.accessibleName() == "Overdue  1,234"
    chips.set_counts({"overdue": 0})
    assert (overdue.text(), overdue.property("tone")) == ("Overdue  0", "soft")
    chips.set_counts({})
    assert overdue.text() == "Overdue"


class Searched(QWidget):
    """A search above what it searches."""

    def __init__(self) -> None:
        super().__init__()
        self.box, self.view = SearchBox("Search…"), QPushButton("list")
        column = QVBoxLayout(self)
        column.addWidget(self.box)
        column.addWidget(self.view)
        self.box.catch_typing(self.view)


@pytest.fixture
def search(show: Show) -> Searched:
    host = show(Searched())
    host.activateWindow()
    return host


def test_a_search_begins_when_typing_pauses(search: Searched, qtbot: QtBot) -> None:
    with qtbot.waitSignal(search.box.searched) as searched:
        qtbot.keyClicks(search.box, " refund ")
    assert searched.args == ["refund"]


def test_enter_searches_at_once_and_once(search: Searched, qtbot: QtBot) -> None:
    told: list[str] = []
    search.box.searched.connect(told.append)
    search.box.setText("退款")
    qtbot.keyClick(search.box, Qt.Key.Key_Return)
    assert told == ["退款"]
    qtbot.keyClick(search.box, Qt.Key.Key_Return)
    assert told == ["退款"]


def test_letters_typed_in_the_list_land_in_the_search(search: Searched, qtbot: QtBot) -> None:
    search.view.setFocus()
    qtbot.keyClicks(search.view, "r")
    assert search.box.text() == "r"
    qtbot.waitUntil(search.box.hasFocus)
    qtbot.keyClick(search.view, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(search.view, Qt.Key.Key_Space)
    assert search.box.text() == "r"


def test_escape_empties_the_search_and_then_leads_back(search: Searched, qtbot: QtBot) -> None:
    search.box.setFocus()
    search.box.setText("abc")
    qtbot.keyClick(search.box, Qt.Key.Key_Escape)
    assert search.box.text() == ""
    qtbot.keyClick(search.box, Qt.Key.Key_Escape)
    qtbot.waitUntil(search.view.hasFocus)


@pytest.mark.parametrize("percent", [100, 200])
def test_icons_in_fields_are_as_large_as_the_text(
    sized: Callable[..., None], show: Show, percent: int
) -> None:
    sized(percent=percent)
    fields = (
        SearchBox("Search…"),
        DateField(lambda: date(2026, 10, 5)),
        PersonField("Owner"),
        PassphraseField(),
    )
    for field in map(show, fields):
        icons = field.findChildren(QToolButton)
        assert icons, field
        assert min(icon.width() for icon in icons) >= 16 * percent // 100, field


def test_a_search_is_as_wide_as_its_window_allows(show: Show) -> None:
    whole = QWidget()
    row = QHBoxLayout(whole)
    search = SearchBox("Search…")
    row.addStretch(1)
    row.addWidget(search)
    widths = []
    for width in (600, 1400):
        show(whole, width)
        widths.append(search.sizeHint().width())
    assert widths == [162, 280]


def test_an_error_is_said_in_place_and_can_be_dismissed(show: Show, qtbot: QtBot) -> None:
    message = InlineMessage()
    host = QWidget()
    QVBoxLayout(host).addWidget(message)
    show(host)
    assert message.text == ""
    message.show_error(UserError("The date is in the future."))
    assert message.text == message.accessibleName() == "The date is in the future."
    assert message.property("tone") == "bad"
    message.clear()
    assert message.text == ""


def test_a_message_offers_one_thing_to_do(qtbot: QtBot) -> None:
    message, done = InlineMessage(), []
    qtbot.addWidget(message)
    message.say("A draft is back.", Tone.ACCENT, "Discard draft", lambda: done.append(1))
    child(message, QPushButton).click()
    assert done == [1]
    message.say("Saved.", Tone.GOOD)
    assert child(message, QPushButton).isHidden()
    child(message, QPushButton).click()
    assert done == [1]


def test_an_empty_place_says_what_to_do_next(show: Show) -> None:
    button = buttons.primary("Log complaint")
    empty = show(EmptyState("message-report", "No complaints yet", "Log the first.", button))
    assert empty.title.text() == "No complaints yet"
    assert button.isVisible()
    empty.show_text("No results", "Try fewer letters.")
    assert (empty.title.text(), empty.sentence.text()) == ("No results", "Try fewer letters.")


def test_an_empty_place_follows_the_theme(show: Show, dressed: theme.Theme) -> None:
    empty = show(EmptyState("message-report", "Nothing"))
    before = empty.grab().toImage()
    dressed.switch(mode="dark")
    assert empty.grab().toImage() != before


def test_progress_is_shown_and_cancelled(show: Show, qtbot: QtBot) -> None:
    card, stopped = show(ProgressCard()), []
    card.show_waiting(Waiting(True, 0.25, "Row 1 of 4", lambda: stopped.append(1)))
    child(card, QPushButton, "cancel_job").click()
    assert stopped == [1]
    card.show_waiting(Waiting(True, None, "", None))
    assert child(card, QPushButton, "cancel_job").isHidden()


def test_a_short_wait_is_a_line_and_a_long_one_a_card(show: Show) -> None:
    host = show(QWidget())
    place = WaitingPlace(host)
    place.show(Waiting(False, None, "", None))
    assert child(host, BusyLine).isVisible()
    assert host.findChild(ProgressCard) is None
    place.show(Waiting(True, 0.5, "Half", None))
    card = child(host, ProgressCard)
    assert card.isVisible()
    assert host.rect().contains(card.geometry())
    place.show(None)
    assert not card.isVisible()
    assert not child(host, BusyLine).isVisible()


def test_the_line_moves_while_it_is_seen(show: Show, qtbot: QtBot) -> None:
    host = show(QWidget())
    line = BusyLine(host)
    line.setGeometry(0, 0, 400, 3)
    line.show()
    before = line.grab().toImage()
    qtbot.waitUntil(lambda: line.grab().toImage() != before)


def test_a_detail_is_empty_until_something_is_chosen(show: Show) -> None:
    pane = DetailPane(EmptyState("list-search", "Choose one"))
    split = show(SplitView(QWidget(), pane, name="split"), 900, 400)
    seen = [pane.is_empty]
    pane.content.addWidget(PlainLabel("C-2026-0412"))
    pane.show_content()
    seen.append(pane.is_empty)
    pane.show_empty()
    seen.append(pane.is_empty)
    assert seen == [True, False, True]
    split.setSizes([0, 900])
    assert split.sizes()[0] >= 280


def test_a_button_that_was_off_meanwhile_has_the_keyboard_back(show: Show) -> None:
    place = QWidget()
    column = QVBoxLayout(place)
    rail, export = buttons.secondary("Today"), buttons.primary("Export…")
    column.addWidget(rail)
    column.addWidget(export)
    show(place)
    place.activateWindow()
    export.setFocus()
    export.setEnabled(False)
    assert rail.hasFocus()
    export.setEnabled(True)
    assert export.hasFocus()
    export.setEnabled(False)
    rail.clearFocus()  # whoever went elsewhere meanwhile stays there
    export.setEnabled(True)
    assert not export.hasFocus()


def test_chips_drop_down_where_their_lines_would_take_the_lists_room(
    show: Show, sized: Callable[..., None]
) -> None:
    sized(percent=200)
    window = QWidget()
    column = QVBoxLayout(window)
    states = ("Received", "Acknowledged", "Assessed", "Investigating", "Answered", "Closed")
    chips = FilterChips([Chip(key, key.title()) for key in states], name="states")
    column.addWidget(chips)
    column.addStretch(1)
    show(window, 700, 600)
    box = child(chips, ChoiceBox)
    chips.set_counts({"Closed": 36})
    box.choose("Closed")
    seen = [(box.isVisible(), box.currentText(), chips.chosen)]
    chips.choose("Assessed")
    window.resize(700, 900)
    seen.append((box.isVisible(), box.value, chips.chosen))
    window.resize(3000, 600)
    assert [*seen, box.isVisible()] == [
        (True, "Closed  36", "Closed"),
        (False, "Assessed", "Assessed"),
        False,
    ]
