"""The complaints page: queues as chips, the list, and the chosen case beside it."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QPushButton, QStackedWidget

from csq_desktop.domain.complaints.facts import (
    Channel,
    ComplaintLine,
    ComplaintQueue,
    Filter,
    Severity,
)
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.exports.lists import COMPLAINTS
from csq_desktop.domain.handovers.facts import Handover
from csq_desktop.domain.problems.facts import PROBLEM, Problem
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import count_text
from csq_desktop.services.absences import stand_ins
from csq_desktop.services.absences.stand_ins import OfferedOwners
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.handovers import handovers
from csq_desktop.services.problems import problems
from csq_desktop.texts import tr, trn
from csq_desktop.ui.board.acts import BoardActs
from csq_desktop.ui.board.board_view import BoardView
from csq_desktop.ui.board.list_or_board import ListOrBoard
from csq_desktop.ui.bulk.bulk_bar import BulkBar
from csq_desktop.ui.complaints import kinds
from csq_desktop.ui.complaints.columns import ComplaintCells, complaint_columns
from csq_desktop.ui.complaints.detail import ComplaintDetail
from csq_desktop.ui.complaints.log_dialog import LogComplaintDialog, kind_of_draft
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import ExportOffer, export_button
from csq_desktop.ui.kit.allowing import allow_role
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.forms.filter_box import FilterBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.form_menu import FormMenu
from csq_desktop.ui.kit.forms.person_field import person_label
from csq_desktop.ui.kit.forms.search_box import SearchBox
from csq_desktop.ui.kit.labels import this_moment
from csq_desktop.ui.kit.layout.split import DetailPane, TableSplitView
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.saved_filters import ReadyFilter, SavedFilters
from csq_desktop.ui.kit.tables.big_list import BigListModel, BigQuery, count_words
from csq_desktop.ui.kit.tables.row_menu import Act, RowOffers
from csq_desktop.ui.kit.tables.table import TableView

NEW = "new"
_TONES = {
    ComplaintQueue.DUE_TODAY: Tone.WARN,
    ComplaintQueue.OVERDUE: Tone.BAD,
    ComplaintQueue.ESCALATED: Tone.WARN,
}


class ComplaintsPage(Page):
    """Complaints to work on, found and filtered, one of them open beside the list."""

    topics: ClassVar[frozenset[str]] = frozenset({"complaints", "customers", "people", "lists"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Complaints"))
        self._now = this_moment(context)
        self._selected_id: int | None = None
        self._in_queues: dict[str, int] = {}
        self._listed: int | None = None
        self._owners = OfferedOwners(())
        self._cells = ComplaintCells(self._now)
        self._build_tools(context)
        self._build_filters()
        self.model = BigListModel(context.tasks, complaint_columns(self._cells), self)
        self.table = TableView(context, self.model, name="complaints", two_lines=True)
        self.table.setAccessibleName(tr("Complaints"))
        self.search.catch_typing(self.table)
        self.bulk = BulkBar(context, self.table)
        self.detail = ComplaintDetail(context)
        self._nothing = EmptyState("message-report", "")
        self.pane = DetailPane(self._nothing)
        self.pane.content.addWidget(self.detail)
        self.detail.shown.connect(self._on_detail)
        self.empty = EmptyState("message-report", "")
        board = BoardView(context, self._cells.card, self.search.catch_typing)
        self.ways = ListOrBoard(self._list_card(), board, BoardActs(self.detail, self))
        self.split = TableSplitView(self.ways, self.pane, (48, 52), name="complaints_split")
        self.add_split(self.split)
        self._connect_ways()
        self.search.searched.connect(lambda _text: self.show_lists())
        self._show_kind()
        self.saved_filters = SavedFilters(self, context, self.table.head, self._ready_filters)
        self.filters.addWidget(self.saved_filters.button)
        self.filters.addWidget(export_button(context, self, (COMPLAINTS,), self._offered))
        self.model.counted.connect(self._on_counted)
        self.model.reordered.connect(self.reload)
        self.table.chosen.connect(self._on_chosen)
        self.table.offer(
            RowOffers(
                buttons=self.detail.buttons,
                is_shown=self.detail.shows,
                shown=self.detail.shown,
                number=lambda line: line.ref,
                links=self._links,
                several=lambda: reversed(self.bulk.acts),  # a menu begins with the last button
            )
        )

    def reload(self) -> None:
        """Fetch the queues' counts and the list anew; the chosen case stays chosen."""
        self._now = self._cells.now = this_moment(self.context)
        self._read_counts()
        choices = (self.category, self.second, self.cause)
        for choice, options in zip(choices, kinds.narrowing().values(), strict=True):
            with QSignalBlocker(choice):  # what is chosen stays: no entry ever goes
                choice.set_options(options)
        self.context.tasks.read(self, stand_ins.owners, self._offer_owners)
        self.context.tasks.read(self, handovers.waiting, self._show_waiting)
        self.context.tasks.read(self, problems.listed, self._offer_problems)
        self.model.forget_cells()  # entries of a list may be called otherwise
        if self.ways.is_board:
            self.ways.board.show_list(self.shown())
        else:
            self._read_list()
        if self._selected_id is not None:
            self.detail.show_complaint(self._selected_id)

    def _read_list(self) -> None:
        self.model.show(
            BigQuery(
                ids=partial(complaint_views.line_ids, shown=self.shown()),
                lines=complaint_views.lines,
            )
        )

    def show_time(self) -> None:
        """Say what is overdue by now; the rows stay, and which of them are chosen."""
        self._now = self._cells.now = this_moment(self.context)
        self._read_counts()
        self.model.forget_cells()
        self.table.viewport().update()
        self.ways.board.show_time()
        self.detail.show_time()

    @property
    def kind(self) -> FeedbackKind:
        """The kind of feedback that is listed."""
        return FeedbackKind(self.feedback.value)

    def _read_counts(self) -> None:
        counts = partial(complaint_views.counts, kind=self.kind)
        self.context.tasks.read(self, counts, self._on_counts)
        self.context.tasks.read(self, complaint_views.open_of_each, self._on_open)

    def shown(self) -> Filter:
        """The filter of the list."""
        received = None
        if self.period.value:
            received = self._now.moment - timedelta(days=int(self.period.value))
        return Filter(
            view=ComplaintQueue(self.chips.chosen),
            kind=self.kind,
            text=self.search.text().strip(),
            category=self.category.value,
            second_category=self.second.value,
            cause=self.cause.value if self.kind.is_complaint else "",
            channel=Channel(self.channel.value) if self.channel.value else None,
            severity=Severity(self.severity.value) if self._severity_chosen else None,
            owner_id=int(self.owner.value) if self.owner.value else None,
            problem_id=int(self.problem.value) if self.problem.value else None,
            received_from=received,
            order=self.model.order,
        )

    def _ready_filters(self) -> Sequence[ReadyFilter]:
        own, people = self.context.user.id, self._owners.people
        mine = next((each.id for each in people if each.user_id == own), None)
        others = [(person_label(each), each.id) for each in people if each.id != mine]
        return tuple(kinds.ready_filters(mine, others))

    def _offered(self) -> ExportOffer:
        return (COMPLAINTS,), self.shown()

    def show_object(self, object_id: object) -> None:
        """Show one complaint, whatever the list shows; `NEW`, or a kind, logs one."""
        if object_id == NEW:
            self._on_log()
        elif isinstance(object_id, FeedbackKind):
            self._list_kind(object_id)
            self._on_log()
        elif isinstance(object_id, int):
            self._selected_id = object_id
            self.detail.show_complaint(object_id)
            self.table.choose(self.model.place_of(object_id))
            self.ways.board.choose(object_id)

    def shown_object(self) -> int | str | None:
        return self._selected_id

    def reopen(self, form: str) -> None:
        noun, _, case = form.partition(".")
        complaint_id, _, step = case.partition(".")
        if (kind := kind_of_draft(form)) is not None:
            self._list_kind(kind)
            self._on_log()
        elif noun == "complaint" and complaint_id.isdecimal():
            self.show_object(int(complaint_id))
            self.detail.reopen(step)

    def _build_tools(self, context: Context) -> None:
        self.feedback = FilterBox([(kind.value, kind.plural) for kind in FeedbackKind])
        self.feedback.setObjectName("feedback_kind")
        self.feedback.setAccessibleName(COMPLAINT.field("kind").title)
        self.feedback.setMinimumContentsLength(max(len(kind.plural) for kind in FeedbackKind) + 4)
        self.feedback.value_changed.connect(lambda _kind: self._on_kind())
        self.search = SearchBox(tr("Search complaints…"), name="complaint_search")
        self.search.searched.connect(lambda _text: self.reload())
        self.tools.addWidget(self.search)
        log = buttons.primary(tr("Log complaint"), self._on_log, icon="plus", name="log_complaint")
        allow_role(log, context, Permission.LOG_COMPLAINTS)
        self.set_primary(log)

    def _build_filters(self) -> None:
        self.chips = FilterChips(
            [Chip(view.value, view.label, _TONES.get(view, Tone.SOFT)) for view in ComplaintQueue],
            name="complaint_views",
        )
        self.chips.chosen_changed.connect(lambda _key: self._on_view())
        self.category, self.second, self.cause = (
            self._choice(name, options) for name, options in kinds.narrowing().items()
        )
        self.channel = self._choice(
            "channel", [("", tr("All channels")), *((c.value, c.label) for c in Channel)]
        )
        self.severity = self._choice(
            "severity", [("", tr("All severities")), *((s.value, s.label) for s in Severity)]
        )
        self.owner = self._choice("owner", [("", tr("All owners"))])
        self.problem = self._choice("problem", [("", tr("Any problem or none"))])
        self.period = self._choice(
            "period", [("", tr("Any time")), ("7", tr("7 days")), ("30", tr("30 days")),
                       ("90", tr("90 days")), ("365", tr("A year"))]
        )  # fmt: skip
        self.filters.addWidget(self.feedback)
        self.filters.addWidget(self.chips, 1)
        self.filters.addWidget(self._filter_button())

    def _filter_button(self) -> QPushButton:
        self._filter_form = form = FormGrid()
        form.setContentsMargins(14, 10, 14, 12)
        for label, choice in (
            (tr("Category"), self.category),
            (COMPLAINT.field("second_category").title, self.second),
            (tr("Main cause"), self.cause),
            (tr("Channel"), self.channel),
            (tr("Severity"), self.severity),
            (tr("Owner"), self.owner),
            (PROBLEM.field("problem_title").title, self.problem),
            (tr("Received"), self.period),
        ):
            choice.setMinimumContentsLength(18)
            form.add(choice.objectName(), label, choice)
        self.filter_button = buttons.with_menu(
            tr("Filter"), FormMenu(form, self), icon="filter", name="complaint_filter"
        )
        return self.filter_button

    @property
    def _filters_set(self) -> int:
        chosen = (self.category, self.second, self.cause, self.channel, self.owner, self.period)
        return sum(bool(choice.value) for choice in (*chosen, self.problem)) + self._severity_chosen

    @property
    def _severity_chosen(self) -> bool:
        """Whether the list is narrowed by severity, which only complaints have."""
        return bool(self.severity.value) and self.kind.is_complaint

    def _count_filters(self) -> None:
        count = self._filters_set
        self.filter_button.setText(tr("Filter  {n}", n=count) if count else tr("Filter"))

    def _choice(self, name: str, options: list[tuple[str, str]]) -> FilterBox:
        choice = FilterBox(options)
        choice.setObjectName(f"filter_{name}")
        choice.setAccessibleName(options[0][1])
        choice.value_changed.connect(lambda _value: self._on_filter())
        return choice

    def _offer_owners(self, owners: OfferedOwners) -> None:
        """Offer people as owners: oneself, whom one stands in for; the chosen one stays chosen."""
        listed = owners.people
        self._owners = owners
        self._cells.owners = {person.id: person.name for person in listed}
        self.model.forget_cells()
        self.ways.board.show_time()  # who owns a case is said anew
        own = [person for person in listed if person.user_id == self.context.user.id]
        others = [person for person in listed if person not in own]
        options = [("", tr("All owners")), *((str(person.id), tr("Mine")) for person in own)]
        away = [person for person in others if person.id in owners.stood_in_for]
        options += [(str(person.id), tr("For {name}", name=person.name)) for person in away]
        rest = (person for person in others if person not in away)
        options += [(str(person.id), person_label(person)) for person in rest]
        before = self.owner.value
        with QSignalBlocker(self.owner):  # another list of options is no other filter
            self.owner.set_options(options)
        if self.owner.value != before:  # one that the window remembered, offered now
            self._on_filter()

    def _show_waiting(self, listed: Sequence[Handover]) -> None:
        """Say in the list for whom cases wait that were handed over."""
        self._cells.waiting = {each.complaint_id: each.waiting_text for each in listed}
        self.model.forget_cells()

    def _offer_problems(self, listed: Sequence[Problem]) -> None:
        """Offer the problems that complaints belong to; the chosen one stays chosen."""
        options = [("", tr("Any problem or none"))]
        options += [(str(problem.id), problem.problem_title) for problem in listed]
        before = self.problem.value
        with QSignalBlocker(self.problem):
            self.problem.set_options(options)
        if self.problem.value != before:
            self._on_filter()

    def _connect_ways(self) -> None:
        self.ways.divide(self.split)
        self.ways.refused.connect(self.show_error)
        self.ways.opened.connect(self.show_object)
        for act in (self.ways.opened, self.ways.board.asked):
            act.connect(lambda *_case: self.message.clear())
        self.ways.counted.connect(self._on_board_counted)
        self.ways.switched.connect(self._on_switched)
        self.filters.addWidget(self.ways.switch)
        self.addAction(self.ways.key)

    def _on_switched(self) -> None:
        self._show_kind()
        self.reload()

    def _on_board_counted(self, count: int) -> None:
        self._listed = count
        self._show_counts()
        self._say_none(self.ways.nothing)

    def _list_card(self) -> Card:
        card = Card()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        card.body.addWidget(self._stack, 1)
        card.body.addWidget(self.bulk)
        return card

    def _on_filter(self) -> None:
        self._count_filters()
        self.reload()

    def _on_kind(self) -> None:
        self._show_kind()
        self._on_view()

    def _show_kind(self) -> None:
        """Call everything by the kind that is listed, and offer its lists."""
        words = kinds.words(self.kind)
        self.title.setText(self.kind.plural)
        self.search.setPlaceholderText(words.search)
        if self.primary is not None:
            self.primary.setText(words.log)
            self.primary.setAccessibleName(words.log)
        self._nothing.show_text(words.select)
        self._filter_form.set_shown(self.severity.objectName(), self.kind.is_complaint)
        self._count_filters()
        self.bulk.show_kind(self.kind)
        with QSignalBlocker(self.chips):
            queues = self.ways.queues(kinds.queues(self.kind))
            self.chips.offer({queue.value for queue in queues})

    def _on_open(self, counts: dict[FeedbackKind, int]) -> None:
        """Say beside each kind how many of it are open."""
        for kind in FeedbackKind:
            count = counts.get(kind, 0)
            number = f"  {count_text(count)}" if count else ""
            self.feedback.setItemText(self.feedback.findData(kind.value), f"{kind.plural}{number}")

    def _on_view(self) -> None:
        self._selected_id = self._listed = None
        self.pane.show_empty()
        self.reload()

    def _on_counts(self, counts: dict[ComplaintQueue, int]) -> None:
        self._in_queues = {view.value: n for view, n in counts.items()}
        self._show_counts()
        parts = [trn("{n} open", "{n} open", counts[ComplaintQueue.OPEN])]
        if self.kind.is_complaint:
            due, overdue = counts[ComplaintQueue.DUE_TODAY], counts[ComplaintQueue.OVERDUE]
            parts += [
                trn("{n} due today", "{n} due today", due),
                trn("{n} overdue", "{n} overdue", overdue),
            ]
        self.set_subtitle("  ·  ".join(parts))

    def _show_counts(self) -> None:
        """Each queue's count; under a search or a filter that of the list alone.

        Counting the matches in every queue would take as many searches.
        """
        counts = self._in_queues
        if self._filters_set or self.search.text().strip():
            counts = {} if self._listed is None else {self.chips.chosen: self._listed}
        self.chips.set_counts(counts)

    def _on_counted(self, count: int, whole: bool) -> None:
        self._listed = count if whole else None
        self._show_counts()
        self.bulk.foot.setText(count_words(count, whole))
        self._stack.setCurrentIndex(0 if count else 1)
        self._say_none(self.empty)
        if self._selected_id is not None:
            self.table.choose(self.model.place_of(self._selected_id))

    def _say_none(self, place: EmptyState) -> None:
        """Say what to do where nothing is listed."""
        if self.search.text().strip():
            place.show_text(tr("No results"), tr("Try a shorter search or another list."))
        else:
            place.show_text(kinds.words(self.kind).none, tr("Press Ctrl+N to log one."))

    def _on_detail(self) -> None:
        """Show the detail once it is fetched, unless another list was turned to meanwhile."""
        shown = self.detail.complaint
        if self._selected_id is None or shown is None:
            return
        self._list_kind(shown.kind)
        self.pane.show_content()

    def _list_kind(self, kind: FeedbackKind) -> None:
        """Turn to the list of a kind; what is shown, or about to be, stays."""
        if kind is self.kind:
            return
        with QSignalBlocker(self.feedback):
            self.feedback.choose(kind.value)
        self._show_kind()
        self.reload()

    def _on_chosen(self, row: int) -> None:
        chosen = self.model.id_at(row)
        if chosen is not None and chosen != self._selected_id:
            self._selected_id = chosen
            self.detail.show_complaint(chosen)

    def _links(self, line: ComplaintLine) -> list[tuple[str, Act]]:
        if line.customer_id is None:
            return []
        go = partial(self.context.navigate, "customers", line.customer_id)
        return [(tr("Open customer"), go)]

    def _on_log(self) -> None:
        dialog = LogComplaintDialog(self.context, self, kind=self.kind)
        dialog.logged.connect(self._on_logged)
        dialog.open()

    def _on_logged(self, complaint_id: int) -> None:
        """Show the new case and put the keyboard at it, not back at the button."""
        self.show_object(complaint_id)
        self._stack.setCurrentWidget(self.table)
        self.ways.take_keyboard(self.table)
