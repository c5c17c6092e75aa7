"""Data requests: those that wait, those answered, and the page of each beside the list."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QPushButton, QStackedWidget

from csq_desktop.domain.drafts import VAULT
from csq_desktop.domain.exports.lists import PRIVACY_REQUESTS
from csq_desktop.domain.requests.facts import PrivacyRequest
from csq_desktop.domain.requests.words import PrivacyRequestKind
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.requests import requests
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import export_button
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.layout.split import DetailPane, TableSplitView
from csq_desktop.ui.kit.page_tab import TabBody
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import DAY_WIDTH, Cell, Column, Fact
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.requests.detail import RequestDetail
from csq_desktop.ui.requests.intake_dialog import IntakeDialog

_WAITING, _ANSWERED, _ALL = "waiting", "answered", "all"


class RequestsTab(TabBody):
    """Lists the requests, the newest first; Ctrl+N logs another one."""

    topics: ClassVar[frozenset[str]] = frozenset({"requests", "disclosures"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._requests: tuple[PrivacyRequest, ...] = ()
        self._selected_id: int | None = None
        self.new = buttons.primary(
            tr("Log a request"), self._on_new, icon="plus", name="new_request"
        )
        self.chips = FilterChips(
            [
                Chip(_WAITING, trc("data requests", "To be answered")),
                Chip(_ANSWERED, trc("data requests", "Answered")),
                Chip(_ALL, trc("data requests", "All")),
            ],
            name="request_views",
        )
        self.model = RowsModel(self._columns())
        self.table = TableView(context, self.model, name="data_requests", two_lines=True)
        self.table.setAccessibleName(tr("Data requests"))
        self.empty = EmptyState("file-text", "")
        self._stack = QStackedWidget()
        self.detail = RequestDetail(context)
        self.pane = DetailPane(EmptyState("file-text", tr("Select a request to see the details")))
        self._lay_out()

    def reload(self) -> None:
        sees = self.context.user.role.sees_identities
        self.context.tasks.read(self, requests.everything, self._on_read, identities=sees)

    def primary_button(self) -> QPushButton | None:
        return self.new

    def show_record(self, record_id: int) -> None:
        self._selected_id = record_id
        self.chips.choose(_ALL)
        self.detail.show_request(record_id)

    def shown_record(self) -> int | None:
        return self._selected_id

    def reopen(self, form: str) -> None:
        if form == f"{VAULT}request.new.":
            self._on_new()
        else:
            self.detail.reopen(form)

    def _lay_out(self) -> None:
        if not self.context.may(Permission.EDIT_CUSTOMERS):
            self.new.hide()
        self.filters.addWidget(self.chips)
        self.filters.addWidget(self.new)
        kinds = (PRIVACY_REQUESTS,)
        self.filters.addWidget(export_button(self.context, self, kinds, lambda: (kinds, None)))
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        card = Card()
        card.body.setContentsMargins(6, 6, 6, 6)
        card.body.addWidget(self._stack)
        self.pane.content.addWidget(self.detail)
        self.split = TableSplitView(card, self.pane, (48, 52), name="requests_split")
        self.body.addWidget(self.split, 1)
        self.chips.chosen_changed.connect(lambda _key: self._show())
        self.table.chosen.connect(self._on_chosen)
        self.detail.shown.connect(self.pane.show_content)
        self.table.offer(
            RowOffers(
                buttons=self.detail.buttons,
                is_shown=self.detail.shows,
                shown=self.detail.shown,
                number=lambda request: request.ref,
            )
        )

    def _on_read(self, listed: Sequence[PrivacyRequest]) -> None:
        self._requests = tuple(listed)
        self._show()

    def _show(self) -> None:
        views = {
            _WAITING: [each for each in self._requests if each.is_open],
            _ANSWERED: [each for each in self._requests if not each.is_open],
            _ALL: list(self._requests),
        }
        self.chips.set_counts({key: len(rows) for key, rows in views.items()})
        shown = views[self.chips.chosen]
        self.model.set_rows(shown)
        self._stack.setCurrentWidget(self.table if shown else self.empty)
        self._say_nothing()
        place = self.model.find(self._selected_id, "id") if self._selected_id else -1
        if shown:
            self.table.choose(max(0, place))
        elif self._selected_id is None:
            self.pane.show_empty()
        if self._selected_id is not None:
            self.detail.show_request(self._selected_id)

    def _say_nothing(self) -> None:
        if self._requests:
            self.empty.show_text(tr("Every request is answered"))
        else:
            self.empty.show_text(
                tr("No data requests yet"),
                tr("Somebody asks for a copy of their data, or for a correction: log it at once."),
            )

    def _on_chosen(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            request: PrivacyRequest = self.model.row_at(row)
            if request.id != self._selected_id or not self.detail.shows(request):
                self._selected_id = request.id
                self.detail.show_request(request.id)

    def _on_new(self) -> None:
        dialog = IntakeDialog(self.context, PrivacyRequestKind.ACCESS, None, self)
        dialog.logged.connect(self._on_logged)
        dialog.open()

    def _on_logged(self, request_id: int) -> None:
        self._selected_id = request_id
        self.chips.choose(_WAITING)
        self.reload()

    def _columns(self) -> list[Column]:
        today = self.context.today()
        return [
            Column(
                "ref",
                trc("column", "Request"),
                lambda request: Cell(
                    request.ref,
                    tr(" · ").join(filter(None, (request.kind.label, request.customer_ref))),
                    strong=True,
                ),
                220,
                least=130,
                facts=(
                    Fact(trc("column", "Request"), lambda request: request.ref),
                    Fact(tr("Kind"), lambda request: request.kind.label),
                    Fact(tr("Customer"), lambda request: request.customer_ref),
                ),
            ),
            Column(
                "last",
                trc("column", "Last day"),
                lambda request: Cell(date_text(request.last_day), request.days_text(today)),
                140,
                least=DAY_WIDTH,
                sort=lambda request: request.last_day,
                facts=(Fact(trc("column", "Last day"), lambda request: request.last_day),),
            ),
            Column(
                "state",
                trc("column", "Status"),
                lambda request: Cell(request.state_text(today), tone=request.tone(today)),
                170,
                least=110,
            ),
        ]
