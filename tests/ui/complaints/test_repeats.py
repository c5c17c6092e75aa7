"""A repeat alert on the page of a case: shown, set aside, shown again."""

from datetime import timedelta

from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.services.complaints import complaints
from csq_desktop.services.repeats import repeats
from csq_desktop.ui.repeats.dialogs import DismissDialog
from csq_desktop.ui.repeats.section import RepeatSection
from tests.ui.complaints.driver import Driver
from tests.ui.finding import child


def open_alerts(driver: Driver) -> int:
    with driver.store.reading() as session:
        return len(repeats.alerts(session))


def test_an_alert_is_set_aside_with_a_reason_and_shown_again(driver: Driver) -> None:
    now = driver.store.clock.now()
    with driver.store.writing() as session:
        for back in (*range(400, 20, -20), 2, 1, 1, 0, 0):
            product = "Kettle" if back < 20 else ""
            at = now - timedelta(days=back)
            new = NewComplaint(Channel.WEB, at, "till.change", Severity.LOW, "Wet", product=product)
            complaints.log(session, new)
    driver.page.reload()
    driver.settle()
    driver.show_detail()
    assert child(driver.page.detail, RepeatSection).isVisible()
    before = open_alerts(driver)
    driver.press("dismiss_product")
    dialog = driver.dialog(DismissDialog)
    driver.submit(dialog)
    assert dialog.isVisible()  # why is missing
    driver.qtbot.keyClicks(dialog.form.field("note"), "The delivery goes back")
    driver.submit(dialog)
    assert open_alerts(driver) == before - 1
    driver.press("show_again_product")
    assert open_alerts(driver) == before
