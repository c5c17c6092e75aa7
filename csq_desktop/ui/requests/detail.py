"""One request: its days, what was done, who is to be told, and the next step."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QVBoxLayout, QWidget

from csq_desktop.domain.refusals.facts import Refusal
from csq_desktop.domain.requests.facts import CorrectionNotice, PrivacyRequest
from csq_desktop.domain.requests.fields import PRIVACY_REQUEST, REQUESTER
from csq_desktop.domain.requests.words import PrivacyRequestKind
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text, moment_text, money_text
from csq_desktop.services.refusals import refusals
from csq_desktop.services.requests import requests
from csq_desktop.texts import LANGUAGE_NAMES, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.facts import KeyValueList, clear
from csq_desktop.ui.kit.display.refilled import refilled
from csq_desktop.ui.kit.display.words import PlainLabel, SectionTitle
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.register import EntryStep, RegisterDetail
from csq_desktop.ui.requests.answer_dialogs import AnswerRequestDialog, RefuseDialog
from csq_desktop.ui.requests.copy_dialog import CopyDialog
from csq_desktop.ui.requests.corrected_copy_dialog import CorrectedCopyDialog
from csq_desktop.ui.requests.notice_dialog import RequestNoticeDialog
from csq_desktop.ui.requests.request_dialog import RequestDialog
from csq_desktop.ui.requests.step_dialogs import (
    CorrectedDialog,
    DelayDialog,
    FeeDialog,
    IdentityCheckDialog,
    ToldDialog,
)

Asks = Callable[[Context, PrivacyRequest, QWidget], RequestDialog]
RequestPaper = type[CopyDialog] | type[CorrectedCopyDialog] | type[RequestNoticeDialog]


class RequestDetail(RegisterDetail):
    """Shows a request by its number."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "request")
        self.request: PrivacyRequest | None = None
        self.facts = KeyValueList()
        self._to_tell = SectionTitle(tr("To be told of the correction"))
        self._notices = QVBoxLayout()
        self._refused = SectionTitle(tr("Log book of refusals"))
        self._refusals = QVBoxLayout()
        self._build()
        context.privacy_changed.connect(lambda _on: self._show_facts())

    @property
    def entry(self) -> PrivacyRequest | None:
        return self.request

    def show_record(self, record_id: int) -> None:
        sees = self.context.user.role.sees_identities
        reads: tuple[tuple[Callable[..., Any], Callable[[Any], None]], ...] = (
            (requests.read, self.show_fact),
            (requests.notices, self._show_notices),
            (refusals.of_request, self._show_refusals),
        )
        for query, show in reads:
            job = partial(query, request_id=record_id)
            self.context.tasks.read(self, job, show, identities=sees)

    def show_fact(self, request: PrivacyRequest) -> None:
        """Show a request that was fetched."""
        self.request = request
        today = self.context.today()
        self.name.setText(tr("{ref}: {kind}", ref=request.ref, kind=request.kind.label))
        self.badge.show_state(request.state_text(today), request.tone(today))
        last = tr("last day {day}", day=date_text(request.last_day))
        self.days.setText(tr(" · ").join((request.days_text(today), last)))
        self._show_facts()
        self.offer(self._steps(request))
        self.shown.emit()

    def _build(self) -> None:
        column = self.column
        column.addWidget(self.facts)
        column.addWidget(self._to_tell)
        column.addLayout(self._notices)
        column.addWidget(self._refused)
        column.addLayout(self._refusals)
        column.addStretch(1)
        self._to_tell.hide()
        self._refused.hide()

    def _show_facts(self) -> None:
        if self.request is not None:
            self.facts.show_pairs([*self._intake(self.request), *self._course(self.request)])

    def _intake(self, request: PrivacyRequest) -> Sequence[tuple[str, str | QWidget]]:
        who = () if self.context.private else request.who
        return (
            (tr("Whose data"), self._customer(request)),
            (_title("requester"), request.requester.label),
            (REQUESTER.field("requester_name").title, who[0] if who else ""),
            (REQUESTER.field("contact").title, who[1] if who else ""),
            (_title("received_at"), moment_text(request.received_at, self.context.zone)),
            (_title("channel"), request.channel.label),
            (_title("asked_language"), LANGUAGE_NAMES.get(request.language, request.language)),
            (_title("asked"), request.asked),
            (_title("wrong"), request.wrong),
            (_title("right"), request.right),
        )

    def _course(self, request: PrivacyRequest) -> Sequence[tuple[str, str | QWidget]]:
        zone, by = self.context.zone, tr(" · ")
        checked = request.method.label if request.method else ""
        when = _moment_text(request.checked_at, zone)
        return (
            (_title("checked_at"), by.join(filter(None, (when, request.checked_by, checked)))),
            (_title("check_note"), request.check_note),
            (_title("fee_cents"), money_text(request.fee_cents) if request.fee_cents else ""),
            (_title("delay_on"), _day_text(request.delay_on)),
            (_title("delay_reason"), request.delay_reason),
            (_title("copied_at"), _moment_text(request.copied_at, zone)),
            (_title("corrected_on"), _day_text(request.corrected_on)),
            (_title("correction"), request.correction),
            (_title("complied_on"), by.join(filter(None, (
                _day_text(request.answered_on),
                request.answered_by)))),
            (_title("reasons"), request.reasons),
        )  # fmt: skip

    def _customer(self, request: PrivacyRequest) -> str | QWidget:
        if request.customer_id is None:
            return tr("Nobody in the records")
        go = partial(self.context.navigate, "customers", request.customer_id)
        return buttons.link(request.customer_ref, go, name="request_customer")

    def _show_notices(self, notices: Sequence[CorrectionNotice]) -> None:
        with refilled(self):
            clear(self._notices)
            self._to_tell.setVisible(bool(notices))
            for notice in notices:
                self._notices.addWidget(self._notice(notice))

    def _notice(self, notice: CorrectionNotice) -> QWidget:
        row = QWidget()
        line = FlowLayout(row)
        line.addWidget(
            PlainLabel(
                tr(
                    "{recipient}, last on {day}",
                    recipient=notice.recipient,
                    day=date_text(notice.disclosed_on),
                ),
                wrap=True,
            )
        )
        if notice.answer is not None:
            day = date_text(notice.answered_on)
            done = tr("{answer} on {day}", answer=notice.answer.label, day=day)
            line.addWidget(PlainLabel(done, "muted"))
        elif self.context.may(Permission.EDIT_CUSTOMERS):
            ask = partial(self._on_told, notice)
            line.addWidget(buttons.link(tr("Tick off…"), ask, name=f"told_{notice.id}"))
        return row

    def _show_refusals(self, entries: Sequence[Refusal]) -> None:
        clear(self._refusals)
        self._refused.setVisible(bool(entries))
        for entry in entries:
            head = tr("{ref}, notice on {day}", ref=entry.ref, day=date_text(entry.notice_on))
            words = "\n".join((head, entry.grounds_text, entry.particulars_text))
            self._refusals.addWidget(PlainLabel(words, wrap=True))

    def _steps(self, request: PrivacyRequest) -> list[EntryStep]:
        """What can be done now, the likeliest last."""
        ask = self._ask
        notices = (tr("Notices…"), "notices", partial(self._open, RequestNoticeDialog))
        steps: list[EntryStep] = [notices]
        if not request.is_open:
            return steps
        is_access = request.kind is PrivacyRequestKind.ACCESS
        steps.append((tr("Refuse…"), "refuse", partial(ask, RefuseDialog)))
        if request.delay_on is None and self.context.today() <= request.last_day:
            steps.append((tr("Notice of delay…"), "delay", partial(ask, DelayDialog)))
        if is_access:
            steps.append((tr("Fee…"), "fee", partial(ask, FeeDialog)))
        check = (tr("Identity check…"), "check", partial(ask, IdentityCheckDialog))
        answer = (tr("Answer…"), "answer", partial(ask, AnswerRequestDialog))
        if not request.is_checked:
            return [*steps, answer, check]
        if is_access and request.customer_id is not None:
            make = (tr("Make the copy…"), "copy", partial(self._open, CopyDialog))
            steps += [make, answer] if request.copied_at else [answer, make]
            return steps
        if not is_access and request.corrected_on is None:
            corrected = (tr("Correction made…"), "corrected", partial(ask, CorrectedDialog))
            return [*steps, answer, corrected]
        if not is_access:
            steps.append((tr("Corrected copy…"), "copy", partial(self._open, CorrectedCopyDialog)))
        return [*steps, answer]

    def _ask(self, dialog: Asks) -> None:
        if self.request is not None:
            opened = dialog(self.context, self.request, self)
            opened.taken.connect(partial(self.show_record, self.request.id))
            opened.open()

    def _open(self, dialog: RequestPaper) -> None:
        if self.request is None:
            return
        if self.context.private:
            self.context.toast(tr("Names are hidden. Press F9 to show them."))
            return
        dialog(self.context, self.request, self).open()

    def _on_told(self, notice: CorrectionNotice) -> None:
        if self.request is not None:
            ToldDialog(self.context, self.request, notice, self).open()


def _title(key: str) -> str:
    return PRIVACY_REQUEST.field(key).title


def _day_text(day: date | None) -> str:
    """A day in words; empty where there is none, so that its line is not shown."""
    return date_text(day) if day else ""


def _moment_text(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment_text(moment, zone) if moment else ""
