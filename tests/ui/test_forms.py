"""Every form of the window, one after the other: what all of them have in common."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from csq_desktop.domain.bulk.checks import StepCheck
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.causes.facts import CauseChain
from csq_desktop.domain.closing.remedies import RemedyRequest
from csq_desktop.domain.closing.satisfaction import SatisfactionAsk
from csq_desktop.domain.complaints.facts import (
    Channel,
    Complaint,
    ComplaintRef,
    Finding,
    Outcome,
    RemedyKind,
)
from csq_desktop.domain.complaints.promises import Promise
from csq_desktop.domain.containment.facts import Containment
from csq_desktop.domain.customers.facts import Customer, Identity, NewCustomer
from csq_desktop.domain.duplicates.facts import MergedCustomer
from csq_desktop.domain.evidence.facts import NewEvidence
from csq_desktop.domain.handovers.facts import Handover
from csq_desktop.domain.merges.facts import Merge
from csq_desktop.domain.packs.packs import WHOLE_PACK, PackRequest
from csq_desktop.domain.packs.verification import PackOrigin, VerifiedPack
from csq_desktop.domain.past.facts import PastSubject
from csq_desktop.domain.problems.facts import Problem
from csq_desktop.domain.referrals.facts import Referral
from csq_desktop.domain.repeats.facts import AlertOf, Repeat, RepeatAlert
from csq_desktop.domain.shop.people import PersonLine
from csq_desktop.errors import UserError
from csq_desktop.services import people, users
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.customers import customers
from csq_desktop.services.customers.statements import shipped
from csq_desktop.services.evidence import evidence, picking
from csq_desktop.services.packs import asks, packs
from csq_desktop.services.pledges import pledges
from csq_desktop.services.pledges import views as pledge_views
from csq_desktop.services.pledges.pasting import PastedBlock, PastedRow
from csq_desktop.services.settings import list_changes
from csq_desktop.services.settings.lists import CATEGORIES
from csq_desktop.services.stores import safety
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.bulk import dialogs as bulk_dialogs
from csq_desktop.ui.cases.part import parts
from csq_desktop.ui.causes.dialogs import ChangeCauseDialog
from csq_desktop.ui.causes.fishbone_dialog import FishboneDialog
from csq_desktop.ui.checklists.paper import PaperDialog
from csq_desktop.ui.checklists.photo_strip import PhotoDialog
from csq_desktop.ui.closing.approval_dialog import ApprovalDialog
from csq_desktop.ui.closing.dialogs import RatingDialog
from csq_desktop.ui.complaints.log_dialog import LogComplaintDialog
from csq_desktop.ui.containment.dialogs import ChangeContainmentDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.customers.consent_dialog import ConsentDialog
from csq_desktop.ui.customers.dialogs import (
    CorrectIdentityDialog,
    DescribeDialog,
    RevealDialog,
)
from csq_desktop.ui.customers.new_dialog import NewCustomerDialog
from csq_desktop.ui.customers.statements_dialog import NewStatementDialog, StatementsDialog
from csq_desktop.ui.customers.tell_dialog import TellDialog
from csq_desktop.ui.duplicates.merge_dialog import MergeCustomersDialog
from csq_desktop.ui.duplicates.merged_section import UnmergeCustomerDialog
from csq_desktop.ui.duplicates.pick_dialog import PickCustomerDialog
from csq_desktop.ui.events.dialog import EventDialog
from csq_desktop.ui.evidence.black_out import BlackOutDialog
from csq_desktop.ui.evidence.file_dialogs import (
    DescribeFileDialog,
    SaveFileDialog,
    VoidFileDialog,
)
from csq_desktop.ui.evidence.viewer import FileViewer
from csq_desktop.ui.exports.confirm_dialog import ConfirmDialog
from csq_desktop.ui.exports.export_dialog import ExportDialog
from csq_desktop.ui.handovers.dialogs import DeclineDialog
from csq_desktop.ui.handovers.sheet_dialog import HandoverSheetDialog, SheetReleaseDialog
from csq_desktop.ui.imports.import_dialog import ImportDialog
from csq_desktop.ui.kit import accessibility
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.keyboard import takes_keys
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.paper.preview import PrintPreview
from csq_desktop.ui.kit.question import QuestionDialog
from csq_desktop.ui.kit.saved_filters import FilterNameDialog
from csq_desktop.ui.merges.dialogs import MergeDialog, SplitDialog, UnmergeDialog
from csq_desktop.ui.packs.decision_dialog import DecisionDialog
from csq_desktop.ui.packs.definition_dialog import DefinitionDialog
from csq_desktop.ui.packs.helped_dialog import HelpedDialog
from csq_desktop.ui.packs.issue_dialog import IssueDialog
from csq_desktop.ui.packs.minutes_dialog import MinutesDialog
from csq_desktop.ui.packs.protect_dialog import ProtectDialog
from csq_desktop.ui.packs.revisions_dialog import RevisionsDialog
from csq_desktop.ui.packs.runs_dialog import RunsDialog
from csq_desktop.ui.packs.series_dialog import SeriesDialog
from csq_desktop.ui.packs.verify_dialog import VerifyDialog
from csq_desktop.ui.past.dialog import PastDialog
from csq_desktop.ui.pledges.cause_dialog import CauseDialog
from csq_desktop.ui.pledges.counting.counts_dialog import CountsDialog
from csq_desktop.ui.pledges.counting.counts_model import CountEntry, CountsModel
from csq_desktop.ui.pledges.counting.paste_dialog import PasteDialog
from csq_desktop.ui.pledges.notice_dialog import NoticeDialog
from csq_desktop.ui.pledges.proposals_dialog import ProposalsDialog
from csq_desktop.ui.pledges.terms_dialog import TermsDialog
from csq_desktop.ui.problems.dialogs import CloseTogetherDialog, JoinDialog, ReplyToAllDialog
from csq_desktop.ui.promises.dialogs import KeptDialog, MoveDialog
from csq_desktop.ui.referrals.dialogs import OutcomeDialog, ReferDialog
from csq_desktop.ui.repeats.dialogs import DismissDialog
from csq_desktop.ui.settings.leaving import ChangeKeysDialog, LeaverDialog
from csq_desktop.ui.settings.list_dialogs import (
    AddEntryDialog,
    AdoptWordsDialog,
    EditEntryDialog,
)
from csq_desktop.ui.settings.people_section import RenamePersonDialog
from csq_desktop.ui.settings.sections import SECTIONS
from csq_desktop.ui.settings.user_dialogs import (
    AddUserDialog,
    GivePassphraseDialog,
    NewSheetDialog,
    RenameDialog,
)
from csq_desktop.ui.shell import pages
from csq_desktop.ui.shell.commands.shortcuts_dialog import ShortcutsDialog
from csq_desktop.ui.shell.exit_guard import ExitDialog
from csq_desktop.ui.shell.main_window import MainWindow
from csq_desktop.ui.shell.start_window import StartWindow
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.welcome.page import WelcomePage
from tests.checklist_case import give_out, jpeg_of
from tests.factory import START, FixedClock
from tests.services.small_shop import logged
from tests.ui.finding import shown
from tests.ui.letter_forms import letter_dialogs
from tests.ui.privacy_dialogs import privacy_dialogs
from tests.ui.walking import faults_of

TURNED = (QComboBox, QAbstractSpinBox, QTabBar)
TYPED = (QLineEdit, QComboBox, QAbstractSpinBox, QCheckBox)


def test_every_dialog_is_a_form_that_keeps_to_the_rules(
    qtbot: QtBot, context: Context, store: Store, clock: FixedClock
) -> None:
    accessibility.install()
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1150, 768)
    window.show()
    faults, kinds = [], set()
    for make in every_dialog(context, store, clock, window):
        dialog = make()
        kinds.add(type(dialog))
        dialog.open()
        dialog.activateWindow()
        settle(qtbot, context.tasks)
        qtbot.waitUntil(dialog.isActiveWindow)
        wrong = [*faults_of(dialog), *faults_of_dialog(dialog)]
        faults += [f"{type(dialog).__name__}: {fault}" for fault in wrong]
        dialog.finish()
        settle(qtbot, context.tasks)
    assert faults == []
    assert {kind.__name__ for kind in dialogs_of_the_program() - kinds} == set()


def test_the_wheel_passes_over_every_page(qtbot: QtBot, context: Context, store: Store) -> None:
    give_out(store)
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    faults: list[str] = []
    for key in (*(entry.key for entry in pages.PAGES), *(f"settings {s.key}" for s in SECTIONS)):
        window.show_page(*key.split())
        settle(qtbot, context.tasks)
        faults += [f"{key}: {fault}" for fault in turned_by_the_wheel(window.page)]
    assert faults == []


def test_start_pages_go_on_by_enter_and_back_by_escape(qtbot: QtBot, store: Store) -> None:
    tasks = Tasks()
    start = StartWindow(tasks, Settings(), source=lambda: store.clock.now())
    qtbot.addWidget(start)
    start.resize(960, 540)
    start.show()
    start.activateWindow()
    qtbot.waitUntil(start.isActiveWindow)
    faults: list[str] = []
    for name, show in (
        ("new store", start.show_new_store),
        ("restore", start.show_restore),
        ("sign in", partial(start.show_sign_in, store.folder)),
    ):
        show()
        settle(qtbot, tasks)
        page: Any = start.page
        faults += [f"{name}: {fault}" for fault in turned_by_the_wheel(page)]
        button = page.save_button()
        if not start.rect().contains(button.mapTo(start, button.rect().bottomRight())):
            faults.append(f"{name}: its button is out of reach")
        qtbot.keyClick(page.focusWidget() or page, Qt.Key.Key_Escape)
        if not isinstance(start.page, WelcomePage):
            faults.append(f"{name}: Escape does not lead back")
    start.close()
    assert faults == []


BULK = (
    bulk_dialogs.BulkAcknowledgeDialog,
    bulk_dialogs.BulkHandOverDialog,
    bulk_dialogs.BulkCategoriseDialog,
    bulk_dialogs.BulkExcludeDialog,
    bulk_dialogs.BulkVoidDialog,
    bulk_dialogs.BulkCloseDialog,
)


def every_dialog(
    context: Context, store: Store, clock: FixedClock, window: QWidget
) -> Iterator[Callable[[], Dialog]]:
    """A way to open each dialog of the program."""
    with store.writing() as session:
        complaint_id = logged(session, clock)
        customer_id = customers.add(session, NewCustomer(identity=Identity(name="Chan Tai Man")))
        pledge_ids = pledges.define_all(session, pledges.shipped(context.today())[:1])
    month = Month.of(context.today())
    with store.reading(identities=True) as session:
        complaint = complaint_views.read(session, complaint_id)
        customer = customers.read(session, customer_id)
        detail = pledge_views.detail(session, pledge_ids[0], month)
        safe = safety.safety(session)
        user, person = users.everyone(session)[0], people.lines(session)[0]
    for kind in (form for part in parts() for form in part.forms):
        yield partial(kind, context, complaint, window)
    for plain in (
        *(LogComplaintDialog, NewCustomerDialog, TermsDialog, ProposalsDialog, CountsDialog),
        *(AddUserDialog, ChangeKeysDialog, NewSheetDialog, ConfirmDialog),
    ):
        yield partial(plain, context, window)
    yield from promise_dialogs(context, complaint, window)
    yield from evidence_dialogs(context, store, complaint, window)
    yield from tie_dialogs(context, complaint, window)
    yield from closing_dialogs(context, complaint, window)
    yield from customer_dialogs(context, customer, window)
    yield partial(NoticeDialog, context, detail, window)
    yield partial(CauseDialog, context, detail, (), window)
    counts = CountsModel(parent=window)
    counts.set_entries([CountEntry(detail.pledge, context.today(), None)])
    block = PastedBlock((PastedRow("", 0, {"met": "7"}),), ())
    yield partial(PasteDialog, context, block, counts, window)
    yield partial(GivePassphraseDialog, context, user, window)
    yield partial(RenameDialog, context, user, window)
    yield partial(LeaverDialog, context, user.user, window)
    yield from settings_dialogs(context, store, person, window)
    yield partial(ExitDialog, context, safe, window)
    for bulk in BULK:
        yield partial(bulk, context, StepCheck((complaint_id,)), window)
    yield partial(ExportDialog, context, ("customers", "figures"), (complaint_id,), window)
    yield partial(FilterNameDialog, context, ("Save", "", set()), str, window)
    yield partial(IssueDialog, context, (month, 1), (), window)
    yield from pack_dialogs(context, store, month.shift(-1), window)
    yield partial(EventDialog, context, None, window)
    yield partial(QuestionDialog, context, ("Begin?", "It stays.", "Begin"), window)
    yield partial(shortcuts, context, window)
    yield partial(ImportDialog, context, "rows.csv", unreadable, window)
    yield partial(PhotoDialog, context, jpeg_of(8, 6), window, fixed=False)
    yield partial(PaperDialog, context, "Paper", lambda _session, **_: b"", window)


def settings_dialogs(
    context: Context, store: Store, person: PersonLine, window: QWidget
) -> Iterator[Callable[[], Dialog]]:
    yield partial(RenamePersonDialog, context, person, window)
    with store.reading() as session:
        view = list_changes.view(session, CATEGORIES)
    shown = replace(view, unlisted=(list_changes.UnlistedWords("Valet parking", 3),))
    for kind in (AddEntryDialog, AdoptWordsDialog):
        yield partial(kind, context, shown, window)
    yield partial(EditEntryDialog, context, shown, view.lines[1], window)


def promise_dialogs(
    context: Context, complaint: Complaint, window: QWidget
) -> Iterator[Callable[[], Dialog]]:
    promise = Promise(1, complaint.id, complaint.ref, "Call", START, None, "", START, "May")
    for about in (KeptDialog, MoveDialog):
        yield partial(about, context, complaint, promise, window)
    yield partial(ChangeCauseDialog, context, complaint, CauseChain("People", (), 1), window)
    yield partial(FishboneDialog, context, complaint, window)
    asked = Handover(1, complaint.id, complaint.ref, None, "", 2, "Lam", START, "Chan")
    yield partial(DeclineDialog, context, complaint, asked, window)
    yield partial(HandoverSheetDialog, context, complaint, window)
    yield partial(SheetReleaseDialog, context, None, window)
    step = Containment(1, complaint.id, "Lift closed", START, None, "")
    yield partial(ChangeContainmentDialog, context, complaint, step, window)


def evidence_dialogs(
    context: Context, store: Store, complaint: Complaint, window: QWidget
) -> Iterator[Callable[[], Dialog]]:
    with store.writing() as session:
        slip = picking.of_bytes(jpeg_of(64, 48))
        evidence.add(session, complaint.id, [slip], NewEvidence("receipt"))
        (file,) = evidence.of_case(session, complaint.id)
    about = (DescribeFileDialog, VoidFileDialog, SaveFileDialog, FileViewer, BlackOutDialog)
    for kind in about:
        yield partial(kind, context, file, window)
    yield from letter_dialogs(context, store, complaint, window)
    yield partial(PastDialog, context, PastSubject.COMPLAINT, complaint.id, window)


def tie_dialogs(
    context: Context, complaint: Complaint, window: QWidget
) -> Iterator[Callable[[], Dialog]]:
    day, case = START.date(), complaint.id
    referral = Referral(
        1, case, complaint.ref, None, "police", day, "May", "", "", "", None, None, None, ""
    )
    both = (ComplaintRef(case, complaint.ref), ComplaintRef(2, "C-2026-0002"))
    merge = Merge(1, *both, START, "May", "Logged twice")
    for kind in (ReferDialog, MergeDialog, SplitDialog):
        yield partial(kind, context, complaint, window)
    yield partial(UnmergeDialog, context, complaint, merge, window)
    yield partial(JoinDialog, context, (case,), window)
    repeat = Repeat(5, 9, 1.0, 0.01, 365)
    alert = RepeatAlert(AlertOf.PRODUCT, "k", "Kettle", repeat, both[:1], day)
    yield partial(DismissDialog, context, complaint, alert, window)
    problem = Problem(1, "Lids", "", "", "", None, "", START, "", None, ())
    for together in (ReplyToAllDialog, CloseTogetherDialog):
        yield partial(together, context, complaint, problem, window)
    yield partial(OutcomeDialog, context, complaint, referral, window)


def closing_dialogs(
    context: Context, complaint: Complaint, window: QWidget
) -> Iterator[Callable[[], Dialog]]:
    outcome = Outcome(Finding.UPHELD, remedy_kind=RemedyKind.REFUND, remedy_cents=500_000)
    request = RemedyRequest(1, complaint.id, complaint.ref, outcome, "", START, 1, "May", 100, 1)
    yield partial(ApprovalDialog, context, complaint, request, window)
    asked = SatisfactionAsk(1, complaint.id, START, "May", Channel.TELEPHONE)
    yield partial(RatingDialog, context, complaint, asked, window)


def customer_dialogs(
    context: Context, customer: Customer, window: QWidget
) -> Iterator[Callable[[], Dialog]]:
    for about_customer in (RevealDialog, ConsentDialog, DescribeDialog):
        yield partial(about_customer, context, customer, window)
    yield partial(CorrectIdentityDialog, context, customer, Identity("Chan"), window)
    yield partial(TellDialog, context, (customer.id,), window)
    yield partial(MergeCustomersDialog, context, (customer.id, customer.id + 1), window)
    yield partial(PickCustomerDialog, context, customer.id, window)
    merged = MergedCustomer(1, "CU-00002", START, "May Wong")
    yield partial(UnmergeCustomerDialog, context, merged, window)
    yield partial(StatementsDialog, context, window)
    yield partial(NewStatementDialog, context, shipped(), window)
    yield from privacy_dialogs(context, customer, window)


def pack_dialogs(
    context: Context, store: Store, month: Month, window: QWidget
) -> Iterator[Callable[[], Dialog]]:
    with store.writing() as session:
        pack = packs.issue(session, PackRequest(month, ("en",), asked="A second till"))
        ask = asks.everything(session)[0]
    answer = VerifiedPack(
        file="a.pdf", sha256="0" * 64, origin=PackOrigin.NOT_ISSUED, zone=context.zone
    )
    yield partial(VerifyDialog, context, answer, window)
    yield partial(DefinitionDialog, context, WHOLE_PACK, window)
    months = [(str(pack.month), "The month")]
    yield partial(SeriesDialog, context, PackRequest(pack.month, ("en",)), months, window)
    yield partial(RunsDialog, context, window)
    yield partial(DecisionDialog, context, ask, window)
    yield partial(HelpedDialog, context, pack.month, window)
    for about_pack in (MinutesDialog, RevisionsDialog):
        yield partial(about_pack, context, pack, window)
    yield partial(ProtectDialog, context, PrintPreview(), window)


def shortcuts(context: Context, window: QWidget) -> ShortcutsDialog:
    return ShortcutsDialog(context, (), Page(context, "Page"), window)


def unreadable(**_options: object) -> Any:
    raise UserError("This file cannot be read.")


def dialogs_of_the_program() -> set[type[Dialog]]:
    """Every kind of dialog that is opened as it is; not what others are derived from."""
    waiting: list[type[Dialog]] = [Dialog]
    kinds: set[type[Dialog]] = set()
    while waiting:
        kind = waiting.pop()
        derived = [each for each in kind.__subclasses__() if each.__module__.startswith("csq_")]
        waiting += derived
        kinds |= set() if derived or kind is Dialog else {kind}
    return kinds


def faults_of_dialog(dialog: Dialog) -> Iterator[str]:
    yield from turned_by_the_wheel(dialog)
    has_action = dialog.submit_button.isVisible()
    way_out = dialog.cancel_button.text()
    if (way_out == "Close") is has_action:
        yield f"the way out of a {'form' if has_action else 'view'} is called {way_out}"
    missing = dialog.submit_button.accessibleDescription() or "Ctrl+Enter"
    hints = [label.text() for label in shown(dialog, QLabel) if missing in label.text()]
    if len(hints) != has_action:
        yield f"says {hints} of Ctrl+Enter"
    if has_action:
        yield from faults_of_enter(dialog)


def faults_of_enter(dialog: Dialog) -> Iterator[str]:
    """Enter leads from each field to another, from the last to the button, never to a way out."""
    ends = 0
    for field in [field for kind in TYPED for field in shown(dialog, kind)]:
        if not takes_keys(field) or isinstance(field.parentWidget(), QComboBox | QAbstractSpinBox):
            continue
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Return)
        place = dialog.focusWidget()
        ends += place is dialog.submit_button or place is field
        pressed = isinstance(place, QAbstractButton) and not isinstance(place, QCheckBox)
        if pressed and place is not dialog.submit_button:
            yield f"Enter leads from {field.objectName()} to {place}"
        if place is field and dialog.submit_button.isEnabled():
            yield f"Enter does not lead on from {field.objectName()}"
    if ends > 1:
        yield f"Enter comes to the button from {ends} fields"


def turned_by_the_wheel(place: QWidget) -> Iterator[str]:
    for widget in place.findChildren(QWidget):
        if widget.focusPolicy() is Qt.FocusPolicy.WheelFocus and takes_keys(widget):
            yield f"{widget.objectName()} {type(widget).__name__} takes the focus from the wheel"
    for kind in TURNED:
        for field in shown(place, kind):
            before = _value(field)
            for turn in (-120, 120):
                QApplication.sendEvent(field, _wheel(field, turn))
                if _value(field) != before:
                    yield f"{field.objectName()} {type(field).__name__} is changed by the wheel"


def _value(field: QWidget) -> object:
    return field.property("currentIndex"), field.property("text")


def _wheel(field: QWidget, turn: int) -> QWheelEvent:
    return QWheelEvent(
        QPointF(5, 5),
        field.mapToGlobal(QPointF(5, 5)),
        QPoint(0, 0),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


def settle(qtbot: QtBot, tasks: Tasks) -> None:
    for _ in range(2):
        qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
        QApplication.processEvents()
