"""One pledge in one month: its figures, its chart, its days, what is owed, what it promises."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.pledges.months import PledgeDetail, PledgeExclusion, PledgeLine
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import count_text, date_text
from csq_desktop.services import people
from csq_desktop.services.pledges import charts as pledge_charts
from csq_desktop.services.pledges import views as pledge_views
from csq_desktop.services.pledges.charts import PledgeChart
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.charts.chart_card import ChartCard
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms import wheel
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.layout.scrolled import scrolled_to_read
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column, day_column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.pledges.counting.day_counts import DayCounts
from csq_desktop.ui.pledges.made_good import MadeGood
from csq_desktop.ui.pledges.measures import Measures
from csq_desktop.ui.pledges.terms_view import TermsView
from csq_desktop.ui.theme import theme, tokens

SIDE_BY_SIDE = 1240
"""From this width on the tabs stand beside the chart."""
_NARROW, _TALLEST, _NO_LIMIT = 420, 460, 16_777_215


class PledgeDetailView(QWidget):
    """Shows a month of a pledge by id, and reloads it with the page."""

    change_requested = Signal(object)
    retire_requested = Signal(object)
    take_up_requested = Signal(object)
    notice_requested = Signal(object)
    cause_requested = Signal(object, object)
    shown = Signal()
    troubled = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.pledge_detail: PledgeDetail | None = None
        self._odd: tuple[Month, ...] = ()
        self.heading = PlainLabel("", "heading", wrap=True).selectable()
        self.meta = PlainLabel("", "label", wrap=True)
        self.measures = Measures(context)
        self.period = ChoiceBox([("24", tr("24 months")), ("12", tr("12 months"))])
        self.period.setObjectName("chart_months")
        self.period.setAccessibleName(tr("Months in the chart"))
        self.period.value_changed.connect(lambda _value: self._load_chart())
        self.cause = buttons.quiet(
            tr("Record a cause"), self._on_cause, icon="pencil", name="write_cause"
        )
        if not context.may(Permission.DEFINE_PLEDGES):
            self.cause.hide()
        self.chart = ChartCard(context, self.period, name="pledge_chart", height=214)
        self.chart.foot.addWidget(self.cause, 0, Qt.AlignmentFlag.AlignBottom)
        self.counts, self.made_good = DayCounts(context), MadeGood(context)
        self.left_out, self.terms = LeftOutList(context), TermsView()
        self.tabs = QTabWidget()
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its bar takes the keyboard
        wheel.leave_to_page(self.tabs.tabBar())
        self.notice = buttons.secondary(
            tr("Print notice"), self._on_notice, icon="printer", name="print_notice"
        )
        self.more = buttons.with_menu(tr("More"), QMenu(), name="pledge_more")
        self._build()
        self._connect()

    def show_pledge(self, pledge_id: int, month: Month) -> None:
        """Fetch and show a month of a pledge, then its chart."""
        tasks = self.context.tasks
        query = partial(pledge_views.detail, pledge_id=pledge_id, month=month)
        tasks.read(self, query, self.show_fact)
        tasks.read(self, people.everyone, self.made_good.action_form.owner.offer)

    def show_fact(self, detail: PledgeDetail) -> None:
        """Show a month that was fetched."""
        self.pledge_detail = detail
        self.heading.setText(detail.version.terms.wording.text)
        self.meta.setText(_meta(detail))
        self.measures.show_detail(detail)
        by_hand = detail.pledge.source.is_by_hand
        self.tabs.setTabVisible(self.tabs.indexOf(self.counts), by_hand)
        if by_hand:
            self.counts.show_detail(detail)
        self.left_out.show_rows(detail.left_out)
        left_out = sum(row.count for row in detail.left_out)
        self.tabs.setTabText(
            self.tabs.indexOf(self.left_out), _counted(trc("pledge", "Excluded"), left_out)
        )
        self.tabs.setTabText(
            self.tabs.indexOf(self.made_good), _counted(trc("pledge", "Remedies"), detail.owed)
        )
        self.made_good.show_detail(detail)
        self.terms.show_detail(detail)
        self._show_menu(detail)
        self._load_chart()
        self.shown.emit()

    def shows(self, line: PledgeLine) -> bool:
        """Whether this pledge is the one shown."""
        detail = self.pledge_detail
        return detail is not None and detail.pledge.id == line.pledge.id

    def save(self) -> None:
        """Save the counts that were typed into the days."""
        self.counts.save()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.chart.be_narrow(self.width() < theme.current().px(_NARROW))
        wide = self.width() >= theme.current().px(SIDE_BY_SIDE)
        ways = QBoxLayout.Direction
        self._lower.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        self._lower.setStretch(1, 3 if wide else 2)
        self.chart.setMaximumHeight(theme.current().px(_TALLEST) if wide else _NO_LIMIT)
        top = Qt.AlignmentFlag.AlignTop
        self._lower.setAlignment(self.chart, top if wide else Qt.AlignmentFlag(0))

    def _load_chart(self) -> None:
        if self.pledge_detail is None:
            return
        query = partial(
            pledge_charts.chart,
            pledge_id=self.pledge_detail.pledge.id,
            last=self.pledge_detail.month,
            months=int(self.period.value),
        )
        self.context.tasks.read(self, query, self._on_chart)

    def _on_chart(self, drawn: PledgeChart) -> None:
        self._odd = drawn.odd
        self.chart.show_spec(drawn.spec)

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, tokens.GAP_SMALL, 0)
        column.setSpacing(tokens.GAP)
        column.addLayout(self._head())
        column.addWidget(self.measures)
        self.tabs.setObjectName("pledge_tabs")
        self.tabs.setDocumentMode(True)
        for widget, label in (
            (self.counts, trc("pledge", "Counts")),
            (self.left_out, trc("pledge", "Excluded")),
            (self.made_good, trc("pledge", "Remedies")),
            (self.terms, trc("pledge", "Terms")),
        ):
            self.tabs.addTab(widget, label)
        self.tabs.currentChanged.connect(self._fit_tabs)
        self._fit_tabs(self.tabs.currentIndex())
        self._lower = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._lower.setSpacing(tokens.GAP)
        self._lower.addWidget(self.chart, 3)
        self._lower.addWidget(self.tabs, 2)
        column.addLayout(self._lower, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled_to_read(inner), 1)

    def _fit_tabs(self, chosen: int) -> None:
        """A short tab is no higher than it needs, whatever the others hold."""
        policy = QSizePolicy.Policy
        shown = (self.counts, self.left_out, self.made_good, self.terms)
        for tab in shown:
            here = self.tabs.indexOf(tab) == chosen
            tab.setSizePolicy(policy.Preferred, policy.Preferred if here else policy.Ignored)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.heading)
        words.addWidget(self.meta)
        head = QHBoxLayout()
        head.setSpacing(tokens.GAP_SMALL)
        head.addLayout(words, 1)
        head.addWidget(self.notice, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        if not self.context.may(Permission.DEFINE_PLEDGES):
            self.more.hide()
        return head

    def _connect(self) -> None:
        self.counts.troubled.connect(self.troubled)
        self.made_good.troubled.connect(self.troubled)

    def _show_menu(self, detail: PledgeDetail) -> None:
        menu = self.more.menu()
        menu.clear()
        menu.addAction(tr("Change the terms…"), lambda: self.change_requested.emit(detail.pledge))
        if detail.pledge.retired_on is None:
            menu.addAction(
                tr("Retire this pledge"), lambda: self.retire_requested.emit(detail.pledge)
            )
        else:
            menu.addAction(
                tr("Reinstate this pledge"), lambda: self.take_up_requested.emit(detail.pledge)
            )

    def _on_notice(self) -> None:
        if self.pledge_detail is not None:
            self.notice_requested.emit(self.pledge_detail)

    def _on_cause(self) -> None:
        if self.pledge_detail is not None:
            self.cause_requested.emit(self.pledge_detail, self._odd)


class LeftOutList(QWidget):
    """What the month's figure leaves out, each with its day and reason."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.model = RowsModel(
            [
                Column("reason", tr("Reason"), lambda row: Cell(row.reason), 260),
                day_column("day", tr("Day"), lambda row: row.day, 110),
                Column(
                    "count",
                    tr("Number of cases"),
                    lambda row: Cell(count_text(row.count), right=True),
                    90,
                    sort=lambda row: row.count,
                ),
                Column("ref", tr("Complaint"), lambda row: Cell(row.ref), 110),
            ]
        )
        self.table = TableView(context, self.model, name="left_out")
        self.table.setAccessibleName(trc("pledge", "Excluded"))
        self.table.setMinimumHeight(theme.current().px(180))
        self.empty = EmptyState(
            "circle-check",
            tr("Nothing is excluded"),
            tr("Excluded counts and complaints appear here with their reasons."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tokens.GAP_SMALL, 0, 0)
        column.addWidget(self.table)
        column.addWidget(self.empty)
        self.table.opened.connect(self._on_opened)

    def show_rows(self, rows: tuple[PledgeExclusion, ...]) -> None:
        """Show what was left out."""
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)

    def _on_opened(self, row: int) -> None:
        left_out = self.model.row_at(row)
        if left_out.complaint_id is not None:
            self.context.navigate("complaints", left_out.complaint_id)


def _counted(label: str, count: int) -> str:
    return f"{label}  {count_text(count)}" if count else label


def _meta(detail: PledgeDetail) -> str:
    version, pledge = detail.version, detail.pledge
    since = tr(
        "version {n} since {day}", n=version.number, day=date_text(version.terms.effective_from)
    )
    owner = tr("owner {name}", name=pledge.owner) if pledge.owner else ""
    ended = ""
    if pledge.retired_on is not None:
        ended = tr("retired on {day}", day=date_text(pledge.retired_on))
    parts = (pledge.code, since, owner, pledge.source.label, ended)
    return "  ·  ".join(part for part in parts if part)
