"""The check of the store, pressed in its card over a real store."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from csq_desktop.domain.tones import Tone
from csq_desktop.errors import StoreBusy
from csq_desktop.services.stores import upkeep
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.settings.backups_section import BackupsSection
from csq_desktop.ui.settings.check_card import CheckCard
from tests.factory import by_hand

LINES, RECORDS_AND_TRAIL = 16, 7  # how many there are, and which of them, from 0


def shown(qtbot: QtBot, context: Context) -> CheckCard:
    section = BackupsSection(context)
    qtbot.addWidget(section)
    (card,) = section.findChildren(CheckCard)
    return card


def press(qtbot: QtBot, card: CheckCard) -> None:
    (button,) = card.findChildren(QPushButton, "check_store")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.isEnabled()
    qtbot.waitUntil(button.isEnabled)


def test_a_sound_store_is_shown_line_by_line(qtbot: QtBot, context: Context) -> None:
    card = shown(qtbot, context)
    press(qtbot, card)
    badges = [badge for badge in card.findChildren(Badge) if badge.text]
    assert len(badges) == LINES
    assert [badge.text for badge in badges if badge.tone is not Tone.GOOD] == ["Not checked"]
    press(qtbot, card)
    qtbot.waitUntil(lambda: len([one for one in card.findChildren(Badge) if one.text]) == LINES)
    qtbot.waitUntil(lambda: card.last_check.text() == "Last check without faults: 5 Oct 2026 10:00")


def test_what_is_wrong_is_shown_with_its_details(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    by_hand(store, "UPDATE shop_setting SET version = 7 WHERE name = 'hours'")
    card = shown(qtbot, context)
    press(qtbot, card)
    (wrong,) = [badge for badge in card.findChildren(Badge) if badge.tone is Tone.BAD]
    mark, sentence = (card.lines.itemAtPosition(RECORDS_AND_TRAIL, column) for column in (0, 1))
    assert mark is not None
    assert mark.widget() is wrong
    assert sentence is not None
    row = sentence.widget()
    assert isinstance(row, PlainLabel)
    assert "changed outside the program" in row.text()
    qtbot.waitUntil(lambda: "changed outside the program" in card.last_check.text())
    again = shown(qtbot, context)
    assert again.last_check.isHidden()
    again.reload()
    qtbot.waitUntil(lambda: "changed outside the program" in again.last_check.text())


def test_a_store_in_use_is_told_in_place(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise StoreBusy("The store is busy.")

    monkeypatch.setattr(upkeep, "check", busy)
    card = shown(qtbot, context)
    press(qtbot, card)
    assert card.message.text == "The store is busy."
