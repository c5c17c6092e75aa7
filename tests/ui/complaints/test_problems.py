"""One problem of many complaints on the page of a case and below the list."""

from PySide6.QtGui import QAction

from csq_desktop.domain.complaints.facts import State
from csq_desktop.domain.problems.facts import Problem
from csq_desktop.services.problems import problems
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.problems.dialogs import CloseTogetherDialog, JoinDialog, ReplyToAllDialog
from csq_desktop.ui.problems.section import ProblemSection
from tests.ui.complaints.driver import Driver, cases
from tests.ui.finding import child


def listed(driver: Driver) -> tuple[Problem, ...]:
    with driver.store.reading() as session:
        return problems.listed(session)


def test_several_are_joined_replied_to_closed_and_one_taken_out(busy: Driver) -> None:
    both = cases(busy)
    busy.page.table.selectAll()
    busy.settle()
    child(busy.page.bulk, QAction, "bulk_same_problem").trigger()
    busy.settle()
    dialog = busy.dialog(JoinDialog)
    busy.submit(dialog)
    assert dialog.isVisible()  # the problem has no name
    busy.qtbot.keyClicks(dialog.form.field("problem_title"), "Queues at noon")
    busy.submit(dialog)
    (problem,) = listed(busy)
    assert {member.id for member in problem.members} == {case.id for case in both}
    busy.page.problem.choose(str(problem.id))
    busy.settle()
    assert busy.page.shown().problem_id == problem.id
    busy.page.problem.choose("")
    busy.settle()
    busy.show_detail()
    assert child(busy.page.detail, ProblemSection).isVisible()
    busy.press(f"reply_all_{problem.id}")
    reply = busy.dialog(ReplyToAllDialog)
    busy.submit(reply)
    assert reply.isVisible()
    finding = reply.form.field("finding")
    assert isinstance(finding, ChoiceBox)
    finding.choose("upheld")
    reply.remedy.choose("explanation")
    busy.qtbot.keyClicks(reply.form.field("note"), "A second till opens at noon")
    busy.submit(reply)
    assert {case.state for case in cases(busy)} == {State.ANSWERED}
    busy.press(f"close_all_{problem.id}")
    busy.dialog(CloseTogetherDialog).reject()
    busy.press(f"leave_{problem.id}")
    assert len(listed(busy)[0].members) == 1
    busy.undo()
    assert len(listed(busy)[0].members) == 2
    busy.press(f"solve_{problem.id}")
    busy.press(f"unsolve_{problem.id}")
    busy.undo()
    assert listed(busy)[0].solved_at is not None
    busy.menu("same_problem")
    again = busy.dialog(JoinDialog)
    busy.settle()
    assert again.problem.count() == 1  # a solved problem is not offered
