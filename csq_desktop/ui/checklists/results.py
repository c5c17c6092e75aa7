"""What came out of a finished run: its score by section, what failed, what is done about it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.checklists.facts import Answer, failed_items
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import (
    count_text,
    date_text,
    moment_text,
    percent_text,
    points_text,
)
from csq_desktop.services.actions import actions
from csq_desktop.services.checklists import papers as checklist_papers
from csq_desktop.services.checklists import views
from csq_desktop.services.checklists.views import RunResults
from csq_desktop.texts import tr, trn
from csq_desktop.ui.actions.added import offer_undo
from csq_desktop.ui.actions.form import ActionForm
from csq_desktop.ui.checklists.failed_card import FailedCard
from csq_desktop.ui.checklists.paper import PaperDialog
from csq_desktop.ui.checklists.photo_strip import PhotoDialog
from csq_desktop.ui.checklists.view import ChecklistView, clear
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.charts.chart import ChartView
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card, FigureCard
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.scrolled import scrolled_to_read
from csq_desktop.ui.theme import tokens


class ResultsView(ChecklistView):
    """One finished run."""

    action_opened = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setObjectName("results_view")
        self._run_id = 0
        self._look: RunResults | None = None
        self._asked = ""
        self._cards: list[FailedCard] = []
        self.score = FigureCard(tr("Score"))
        self.failed = FigureCard(tr("Items failed"))
        self.critical = FigureCard(tr("Critical items failed"))
        self.change = FigureCard(tr("Change from the last check"))
        self.chart = ChartView(context, height=210)
        self.form = ActionForm(context)
        self._build()
        self.add_button(
            buttons.secondary(tr("Back"), self.back_requested.emit, icon="arrow-left", name="back")
        )
        self.add_button(
            buttons.primary(tr("Print"), self._on_print, icon="printer", name="print_run"),
            primary=True,
        )
        self.form.promised.connect(self._on_promised)

    def shown_object(self) -> int | None:
        return self._run_id or None

    def open(self, run_id: int) -> None:
        """Show another run."""
        self._run_id = run_id
        self._put_form_away()

    def begin_action(self, code: str) -> None:
        """Begin an action for an item that failed, once the run asked for is shown."""
        self._asked = code

    def reload(self) -> None:
        self.context.tasks.read(self, partial(views.results, run_id=self._run_id), self._on_looked)

    def leave(self) -> None:
        self._put_form_away()

    def _build(self) -> None:
        shown = QWidget()
        figures = FlowLayout(shown, gap=tokens.GAP)
        for card in (self.score, self.failed, self.critical, self.change):
            figures.addWidget(card)
        charted = Card()
        charted.body.addWidget(self.chart)
        self.note = PlainLabel("", "muted", wrap=True)
        self.failures = QVBoxLayout()
        self.failures.setSpacing(10)
        self._failed_title = PlainLabel("", "section")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, tokens.GAP_SMALL, 0)
        column.setSpacing(tokens.GAP)
        column.addWidget(shown)
        column.addWidget(self.note)
        column.addWidget(charted)
        column.addWidget(self._failed_title)
        column.addLayout(self.failures)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled_to_read(content))
        self.form.setParent(self)
        self.form.hide()

    def _on_looked(self, looked: RunResults) -> None:
        if looked.run.id != self._run_id:
            return
        self._look = looked
        run = looked.run
        self.form.owner.offer(looked.people)
        finished = moment_text(run.finished_at, self.context.zone)
        parts = (run.ref, date_text(run.for_day), tr("completed {when}", when=finished), run.by)
        self.headed.emit(run.template.title.text, "  ·  ".join(part for part in parts if part))
        self._show_figures(looked)
        self.chart.show_spec(views.sections_chart(looked))
        self._show_failures(looked)
        self._begin_asked()

    def _begin_asked(self) -> None:
        code, self._asked = self._asked, ""
        for card in self._cards:
            if card.code == code:
                self._on_action_requested(card)

    def _show_figures(self, looked: RunResults) -> None:
        score, target = looked.score, looked.target
        goal = tr("target {share}", share=percent_text(target, 0))
        self.score.show_figure(percent_text(score.share), goal, _score_tone(looked))
        failed = failed_items(looked.run.template, looked.run.answers)
        # Where no item applied, that none failed is no good news.
        is_judged = score.share is not None or failed
        fine = Tone.GOOD if is_judged else Tone.SOFT
        of = trn("of {n} item", "of {n} items", len(looked.run.template.items))
        basis = of if is_judged else tr("no item applied")
        self.failed.show_figure(count_text(len(failed)), basis, Tone.WARN if failed else fine)
        codes = tr(", ").join(score.critical)
        self.critical.show_figure(
            count_text(len(score.critical)),
            codes or tr("none"),
            Tone.BAD if score.critical else fine,
        )
        self._show_change(looked)
        self.note.setText(_cap_words(looked))
        self.note.setVisible(score.is_capped)

    def _show_change(self, looked: RunResults) -> None:
        self.change.setVisible(looked.before is not None)
        if looked.before is None or looked.score_before is None:
            return
        earlier, now = looked.score_before.share, looked.score.share
        if earlier is None or now is None:
            self.change.show_figure(points_text(None), date_text(looked.before.for_day))
            return
        moved = now - earlier
        tone = Tone.GOOD if moved > 0 else Tone.WARN if moved < 0 else Tone.SOFT
        was = tr(
            "{share} on {day}", share=percent_text(earlier), day=date_text(looked.before.for_day)
        )
        self.change.show_figure(points_text(moved), was, tone)

    def _show_failures(self, looked: RunResults) -> None:
        self._put_form_away()
        clear(self.failures)
        failed = failed_items(looked.run.template, looked.run.answers)
        words = tr("Failed items and actions") if failed else tr("No item failed.")
        self._failed_title.setText(words)
        answers = {answer.item_code: answer for answer in looked.run.answers}
        self._cards = []
        for item in failed:
            card = FailedCard(
                item,
                answers.get(item.code, Answer(item.code)),
                [action for action in looked.actions if action.item_code == item.code],
                may_act=self.context.may(Permission.WORK_ACTIONS),
            )
            card.show_photos([photo for photo in looked.photos if photo.item_code == item.code])
            card.action_requested.connect(partial(self._on_action_requested, card))
            card.photo_opened.connect(self._on_photo_opened)
            card.action_opened.connect(self.action_opened)
            self.failures.addWidget(card)
            self._cards.append(card)

    def _on_action_requested(self, card: FailedCard) -> None:
        card.body.addWidget(self.form)
        self.form.ask(ActionSource.CHECKLIST, self._run_id, item_code=card.code, title=card.comment)

    def _on_promised(self, new: NewAction) -> None:
        job = partial(actions.promise, new=new)
        self.context.tasks.write(self, job, self._on_added, self.troubled.emit)

    def _on_added(self, action_id: int) -> None:
        offer_undo(self.context, action_id)
        self.form.finish()
        self._put_form_away()

    def _put_form_away(self) -> None:
        """The form outlives the cards it is shown in."""
        self.form.hide()
        self.form.setParent(self)

    def _on_photo_opened(self, photo_id: int) -> None:
        assert self._look is not None
        for photo in self._look.photos:
            if photo.id == photo_id:
                PhotoDialog(self.context, photo.jpeg, self, fixed=True).open()

    def _on_print(self) -> None:
        assert self._look is not None
        query = partial(checklist_papers.completed, run_id=self._run_id)
        dialog = PaperDialog(self.context, tr("Completed checklist"), query, self)
        dialog.file_name = f"{self._look.run.ref}.pdf"
        dialog.noted(checklist_papers.RUN, self._run_id)
        dialog.open()


def _score_tone(looked: RunResults) -> Tone:
    """Of nothing that was scored there is no verdict."""
    share = looked.score.share
    if share is None:
        return Tone.SOFT
    return Tone.GOOD if share >= looked.target else Tone.BAD


def _cap_words(shown: RunResults) -> str:
    score = shown.score
    return tr(
        "A critical item failed: the score of {raw} was capped at {cap}.",
        raw=percent_text(score.points.share),
        cap=percent_text(score.cap, 0),
    )
