"""Who may be seen, how long, and under whose name: one reason for five minutes, each recorded."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
)

from csq_desktop import clock
from csq_desktop.domain.customers.facts import (
    RevealReason,
)
from csq_desktop.domain.words.wording import clock_text
from csq_desktop.ui.customers.dialogs import (
    CorrectIdentityDialog,
    RevealDialog,
)
from tests.ui.customers.customers_case import Driver, opens, reveal_for, reveals
from tests.ui.finding import child


def test_one_reason_shows_the_customers_opened_and_each_is_recorded(three: Driver) -> None:
    reveal_for(three, RevealReason.OTHER, "Police asked for 陳大文")
    strip = three.page.detail.strip
    until = clock_text(three.context.now() + timedelta(minutes=5), three.context.zone)
    assert strip.words.text().startswith(f"Names are shown until {until}.")
    opens(three, 0, "黃志強")
    model = three.page.model
    assert [model.index(row, 0).data() for row in range(3)] == ["黃••", "李••", "陳••"]
    explained = {"Reason": "Another reason", "Explanation": "Police asked for 陳大文"}
    shown = reveals(three.store)
    assert [about for about, _ in shown] == ["Customer CU-00001", "Customer CU-00003"]
    assert all(facts | explained == facts for _, facts in shown)
    three.page.leave()
    assert "黃志強" not in three.seen()
    three.page.hide()
    three.page.show()
    three.qtbot.waitUntil(lambda: "黃志強" in three.seen())
    assert len(reveals(three.store)) == 3


def test_nobody_is_shown_in_passing(three: Driver) -> None:
    reveal_for(three, RevealReason.CALL_BACK)
    passed: list[str] = []

    def go_on() -> None:
        customer = three.page.detail.customer
        if customer is not None and customer.ref == "CU-00002":
            passed.append(customer.ref)
            three.page.table.choose(0)

    three.page.detail.shown.connect(go_on)
    opens(three, 1, "黃志強")
    assert passed == ["CU-00002"]
    shown = [about for about, _ in reveals(three.store)]
    assert shown == ["Customer CU-00001", "Customer CU-00003"]


@pytest.mark.parametrize("end", ["button", "lock", "time", "clock"])
def test_customers_are_masked_again_when_the_reason_ends(
    three: Driver, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reveal_for(three, RevealReason.CALL_BACK)
    detail = three.page.detail
    assert detail.strip.isVisible()
    if end == "button":
        three.press("hide_now")
    elif end == "lock":
        three.context.locking.emit()
    elif end == "time":
        monkeypatch.setattr(clock, "running_seconds", lambda: 1e12)
    else:
        late = three.context.now() + timedelta(minutes=5)
        three.context.signed_in = replace(three.context.signed_in, now=lambda: late)
    three.qtbot.waitUntil(lambda: not detail.strip.isVisible())
    assert "陳大文" not in three.seen()
    three.press("reveal")
    assert three.dialog(RevealDialog).isVisible()
    assert len(reveals(three.store)) == 1


def test_no_further_customer_is_shown_behind_the_privacy_screen(three: Driver) -> None:
    reveal_for(three, RevealReason.CALL_BACK)
    three.context.set_private(True)
    pause = child(three.page.detail, QTimer, "opened_for_a_moment")
    with three.qtbot.waitSignal(pause.timeout):
        three.page.table.choose(0)
    three.settle()
    assert len(reveals(three.store)) == 1
    three.context.set_private(False)
    three.qtbot.waitUntil(lambda: "黃志強" in three.seen())
    assert len(reveals(three.store)) == 2


def test_an_identity_is_never_shown_under_another_customer(three: Driver) -> None:
    """Another customer was clicked while the dialog of the first was about to open."""
    three.press("reveal")
    dialog = three.dialog(RevealDialog)
    three.page.table.choose(0)
    three.settle()
    dialog.reason.choose(RevealReason.CALL_BACK.value)
    three.submit(dialog)
    assert "陳大文" not in three.seen()
    assert three.page.detail.revealed is None


def test_an_identity_that_is_shown_is_recorded_once(driver: Driver) -> None:
    reveal_for(driver, RevealReason.CALL_BACK)
    for _ in range(2):
        driver.press("reveal")
    assert len(reveals(driver.store)) == 1


def test_the_privacy_screen_covers_forms_and_copies(driver: Driver) -> None:
    reveal_for(driver, RevealReason.CALL_BACK)
    driver.press("correct")
    form = driver.dialog(CorrectIdentityDialog)
    name = form.form.field("name")
    assert name.isVisible()
    driver.context.set_private(True)
    assert not name.isVisible()
    form.reject()
    driver.press("correct")
    assert driver.toasts[-1].text == "Names are hidden. Press F9 to show them, then correct."
    clipboard = QApplication.clipboard()
    clipboard.setText("before")
    copies = driver.page.detail.identity.findChildren(QAbstractButton)
    assert copies
    for copy in copies:
        copy.click()
    assert clipboard.text() == "before"
