"""Promises to the customer on a case, from the menu to what became of them."""

from datetime import timedelta

from csq_desktop.domain.complaints.promises import Promise, PromiseState
from csq_desktop.services.complaints import promises
from csq_desktop.ui.promises.dialogs import KeptDialog, MoveDialog, PromiseDialog
from csq_desktop.ui.promises.section import PromiseSection
from tests.ui.complaints.driver import Driver
from tests.ui.finding import child


def listed(driver: Driver) -> tuple[Promise, ...]:
    complaint = driver.page.detail.complaint
    assert complaint is not None
    with driver.store.reading() as session:
        return promises.of_case(session, complaint.id)


def test_a_promise_is_made_moved_done_and_removed(busy: Driver) -> None:
    busy.show_detail()
    shown = child(busy.page.detail, PromiseSection)
    assert not shown.isVisible()
    busy.menu("promise")
    dialog = busy.dialog(PromiseDialog)
    busy.submit(dialog)
    assert dialog.isVisible()  # what was promised is missing
    busy.qtbot.keyClicks(dialog.form.field("what"), "Call back about the refund")
    busy.submit(dialog)
    assert shown.isVisible()
    (promise,) = listed(busy)
    busy.press(f"move_{promise.id}")
    moving = busy.dialog(MoveDialog)
    moving.due.set_moment(promise.due_at + timedelta(days=1))
    moving.consented.setChecked(True)
    busy.submit(moving)
    now = busy.store.clock.now()
    assert [each.state(now) for each in listed(busy)] == [PromiseState.MOVED, PromiseState.OPEN]
    busy.press(f"kept_{listed(busy)[1].id}")
    busy.submit(busy.dialog(KeptDialog))
    assert listed(busy)[1].state(now + timedelta(days=9)) is PromiseState.KEPT
    busy.menu("promise")
    busy.settle()
    dialog = busy.dialog(PromiseDialog)
    busy.qtbot.keyClicks(dialog.form.field("what"), "By mistake")
    busy.submit(dialog)
    (wrong,) = (each for each in listed(busy) if each.what == "By mistake")
    busy.press(f"remove_{wrong.id}")
    assert len(listed(busy)) == 2
    busy.undo()
    assert len(listed(busy)) == 3
