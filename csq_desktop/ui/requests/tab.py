"""Data requests: those that wait, those answered, and the page of each beside the list."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.drafts import VAULT
from csq_desktop.domain.exports.lists import PRIVACY_REQUESTS
from csq_desktop.domain.requests.words import PrivacyRequestKind
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.requests import requests
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import export_button
from csq_desktop.ui.kit.register import RegisterTab, RegisterTexts
from csq_desktop.ui.kit.tables.shown import DAY_WIDTH, Cell, Column, Fact
from csq_desktop.ui.requests.detail import RequestDetail
from csq_desktop.ui.requests.intake_dialog import IntakeDialog


class RequestsTab(RegisterTab):
    """Lists the requests, the newest first; Ctrl+N logs another one."""

    topics: ClassVar[frozenset[str]] = frozenset({"requests", "disclosures"})
    shares: ClassVar[tuple[int, int]] = (48, 52)

    def __init__(self, context: Context) -> None:
        super().__init__(context, _texts(), RequestDetail(context))

    def reload(self) -> None:
        sees = self.context.user.role.sees_identities
        self.context.tasks.read(self, requests.everything, self.show_entries, identities=sees)

    def reopen(self, form: str) -> None:
        if form == f"{VAULT}request.new.":
            self.enter()
        else:
            super().reopen(form)

    def enter(self) -> None:
        dialog = IntakeDialog(self.context, PrivacyRequestKind.ACCESS, None, self)
        dialog.logged.connect(self.show_entered)
        dialog.open()

    def extras(self) -> Sequence[QWidget]:
        kinds = (PRIVACY_REQUESTS,)
        return (export_button(self.context, self, kinds, lambda: (kinds, None)),)

    def columns(self) -> list[Column]:
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


def _texts() -> RegisterTexts:
    return RegisterTexts(
        name="request",
        plural="requests",
        icon="file-text",
        title=tr("Data requests"),
        new=tr("Log a request"),
        select=tr("Select a request to see the details"),
        views=(
            trc("data requests", "To be answered"),
            trc("data requests", "Answered"),
            trc("data requests", "All"),
        ),
        nothing_open=tr("Every request is answered"),
        nothing_ended=tr("No request has been answered yet"),
        nothing=(
            tr("No data requests yet"),
            tr("Somebody asks for a copy of their data, or for a correction: log it at once."),
        ),
    )
