"""A run on screen: sections at the left, the items of one of them, saved as one goes."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QProgressBar, QPushButton, QVBoxLayout, QWidget

from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.checklists.facts import (
    Item,
    missing_mandatory,
    progress,
    unexplained,
)
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import clock_text, percent_text, short_moment_text
from csq_desktop.errors import UserError
from csq_desktop.services.actions import actions
from csq_desktop.services.checklists import checklists, views
from csq_desktop.services.checklists.views import RunUnderWay
from csq_desktop.texts import tr
from csq_desktop.ui.actions.added import offer_undo
from csq_desktop.ui.actions.form import ActionForm
from csq_desktop.ui.checklists.photo_strip import PhotoDialog
from csq_desktop.ui.checklists.running import pictures
from csq_desktop.ui.checklists.running.answers import AnswersInHand
from csq_desktop.ui.checklists.running.item_card import CardAnswer, CardQuestion, ItemCard
from csq_desktop.ui.checklists.running.section_list import SectionList
from csq_desktop.ui.checklists.view import ChecklistView
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.layout.scrolled import bring_into_view, scrolled
from csq_desktop.ui.kit.layout.turning import is_roomy
from csq_desktop.ui.theme import theme, tokens

SECTIONS_WIDTH, BESIDE_FROM = 236, 700


class RunView(ChecklistView):
    """Shows a run; answers appear at once and are saved in the background."""

    finished = Signal(object)
    discarded = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setObjectName("run_view")
        self._run_id = 0
        self.answers = AnswersInHand(context.tasks, self)
        self._pictures: dict[int, bytes] = {}
        self._look: RunUnderWay | None = None
        self._section = 0
        self.cards: list[ItemCard] = []
        self.sections, self.jump = SectionList(), ChoiceBox()
        self.bar = QProgressBar()
        self.answered, self.score = PlainLabel("", "label"), PlainLabel("", "section")
        self.hints = PlainLabel("", "hint", wrap=True)
        self.form = ActionForm(context)
        self._build()
        self._build_head()
        self.sections.chosen.connect(self.show_section)
        self.form.promised.connect(self._on_promised)
        self.form.closed.connect(self._on_form_closed)
        self.answers.changed.connect(self._show_state)
        self.answers.changed.connect(self.settled)
        self.answers.refused.connect(self.troubled.emit)

    def shown_object(self) -> int | None:
        return self._run_id or None

    def open(self, run_id: int) -> None:
        """Show another run, at its first item that is not answered."""
        self._run_id, self._look = run_id, None
        self.answers.show_run(None)
        self._pictures.clear()
        self.form.hide()
        self.reload()

    def reload(self) -> None:
        held = frozenset(self._pictures)
        query = partial(views.run_under_way, run_id=self._run_id, held_photos=held)
        self.context.tasks.read(self, query, self._on_looked)

    def save_button(self) -> QPushButton | None:
        return self.primary

    def leave(self) -> None:
        for card in self.cards:
            card.comment.paused.emit()

    def show_section(self, at: int, *, focus: bool = True) -> None:
        """Show the items of one section."""
        self.leave()
        self._section = at
        self.sections.choose(at)
        self.jump.setCurrentIndex(at)
        self._put_form_away()
        for card in self.cards:
            self._items.removeWidget(card)
            card.hide()
            card.deleteLater()
        section = self.answers.template.sections[at]
        self.cards = [self._card(item) for item in section.items]
        for place, card in enumerate(self.cards):
            self._items.insertWidget(place, card)
            card.show()  # now, so that it can have the keyboard at once
        self._show_state()
        if focus and self.cards:
            self.focus_item(self.cards[0].code)

    def focus_item(self, code: str) -> None:
        """Scroll to an item and give it the focus."""
        for at, section in enumerate(self.answers.template.sections):
            if any(item.code == code for item in section.items) and at != self._section:
                self.show_section(at, focus=False)
        for card in self.cards:
            if card.code == code:
                card.setFocus(Qt.FocusReason.OtherFocusReason)
                bring_into_view(card)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(tokens.GAP)
        top.addWidget(self.answered)
        self.bar.setTextVisible(False)
        self.bar.setObjectName("run_progress")
        self.bar.setAccessibleName(tr("Progress"))
        top.addWidget(self.bar, 1)
        self.score.setObjectName("score_so_far")
        top.addWidget(self.score)
        left = self._left = Card(tr("Sections"))
        left.setFixedWidth(theme.current().px(SECTIONS_WIDTH))
        self.jump.setObjectName("jump_to_section")
        self.jump.setAccessibleName(tr("Sections"))
        self.jump.activated.connect(lambda at: self.show_section(at))
        inner = QWidget()
        inner_column = QVBoxLayout(inner)
        inner_column.setContentsMargins(0, 0, 0, 0)
        inner_column.addWidget(self.sections)
        inner_column.addStretch(1)
        left.body.addWidget(scrolled(inner), 1)
        left.body.addWidget(self.hints)
        content = QWidget()
        self._items = QVBoxLayout(content)
        self._items.setContentsMargins(2, 2, tokens.GAP_SMALL, 2)
        self._items.setSpacing(10)
        self._items.addStretch(1)
        area = scrolled(content)
        middle = QHBoxLayout()
        middle.setSpacing(tokens.GAP)
        middle.addWidget(left)
        middle.addWidget(area, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP)
        column.addLayout(top)
        column.addWidget(self.jump)
        column.addLayout(middle, 1)
        self.form.setParent(self)
        self.form.hide()

    def _build_head(self) -> None:
        menu = QMenu(self)
        menu.addAction(tr("Discard this check"), self._on_discard).setObjectName("discard_run")
        self.add_button(buttons.with_menu(tr("More"), menu, name="run_more"))
        self.add_button(
            buttons.secondary(
                tr("Leave and resume later"), self.back_requested.emit, name="leave_run"
            )
        )
        self.add_button(buttons.primary(tr("Finish"), self._on_finish, name="finish"), primary=True)

    def _card(self, item: Item) -> ItemCard:
        assert self._look is not None
        offer = CardQuestion(
            item=item,
            choices=self.answers.template.choices(item),
            past=self._look.pasts.get(item.code),
            may_act=self.context.may(Permission.WORK_ACTIONS),
        )
        card = ItemCard(offer)
        card.chose.connect(self.answers.choose)
        card.commented.connect(self.answers.comment)
        card.photos_requested.connect(self._on_photos_requested)
        card.pictures_dropped.connect(self._on_pictures)
        card.photo_opened.connect(self._on_photo_opened)
        card.action_requested.connect(self._on_action_requested)
        card.moved.connect(self._on_moved)
        return card

    def _on_looked(self, looked: RunUnderWay) -> None:
        if looked.run.id != self._run_id:
            return
        first = self.answers.is_empty
        self._look = looked
        self.answers.show_run(looked.run)
        self._pictures |= {photo.id: photo.jpeg for photo in looked.photos}
        self.form.owner.offer(looked.people)
        self._head()
        if first:
            sections = looked.run.template.sections
            self.sections.show_sections(sections)
            self.jump.set_options([(section.code, section.title.text) for section in sections])
            self._begin()
        else:
            self._show_state()

    def _begin(self) -> None:
        """Go to the first item that is not answered yet."""
        self._section = -1
        done = {answer.item_code for answer in self.answers.shown if answer.choice_key}
        codes = [item.code for item in self.answers.template.items]
        self.focus_item(next((code for code in codes if code not in done), codes[0]))
        self.hints.setText(self._keys())

    def _keys(self) -> str:
        template = self.answers.template
        longest = max((template.choices(item) for item in template.items), key=len, default=())
        numbers = " · ".join(f"{n} {choice.label.text}" for n, choice in enumerate(longest, 1))
        return tr("Keys: {numbers}\nC note · P photo · A action · ↓ next item", numbers=numbers)

    def _head(self) -> None:
        run, zone = self.answers.run, self.context.zone
        started = short_moment_text(run.started_at, self.context.today(), zone)
        if run.started_at.astimezone(zone).date() == self.context.today():
            started = clock_text(run.started_at, zone)
        parts = [
            tr("Version {n}", n=run.template.version),
            run.template.every.label,
            tr("started {when} by {who}", when=started, who=run.by),
            tr("saved automatically"),
        ]
        self.headed.emit(run.template.title.text, "  ·  ".join(parts))

    def _show_state(self) -> None:
        assert self._look is not None
        answers = self.answers.shown
        done = progress(self.answers.template, answers)
        self.sections.show_progress(done.sections)
        self.answered.setText(tr("{done} of {all} answered", done=done.answered, all=done.of))
        self.bar.setRange(0, max(1, done.of))
        self.bar.setValue(done.answered)
        score = views.score_so_far(self.answers.template, answers)
        words = tr("Score so far {share}", share=percent_text(score.share, 0))
        if score.is_capped:
            words = tr("{score}, capped: a critical item failed", score=words)
        self.score.setText(words)
        for card in self.cards:
            own = tuple(action for action in self._look.actions if action.item_code == card.code)
            card.show_state(CardAnswer(self.answers.of(card.code), own, self._pictures))

    def _on_moved(self, code: str, step: int) -> None:
        codes = [item.code for item in self.answers.template.items]
        at = codes.index(code) + step
        if 0 <= at < len(codes):
            self.focus_item(codes[at])

    def _on_photos_requested(self, code: str) -> None:
        pictures.ask(self, partial(self._on_pictures, code))

    def _on_pictures(self, code: str, paths: list[str]) -> None:
        for path in paths:
            job = partial(checklists.read_picture, Path(path))
            self.context.tasks.compute(
                self, job, partial(self._on_picture_read, code), self.troubled.emit
            )

    def _on_picture_read(self, code: str, picture: bytes) -> None:
        job = partial(checklists.add_photo, run_id=self._run_id, item_code=code, picture=picture)
        self.context.tasks.write(self, job, None, self.troubled.emit)

    def _on_photo_opened(self, photo_id: int) -> None:
        if photo_id in self._pictures:
            dialog = PhotoDialog(self.context, self._pictures[photo_id], self, fixed=False)
            dialog.removed.connect(partial(self._on_photo_removed, photo_id))
            dialog.open()

    def _on_photo_removed(self, photo_id: int) -> None:
        back = partial(checklists.bring_back_photo, photo_id=photo_id)
        self.context.tasks.write(
            self,
            partial(checklists.remove_photo, photo_id=photo_id),
            lambda _nothing: self.context.toast_done(tr("Photo removed"), back),
            self.troubled.emit,
        )

    def _on_action_requested(self, code: str) -> None:
        card = next(card for card in self.cards if card.code == code)
        card.body.addWidget(self.form)
        self.form.ask(ActionSource.CHECKLIST, self._run_id, item_code=code, title=card.typed)

    def _on_promised(self, new: NewAction) -> None:
        job = partial(actions.promise, new=new)
        self.context.tasks.write(self, job, self._on_added, self.troubled.emit)

    def _on_added(self, action_id: int) -> None:
        offer_undo(self.context, action_id)
        self.form.finish()
        self._on_form_closed()

    def _on_form_closed(self) -> None:
        parent = self.form.parentWidget()
        self._put_form_away()
        if isinstance(parent, ItemCard):
            parent.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_form_away(self) -> None:
        """The form outlives the cards it is shown in."""
        self.form.hide()
        self.form.setParent(self)

    def _on_finish(self) -> None:
        self.leave()
        template, answers = self.answers.template, self.answers.shown
        missing, silent = missing_mandatory(template, answers), unexplained(template, answers)
        for item in (missing or silent)[:1]:
            self.focus_item(item.code)
        for card in self.cards:
            if not missing and silent and card.code == silent[0].code:
                card.ask_explanation()
                bring_into_view(card)
        job = partial(checklists.finish, run_id=self._run_id)
        tasks = self.context.tasks
        tasks.write(self, job, lambda _nothing: self._on_finished(), self._on_unfinished)

    def _on_unfinished(self, error: UserError) -> None:
        """Scroll to what is lacking again: the message above has moved it."""
        self.troubled.emit(error)
        for card in self.cards:
            if card.hasFocus() or card.comment.hasFocus():
                bring_into_view(card)

    def _on_finished(self) -> None:
        run_id, context = self._run_id, self.context
        undo = partial(checklists.reopen, run_id=run_id)
        context.toast_done(
            tr("Completed"), undo, lambda _nothing: context.navigate("checklists", run_id)
        )
        self.finished.emit(run_id)

    def _on_discard(self) -> None:
        run_id, context = self._run_id, self.context
        back = partial(checklists.bring_back, run_id=run_id)

        def show_again(_nothing: None) -> None:
            context.navigate("checklists", run_id)

        def done(_nothing: None) -> None:
            context.toast_done(tr("Check discarded"), back, show_again)
            self.discarded.emit(run_id)

        context.tasks.write(self, partial(checklists.discard, run_id=run_id), done)

    def resizeEvent(self, event: QResizeEvent) -> None:
        roomy = is_roomy(self, BESIDE_FROM)
        self._left.setVisible(roomy)
        self.jump.setVisible(not roomy)
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(900, 560)
