"""A dialog: title, content that scrolls, an error place, buttons; nothing typed gets lost.

class LogComplaintDialog(Dialog):
    draft_key = "complaint.new"

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, tr("Log a complaint"), tr("Log complaint"), parent)
        self.form = self.add_form(FormGrid(columns=2))
        ...
        self.take_draft()

    def submit(self) -> None:            # the primary button and Ctrl+Enter
        self.write(job, self._on_saved)  # nobody leaves until the answer is there
        # in _on_saved: self.finish()   closes and forgets the draft
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.drafts import REFUSED, SAVED_EVERY_MS, is_put_back
from csq_desktop.ui.kit import keyboard
from csq_desktop.ui.kit.announcements import announce
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.field_error import show_beneath_field
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.layout.scrolled import scrolled
from csq_desktop.ui.tasks import Ticket
from csq_desktop.ui.theme import theme, tokens


class Dialog(QDialog):
    """A dialog over the window; `draft_key` keeps what was typed, unless it is empty.

    One with an action is a form: its other button cancels. One without is a view, and is closed.
    """

    draft_key = ""
    wide: ClassVar[int] = 560
    tall: ClassVar[int] = 560
    fills: ClassVar[bool] = False  # whether the content fills the whole height
    shows_identity: ClassVar[bool] = False  # whether F9 hides its content
    holds_lock: ClassVar[bool] = False  # whether a lock would lose the result
    help_heading: ClassVar[str] = ""  # the anchor of what its page's help says of it

    def __init__(self, context: Context, title: str, action: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.context = context
        self.forms: list[FormGrid] = []
        self._finished = False
        self._under_way: Ticket | None = None
        self._take_back: Callable[[], None] | None = None
        self.setModal(True)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.message = InlineMessage()
        self._inner = QWidget()
        self.content = QVBoxLayout()
        self.content.setSpacing(tokens.GAP)
        way_out = tr("Cancel") if action else tr("Close")
        self.cancel_button = buttons.secondary(way_out, self.reject, name="cancel")
        self.submit_button = buttons.primary(action, self.press, name="submit")
        for button in (self.cancel_button, self.submit_button):
            button.setAutoDefault(False)  # Enter held down would press it at once
        self.keys_hint = keyboard.SaveHint(action)
        if not action:
            for part in (self.submit_button, self.keys_hint):
                part.hide()
        self.foot = QHBoxLayout()
        self._build(title)
        self._untouched: dict[str, str] | None = None
        self._shows_draft = False
        keyboard.save_by_key(self)
        for keys, act in (
            ("Ctrl+L", context.lock_requested.emit),  # the window's own keys do not work from here
            ("F9", lambda: context.set_private(not context.private)),
            ("Ctrl+P", self._print),
            ("Ctrl+Z", self._undo),
            ("F1", self._show_help),
            ("?", self._show_help),
            ("Ctrl+K", self._say_to_close_first),
            ("Ctrl+Q", self._quit),
        ):
            QShortcut(QKeySequence(keys), self, act).setAutoRepeat(False)
        context.locking.connect(self._on_locking)
        context.privacy_changed.connect(self._on_private)
        self._saved: dict[str, str] | None = None
        self._shown_first: dict[str, str] | None = None
        self._autosave = QTimer(self, interval=SAVED_EVERY_MS)
        self._autosave.timeout.connect(self.save_draft)

    def submit(self) -> None:
        """Do what the dialog is for; overridden."""
        self.finish()

    def press(self) -> None:
        """Submit what was typed, once every field of it can be read."""
        self.finish_typing()
        misread = [form for form in self.findChildren(FormGrid) if form.misread()]
        for form in misread[:1]:
            form.show_errors({})
        if not misread:
            self.submit()

    def allow(self, missing: str) -> None:
        """Let the dialog be submitted, or say beside its button what is missing for that."""
        self.keys_hint.allow(self.submit_button, missing)

    def name_title(self, title: str) -> None:
        """Call the dialog something else, where a choice in it decides what it is about."""
        self.setWindowTitle(title)
        self._heading.setText(title)

    def name_action(self, action: str) -> None:
        """Call the primary button something else, and the key beside it."""
        self.submit_button.setText(action)
        self.keys_hint.name_action(action)

    def save_button(self) -> QPushButton | None:
        """What Ctrl+Enter presses; it is said once, beside it."""
        return self.submit_button

    def finish_typing(self) -> None:
        """Take in what is half typed, in an input method or in a cell."""
        keyboard.commit_words()

    def write(
        self, job: Callable[..., Any], done: Callable[[Any], object], *, alone: bool = False
    ) -> None:
        """Run the job; until it has finished, the dialog can be neither closed nor submitted again.

        A job that is `alone` opens its own sessions and gets the store. A lock does not wait: what
        was typed becomes a draft if the job is refused afterwards.
        """
        self.submit_button.setEnabled(False)
        self.cancel_button.setEnabled(False)
        self.context.lock_held = self.holds_lock
        tasks = self.context.tasks
        road = tasks.on_store if alone else tasks.write
        self._under_way = road(self, job, partial(self._on_answered, done), self._on_refused)

    def add_form(self, form: FormGrid) -> FormGrid:
        """Put a form into the dialog; its texts are kept as a draft."""
        self.forms.append(form)
        self.content.addWidget(form)
        return form

    def finish(self) -> None:
        """Close after success and forget the draft."""
        self._finished = True
        if self.draft_key:
            self.context.drafts.drop(self.draft_key)
        self.accept()

    def collect(self) -> dict[str, str]:
        """What was typed, by field; overridden where there is more than forms."""
        return {key: text for form in self.forms for key, text in form.collect().items()}

    def left_over(self) -> dict[str, str]:
        """What stays in the draft after the fields shown are saved; rarely overridden."""
        return {}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Put what was typed back."""
        for form in self.forms:
            form.restore(texts)

    def take_draft(self) -> None:
        """Show what was typed last time, with a way to start afresh."""
        self._untouched = self._saved = self.collect()
        self._shows_draft = False
        draft = self.context.drafts.get(self.draft_key) if self.draft_key else None
        if draft is None:
            return
        self._shows_draft = True
        refused = draft.pop(REFUSED, "")
        if not is_put_back(self.restore, draft):
            self.restore(self._untouched)
            self.forget_draft()
            return
        self._saved = None if refused else self.collect()
        tone = Tone.WARN if refused else Tone.ACCENT
        text = self.back_text(draft, refused)
        self.message.say(text, tone, tr("Discard draft"), self._on_afresh)

    def back_text(self, draft: Mapping[str, str], refused: str) -> str:
        """What is said when a draft comes back; `refused` is why it could not be saved."""
        if refused:
            return tr("Not saved. {reason} Your text has been kept.", reason=refused)
        return tr("Your unfinished draft is back.")

    def show_error(self, error: UserError) -> None:
        """Say what went wrong: beneath the field it speaks of, else above them all."""
        self.submit_button.setEnabled(True)
        if not show_beneath_field(self, error):
            self.message.show_error(error)

    def reject(self) -> None:
        if self._under_way is None:
            self._keep_draft(says_so=True)
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._under_way is None:
            self._keep_draft(says_so=True)
        super().closeEvent(event)  # calls reject(), and stays open if that does not close it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if buttons.answers_enter(event, self.focusWidget()):
            return
        if keyboard.is_enter(event):  # it must not press a button far away; Ctrl+Enter submits
            keyboard.go_on(self._inner, self.submit_button)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._grow_to_content()
        self._shrink_to_content()
        self._autosave.start()
        if self._shown_first is None:
            self._shown_first = self.collect()
        if self.focusWidget() in (None, self.cancel_button, self.submit_button):
            self._begin_at_the_first_field()

    def _begin_at_the_first_field(self) -> None:
        field = next(filter(keyboard.takes_keys, self._inner.findChildren(QWidget)), None)
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_draft(self, *, says_so: bool) -> None:
        if self._finished or not self.draft_key or self._untouched is None:
            return
        self._finished = True  # reject() closes, which would keep the draft a second time
        self.finish_typing()
        self.put_draft_away()
        if says_so and self.collect() != self._untouched:
            self.context.toast(self.kept_text())

    def kept_text(self) -> str:
        """What the toast says when a half-filled form is left."""
        return tr("Draft kept")

    def save_draft(self) -> None:
        """Save what was typed so far, so that not even a power cut loses it."""
        is_over = self._finished or self._under_way is not None
        if self.draft_key and self._untouched is not None and not is_over:
            self.put_draft_away()

    def put_draft_away(self) -> None:
        """Keep what was typed as a draft; drop the draft if nothing was changed."""
        typed = self.collect()
        if typed == self._saved:
            return
        self._saved = typed
        if typed != self._untouched:
            self.context.drafts.keep(self.draft_key, typed)
            self._shows_draft = True
        elif self._shows_draft:
            self.forget_draft()

    def forget_draft(self) -> None:
        """Drop the draft: what was typed is saved or given up."""
        self._shows_draft = False
        self.context.drafts.drop(self.draft_key)

    def move_draft(self, key: str) -> None:
        """Keep what is typed under another key from now on: a choice in it made it another form."""
        self.forget_draft()
        self.draft_key, self._saved = key, None
        self.save_draft()

    def _on_afresh(self) -> None:
        self.forget_draft()
        self._replace(self._untouched or {})

    def _replace(self, texts: Mapping[str, str]) -> None:
        """Show other texts in the fields; what somebody typed there can be brought back."""
        replaced = self.collect()
        self.restore(texts)
        self.put_draft_away()
        self._take_back = None
        self.message.clear()
        if replaced != self._untouched:
            self._take_back = partial(self._replace, replaced)
            self.message.say(tr("Draft discarded"), Tone.SOFT, tr("Undo"), self._take_back)
        self._begin_at_the_first_field()

    def _undo(self) -> None:
        if self._take_back is not None:
            self._take_back()

    def _on_answered(self, done: Callable[[Any], object], answer: object) -> None:
        self._go_on()
        done(answer)

    def _on_refused(self, error: UserError) -> None:
        self._go_on()
        self.show_error(error)

    def _go_on(self) -> None:
        self._under_way = None
        self.context.lock_held = False
        self.cancel_button.setEnabled(True)

    def _print(self) -> None:
        if (button := keyboard.print_button(self)) is not None:
            button.click()

    def _show_help(self) -> None:
        self.context.help_requested.emit("", self.help_heading)

    def _say_to_close_first(self) -> None:
        """Quick search leads to other pages, which cannot be reached from here."""
        words = tr("Quick search opens once this is closed.")
        QToolTip.showText(self.mapToGlobal(self.rect().topLeft()), words, self)
        announce(self, words)

    @property
    def is_half_done(self) -> bool:
        """Whether something is typed that is neither saved nor sent; rarely overridden."""
        begun = self._shown_first if self._untouched is None else self._untouched
        return self.collect() != begun

    def _quit(self) -> None:
        """Ask to quit; where something is half done, with what becomes of it."""
        if self._under_way is not None or self.context.lock_held:
            return
        meaning = ""
        if self.is_half_done:
            stays = self.draft_key and self._untouched is not None
            lost = tr("What you typed in this form will be lost.")
            meaning = tr("What you typed is kept as a draft.") if stays else lost
        self.context.quit_requested.emit(meaning)

    def _on_locking(self) -> None:
        ticket, self._under_way = self._under_way, None
        self.finish_typing()
        if ticket is not None and self.draft_key and not self._finished:
            self._finished = True
            typed, left = self.collect(), self.left_over()
            if left:
                self.context.drafts.keep(self.draft_key, left)
            else:
                self.context.drafts.drop(self.draft_key)
            self.context.drafts.keep_if_refused(self.draft_key, typed, ticket)
        self._keep_draft(says_so=False)
        self.reject()

    def _build(self, title: str) -> None:
        padded = QVBoxLayout(self._inner)
        padded.setContentsMargins(0, 0, tokens.GAP_SMALL, 0)
        padded.addLayout(self.content, 1 if self.fills else 0)
        padded.addStretch(0 if self.fills else 1)
        self.foot.setSpacing(tokens.GAP_SMALL)
        self.foot.addWidget(self.keys_hint, 1)
        self.foot.addStretch(0)
        self.foot.addWidget(self.cancel_button)
        self.foot.addWidget(self.submit_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.GAP_HUGE, 20, tokens.GAP_LARGE, tokens.GAP_LARGE)
        column.setSpacing(tokens.GAP)
        self._heading = PlainLabel(title, "heading", wrap=True)
        column.addWidget(self._heading)
        column.addWidget(self.message)
        self._area = scrolled(self._inner)
        self._inner.installEventFilter(self)
        column.addWidget(self._area, 1)
        column.addLayout(self.foot)
        self._fit()

    def _on_private(self, on: bool) -> None:
        if self.shows_identity:
            self._area.setVisible(not on)

    def event(self, event: QEvent) -> bool:
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._grow_to_content()  # a sentence above the content takes no room from it
        return is_done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._grow_to_content()  # what is wrong, and fields that come later, are seen too
        return super().eventFilter(watched, event)

    def _grow_to_content(self) -> None:
        """Show all of it at once where the screen has room; what is too long scrolls."""
        missing = self._missing_height()
        if missing > 0:
            room = max(self.height(), self.screen().availableGeometry().height() - 60)
            self.resize(self.width(), min(self.height() + missing, room))

    def _shrink_to_content(self) -> None:
        """Leave a short form no empty half."""
        spare = -self._missing_height()
        if spare > 0 and not self.fills:
            self.resize(self.width(), self.height() - spare)

    def _missing_height(self) -> int:
        """How much higher the content wants to be; negative where it has more than it needs."""
        needed = self._inner.heightForWidth(self._area.viewport().width())
        if needed < 0:  # nothing in it wraps
            needed = self._inner.sizeHint().height()
        return min(needed, theme.current().px(self.tall)) - self._area.viewport().height()

    def _fit(self) -> None:
        """Resize to the content, within the screen of a small shop PC."""
        screen = self.screen().availableGeometry()
        wide = min(theme.current().px(self.wide), screen.width() - 40)
        self.resize(wide, min(theme.current().px(self.tall), screen.height() - 60))
