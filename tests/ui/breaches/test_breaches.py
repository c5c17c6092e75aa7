"""The tab Data breaches: a breach recorded, contained, assessed, decided, notified and ended."""

import pytest
from pytestqt.qtbot import QtBot

from csq_desktop.domain.breaches.harm import HarmLevel, ReachedBy
from csq_desktop.domain.breaches.notices import NoticeAudience
from csq_desktop.domain.breaches.words import CountBasis, NotifyParty
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.services.breaches import breaches
from csq_desktop.services.breaches.breaches import BreachFile
from csq_desktop.services.customers import customers
from csq_desktop.storage.store import Store
from csq_desktop.ui.breaches.detail import BreachDetail
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
from csq_desktop.ui.breaches.tab import BreachesTab
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea
from csq_desktop.ui.kit.register import ENDED, OPEN
from csq_desktop.ui.privacy.page import PrivacyPage
from tests.factory import Furnish
from tests.services.small_shop import without_pledges
from tests.ui.finding import child
from tests.ui.page_case import PageDriver

NAME = "Yau Pui Shan"
Hand = PageDriver[PrivacyPage]


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


@pytest.fixture
def hand(qtbot: QtBot, context: Context, store: Store) -> Hand:
    with store.writing() as session:
        customers.add(session, NewCustomer(Identity(name=NAME, phone="91234567")))
    driver = PageDriver(qtbot, context, store, PrivacyPage)
    driver.page.show_object("breaches")
    driver.settle()
    return driver


def words(
    dialog: ContainDialog | BreachFollowUpDialog | EndBreachDialog, key: str, text: str
) -> None:
    child(dialog, TextArea, key).setPlainText(text)


def shown(hand: Hand) -> BreachFile:
    file = child(hand.page, BreachDetail).file
    assert file is not None
    return file


def test_a_breach_through_the_window(hand: Hand, store: Store) -> None:
    tab = child(hand.page, BreachesTab)
    assert tab.empty.isVisible()
    record(hand)
    tab.chips.choose(ENDED)
    assert (tab.empty.isVisible(), tab.empty.title.text()) == (True, "No breach has ended yet")
    tab.chips.choose(OPEN)
    assert not tab.empty.isVisible()
    assert shown(hand).breach.state_text == "Not contained"
    correct(hand)
    hand.press("breach_contain")
    contain = hand.dialog(ContainDialog)
    words(contain, "breach_containment", "The drawer is locked")
    hand.submit(contain)
    assess(hand)
    assert shown(hand).breach.state_text == "To be decided"
    concern(hand)
    for party in NotifyParty:
        decide(hand, party, notify=party is NotifyParty.PERSONS)
    notify(hand)
    assert shown(hand).breach.state_text == "Followed up"
    print_notice(hand)
    hand.press("breach_follow_up")
    follow_up = hand.dialog(BreachFollowUpDialog)
    words(follow_up, "breach_follow_up", "The folder came back")
    hand.submit(follow_up)
    hand.press("breach_end")
    end = hand.dialog(EndBreachDialog)
    hand.submit(end)
    assert end.form.error("lessons") == "Enter what was learned."
    words(end, "lessons", "Forms lay open")
    words(end, "prevention", "A lock")
    hand.submit(end)
    assert not shown(hand).breach.is_open
    hand.undo()
    hand.settle()
    with store.reading(identities=True) as session:
        (breach,) = breaches.everything(session)
    assert breach.is_open
    assert breach.words.lessons == "Forms lay open"


def record(hand: Hand) -> None:
    hand.press("new_breach")
    new = hand.dialog(NewBreachDialog)
    hand.submit(new)
    assert new.form.error("account") == "Enter what happened."
    for judged in ("breach_kind", "found_through"):  # nobody records what was not read
        assert new.form.error(judged) == "Select an answer."
        child(new, ChoiceBox, judged).setCurrentIndex(0)
    new.account.setPlainText(f"The folder with the form of {NAME} is missing")
    new.details.tick(("identity.name", "payment"))
    new.basis.choose(CountBasis.ESTIMATED.value)
    new.count.setValue(40)
    new.reject()
    hand.settle()
    hand.press("new_breach")
    new = hand.dialog(NewBreachDialog)
    assert (new.count.value(), new.details.ticked) == (40, ("identity.name", "payment"))
    hand.submit(new)


def correct(hand: Hand) -> None:
    hand.press("breach_facts")
    correction = hand.dialog(CorrectFactsDialog)
    assert correction.count.value() == 40
    correction.account.setPlainText("The folder with the forms is missing")
    hand.submit(correction)
    (earlier,) = shown(hand).earlier
    assert NAME in earlier.text


def assess(hand: Hand) -> None:
    hand.press("breach_harm")
    harm = hand.dialog(HarmDialog)
    hand.submit(harm)
    assert harm.form.error("obtained") == "Select an answer."
    assert not harm.form.error("sensitivity")  # a payment card is sensitive
    for key in ("protection", "exposure", "obtained", "recovery", "identity_theft",
                "financial_harm", "physical_harm", "distress"):  # fmt: skip
        child(harm, ChoiceBox, key).setCurrentIndex(0)
    assert harm.level.value == HarmLevel.LOW  # encrypted
    child(harm, ChoiceBox, "protection").choose("none")
    child(harm, ChoiceBox, "obtained").choose(ReachedBy.UNKNOWN.value)
    assert harm.level.value == HarmLevel.HIGH
    harm.level.choose(HarmLevel.REAL.value)
    hand.submit(harm)
    assessment = shown(hand).breach.assessment
    assert assessment is not None
    assert assessment.level is HarmLevel.REAL


def concern(hand: Hand) -> None:
    hand.press("breach_concern")
    dialog = hand.dialog(ConcernDialog)
    dialog.person.search.setText("Nobody of this name")
    hand.qtbot.waitUntil(lambda: dialog.form.error("person_search") == "No results")
    dialog.person.search.setText(NAME)
    hand.qtbot.waitUntil(lambda: dialog.person.choice.count() == 1)
    hand.submit(dialog)
    assert dialog.form.error("customer") == "Select the customer."
    dialog.person.choice.setCurrentIndex(0)
    hand.submit(dialog)
    assert [person.name for person in shown(hand).people] == [NAME]


def decide(hand: Hand, party: NotifyParty, *, notify: bool) -> None:
    hand.press("breach_decide")
    dialog = hand.dialog(NotifyDecisionDialog)
    assert dialog.party.value == party  # the next that is not decided
    assert not dialog.notify.value
    dialog.notify.choose("yes" if notify else "no")
    dialog.reason.setPlainText("As the guidance says")
    hand.submit(dialog)


def notify(hand: Hand) -> None:
    assert shown(hand).breach.to_notify == (NotifyParty.PERSONS,)
    (decision,) = [each for each in shown(hand).breach.decisions if each.notify]
    hand.press(f"notified_{decision.id}")
    hand.submit(hand.dialog(NotifiedDialog))


def print_notice(hand: Hand) -> None:
    hand.press("breach_notices")
    dialog = hand.dialog(BreachNoticeDialog)
    dialog.areas["contact"].setPlainText("Ask for Mei at the till")
    dialog.audience.choose(NoticeAudience.PERSONS.value)
    hand.settle()
    assert dialog.areas["contact"].toPlainText() == "Ask for Mei at the till"
    assert "calls, messages" in dialog.areas["advice"].toPlainText()
    assert "What you typed stays" in dialog.message.text
    dialog.customer.setCurrentIndex(1)
    assert not dialog.preview.foot.isVisible()
    hand.submit(dialog)
    assert dialog.preview.foot.isVisible()
    assert dialog.preview.pdf.startswith(b"%PDF")
    dialog.reject()
    hand.settle()
    (notice,) = shown(hand).notices
    assert notice.customer_ref
