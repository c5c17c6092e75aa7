"""The tab Retention: rules, the due list, what is decided of texts, holds, the list of erasures."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.erasures import TextChoice
from csq_desktop.domain.retention.rules import RetentionRules
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


Hand = PageDriver[PrivacyPage]


@pytest.fixture
def people(store: Store, clock: FixedClock) -> tuple[int, int, int]:
    """Somebody with a closed case, the case, and somebody held; a year and more ago."""
    with store.writing() as session:
        who = customers.add(session, NewCustomer(Identity(name=NAME, phone="91234567")))
        held = customers.add(session, NewCustomer(Identity(name="Mok Tsz Kit")))
        case = logged(session, clock, customer_id=who, words=f"{NAME} waited an hour")
        ended(session, case)
        holds.place(session, held, "A claim")
    clock.move(days=20 * 30)
    return who, case, held


@pytest.fixture
def hand(
    qtbot: QtBot, context: Context, store: Store, people: tuple[int, int, int]
) -> PageDriver[PrivacyPage]:
    assert people
    driver = PageDriver(qtbot, context, store, PrivacyPage)
    driver.page.show_object("retention")
    driver.settle()
    return driver


def test_rules_are_set_and_what_is_due_is_left(
    hand: Hand, context: Context, people: tuple[int, int, int]
) -> None:
    who, _, held = people
    tab = child(hand.page, RetentionTab)
    assert tab.empty.isVisible()  # 36 months are usual
    _tool(hand, tab, "rules")
    rules = hand.dialog(RulesDialog)
    rules.months[RecordKind.CUSTOMERS].setValue(18)
    hand.submit(rules)
    assert tab.due.rowCount() == 2
    hand.undo()
    hand.settle()
    assert tab.due.rowCount() == 0
    _twelve_months(hand)
    _choose(hand, tab, DUE, tab.due.find(held, "record_id"))
    assert not tab.erase.isEnabled()  # a hold stands
    _choose(hand, tab, DUE, tab.due.find(who, "record_id"))
    hand.press("leave_due", tab)
    leave = hand.dialog(LeaveDialog)
    leave.reason.setPlainText("She rang last week")
    leave.until.set_day(context.today() + timedelta(days=3))
    hand.submit(leave)
    assert tab.due.row_at(tab.due.find(who, "record_id")).left_reason == "She rang last week"


def test_each_text_is_decided_on_before_the_passphrase(
    hand: Hand, store: Store, people: tuple[int, int, int]
) -> None:
    who, case, _ = people
    tab = child(hand.page, RetentionTab)
    _twelve_months(hand)
    _choose(hand, tab, DUE, tab.due.find(who, "record_id"))
    hand.press("erase_due", tab)
    dialog = hand.dialog(EraseDialog)
    first = dialog.texts.model.row_at(0).shown
    assert first.spans  # what names her comes first
    dialog.texts.choice.choose(TextChoice.REWRITE.value)
    dialog.texts.words.setPlainText("Waited an hour")
    dialog.reject()
    hand.settle()
    hand.press("erase_due", tab)
    dialog = hand.dialog(EraseDialog)
    assert dialog.texts.model.row_at(0).words == "Waited an hour"  # the draft is back
    dialog.passphrase.setText("not the right one at all")
    hand.submit(dialog)
    assert not dialog.submit_button.isEnabled()
    dialog.passphrase.setText(MINE)
    hand.submit(dialog)
    with store.reading(identities=True) as session:
        assert getattr(views.read(session, case), first.place.column) == "Waited an hour"
        (erasure,) = erasures.ledger(session)
    assert hand.toasts[-1].text == f"Anonymised: {erasure.ref}."
    _choose(hand, tab, ERASED, 0)
    hand.press("certificate", tab)
    assert hand.dialog(RegisterDialog).preview.pdf.startswith(b"%PDF")


def test_the_list_is_carried_and_a_hold_released(
    hand: Hand, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = child(hand.page, RetentionTab)
    file = str(tmp_path / "list.csqerasures")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (file, ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (file, ""))
    _tool(hand, tab, "export")
    _tool(hand, tab, "repeat")
    hand.submit(hand.dialog(QuestionDialog))
    assert hand.toasts[-1].text == "0 erasures repeated."
    _choose(hand, tab, HELD, 0)
    hand.press("release_hold", tab)
    release = hand.dialog(ReleaseDialog)
    release.reason.setPlainText("Settled")
    hand.submit(release)
    assert not tab.release.isEnabled()
    with store.reading() as session:
        assert holds.everything(session, standing=True) == []


def _twelve_months(hand: Hand) -> None:
    with hand.store.writing() as session:
        in_force.change(session, RetentionRules({RecordKind.CUSTOMERS: 12}))
    hand.page.reload()
    hand.settle()


def _choose(hand: Hand, tab: RetentionTab, view: str, row: int) -> None:
    tab.view.choose(view)
    tab.tables[view].choose(row)
    hand.settle()


def _tool(hand: Hand, tab: RetentionTab, name: str) -> None:
    child(tab, QToolButton, name).click()
    hand.settle()
