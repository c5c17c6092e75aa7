"""The rules of closing and the limits for remedies, set and taken back."""

from pytestqt.qtbot import QtBot

from csq_desktop.domain.closing.policy import CaseScope, ClosingPolicy, Gate
from csq_desktop.domain.complaints.facts import RemedyKind, Severity
from csq_desktop.domain.users import Role
from csq_desktop.services.settings import closing as service
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from tests.ui.settings.settings_case import Window


def test_rules_are_set_with_a_word_for_who_is_alone_and_taken_back(
    context: Context, qtbot: QtBot, store: Store
) -> None:
    window = Window(context, qtbot)
    section = window.show("closing")
    assert "add a supervisor first" in section.alone.text()
    window.find("gate_response").setChecked(True)
    window.find("four_eyes_severity").choose("high")
    window.find("signing_amount").setText("1,000")
    window.find("reopen_days").setValue(30)
    window.press("save_closing")
    with store.reading() as session:
        assert service.policy(session).value == ClosingPolicy(
            (Gate.RESPONSE,), CaseScope(Severity.HIGH), CaseScope(None, 100_000), 30
        )
    assert section.since.text().startswith("Version 2, in force since")
    window.undo()
    with store.reading() as session:
        assert service.policy(session).value == ClosingPolicy()


def test_limits_are_set_and_a_wrong_amount_holds_the_button(
    context: Context, qtbot: QtBot, store: Store
) -> None:
    window = Window(context, qtbot)
    section = window.show("limits")
    window.find("limit_voucher_staff").setText("a lot")
    assert not section.submit.isEnabled()
    window.find("limit_voucher_staff").setText("100")
    window.find("limit_voucher_supervisor").setText("50")
    window.press("save_limits")
    assert "higher limit than supervisors" in section.message.text
    window.find("limit_voucher_supervisor").setText("500")
    window.press("save_limits")
    with store.reading() as session:
        limits = service.limits(session)
    assert limits.of(RemedyKind.VOUCHER, Role.STAFF) == 10_000
    assert limits.of(RemedyKind.VOUCHER, Role.SUPERVISOR) == 50_000
    window.undo()
    with store.reading() as session:
        assert service.limits(session).limits == ()
