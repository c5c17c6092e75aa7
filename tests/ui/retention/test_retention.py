"""The tab Retention: rules, the due list, what is decided of texts, holds, the list of erasures."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.retention.erasures import ErasureMode, TextChoice
from csq_desktop.domain.retention.rules import RecordKind, RetentionRules
from csq_desktop.domain.users import Role
from csq_desktop.services.complaints import views
from csq_desktop.services.customers import customers
from csq_desktop.services.retention import erasures, holds
from csq_desktop.services.retention import rules as in_force
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.paper.register_dialog import RegisterDialog
from csq_desktop.ui.kit.question import QuestionDialog
from csq_desktop.ui.privacy.page import PrivacyPage
from csq_desktop.ui.retention.dialogs import LeaveDialog, ReleaseDialog, RulesDialog
from csq_desktop.ui.retention.erase_dialog import EraseDialog
from csq_desktop.ui.retention.tab import DUE, ERASED, HELD, RetentionTab
from tests.factory import PASSPHRASES, FixedClock, Furnish
from tests.services.small_shop import ended, logged, without_pledges
from tests.ui.finding import child
from tests.ui.page_case import PageDriver

MINE = PASSPHRASES[Role.SUPERVISOR]
NAME = "Yau Pui Shan"


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


def test_a_supervisor_looks_through_what_is_due(
    qtbot: QtBot,
    context: Context,
    store: Store,
    clock: FixedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with store.writing() as session:
        who = customers.add(session, NewCustomer(Identity(name=NAME, phone="91234567")))
        held = customers.add(session, NewCustomer(Identity(name="Mok Tsz Kit")))
        case = logged(session, clock, customer_id=who, words=f"{NAME} waited an hour")
        ended(session, case)
        holds.place(session, held, "A claim")
    clock.move(days=20 * 30)
    hand = PageDriver(qtbot, context, store, PrivacyPage)
    hand.page.show_object("retention")
    hand.settle()
    tab = child(hand.page, RetentionTab)
    assert tab.empty.isVisible()  # 36 months are usual

    _tool(tab, "rules")
    hand.settle()
    rules = hand.dialog(RulesDialog)
    rules.months[RecordKind.CUSTOMERS].setValue(18)
    rules.press()
    hand.settle()
    refs = [tab.due.cell_at(row, 0).text for row in range(tab.due.rowCount())]
    assert len(refs) == 2
    hand.undo()
    hand.settle()
    assert tab.due.rowCount() == 0
    with store.writing() as session:
        in_force.change(session, RetentionRules({RecordKind.CUSTOMERS: 18}))
    hand.page.reload()
    hand.settle()

    tab.tables[DUE].choose(tab.due.find(held, "record_id"))
    hand.settle()
    assert not tab.erase.isEnabled()  # a hold stands
    tab.tables[DUE].choose(tab.due.find(who, "record_id"))
    hand.settle()
    tab.leave.click()
    hand.settle()
    leave = hand.dialog(LeaveDialog)
    leave.reason.setPlainText("She rang last week")
    leave.until.set_day(context.today() + timedelta(days=3))
    hand.submit(leave)
    assert tab.due.row_at(tab.due.find(who, "record_id")).left_reason == "She rang last week"
    tab.tables[DUE].choose(tab.due.find(who, "record_id"))
    hand.settle()

    tab.erase.click()
    hand.settle()
    dialog = hand.dialog(EraseDialog)
    texts = dialog.texts
    assert texts.model.row_at(0).shown.spans  # what names her comes first
    first = texts.model.row_at(0).shown.place.column
    texts.choice.choose(TextChoice.REWRITE.value)
    texts.words.setPlainText("Waited an hour")
    hand.settle()
    dialog.reject()
    hand.settle()
    tab.erase.click()
    hand.settle()
    dialog = hand.dialog(EraseDialog)
    assert dialog.texts.model.row_at(0).words == "Waited an hour"  # the draft is back
    dialog.passphrase.setText("not the right one at all")
    hand.submit(dialog)
    assert not dialog.submit_button.isEnabled()
    dialog.mode.choose(ErasureMode.ANONYMISE.value)
    dialog.passphrase.setText(MINE)
    hand.submit(dialog)
    with store.reading(identities=True) as session:
        read = views.read(session, case)
        assert getattr(read, first) == "Waited an hour"
        (erasure,) = erasures.ledger(session)
    assert hand.toasts[-1].text == f"Anonymised: {erasure.ref}."

    tab.view.choose(ERASED)
    tab.tables[ERASED].choose(0)
    hand.settle()
    tab.certificate.click()
    hand.settle()
    assert hand.dialog(RegisterDialog).preview.pdf.startswith(b"%PDF")
    hand.dialog(RegisterDialog).finish()

    file = str(tmp_path / "list.csqerasures")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (file, ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (file, ""))
    _tool(tab, "export")
    hand.settle()
    _tool(tab, "repeat")
    hand.settle()
    hand.submit(hand.dialog(QuestionDialog))
    assert hand.toasts[-1].text == "0 erasures repeated."

    tab.view.choose(HELD)
    tab.tables[HELD].choose(0)
    hand.settle()
    tab.release.click()
    hand.settle()
    release = hand.dialog(ReleaseDialog)
    release.reason.setPlainText("Settled")
    hand.submit(release)
    assert not tab.release.isEnabled()
    with store.reading() as session:
        assert holds.everything(session, standing=True) == []


def _tool(tab: RetentionTab, name: str) -> None:
    child(tab, QToolButton, name).click()
