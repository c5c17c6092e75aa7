"""Dialogs: nothing typed is lost, errors stand in place, success closes."""

import threading
from collections.abc import Iterator
from typing import Any, Protocol, TypeVar, overload

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.errors import UserError
from csq_desktop.services import drafts as service
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context, ToastText
from csq_desktop.ui.drafts import Drafts
from csq_desktop.ui.kit import keyboard
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme


class NoteDialog(Dialog):
    draft_key = "note.new"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "A note", "Save", parent)
        self.form = self.add_form(FormGrid())
        self.words = QLineEdit("as it was")
        self.form.add("words", "Words", self.words)
        self.saved: list[str] = []
        self.take_draft()

    def submit(self) -> None:
        self.saved.append(self.words.text())
        self.finish()


class SlowDialog(NoteDialog):
    """Saves when the test lets it, and is refused when the test says so."""

    let_go: threading.Event
    refuse = False

    def submit(self) -> None:
        def job(_session: Any) -> str:
            assert self.let_go.wait(10)
            if self.refuse:
                raise UserError("The disk is full.")
            return "saved"

        self.write(job, self._on_saved)

    def _on_saved(self, answer: str) -> None:
        self.saved.append(answer)
        self.finish()


class KeptNowhere(NoteDialog):
    draft_key = ""


N = TypeVar("N", bound=NoteDialog)


class Ask(Protocol):
    @overload
    def __call__(self) -> NoteDialog: ...
    @overload
    def __call__(self, kind: type[N]) -> N: ...


@pytest.fixture
def ask(context: Context, host: QWidget, qtbot: QtBot) -> Ask:
    def opened(kind: type[NoteDialog] = NoteDialog) -> Any:
        made = kind(context, host)
        made.open()
        qtbot.waitUntil(made.isVisible)
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return opened


@pytest.fixture
def slow(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDialog]:
    """A dialog with something typed, and its write on the way."""
    monkeypatch.setattr(SlowDialog, "let_go", threading.Event(), raising=False)
    made = ask(SlowDialog)
    words(made).setText("half")
    made.submit_button.click()
    yield made
    SlowDialog.let_go.set()


def words(dialog: NoteDialog) -> QLineEdit:
    return dialog.words


def test_escape_keeps_what_was_typed_and_it_comes_back(ask: Ask, qtbot: QtBot) -> None:
    first = ask()
    words(first).setText("half a sentence")
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    again = ask()
    assert words(again).text() == "half a sentence"
    assert again.message.text == "Your unfinished draft is back."


def test_a_dialog_begins_at_its_first_field(ask: Ask) -> None:
    opened = ask()
    assert opened.focusWidget() is words(opened)


def test_one_may_start_afresh(ask: Ask, context: Context, qtbot: QtBot) -> None:
    first = ask()
    words(first).setText("half a sentence")
    first.reject()
    again = ask()
    afresh = next(b for b in again.findChildren(QPushButton) if b.text() == "Discard draft")
    afresh.click()
    assert words(again).text() == "as it was"
    assert again.focusWidget() is words(again)
    assert context.drafts.get("note.new") is None
    words(again).setText("something new")
    for shown in ("half a sentence", "something new", "half a sentence"):
        qtbot.keyClick(again.cancel_button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert words(again).text() == shown
        assert again.message.text == "Draft discarded"
    again.reject()
    assert context.drafts.get("note.new") == {"words": "half a sentence"}


def test_nothing_typed_leaves_no_draft(ask: Ask, context: Context) -> None:
    ask().reject()
    assert context.drafts.get("note.new") is None


def test_success_closes_and_forgets_the_draft(ask: Ask, context: Context) -> None:
    first = ask()
    words(first).setText("half")
    first.reject()
    again = ask()
    again.submit_button.click()
    assert again.saved == ["half"]
    assert not again.isVisible()
    assert context.drafts.get("note.new") is None


def test_a_dialog_without_a_key_keeps_nothing(ask: Ask, context: Context) -> None:
    made = ask(KeptNowhere)
    words(made).setText("half")
    made.reject()
    assert context.drafts.get("") is None


def test_closing_the_window_of_a_dialog_keeps_what_was_typed(ask: Ask, context: Context) -> None:
    made = ask()
    words(made).setText("half")
    made.close()
    assert context.drafts.get("note.new") == {"words": "half"}


def test_locking_closes_a_dialog_and_keeps_what_was_typed(ask: Ask, context: Context) -> None:
    made = ask()
    words(made).setText("half")
    context.locking.emit()
    assert not made.isVisible()
    assert context.drafts.get("note.new") == {"words": "half"}


def test_enter_goes_on_to_the_next_field_and_control_enter_saves(ask: Ask, qtbot: QtBot) -> None:
    made = ask()
    words(made).setFocus()
    qtbot.keyClick(words(made), Qt.Key.Key_Return)
    assert (made.saved, made.isVisible()) == ([], True)
    qtbot.keyClick(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert made.saved == ["as it was"]


def test_control_enter_does_not_save_twice_while_it_saves(ask: Ask, qtbot: QtBot) -> None:
    made = ask()
    made.submit_button.setEnabled(False)
    qtbot.keyClick(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert made.saved == []


def test_an_error_stands_in_the_dialog_and_one_may_try_again(ask: Ask) -> None:
    made = ask()
    made.submit_button.setEnabled(False)
    made.show_error(UserError("The date is in the future."))
    assert made.message.text == "The date is in the future."
    assert made.submit_button.isEnabled()


def test_drafts_outlive_the_program(
    ask: Ask, context: Context, tasks: Tasks, store: Store, qtbot: QtBot
) -> None:
    made = ask()
    words(made).setText("half")
    made.reject()
    qtbot.waitUntil(lambda: not tasks.busy)
    fresh = Drafts(tasks, service)
    fresh.load(identities=True)
    qtbot.waitUntil(lambda: fresh.get("note.new") is not None)
    assert fresh.get("note.new") == {"words": "half"}
    with qtbot.waitSignal(tasks.changed):
        fresh.drop("note.new")
    with store.reading() as session:
        assert service.read_all(session) == ()


def test_a_draft_typed_before_the_old_ones_came_wins(
    tasks: Tasks, context: Context, qtbot: QtBot
) -> None:
    context.drafts.keep("note.new", {"words": "old"})
    fresh = Drafts(tasks, service)
    fresh.load()
    fresh.keep("note.new", {"words": "new"})
    qtbot.waitUntil(lambda: not tasks.busy)
    assert fresh.get("note.new") == {"words": "new"}


def test_dropping_what_was_never_kept_does_nothing(context: Context, tasks: Tasks) -> None:
    context.drafts.drop("nothing")
    assert not tasks.busy


def test_emptying_what_came_back_forgets_the_draft(ask: Ask, context: Context) -> None:
    first = ask()
    words(first).setText("half")
    first.reject()
    again = ask()
    words(again).setText("as it was")
    again.reject()
    assert context.drafts.get("note.new") is None


def test_the_lock_and_the_privacy_screen_work_from_a_dialog(
    ask: Ask, context: Context, qtbot: QtBot
) -> None:
    made = ask()
    with qtbot.waitSignal(context.lock_requested):
        qtbot.keyClick(words(made), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(context.privacy_changed):
        qtbot.keyClick(words(made), Qt.Key.Key_F9)


def test_help_opens_from_a_dialog_and_a_question_mark_can_be_typed(
    ask: Ask, context: Context, qtbot: QtBot
) -> None:
    made = ask()
    helped: list[tuple[str, str]] = []
    context.help_requested.connect(lambda key, heading: helped.append((key, heading)))
    qtbot.keyClicks(words(made), "?")
    assert (words(made).text()[-1], helped) == ("?", [])
    qtbot.keyClick(words(made), Qt.Key.Key_F1)
    made.cancel_button.setFocus()
    qtbot.keyClicks(made.cancel_button, "?")
    assert helped == [("", "")] * 2


def test_quick_search_says_why_it_does_not_open(ask: Ask, qtbot: QtBot) -> None:
    qtbot.keyClick(words(ask()), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert QToolTip.text() == "Quick search opens once this is closed."
    QToolTip.hideText()


@pytest.mark.parametrize(
    ("kind", "typed", "meaning"),
    [
        (NoteDialog, "", ""),
        (NoteDialog, "half", "What you typed is kept as a draft."),
        (KeptNowhere, "half", "What you typed in this form will be lost."),
    ],
)
def test_quitting_from_a_dialog_says_what_becomes_of_what_is_half_done(
    ask: Ask, context: Context, qtbot: QtBot, kind: type[NoteDialog], typed: str, meaning: str
) -> None:
    asked: list[str] = []
    context.quit_requested.connect(asked.append)
    made = ask(kind)
    qtbot.keyClicks(words(made), typed)
    for held in (True, False):
        context.lock_held = held
        qtbot.keyClick(words(made), Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert asked == [meaning]


@pytest.mark.parametrize("percent", [100, 200])
def test_a_dialog_fits_on_the_screen(ask: Ask, dressed: theme.Theme, percent: int) -> None:
    dressed.switch(percent=percent)
    made = ask()
    room = QApplication.primaryScreen().availableSize()
    assert made.width() <= room.width()
    assert made.height() <= room.height()
    assert made.rect().contains(made.submit_button.mapTo(made, made.submit_button.rect().center()))


def test_a_dialog_is_as_high_as_what_it_holds(ask: Ask, qtbot: QtBot) -> None:
    made = ask()
    short = made.height()
    assert short < made.tall / 2
    more = QLabel("Another field", made)
    more.setFixedHeight(100)
    made.content.addWidget(more)
    qtbot.waitUntil(lambda: made.height() >= short + 90)  # the label, within what spare there was


def test_while_it_saves_nobody_closes_a_dialog(
    slow: SlowDialog, context: Context, qtbot: QtBot
) -> None:
    qtbot.keyClick(slow, Qt.Key.Key_Escape)
    slow.close()
    assert slow.isVisible()
    assert not slow.cancel_button.isEnabled()
    assert context.drafts.get("note.new") is None
    slow.let_go.set()
    qtbot.waitUntil(lambda: slow.saved == ["saved"])
    assert context.drafts.get("note.new") is None


def test_what_was_refused_may_be_mended_or_left(
    slow: SlowDialog, context: Context, qtbot: QtBot
) -> None:
    slow.refuse = True
    slow.let_go.set()
    qtbot.waitUntil(lambda: slow.message.text == "The disk is full.")
    assert slow.submit_button.isEnabled()
    qtbot.keyClick(slow, Qt.Key.Key_Escape)
    assert not slow.isVisible()
    assert context.drafts.get("note.new") == {"words": "half"}


def test_locked_while_it_saves_a_dialog_leaves_no_draft_of_what_is_saved(
    slow: SlowDialog, tasks: Tasks, store: Store, context: Context
) -> None:
    context.drafts.keep("note.new", {"words": "of yesterday"})
    context.locking.emit()
    assert not slow.isVisible()
    slow.let_go.set()
    tasks.close()
    with store.reading() as session:
        assert service.read_all(session) == ()


def test_locked_while_it_saves_a_dialog_keeps_what_it_did_not_show(
    slow: SlowDialog, tasks: Tasks, store: Store, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow, "left_over", lambda: {"words": "of another day"})
    context.locking.emit()
    slow.let_go.set()
    tasks.close()
    with store.reading() as session:
        assert dict(service.read_all(session)[0].fields) == {"words": "of another day"}


def test_locked_while_it_is_refused_a_dialog_keeps_what_was_typed_and_says_so(
    slow: SlowDialog, ask: Ask, tasks: Tasks, store: Store, context: Context, qtbot: QtBot
) -> None:
    slow.refuse = True
    context.locking.emit()
    slow.let_go.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    with store.reading() as session:
        assert dict(service.read_all(session)[0].fields)["words"] == "half"
    again = ask()
    assert words(again).text() == "half"
    told = "Not saved. The disk is full. Your text has been kept."
    assert again.message.text == told
    again.reject()
    assert context.drafts.get("note.new") == {"words": "half"}


def test_a_fault_after_the_lock_keeps_what_was_typed_too(
    ask: Ask, tasks: Tasks, store: Store, context: Context
) -> None:
    class Faulty(NoteDialog):
        def submit(self) -> None:
            nothing: dict[str, str] = {}
            self.write(lambda _session: nothing["nothing"], self.saved.append)

    made = ask(Faulty)
    words(made).setText("half")
    made.submit()
    context.locking.emit()
    tasks.close()
    with store.reading() as session:
        assert dict(service.read_all(session)[0].fields)["words"] == "half"


def test_what_is_typed_is_saved_while_it_is_typed_and_once(
    ask: Ask, context: Context, tasks: Tasks, qtbot: QtBot
) -> None:
    made = ask()
    saves: list[str] = []
    context.drafts.changed.connect(saves.append)
    made.save_draft()
    assert saves == []
    words(made).setText("half")
    made.save_draft()
    made.save_draft()
    assert (saves, context.drafts.get("note.new")) == (["note.new"], {"words": "half"})
    words(made).setText("as it was")
    made.save_draft()
    assert context.drafts.get("note.new") is None
    qtbot.waitUntil(lambda: not tasks.busy)


def test_nothing_is_saved_as_a_draft_while_it_is_written(
    slow: SlowDialog, context: Context
) -> None:
    slow.save_draft()
    assert context.drafts.get("note.new") is None


@pytest.mark.parametrize(("text", "toasts"), [("half", ["Draft kept"]), ("as it was", [])])
def test_leaving_a_half_filled_form_says_that_a_draft_is_kept(
    ask: Ask, context: Context, qtbot: QtBot, text: str, toasts: list[str]
) -> None:
    heard: list[ToastText] = []
    context.toasted.connect(heard.append)
    made = ask()
    words(made).setText(text)
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert [toast.text for toast in heard] == toasts


def test_a_lock_keeps_the_draft_without_a_word(ask: Ask, context: Context) -> None:
    heard: list[ToastText] = []
    context.toasted.connect(heard.append)
    words(ask()).setText("half")
    context.locking.emit()
    assert heard == []
    assert context.drafts.get("note.new") == {"words": "half"}


class Composing(QLineEdit):
    """A line with words that an input method still holds; `commit` writes them, as one does."""

    def hold(self, held: str) -> None:
        self.held = held
        QApplication.sendEvent(self, QInputMethodEvent(held, []))

    def commit(self) -> None:
        event = QInputMethodEvent()
        event.setCommitString(self.held)
        QApplication.sendEvent(self, event)


@pytest.mark.parametrize("way", ["ctrl+enter", "press", "escape", "lock"])
def test_words_that_an_input_method_holds_are_taken_in_first(
    ask: Ask, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """No input method runs in tests: what asks it to commit is seen, and answered as one would."""
    made = ask()
    line = Composing("")
    made.form.add("more", "More", line)
    line.show()
    line.setFocus()
    line.hold("測試")
    assert line.text() == ""
    monkeypatch.setattr(keyboard, "commit_words", line.commit)
    match way:
        case "ctrl+enter":
            qtbot.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        case "press":
            made.submit_button.click()
        case "escape":
            made.reject()
        case "lock":
            context.locking.emit()
    assert line.text().startswith("測試")


def test_enter_on_a_button_presses_it_once(ask: Ask, qtbot: QtBot) -> None:
    made = ask()
    made.submit_button.setFocus()
    held_down = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True
    )
    QApplication.sendEvent(made.submit_button, held_down)
    assert made.saved == []
    qtbot.keyClick(made.submit_button, Qt.Key.Key_Return)
    assert made.saved == ["as it was"]


def test_what_a_service_refuses_stands_beneath_its_field(ask: Ask) -> None:
    made = ask()
    made.show_error(UserError("Too many words.", field="words"))
    assert (made.form.error("words"), made.message.text) == ("Too many words.", "")
    assert made.focusWidget() is words(made)
    made.show_error(UserError("No such field.", field="other"))
    assert made.message.text == "No such field."
    assert made.form.error("words") == "Too many words."
    words(made).setText("fewer")
    assert made.form.error("words") == ""
