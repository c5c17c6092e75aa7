"""One item of a run: what is asked, big answer buttons, comment, photos, actions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from csq_desktop.domain.actions import Action, ActionState
from csq_desktop.domain.checklists.facts import Answer, AnswerChoice, Item, ItemPast
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import labelled, number_text, short_date_text
from csq_desktop.texts import tr, trc
from csq_desktop.ui.checklists.photo_strip import PhotoStrip
from csq_desktop.ui.checklists.view import clear
from csq_desktop.ui.kit.accessibility import one_of, speak_as
from csq_desktop.ui.kit.announcements import announce
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.buttons import CheckedBoldButton
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import TextArea
from csq_desktop.ui.kit.forms.identity_notice import IdentityNotice
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.turning import is_roomy, turn
from csq_desktop.ui.theme import tokens

SAVED_AFTER_MS = 700
MOST_LINES = 6
_COMMENT_PAD = 11
_BESIDE_FROM = 560
# Aligned sideways too: otherwise a row turned upright is no wider than its narrowest part.
_CORNER = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
_MARGINS = (18, 13, 18, 14)


@dataclass(frozen=True)
class CardQuestion:
    """What a card is made from: the item, its answers, how it came out lately."""

    item: Item
    choices: tuple[AnswerChoice, ...]
    past: ItemPast | None = None
    may_act: bool = True


@dataclass(frozen=True)
class CardAnswer:
    """What a card shows: the answer so far and the actions promised."""

    answer: Answer
    actions: tuple[Action, ...] = ()
    pictures: dict[int, bytes] = field(default_factory=dict)


class AnswerButton(CheckedBoldButton):
    """One answer and its number key; arrows belong to the card around it."""

    def __init__(self, number: int, choice: AnswerChoice, question: str) -> None:
        super().__init__(f"{number}  {choice.label.text}")
        self.choice = choice
        self.setObjectName(f"answer_{number}")
        self.setProperty("role", "answer")
        self.setProperty("tone", _tone(choice).value)
        self.setCheckable(True)
        self.setAccessibleName(labelled(choice.label.text, question))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


class CommentField(TextArea):
    """A comment that tells when typing pauses or the field is left; Esc leads back to the card."""

    paused = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__(lines=1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pause = QTimer(self, interval=SAVED_AFTER_MS, singleShot=True)
        self._pause.timeout.connect(self.paused)
        self.textChanged.connect(self._pause.start)
        self.textChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        lines = max(1, min(MOST_LINES, round(self.document().size().height())))
        height = self.fontMetrics().lineSpacing() * lines + 2 * _COMMENT_PAD
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def show_text(self, text: str) -> None:
        """Show a comment without treating it as typed."""
        if text != self.toPlainText():
            self.setPlainText(text)
            self._pause.stop()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._pause.stop()
        self.paused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class ItemCard(QFrame):
    """Shows one item; every signal's first argument is the item's code.

    Number keys answer, C comments, P adds a photo, A begins an action, arrows move on.
    """

    chose = Signal(str, str)
    commented = Signal(str, str)
    photos_requested = Signal(str)
    pictures_dropped = Signal(str, list)
    photo_opened = Signal(object)
    action_requested = Signal(str)
    moved = Signal(str, int)

    def __init__(self, offer: CardQuestion) -> None:
        super().__init__()
        self.item, self._offer = offer.item, offer
        self._shown = CardAnswer(Answer(offer.item.code))
        self._wants_comment = False
        self.setObjectName(f"item_{offer.item.code}")
        self.setProperty("role", "card")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        speak_as(self, QAccessible.Role.Grouping)
        question = offer.item.text.text
        numbered = enumerate(offer.choices, 1)
        self.answers = [AnswerButton(n, choice, question) for n, choice in numbered]
        group = QButtonGroup(self, exclusive=False)  # an answer can be taken back
        for button in self.answers:
            group.addButton(button)
        one_of(group)
        self.comment = CommentField()
        self.notice = IdentityNotice(self.comment)
        self.photos = PhotoStrip()
        self.hint = PlainLabel(tr("A note or photo is required when it fails."), "hint", wrap=True)
        self._actions = QWidget()
        self._build()
        self._connect()
        self.show_state(self._shown)

    @property
    def code(self) -> str:
        """The item's code."""
        return self.item.code

    @property
    def typed(self) -> str:
        """The comment as it stands in the field."""
        return self.comment.toPlainText().strip()

    @property
    def body(self) -> QVBoxLayout:
        """Where more can be put beneath, such as the form of an action."""
        return self._column

    def show_state(self, state: CardAnswer) -> None:
        """Show an answer; a comment being typed is left alone."""
        before, self._shown = self._shown, state
        for button in self.answers:
            with QSignalBlocker(button):
                button.setChecked(button.choice.key == state.answer.choice_key)
        self._tell_answer(before.answer.choice_key)
        untouched = self.typed == before.answer.comment.strip()
        if untouched and not self.comment.hasFocus():
            self.comment.show_text(state.answer.comment)
        self.photos.show_photos({n: state.pictures.get(n) for n in state.answer.photo_ids})
        self._show_actions(state.actions)
        self._show_parts()

    def _tell_answer(self, before: str) -> None:
        """Name the card with its answer, and say one that was just given by key."""
        answer = next((b.choice.label.text for b in self.answers if b.isChecked()), "")
        answer = answer or tr("not answered")
        self.setAccessibleName(tr(", ").join((self.code, self.item.text.text, answer)))
        if self.hasFocus() and before != self._shown.answer.choice_key:
            announce(self, answer)

    def ask_explanation(self) -> None:
        """Point at the comment that is still missing."""
        self._wants_comment = True
        self._show_parts()
        self.comment.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_comment(self) -> None:
        """Open the comment for typing."""
        self._wants_comment = True
        self._show_parts()
        self.comment.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        number = key - Qt.Key.Key_0
        if not plain:
            super().keyPressEvent(event)
        elif 1 <= number <= len(self.answers):
            self.answers[number - 1].click()
        elif key in _STEPS:
            self.moved.emit(self.code, _STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_C:
            self.begin_comment()
        elif key == Qt.Key.Key_P:
            self.photos_requested.emit(self.code)
        elif key == Qt.Key.Key_A and not self._action_button.isHidden():
            self.action_requested.emit(self.code)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        beside = is_roomy(self, _BESIDE_FROM)
        for row in (self._title, self._answer_line):
            turn(row, beside)
        super().resizeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        self.pictures_dropped.emit(self.code, paths)

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*_MARGINS)
        self._column.setSpacing(tokens.GAP_SMALL)
        self._column.addLayout(self._title_row())
        if self.item.guidance:
            self._column.addWidget(PlainLabel(self.item.guidance.text, "label", wrap=True))
        self._column.addLayout(self._answer_row())
        for part in (self.hint, self.comment, self.notice, self.photos, self._actions):
            self._column.addWidget(part)
        self.comment.setObjectName("comment")
        self.comment.setAccessibleName(tr("Note on {code}", code=self.code))
        self.comment.setPlaceholderText(tr("What you saw, where and when"))
        self._chips = FlowLayout(self._actions)

    def _title_row(self) -> QBoxLayout:
        words = QHBoxLayout()
        words.setSpacing(tokens.GAP_SMALL)
        words.addWidget(PlainLabel(self.code, "section"), 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(PlainLabel(self.item.text.text, "section", wrap=True), 1)
        badges = QWidget()
        flow = FlowLayout(badges)
        for badge in self._badges():
            flow.addWidget(badge)
        if not flow.count():
            badges.hide()
        badges.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._title = QHBoxLayout()
        self._title.setSpacing(tokens.GAP_SMALL)
        self._title.addLayout(words, 1)
        self._title.addWidget(badges, 0, _CORNER)
        return self._title

    def _badges(self) -> list[Badge]:
        badges = []
        past = self._offer.past
        if past is not None and past.failed:
            words = tr("failed {n} of the last {all} checks", n=past.failed, all=len(past.outcomes))
            badges.append(Badge(words, Tone.WARN))
        if self.item.weight != 1:
            digits = 0 if self.item.weight == int(self.item.weight) else 1
            weight = tr("weight {n}", n=number_text(self.item.weight, digits))
            badges.append(Badge(weight, Tone.SOFT, mark=False))
        if self.item.critical:
            badges.append(Badge(trc("checklist item", "critical"), Tone.BAD))
        return badges

    def _answer_row(self) -> QBoxLayout:
        chosen, tools = QWidget(), QWidget()
        flow = FlowLayout(chosen)
        for button in self.answers:
            flow.addWidget(button)
        self._comment_button = buttons.secondary(
            tr("Note"), self.begin_comment, name="begin_comment"
        )
        self._photo_button = buttons.secondary(
            tr("Photo"), lambda: self.photos_requested.emit(self.code), name="add_photo"
        )
        self._action_button = buttons.secondary(
            tr("Action"), lambda: self.action_requested.emit(self.code), name="begin_action"
        )
        more = FlowLayout(tools)
        for tool in (self._comment_button, self._photo_button, self._action_button):
            more.addWidget(tool)
        tools.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._answer_line = QHBoxLayout()
        self._answer_line.setSpacing(tokens.GAP_SMALL)
        self._answer_line.addWidget(chosen, 1)
        self._answer_line.addWidget(tools, 0, _CORNER)
        return self._answer_line

    def _connect(self) -> None:
        for button in self.answers:
            # Not `clicked`: a program for people who cannot click only toggles it.
            button.toggled.connect(partial(self._on_answered, button))
        self.comment.paused.connect(self._on_paused)
        self.comment.given_up.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))
        self.photos.opened.connect(self.photo_opened)

    def _show_parts(self) -> None:
        answer = self._shown.answer
        choice = next((c for c in self._offer.choices if c.key == answer.choice_key), None)
        fails = choice is not None and choice.fails
        lacking = fails and self.item.needs_comment_on_fail
        explained = bool(answer.photo_ids) or bool(self.typed)
        self.hint.setVisible(lacking and not explained)
        self.comment.setVisible(lacking or bool(self.typed) or self._wants_comment)
        self.photos.setVisible(bool(answer.photo_ids))
        self._action_button.setVisible(self._offer.may_act and fails)

    def _show_actions(self, actions: Sequence[Action]) -> None:
        clear(self._chips)
        for action in actions:
            badge = Badge(_action_words(action), _action_tone(action))
            badge.setObjectName(f"action_{action.id}")
            self._chips.addWidget(badge)
        self._actions.setVisible(bool(actions))

    def _on_answered(self, button: AnswerButton, on: bool) -> None:
        self.chose.emit(self.code, button.choice.key if on else "")

    def _on_paused(self) -> None:
        if self.typed != self._shown.answer.comment.strip():
            self.commented.emit(self.code, self.typed)
        if not self.typed and not self.comment.hasFocus():
            self._wants_comment = False
        self._show_parts()


_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Return: 1,
    Qt.Key.Key_Enter: 1,
    Qt.Key.Key_Up: -1,
}


def _tone(choice: AnswerChoice) -> Tone:
    if not choice.counts:
        return Tone.SOFT
    return Tone.BAD if choice.fails else Tone.GOOD


def _action_words(action: Action) -> str:
    due = tr("due {day}", day=short_date_text(action.due_on))
    words = f"{action.title} · {action.owner} · {due}"
    return tr("Action: {words}", words=words)


def _action_tone(action: Action) -> Tone:
    tones = {ActionState.OPEN: Tone.WARN, ActionState.DONE: Tone.GOOD}
    return tones.get(action.state, Tone.SOFT)
