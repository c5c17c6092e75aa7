"""Choosing a month, cards of charts, and widgets of one width."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.paper.charts import ControlPoint, ControlSpec, EventMark, Target
from csq_desktop.domain.tones import Tone
from csq_desktop.settings import load
from csq_desktop.texts import speaking
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.charts.chart_card import ChartCard
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.forms.month_chooser import MonthChooser
from csq_desktop.ui.kit.layout.even_grid import EvenGrid
from csq_desktop.ui.kit.tables.table import TableView
from tests.ui.finding import child

OCTOBER = Month(2026, 10)
SPEC = ControlSpec(
    title="July fell below its limit",
    subtitle="p chart",
    notes=("July is below the lower control limit.", "October is not over."),
    points=tuple(
        ControlPoint(label=f"M{at}", value=0.9 + at / 100, centre=0.93, lower=0.8, upper=1.0)
        for at in range(6)
    ),
    target=Target(0.95, "target 95%"),
)


@pytest.fixture
def chooser(qtbot: QtBot) -> MonthChooser:
    made = MonthChooser(OCTOBER)
    qtbot.addWidget(made)
    made.set_span(Month(2026, 8), OCTOBER)
    return made


def arrow(chooser: MonthChooser, name: str) -> QToolButton:
    found = child(chooser, QToolButton, name)
    assert isinstance(found, QToolButton)
    return found


def test_a_month_is_left_and_reached_with_the_arrows(chooser: MonthChooser, qtbot: QtBot) -> None:
    told: list[Month] = []
    chooser.month_changed.connect(told.append)
    for name in ("month_back", "month_back", "month_back", "month_on"):
        qtbot.mouseClick(arrow(chooser, name), Qt.MouseButton.LeftButton)
    assert told == [Month(2026, 9), Month(2026, 8), Month(2026, 9)]
    assert chooser.month == Month(2026, 9)


def test_the_arrows_end_where_the_months_end(chooser: MonthChooser) -> None:
    assert (arrow(chooser, "month_back").isEnabled(), arrow(chooser, "month_on").isEnabled()) == (
        True,
        False,
    )
    chooser.choose(Month(2026, 8))
    assert (arrow(chooser, "month_back").isEnabled(), arrow(chooser, "month_on").isEnabled()) == (
        False,
        True,
    )


def test_another_span_keeps_the_month_or_moves_it_in_and_says_so(chooser: MonthChooser) -> None:
    told: list[Month] = []
    chooser.month_changed.connect(told.append)
    chooser.set_span(Month(2026, 1), Month(2026, 11))
    assert (chooser.month, told) == (OCTOBER, [])
    chooser.set_span(Month(2026, 1), Month(2026, 11))
    chooser.set_span(Month(2026, 12), Month(2026, 11))  # no span at all
    assert (chooser.month, told) == (OCTOBER, [])
    chooser.set_span(Month(2026, 1), Month(2026, 6))
    assert (chooser.month, told) == (Month(2026, 6), [Month(2026, 6)])


def test_a_month_that_is_not_offered_is_not_chosen(chooser: MonthChooser) -> None:
    chooser.choose(Month(2020, 1))
    assert chooser.month == OCTOBER


def test_months_are_named_in_the_users_language(qtbot: QtBot) -> None:
    with speaking("zh_HK"):
        made = MonthChooser(OCTOBER)
    qtbot.addWidget(made)
    assert child(made, QComboBox).currentText() == "2026年10月"
    assert arrow(made, "month_back").accessibleName() == "上一個月"


@pytest.fixture
def card(qtbot: QtBot, context: Context) -> ChartCard:
    made = ChartCard(context, name="sample")
    qtbot.addWidget(made)
    made.resize(700, 420)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_a_narrow_chart_card_leaves_the_words_of_its_button_out(card: ChartCard) -> None:
    wide = card.as_table.minimumSizeHint().width()
    card.be_narrow(True)
    assert card.as_table.minimumSizeHint().width() < wide
    assert card.as_table.accessibleName() == "As a table"
    card.be_narrow(False)
    assert card.as_table.minimumSizeHint().width() == wide


def test_a_chart_card_says_its_finding_and_its_notes(card: ChartCard, qtbot: QtBot) -> None:
    card.show_spec(replace(SPEC, subject="Share of cases · %"))
    qtbot.waitUntil(lambda: card.view.is_drawn)
    assert card.subject.text() == "Share of cases · %"
    assert card.subject.isVisibleTo(card)
    assert card.title.words.text() == "July fell below its limit"
    assert card.accessibleName() == "July fell below its limit"
    assert card.subtitle.text() == "p chart"
    assert card.notes.text() == "July is below the lower control limit. October is not over."
    assert card.view.accessibleName() == "July fell below its limit Share of cases · %"


def test_events_stand_beneath_the_chart_are_read_aloud_and_stand_in_its_table(
    card: ChartCard,
) -> None:
    months = Month(2026, 10).back(6)
    spans = tuple((month.first_day, month.last_day) for month in months)
    sale = EventMark(1, date(2026, 9, 3), date(2026, 10, 2), "Winter sale")
    card.show_spec(replace(SPEC, spans=spans).with_events([sale]))
    assert card.events.text() == "Events: 1 Winter sale."
    assert card.events.isVisibleTo(card)
    assert card.view.accessibleName() == "July fell below its limit Events: 1 Winter sale."
    card.as_table.click()
    assert card.table is not None
    rows = card.table.rows
    last = rows.columnCount() - 1
    told = [rows.index(row, last).data() for row in range(rows.rowCount())]
    assert told == ["", "", "", "", "1 Winter sale", "1 Winter sale"]
    card.show_spec(SPEC)
    assert not card.events.isVisibleTo(card)


def test_statistics_stand_behind_details_on_every_chart_at_once(
    card: ChartCard, context: Context, qtbot: QtBot
) -> None:
    other = ChartCard(context, name="other")
    qtbot.addWidget(other)
    other.show_spec(SPEC)
    assert not other.notes.isVisibleTo(other)
    card.show_spec(SPEC)
    card.details.click()
    for each in (card, other):
        assert each.details.isChecked()
        assert each.notes.isVisibleTo(each)
        assert each.subtitle.isVisibleTo(each)
        assert "is below the lower control limit" in each.view.accessibleName()
    assert load().details
    card.details.click()
    assert not other.notes.isVisibleTo(other)
    other.show_spec(replace(SPEC, notes=(), subtitle=""))
    assert not other.details.isVisibleTo(other)


def test_a_chart_card_changes_to_numbers_and_follows_its_chart(card: ChartCard) -> None:
    card.as_table.click()
    assert not card.findChildren(TableView)
    card.show_spec(SPEC)
    table = child(card, TableView)
    assert table.isVisible()
    assert table.rows.rowCount() == 6
    assert table.rows.index(5, 1).data() == "95.0%"
    card.show_spec(None)
    assert card.view.isVisible()
    assert (card.title.words.text(), card.notes.isVisible(), card.subtitle.isVisible()) == (
        "",
        False,
        False,
    )
    card.show_spec(SPEC)
    card.as_table.click()
    assert card.view.isVisible()


@pytest.mark.parametrize(("width", "columns"), [(460, 4), (400, 2), (300, 2), (210, 2), (150, 1)])
def test_widgets_of_one_width_stand_in_even_rows(qtbot: QtBot, width: int, columns: int) -> None:
    labels = [QLabel(str(number)) for number in range(4)]
    grid = EvenGrid(labels, 100)
    qtbot.addWidget(grid)
    grid.resize(width, 200)
    with qtbot.waitExposed(grid):
        grid.show()
    assert grid.columns == columns
    rows = {label.y() for label in labels}
    assert len(rows) == 4 // columns
    assert len({label.width() for label in labels}) <= 2  # a pixel may be left over
    assert grid.minimumSizeHint().width() == 100


def test_no_chip_is_chosen_for_a_key_that_has_none(qtbot: QtBot) -> None:
    chips = FilterChips([Chip("a", "A"), Chip("b", "B", Tone.WARN)])
    qtbot.addWidget(chips)
    chips.choose_or_none("x")
    assert chips.chosen == ""
    chips.choose_or_none("b")
    assert chips.chosen == "b"


def test_a_page_of_cards_survives_every_theme(
    card: ChartCard, sized: Callable[..., None], qtbot: QtBot
) -> None:
    card.show_spec(SPEC)
    for mode in ("dark", "light"):
        sized(mode=mode, percent=200)
        qtbot.waitUntil(lambda: card.view.is_drawn)
    assert isinstance(card.view, QWidget)
