"""Every dialog of the duties of the Privacy Ordinance, for the walk through all of them."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.breaches.facts import Breach, BreachDecision
from csq_desktop.domain.breaches.words import (
    BreachKind,
    CountBasis,
    FoundThrough,
    NotifyParty,
)
from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.customers.facts import Customer
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.privacy_policy.facts import NewPolicyStatement
from csq_desktop.domain.requests.facts import CorrectionNotice, PrivacyRequest
from csq_desktop.domain.requests.words import PrivacyRequestKind, RequesterKind
from csq_desktop.domain.retention.erasures import LegalHold
from csq_desktop.domain.retention.rules import RetentionRules
from csq_desktop.ui.breaches.facts_dialog import CorrectFactsDialog, NewBreachDialog
from csq_desktop.ui.breaches.notice_dialog import BreachNoticeDialog
from csq_desktop.ui.breaches.people_dialog import ConcernDialog
from csq_desktop.ui.breaches.step_dialogs import (
    BreachFollowUpDialog,
    ContainDialog,
    EndBreachDialog,
    HarmDialog,
    NotifiedDialog,
    NotifyDecisionDialog,
)
from csq_desktop.ui.context import Context
from csq_desktop.ui.disclosures.record_dialog import RecordDisclosureDialog
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.paper.register_dialog import RegisterDialog
from csq_desktop.ui.privacy_policy.issue_dialog import IssuePolicyDialog
from csq_desktop.ui.requests.answer_dialogs import AnswerRequestDialog, RefuseDialog
from csq_desktop.ui.requests.copy_dialog import CopyDialog
from csq_desktop.ui.requests.corrected_copy_dialog import CorrectedCopyDialog
from csq_desktop.ui.requests.intake_dialog import IntakeDialog
from csq_desktop.ui.requests.notice_dialog import RequestNoticeDialog
from csq_desktop.ui.requests.step_dialogs import (
    CorrectedDialog,
    DelayDialog,
    FeeDialog,
    IdentityCheckDialog,
    ToldDialog,
)
from csq_desktop.ui.retention.dialogs import (
    HoldDialog,
    LeaveDialog,
    ReleaseDialog,
    RulesDialog,
)
from csq_desktop.ui.retention.erase_dialog import EraseDialog, Erasing
from tests.factory import START


def privacy_dialogs(
    context: Context, customer: Customer, window: QWidget
) -> Iterator[Callable[[], Dialog]]:
    yield partial(RecordDisclosureDialog, context, customer.id, window)
    yield partial(RegisterDialog, context, "Log", lambda _session, **_: b"", window)
    request = PrivacyRequest(
        id=1,
        ref="DR-2026-0001",
        kind=PrivacyRequestKind.ACCESS,
        customer_id=customer.id,
        customer_ref=customer.ref,
        received_at=START,
        received_on=START.date(),
        channel=Channel.LETTER,
        language="en",
        requester=RequesterKind.PERSON,
    )
    for about in (
        *(IdentityCheckDialog, FeeDialog, DelayDialog, CorrectedDialog),
        *(AnswerRequestDialog, RefuseDialog, RequestNoticeDialog, CopyDialog),
        CorrectedCopyDialog,
    ):
        yield partial(about, context, request, window)
    notice = CorrectionNotice(1, 1, "Insurer Ltd", START.date())
    yield partial(ToldDialog, context, request, notice, window)
    yield partial(IntakeDialog, context, PrivacyRequestKind.CORRECTION, None, window)
    yield partial(IssuePolicyDialog, context, NewPolicyStatement(), window)
    yield from breach_dialogs(context, window)
    yield from retention_dialogs(context, customer, window)


def breach_dialogs(context: Context, window: QWidget) -> Iterator[Callable[[], Dialog]]:
    decision = BreachDecision(1, NotifyParty.POLICE, True, START, "May Wong")
    breach = Breach(
        id=1,
        ref="DB-2026-0001",
        kind=BreachKind.LOST,
        found_at=START,
        found_on=START.date(),
        found_through=FoundThrough.STAFF,
        count_basis=CountBasis.UNKNOWN,
        logged_at=START,
        logged_by="May Wong",
        decisions=(decision,),
    )
    yield partial(NewBreachDialog, context, window)
    for about in (
        *(CorrectFactsDialog, ContainDialog, HarmDialog, NotifyDecisionDialog),
        *(BreachFollowUpDialog, EndBreachDialog, ConcernDialog),
    ):
        yield partial(about, context, breach, window)
    yield partial(NotifiedDialog, context, breach, decision, window)
    yield partial(BreachNoticeDialog, context, breach, (), window)


def retention_dialogs(
    context: Context, customer: Customer, window: QWidget
) -> Iterator[Callable[[], Dialog]]:
    yield partial(EraseDialog, context, Erasing(RecordKind.CUSTOMERS, (customer.id,)), window)
    yield partial(HoldDialog, context, customer.id, window)
    yield partial(LeaveDialog, context, RecordKind.CUSTOMERS, (customer.id,), window)
    hold = LegalHold(1, customer.id, customer.ref, "A claim", START, "May Wong")
    yield partial(ReleaseDialog, context, hold, window)
    yield partial(RulesDialog, context, RetentionRules(), tuple(RecordKind), window)
