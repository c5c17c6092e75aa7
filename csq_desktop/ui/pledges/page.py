"""The pledges page: each promise with its month, and the chosen one beside the list."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.restated import RestatedMonth
from csq_desktop.domain.pledges.facts import NewPledge, Pledge, Tally, TermsChange
from csq_desktop.domain.pledges.months import PledgeDetail, PledgeLine
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text, month_text
from csq_desktop.services.packs import restated
from csq_desktop.services.pledges import pledges
from csq_desktop.services.pledges import views as pledge_views
from csq_desktop.services.pledges.pledges import DAYS_CHASED
from csq_desktop.texts import tr, trc, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow_role
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.forms.month_chooser import MonthChooser
from csq_desktop.ui.kit.layout.split import DetailPane, SplitView
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.pledges.counting.counts_dialog import CountsDialog
from csq_desktop.ui.pledges.detail import PledgeDetailView
from csq_desktop.ui.pledges.list import PledgeList
from csq_desktop.ui.theme import theme, tokens

CURRENT, RETIRED = "current", "retired"
_LEAST_HIGH = 126  # room for the chips and one pledge, where the list is above the detail


class PledgesPage(Page):
    """What the shop promises and how it was kept, month by month."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"pledges", "figures", "complaints", "actions", "events", "packs", "people", "shop"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Pledges"))
        self._selected_id: int | None = None
        self.month = MonthChooser(Month.of(context.today()))
        self.month.setObjectName("pledge_month")
        self.tools.addWidget(self.month)
        self.new = buttons.quiet(tr("New pledge"), self._on_new, icon="plus", name="new_pledge")
        if not context.may(Permission.DEFINE_PLEDGES):
            self.new.hide()
        enter = buttons.primary(
            tr("Enter counts"), self._on_enter, icon="pencil", name="enter_counts"
        )
        allow_role(enter, context, Permission.ENTER_COUNTS)
        self.set_primary(enter)
        self.chips = FilterChips(
            [Chip(CURRENT, trc("pledge", "In force")), Chip(RETIRED, trc("pledge", "Retired"))],
            name="pledge_views",
        )
        self.restated = PlainLabel("", "meta", wrap=True)
        self.restated.hide()
        self.list = PledgeList(context)
        self.detail = PledgeDetailView(context)
        self.pane = DetailPane(
            EmptyState("heart-handshake", tr("Select a pledge to see its details"))
        )
        self.pane.content.addWidget(self.detail)
        self.detail.shown.connect(self._on_detail)
        self.empty = EmptyState("heart-handshake", "", "", self._proposals_button())
        card = self._list_card()
        self.split = SplitView(card, self.pane, (29, 71), name="pledges_split")
        self.add_split(self.split)
        card.setMinimumSize(self._head_width(), theme.current().px(_LEAST_HIGH))
        self._connect()

    def reload(self) -> None:
        """Fetch the list and the chosen pledge anew."""
        tasks = self.context.tasks
        tasks.read(self, pledge_views.first_month, self._on_first_month)
        retired = self.chips.chosen == RETIRED
        query = partial(pledge_views.lines, month=self.month.month, retired=retired)
        tasks.read(self, query, self._on_lines)
        changed = partial(restated.of_month, month=self.month.month)
        tasks.read(self, changed, self._on_restated)

    def show_object(self, object_id: object) -> None:
        """Show one pledge by its id, or the counts of a day."""
        if isinstance(object_id, date):
            self._open_counts(object_id)
        elif isinstance(object_id, int):
            self._selected_id = object_id
            self.reload()

    def shown_object(self) -> int | str | None:
        return self._selected_id

    def reopen(self, form: str) -> None:
        if form == CountsDialog.draft_key:
            self._on_enter()

    def leave(self) -> None:
        """Save the counts that were typed into the days."""
        self.detail.save()

    def _list_card(self) -> Card:
        card = Card()
        card.body.setContentsMargins(8, 12, 8, 8)
        head = QHBoxLayout()
        head.addWidget(self.chips, 1)
        head.addWidget(self.new)
        card.body.addLayout(head)
        card.body.addWidget(self.restated)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        card.body.addWidget(self._stack, 1)
        return card

    def _head_width(self) -> int:
        """How wide the list is at least: its head takes one line."""
        margins = 8 + 8
        return margins + self.chips.sizeHint().width() + tokens.GAP + self.new.sizeHint().width()

    def _proposals_button(self) -> QWidget:
        button = buttons.secondary(
            tr("Browse ready-made pledges"), self._on_new, icon="plus", name="see_proposals"
        )
        if not self.context.may(Permission.DEFINE_PLEDGES):
            button.hide()
        return button

    def _connect(self) -> None:
        self.month.month_changed.connect(lambda _month: self.reload())
        self.chips.chosen_changed.connect(lambda _key: self.reload())
        self.list.chosen.connect(self._on_chosen)
        detail = self.detail
        offered = (detail.more, detail.notice)
        self.list.offer(RowOffers(lambda: offered, is_shown=detail.shows, shown=detail.shown))
        self.detail.troubled.connect(self.show_error)
        self.detail.change_requested.connect(self._on_change)
        self.detail.retire_requested.connect(self._on_retire)
        self.detail.take_up_requested.connect(self._on_take_up)
        self.detail.notice_requested.connect(self._on_notice)
        self.detail.cause_requested.connect(self._on_cause)

    def _on_first_month(self, first: Month) -> None:
        self.month.set_span(first, Month.of(self.context.today()))

    def _on_lines(self, lines: Sequence[PledgeLine]) -> None:
        self.list.show_lines(lines)
        self._say(lines)
        self._stack.setCurrentIndex(0 if lines else 1)
        self._show_nothing()
        if not lines:
            self.pane.show_empty()
            return
        place = self.list.model_of_lines.find(self._selected_id)
        if place < 0 and self._selected_id is not None:
            self._show(self._selected_id)
            return
        self.list.choose(max(0, place))
        self._show(lines[max(0, place)].id)

    def _on_restated(self, month: RestatedMonth | None) -> None:
        """Say it where the month shown has other figures today than its review pack."""
        self.restated.setText("" if month is None else month.sentence)
        self.restated.setVisible(month is not None)

    def _show(self, pledge_id: int) -> None:
        self._selected_id = pledge_id
        self.detail.show_pledge(pledge_id, self.month.month)

    def _on_detail(self) -> None:
        """Show the detail once it is fetched, unless another list was turned to meanwhile."""
        if self.list.model_of_lines.rowCount():
            self.pane.show_content()

    def _on_chosen(self, row: int) -> None:
        line = self.list.line_at(row)
        if line is not None and line.id != self._selected_id:
            self._show(line.id)

    def _say(self, lines: Sequence[PledgeLine]) -> None:
        if self.chips.chosen == RETIRED or not lines:
            self.set_subtitle("")
            return
        tally = Tally.of([line.status for line in lines])
        counted = any(line.figure is not None and line.figure.n for line in lines)
        said = tally.text if counted else tr("no counts entered yet")
        parts = [tr("{month}: {tally}", month=month_text(self.month.month), tally=said)]
        waiting = sum(line.uncounted for line in lines)
        if waiting:
            parts.append(
                trn(
                    "{n} count of the last {days} days missing",
                    "{n} counts of the last {days} days missing",
                    waiting,
                    days=DAYS_CHASED,
                )
            )
        self.set_subtitle("  ·  ".join(parts))

    def _show_nothing(self) -> None:
        if self.chips.chosen == RETIRED:
            self.empty.show_text(tr("No retired pledges"))
        else:
            self.empty.show_text(
                tr("No pledges in {month}", month=month_text(self.month.month)),
                tr("Adopt a ready-made pledge, or write your own."),
            )

    def _on_enter(self) -> None:
        self._open_counts(None)

    def _open_counts(self, day: date | None) -> None:
        if self.context.may(Permission.ENTER_COUNTS):
            self.detail.save()
            dialog = CountsDialog(self.context, self, day)
            dialog.accepted.connect(self.split.go_on_in_list)
            dialog.open()

    def _on_new(self) -> None:
        from csq_desktop.ui.pledges.proposals_dialog import ProposalsDialog

        dialog = ProposalsDialog(self.context, self)
        dialog.defined.connect(self._on_defined)
        dialog.writing_requested.connect(self._on_write)
        dialog.open()

    def _on_write(self, proposal: NewPledge | None) -> None:
        from csq_desktop.ui.pledges.terms_dialog import TermsDialog

        dialog = TermsDialog(self.context, self, proposal=proposal)
        dialog.defined.connect(self._on_defined)
        dialog.open()

    def _on_defined(self, pledge_ids: tuple[int, ...]) -> None:
        self._selected_id = pledge_ids[0]
        self.chips.choose(CURRENT)
        self.split.show_list()
        self.list.take_keyboard()
        words = trn("{n} pledge adopted.", "{n} pledges adopted.", len(pledge_ids))
        self._done(words, partial(pledges.take_back, pledge_ids=pledge_ids))

    def _on_change(self, pledge: Pledge) -> None:
        from csq_desktop.ui.pledges.terms_dialog import TermsDialog

        dialog = TermsDialog(self.context, self, pledge=pledge)
        dialog.changed.connect(self._on_terms_changed)
        dialog.open()

    def _on_terms_changed(self, change: TermsChange) -> None:
        words = tr("Version {n} saved.", n=change.version)
        self._done(words, partial(pledges.take_back_terms, change=change))

    def _on_retire(self, pledge: Pledge) -> None:
        today = self.context.today()
        job = partial(pledges.retire, pledge_id=pledge.id, last_day=today)
        words = tr("Pledge retired after {day}.", day=date_text(today))
        undo = partial(pledges.take_up_again, pledge_id=pledge.id)
        self._write(job, words, undo)

    def _on_take_up(self, pledge: Pledge) -> None:
        assert pledge.retired_on is not None
        job = partial(pledges.take_up_again, pledge_id=pledge.id)
        undo = partial(pledges.retire, pledge_id=pledge.id, last_day=pledge.retired_on)
        self._write(job, tr("Pledge reinstated."), undo)

    def _on_notice(self, detail: PledgeDetail) -> None:
        from csq_desktop.ui.pledges.notice_dialog import NoticeDialog

        NoticeDialog(self.context, detail, self).open()

    def _on_cause(self, detail: PledgeDetail, odd: tuple[Month, ...]) -> None:
        from csq_desktop.ui.pledges.cause_dialog import CauseDialog

        CauseDialog(self.context, detail, odd, self).open()

    def _write(self, job: Callable[..., Any], words: str, undo: Callable[..., Any]) -> None:
        self.context.tasks.write(
            self, job, lambda _nothing: self._done(words, undo), self.show_error
        )

    def _done(self, words: str, undo: Callable[..., Any]) -> None:
        self.context.toast_done(words, undo)
