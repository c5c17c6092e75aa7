"""After the review: what packs asked for is decided on through the window, month after month."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from csq_desktop.domain.actions import ActionState
from csq_desktop.domain.audit.entries import TrailFilter
from csq_desktop.domain.packs.asks import REQUESTS_PART, AskDecision, AskState
from csq_desktop.services import audit_trail
from csq_desktop.services.actions import actions
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context, ToastText
from csq_desktop.ui.packs.decision_dialog import DecisionDialog
from csq_desktop.ui.packs.minutes_dialog import MinutesDialog
from csq_desktop.ui.packs.page import PacksPage
from tests import factory
from tests.pdf_text import in_one_line
from tests.ui.finding import shown
from tests.ui.packs.test_packs import cover, opened, press_issue, settled

REQUESTS = ("Hire", "Buy a till", "Paint", "Move the queue", "Train two", "New door", "Call back")


@pytest.fixture
def toasts(context: Context) -> list[ToastText]:
    shown_texts: list[ToastText] = []
    context.toasted.connect(shown_texts.append)
    return shown_texts


def choose(page: PacksPage, words: str) -> None:
    model = page.asks.model
    rows = range(model.rowCount())
    page.asks.table.choose(next(row for row in rows if words in model.row_at(row).sentence))


def led_from_today(qtbot: QtBot, page: PacksPage) -> str:
    """The request that the item of Today leads to, whichever was chosen before, once it is seen."""
    choose(page, "Paint")
    page.resize(600, 420)  # pages or lists, and more of these than there is room for
    page.show_details()
    page.show_object(REQUESTS_PART)
    qtbot.waitUntil(lambda: not page.asks.table.visibleRegion().isEmpty())
    page.resize(1150, 768)
    assert page.asks.chosen is not None
    return page.asks.chosen.sentence


def asked_for(qtbot: QtBot, page: PacksPage, words: str) -> DecisionDialog:
    """Press the button for a request; returns the dialog."""
    choose(page, words)
    qtbot.mouseClick(page.asks.answer, Qt.MouseButton.LeftButton)
    return shown(page, DecisionDialog)[-1]


def decide(
    qtbot: QtBot,
    context: Context,
    page: PacksPage,
    words: str,
    decision: AskDecision,
    *,
    comment: str = "",
    action: str = "",
) -> None:
    dialog = asked_for(qtbot, page, words)
    dialog.decision.choose(decision.value)
    dialog.decided_by.setText("Karen Leung")
    dialog.owner.setText("May Wong")
    dialog.comment.setPlainText(comment)
    dialog.action.setText(action)
    dialog.submit_button.click()
    settled(qtbot, context)
    page.reload()
    settled(qtbot, context)


def issue(qtbot: QtBot, context: Context, page: PacksPage, asked: str = "") -> None:
    if asked:
        page.making.asked.setPlainText(asked)
        page.making.look()
        settled(qtbot, context)
    press_issue(qtbot, context, page).submit_button.click()
    settled(qtbot, context)
    page.reload()
    settled(qtbot, context)


def states(context: Context, page: PacksPage) -> dict[str, AskState]:
    rows = (page.asks.model.row_at(row) for row in range(page.asks.model.rowCount()))
    return {ask.sentence: ask.state(context.today()) for ask in rows}


def test_seven_requests_over_three_months(
    qtbot: QtBot,
    context: Context,
    store: Store,
    clock: factory.FixedClock,
    toasts: list[ToastText],
) -> None:
    page = opened(qtbot, context)
    assert page.asks.model.rowCount() == 0
    assert not page.asks.answer.isEnabled()
    assert not page.asks.minutes.isEnabled()
    issue(qtbot, context, page, "\n".join(REQUESTS))
    assert states(context, page) == dict.fromkeys(REQUESTS, AskState.UNANSWERED)
    assert led_from_today(qtbot, page) == "Hire"
    decide(qtbot, context, page, "Hire", AskDecision.YES, action="Hire a cashier")
    assert toasts[-1].text == "Decision recorded."
    decide(qtbot, context, page, "Buy a till", AskDecision.YES)
    decide(qtbot, context, page, "Paint", AskDecision.NO, comment="No money")
    decide(qtbot, context, page, "Move", AskDecision.LATER)
    decide(qtbot, context, page, "Train", AskDecision.YES, action="Train two colleagues")
    assert states(context, page)["New door"] is AskState.UNANSWERED
    page.close()
    clock.at = datetime(2026, 11, 4, 2, tzinfo=UTC)
    page = opened(qtbot, context)
    october = cover(page)
    assert "7 requests of earlier review packs, 6 still open" in october
    assert "No new request. Those above are still open." in october
    assert all(words in october for words in REQUESTS)
    assert october.count("◆ No answer yet requested 30 days ago") == 2
    issue(qtbot, context, page)
    page.close()
    clock.at = datetime(2026, 12, 4, 2, tzinfo=UTC)
    page = opened(qtbot, context)
    november = cover(page)
    assert "6 requests of earlier review packs, 6 still open" in november
    assert november.count("◆ No answer yet requested 60 days ago") == 2
    assert ("Buy a till" in november, "Paint" in november) == (True, False)  # agreed, declined
    page.asks.minutes.click()
    dialog = shown(page, MinutesDialog)[0]
    settled(qtbot, context)
    minutes = in_one_line(dialog.preview.pdf)
    assert "Minutes of the review, October 2026" in minutes
    assert "6 requests, 2 of them without an answer" in minutes
    dialog.preview.saved.emit()
    settled(qtbot, context)
    dialog.reject()
    with store.reading() as session:
        newest = audit_trail.page(session, TrailFilter()).lines[0]
    assert newest.what == "Printed"
    assert newest.about == "Minutes of a review"


def test_a_decision_lacks_nothing_and_can_be_undone(
    qtbot: QtBot, context: Context, store: Store, toasts: list[ToastText]
) -> None:
    page = opened(qtbot, context)
    issue(qtbot, context, page, "Hire")
    dialog = asked_for(qtbot, page, "Hire")
    dialog.submit_button.click()
    assert dialog.form.error("ask_decided_by") == "Enter who decided."
    assert dialog.form.error("ask_owner") == "Enter who is responsible."
    dialog.decision.choose(AskDecision.NO.value)
    assert not dialog.owner.isVisible()
    assert not dialog.action.isVisible()
    dialog.submit_button.click()
    assert dialog.form.error("ask_comment") == "Enter why it was declined."
    dialog.reject()
    decide(qtbot, context, page, "Hire", AskDecision.YES, action="Hire a cashier")
    assert not page.asks.answer.isEnabled()
    page.asks.table.opened.emit(0)  # Enter on a row that needs no answer
    assert not shown(page, DecisionDialog)
    undo = toasts[-1].undo
    assert undo is not None
    undo()
    settled(qtbot, context)
    page.reload()
    settled(qtbot, context)
    assert states(context, page) == {"Hire": AskState.UNANSWERED}
    assert page.asks.answer.isEnabled()
    with store.reading() as session:
        (begun,) = actions.everything(session)
    assert begun.state is ActionState.CANCELLED


def test_what_was_agreed_without_an_action_is_recorded_as_done(
    qtbot: QtBot, context: Context
) -> None:
    page = opened(qtbot, context)
    issue(qtbot, context, page, "Hire")
    decide(qtbot, context, page, "Hire", AskDecision.YES)
    assert states(context, page) == {"Hire": AskState.AGREED}
    dialog = asked_for(qtbot, page, "Hire")
    assert dialog.decision.value == AskDecision.DONE
    assert not dialog.owner.isVisible()
    dialog.decided_by.setText("Karen Leung")
    dialog.submit_button.click()
    assert dialog.form.error("ask_comment") == "Enter what was done."
    dialog.reject()
    decide(qtbot, context, page, "Hire", AskDecision.DONE, comment="Hired")
    assert states(context, page) == {"Hire": AskState.DONE}
    assert not page.asks.answer.isEnabled()
