"""The tabs Statement and Data inventory: a version is issued, found out of date, and explained."""

import pytest
from pytestqt.qtbot import QtBot

from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.rules import RetentionRules
from csq_desktop.services.privacy_policy import policies
from csq_desktop.services.retention import rules
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.inventory.tab import InventoryTab
from csq_desktop.ui.privacy.page import PrivacyPage
from csq_desktop.ui.privacy_policy.issue_dialog import IssuePolicyDialog
from csq_desktop.ui.privacy_policy.tab import PolicyTab
from tests.factory import Furnish
from tests.services.small_shop import without_pledges
from tests.ui.finding import child
from tests.ui.page_case import PageDriver


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


def test_a_statement_is_issued_and_said_to_be_out_of_date(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    hand = PageDriver(qtbot, context, store, PrivacyPage)
    hand.page.show_object("statement")
    hand.settle()
    tab = child(hand.page, PolicyTab)
    assert tab.empty.isVisible()
    hand.press("issue_statement", tab)
    dialog = hand.dialog(IssuePolicyDialog)
    hand.submit(dialog)  # nobody to ask is named
    assert dialog.form.error("post") == "Enter to whom requests are addressed."
    post, address = dialog.form.field("post"), dialog.form.field("address")
    qtbot.keyClicks(post, "Shop supervisor")
    qtbot.keyClicks(address, "88 Road")
    dialog.reject()
    hand.settle()
    hand.press("issue_statement", tab)
    dialog = hand.dialog(IssuePolicyDialog)
    assert dialog.form.collect()["post"] == "Shop supervisor"  # the draft is back
    hand.submit(dialog)
    assert (tab.version.value, tab.message.text) == ("1", "")
    assert tab.preview.pdf.startswith(b"%PDF")
    with store.reading() as session:
        assert policies.everything(session)[0].body.new.contact.address == "88 Road"
    with store.writing() as session:
        rules.change(session, RetentionRules({RecordKind.CUSTOMERS: 24}))
    tab.reload()
    hand.settle()
    assert "says 36 months, the rule is now 24 months" in tab.message.text
    hand.page.show_object("inventory")
    hand.settle()
    listed = child(hand.page, InventoryTab)
    listed.table.choose(1)
    hand.settle()
    assert listed.detail.title.text() == listed.model.row_at(1).title
