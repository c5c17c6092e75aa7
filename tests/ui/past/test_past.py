"""The window of a record as it stood: moments, changes, what differs, the case of a letter."""

from datetime import timedelta

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.domain.complaints.facts import Channel, Correction, NewComplaint, Severity
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters.facts import NewLetter
from csq_desktop.domain.past.facts import PastSubject
from csq_desktop.services.complaints import complaints
from csq_desktop.services.letters import letters
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.past.dialog import PastDialog
from tests.factory import FixedClock
from tests.ui.finding import shown


def press(dialog: PastDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    button.click()


def words(dialog: PastDialog) -> set[str]:
    return {label.text() for label in shown(dialog.shown, PlainLabel)}


def test_a_case_is_shown_change_by_change_and_at_a_moment(
    qtbot: QtBot, context: Context, store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        new = NewComplaint(Channel.COUNTER, clock.at, "till.waiting", Severity.LOW, "Ten minutes")
        case = complaints.log(session, new).id
    clock.move(hours=1)
    with store.writing() as session:
        letter = letters.draft(session, case, NewLetter(LetterKind.ANSWER, "en")).id
    clock.move(hours=1)
    with store.writing() as session:
        complaints.correct(session, case, Correction(words="Twenty minutes"))
    window = QWidget()
    qtbot.addWidget(window)
    dialog = PastDialog(context, PastSubject.COMPLAINT, case, window)
    dialog.open()
    qtbot.waitUntil(lambda: "Twenty minutes" in words(dialog))
    assert not dialog.later.isEnabled()
    press(dialog, "past_earlier")
    qtbot.waitUntil(lambda: "Today: Twenty minutes" in words(dialog))
    assert "not as it is today" in dialog.band.text
    assert dialog.at.moment == clock.at.replace(second=0) - timedelta(hours=1)
    press(dialog, "past_later")
    qtbot.waitUntil(lambda: "nothing has changed since" in dialog.band.text)
    dialog.at.set_moment(clock.at - timedelta(days=3))
    press(dialog, "past_show")
    qtbot.waitUntil(lambda: "not there at that moment" in dialog.band.text)
    dialog.finish()
    dialog = PastDialog(context, PastSubject.LETTER, letter, window)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.record is not None)
    press(dialog, "past_moment")
    (then,) = dialog.findChildren(PastDialog)
    qtbot.waitUntil(lambda: "Ten minutes" in words(then))
    then.finish()
    dialog.finish()
