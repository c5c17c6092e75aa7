"""Labels with their values, histories and steps: the facts of a record."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.facts import HistoryLine, KeyValueList, StepBar, Timeline
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import theme, tokens
from tests.ui.kit.conftest import Show


def test_facts_without_a_value_are_left_out(show: Show) -> None:
    facts = show(KeyValueList())
    facts.show_pairs([("Channel", "Telephone"), ("Product", ""), ("State", Badge("Open"))])
    said = [part.accessibleName() for part in facts.findChildren(QWidget) if part.accessibleName()]
    assert "Channel: Telephone" in said
    assert not any("Product" in name for name in said)
    facts.show_pairs([("Channel", "Letter")])
    assert "Channel: Letter" in [part.accessibleName() for part in facts.findChildren(PlainLabel)]


def test_values_of_two_lists_and_of_links_share_a_left_edge(qtbot: QtBot, show: Show) -> None:
    column = QWidget()
    parts = QVBoxLayout(column)
    upper, lower = KeyValueList(), KeyValueList()
    lower.line_up_with(upper)
    for facts in (upper, lower):
        parts.addWidget(facts)
    show(column, 500, 300)
    link = buttons.link("CU-00330")
    upper.show_pairs([("Name", "Chan"), ("Customer", link)])
    lower.show_pairs([("Statement on personal data", "Version 2")])
    words = {part.text(): part for part in column.findChildren(PlainLabel)}
    padding = (link.sizeHint().width() - link.fontMetrics().horizontalAdvance(link.text())) // 2

    def lefts() -> tuple[int, ...]:
        places = (words["Chan"], 0), (words["Version 2"], 0), (link, padding)
        return tuple(part.mapTo(column, QPoint(inset, 0)).x() for part, inset in places)

    qtbot.waitUntil(lambda: min(lefts()) > 100 and max(lefts()) - min(lefts()) <= 2)
    upper.show_pairs([("Name", "Chan")])
    assert not link.isVisible()


def test_a_history_shows_its_lines_in_order(show: Show) -> None:
    history = show(Timeline())
    history.show_lines([HistoryLine("20 Nov", "Logged"), HistoryLine("21 Nov", "Note", "called")])
    shown = [words.text() for words in history.findChildren(PlainLabel)]
    assert [word for word in shown if word in ("Logged", "Note", "called")] == [
        "Logged",
        "Note",
        "called",
    ]


def test_steps_name_where_a_case_stands(show: Show) -> None:
    steps = show(StepBar(), 500, 50)
    steps.repaint()
    before = steps.grab().toImage()
    steps.show_steps(["Received", "Answered", "Closed"], 1)
    assert steps.accessibleName() == "Answered, step 2 of 3"
    assert steps.grab().toImage() != before
    steps.show_steps(["Received"], -1)
    assert steps.accessibleName() == ""


STEPS = ("Received", "Acknowledged", "Assessed", "Investigating", "Answered", "Closed")


@pytest.mark.parametrize("width", [160, 330, 480, 620])
def test_no_word_of_a_step_is_cut_short(show: Show, width: int) -> None:
    steps = show(StepBar(), width, 50)
    steps.show_steps(STEPS, 1)
    places = steps.places()
    metrics = QFontMetricsF(theme.current().font(tokens.TEXT_SMALL))
    written = tuple(word for word, _bar in places if word)
    assert written == (STEPS if width > 400 else ("Acknowledged",))
    assert all(metrics.horizontalAdvance(word) <= width for word in written)
    for (word, bar), (_next, following) in pairwise(places):
        assert bar.right() < following.left()
        if len(written) > 1:
            assert metrics.horizontalAdvance(word) <= following.left() - bar.left()
    assert "Investigating" in steps.toolTip()
