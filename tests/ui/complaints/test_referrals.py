"""Referrals outside on the page of a case: recorded, answered, removed."""

from csq_desktop.domain.referrals.facts import Referral, ReferralResult
from csq_desktop.services.referrals import referrals
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.referrals.dialogs import OutcomeDialog, ReferDialog
from csq_desktop.ui.referrals.section import ReferralSection
from tests.ui.complaints.driver import Driver
from tests.ui.finding import child


def listed(driver: Driver) -> tuple[Referral, ...]:
    complaint = driver.page.detail.complaint
    assert complaint is not None
    with driver.store.reading() as session:
        return referrals.of_case(session, complaint.id)


def choose(box: object, value: str) -> None:
    assert isinstance(box, ChoiceBox)
    box.choose(value)


def test_a_case_is_referred_answered_and_a_mistake_removed(busy: Driver) -> None:
    busy.show_detail()
    section = child(busy.page.detail, ReferralSection)
    assert not section.isVisible()
    busy.menu("refer")
    dialog = busy.dialog(ReferDialog)
    busy.submit(dialog)
    assert dialog.isVisible()  # to whom and why are missing
    choose(dialog.form.field("referred_to"), "consumer_council")
    busy.qtbot.keyClicks(dialog.form.field("referral_reason"), "The customer asked")
    busy.submit(dialog)
    assert section.isVisible()
    (referral,) = listed(busy)
    busy.press(f"outcome_{referral.id}")
    answer = busy.dialog(OutcomeDialog)
    busy.submit(answer)
    assert answer.isVisible()
    choose(answer.form.field("referral_result"), "settled")
    busy.submit(answer)
    assert [each.result for each in listed(busy)] == [ReferralResult.SETTLED]
    busy.press(f"remove_referral_{referral.id}")
    assert listed(busy) == ()
    busy.undo()
    assert len(listed(busy)) == 1
