"""The end of a case in the window: what it lacks, who was involved, signing, asking, reopening."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from csq_desktop.domain.closing.policy import CaseScope, ClosingPolicy, Gate
from csq_desktop.domain.closing.remedies import RemedyLimits
from csq_desktop.domain.complaints.facts import (
    Channel,
    Finding,
    NewComplaint,
    Outcome,
    RemedyKind,
    Severity,
)
from csq_desktop.domain.complaints.promises import NewPromise
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.users import Role
from csq_desktop.services.causes import causes
from csq_desktop.services.closing import overview
from csq_desktop.services.closing.overview import CaseEnding
from csq_desktop.services.complaints import complaints, promises
from csq_desktop.services.customers import customers
from csq_desktop.services.settings import closing as settings
from csq_desktop.services.settings import list_changes, lists
from csq_desktop.storage.records.cases import closing as records
from csq_desktop.storage.store import Store
from csq_desktop.ui.causes.dialogs import MainCauseDialog
from csq_desktop.ui.closing.dialogs import (
    CommunicatedDialog,
    ContentDialog,
    InvolvedDialog,
    RatingDialog,
    ResponseDialog,
)
from csq_desktop.ui.closing.end_dialogs import CloseDialog, FollowUpDialog, ReopenDialog
from csq_desktop.ui.complaints.work_dialogs import AnswerDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from tests.factory import PASSPHRASES
from tests.ui.complaints.driver import Driver
from tests.ui.finding import child, shown

STRICT = ClosingPolicy(
    (Gate.CAUSE, Gate.COMMUNICATED, Gate.RESPONSE, Gate.PROMISES),
    signing=CaseScope(Severity.LOW),
    reopen_days=0,
)


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store) -> Driver:
    with store.writing() as session:
        customer = customers.add(session, NewCustomer(identity=Identity(name="Chan Tai Man")))
        new = NewComplaint(
            *(Channel.COUNTER, store.clock.now(), "till.waiting", Severity.LOW, "Too long"),
            customer_id=customer,
        )
        case = complaints.log(session, new).id
        complaints.answer(session, case, Outcome(Finding.UPHELD))
        promises.make(session, case, NewPromise("Ring", store.clock.now() + timedelta(hours=1)))
        settings.change_policy(session, STRICT)
    driver = Driver(qtbot, context, store)
    driver.show_detail()
    return driver


def promise_of(driver: Driver) -> int:
    complaint = driver.page.detail.complaint
    assert complaint is not None
    with driver.store.reading() as session:
        return promises.of_case(session, complaint.id)[0].id


def ending(driver: Driver) -> CaseEnding:
    complaint = driver.page.detail.complaint
    assert complaint is not None
    with driver.store.reading() as session:
        return overview.of_case(session, complaint.id)


def leads(driver: Driver) -> set[str]:
    """The links on the page to what the case lacks, or has of causes."""
    complaint = driver.page.detail.complaint
    assert complaint is not None
    driver.page.detail.show_complaint(complaint.id)
    driver.settle()
    names = (button.objectName() for button in shown(driver.page, QPushButton))
    return {name for name in names if name.startswith(("missing_", "cause_"))}


def hidden_from_staff(driver: Driver) -> set[str]:
    """The links that a supervisor sees and staff do not."""
    for_supervisor, signed_in = leads(driver), driver.context.signed_in
    driver.context.signed_in = replace(signed_in, user=replace(signed_in.user, role=Role.STAFF))
    for_staff = leads(driver)
    driver.context.signed_in = signed_in
    leads(driver)
    return for_supervisor - for_staff


def while_voided(driver: Driver) -> set[str]:
    """The links on the page while the case, which has a cause, is voided."""
    complaint = driver.page.detail.complaint
    assert complaint is not None
    with driver.store.writing() as session:
        causes.set_main(session, complaint.id, "Oversight")
        complaints.withdraw(session, complaint.id, "Logged twice")
    shown_links = leads(driver)
    with driver.store.writing() as session:
        complaints.restore(session, complaint.id, "It was not")
    assert "cause_main" in leads(driver)
    return shown_links


def test_the_page_leads_to_what_is_missing_until_the_case_is_signed_and_closed(
    driver: Driver,
) -> None:
    driver.press("close_complaint")
    closing = driver.dialog(CloseDialog)
    driver.settle()
    assert not closing.submit_button.isEnabled()
    closing.reject()
    driver.press("missing_cause")
    cause = driver.dialog(MainCauseDialog)
    cause.cause.setCurrentText("Too few open tills")
    driver.submit(cause)
    driver.press("missing_communicated")
    driver.submit(driver.dialog(CommunicatedDialog))
    driver.press("missing_response")
    response = driver.dialog(ResponseDialog)
    driver.submit(response)
    assert response.form.error("response")  # no answer is chosen beforehand
    response.response.choose("rejected")
    driver.submit(response)
    assert response.isVisible()  # an alternative has to be named
    response.alternatives.boxes["consumer_council"].setChecked(True)
    driver.submit(response)
    driver.press("missing_promises")
    focused = driver.page.window().focusWidget()
    assert focused is driver.button(f"kept_{promise_of(driver)}")
    with driver.store.writing() as session:
        promises.keep(session, promise_of(driver))
    assert ending(driver).standing.missing == ()
    driver.press("close_complaint")
    closing = driver.dialog(CloseDialog)
    driver.settle()
    driver.submit(closing)
    assert driver.state.value == "answered"  # nobody signed
    closing.passphrase.setText("not my passphrase at all")
    driver.submit(closing)
    assert closing.secret.error("own_passphrase").startswith("That is not your")
    closing.passphrase.setText(PASSPHRASES[Role.SUPERVISOR])
    driver.submit(closing)
    assert driver.state.value == "closed"
    (signature,) = ending(driver).signatures
    assert signature.holds
    with driver.store.writing() as session:  # what was named keeps its name when it is off the list
        list_changes.deactivate(session, lists.REFERRAL_BODIES, "consumer_council")
    driver.page.reload()
    driver.settle()
    assert "Alternatives named: Consumer Council" in {
        label.text() for label in shown(driver.page, QLabel)
    }


def test_a_closed_case_is_asked_about_and_reopened_late(driver: Driver) -> None:
    with driver.store.writing() as session:
        settings.change_policy(session, replace(STRICT, gates=(), signing=CaseScope()))
    driver.press("close_complaint")
    driver.submit(driver.dialog(CloseDialog))
    driver.menu("content")
    driver.settle()
    asking = driver.dialog(ContentDialog)
    asking.how.choose("nobody")
    driver.submit(asking)
    assert asking.isVisible()  # why not is missing
    asking.how.choose(Channel.TELEPHONE.value)
    driver.submit(asking)
    (asked,) = ending(driver).asks
    driver.press(f"rate_{asked.id}")
    rating = driver.dialog(RatingDialog)
    rating.score.choose("4")
    driver.submit(rating)
    assert ending(driver).asks[0].score == 4
    driver.menu("involved")
    driver.settle()
    naming = driver.dialog(InvolvedDialog)
    naming.form.restore({"person": "Wong Fei"})
    child(naming, ChoiceBox, "part").choose("witness")
    driver.submit(naming)
    (witness,) = ending(driver).involved
    driver.press(f"take_out_{witness.id}")
    driver.undo()
    assert ending(driver).involved[0].is_named
    driver.store.clock.not_before(driver.store.clock.now().replace(day=9))
    driver.menu("follow_up")
    driver.settle()
    anew = driver.dialog(FollowUpDialog)
    driver.submit(anew)
    assert anew.isVisible()  # what the customer said is missing
    anew.form.restore({"words": "Broken again"})
    driver.submit(anew)
    (follow_up,) = ending(driver).follow_ups.followed_by
    assert driver.went[-1] == ("complaints", follow_up.id)
    driver.press(f"follow_up_{follow_up.id}")
    driver.press("reopen")
    reopening = driver.dialog(ReopenDialog)
    driver.settle()
    reopening.form.restore({"note": "New facts", "late": ""})
    driver.submit(reopening)
    assert driver.state.value == "closed"
    reopening.late.setChecked(True)
    driver.submit(reopening)
    assert driver.state.value == "reopened"


def test_nobody_is_led_to_what_they_may_not_record(driver: Driver) -> None:
    assert hidden_from_staff(driver) == {"missing_cause"}
    assert while_voided(driver) == set()  # it is only read until it is reinstated


def test_a_reply_above_the_limit_is_kept_and_comes_back_once_it_is_approved(
    driver: Driver,
) -> None:
    limits = RemedyLimits(
        tuple((RemedyKind.REFUND, role, 100) for role in (Role.STAFF, Role.SUPERVISOR))
    )
    with driver.store.writing() as session:
        settings.change_policy(session, ClosingPolicy())
        settings.change_limits(session, limits)
        complaint = driver.page.detail.complaint
        assert complaint is not None
        complaints.close(session, complaint.id)
        complaints.reopen(session, complaint.id, "Again")
    driver.page.detail.show_complaint(complaint.id)
    driver.settle()
    driver.press("answer")
    answer = driver.dialog(AnswerDialog)
    answer.form.restore({"finding": "upheld", "remedy": "refund", "amount": "80"})
    driver.submit(answer)
    (request,) = ending(driver).requests
    assert (driver.state.value, request.approved) == ("reopened", None)
    with driver.store.writing() as session:
        row = records.request_row(session, request.id)
        assert row is not None
        row.approved = True
    driver.press("answer")
    answer = driver.dialog(AnswerDialog)
    driver.settle()
    assert (answer.finding.value, answer.amount.cents) == ("upheld", 8_000)
    driver.submit(answer)
    assert driver.state.value == "answered"
