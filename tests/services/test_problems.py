"""One problem with many complaints: joined, replied to and closed together, each by its rules."""

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.closing.remedies import RemedyLimits
from csq_desktop.domain.complaints.facts import (
    ComplaintQueue,
    EventKind,
    Filter,
    Finding,
    Outcome,
    RemedyKind,
)
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.problems.facts import NewProblem, Problem, ProblemState
from csq_desktop.domain.retention.erasures import NO_WORDS
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import complaints, views
from csq_desktop.services.indicators import figures
from csq_desktop.services.merges import merges
from csq_desktop.services.problems import due, erasure, problems, together
from csq_desktop.services.problems.together import TogetherResult
from csq_desktop.services.settings import closing
from csq_desktop.services.stores import checks
from csq_desktop.services.today import due as today
from tests.factory import START
from tests.services.complaints.test_complaints import Opened, do, logged, opened, seen

assert opened
KETTLES = NewProblem("Kettles of one delivery leak", "Faulty delivery", "Kettle K2")
UPHELD = Outcome(Finding.UPHELD, remedy_kind=RemedyKind.EXCHANGE)


def started(opened: Opened, *cases: int) -> int:
    with opened[0].writing() as session:
        return problems.start(session, KETTLES, cases)


def problem_of(opened: Opened, problem_id: int) -> Problem:
    with opened[0].reading() as session:
        return problems.read(session, problem_id)


def test_all_are_replied_to_and_closed_together_and_each_is_counted(opened: Opened) -> None:
    store, clock = opened
    cases = [logged(opened) for _ in range(3)]
    problem = started(opened, *cases[:2])
    with store.writing() as session:
        assert problems.join(session, problem, cases) == 1
    do(opened, complaints.answer, cases[0], UPHELD, "Told at once")
    clock.move(hours=1)
    with store.reading() as session:
        (item,) = due.items(session, today.now(session))
        assert together.may_be_answered(session, problem).able_ids == tuple(cases[1:])
        refused = together.may_be_closed(session, problem).refused
    assert (item.text, item.under) == (
        "Solve the problem: Kettles of one delivery leak", "3 complaints · 3 still open",
    )  # fmt: skip
    assert {each.ref for each in refused} >= {seen(opened, case).ref for case in cases[1:]}
    with pytest.raises(UserError, match="what the customers were told"):
        do(opened, together.answer, problem, UPHELD, " ")
    with store.writing() as session:
        result = together.answer(session, problem, UPHELD, "Bring it back, we change it")
    assert result == TogetherResult(2)
    for case in cases[1:]:
        whole = seen(opened, case)
        (line,) = (each for each in whole.events if each.kind is EventKind.ANSWERED)
        assert line.text.endswith("Bring it back, we change it")
        assert whole.cause == "Faulty delivery"
    late = logged(opened)
    with store.reading() as session:
        shown = Filter(view=ComplaintQueue.ALL, problem_id=problem)
        assert set(views.line_ids(session, shown)) == {*cases}
    do(opened, problems.join, problem, (late,))
    with store.writing() as session:  # the last one has no reply yet: it is named
        result = together.close(session, problem)
    assert result.done == 3
    assert [each.ref for each in result.refused] == [seen(opened, late).ref]
    whole_problem = problem_of(opened, problem)
    assert [whole_problem.state, len(whole_problem.open_members)] == [ProblemState.OPEN, 1]
    with store.writing() as session:
        together.answer(session, problem, UPHELD, whole_problem.reply_to_all)
        assert together.close(session, problem).refused == ()
    assert problem_of(opened, problem).state is ProblemState.SOLVED
    with store.reading() as session:
        assert list(due.items(session, today.now(session))) == []
        received = figures.month(session, Month.of(START.date())).get(FigureId.COMPLAINTS_RECEIVED)
        assert problems.members(session, problem) == (*cases, late)
    assert received.value == 4
    assert checks.check(store).sound


def test_a_remedy_above_the_limit_is_named_and_nobody_is_told_so(opened: Opened) -> None:
    store, _ = opened
    case = logged(opened)
    problem = started(opened, case)
    roles = (Role.STAFF, Role.SUPERVISOR)
    limits = RemedyLimits(tuple((RemedyKind.REFUND, role, 100) for role in roles))
    do(opened, closing.change_limits, limits)
    costly = Outcome(Finding.UPHELD, remedy_kind=RemedyKind.REFUND, remedy_cents=101)
    with store.writing() as session:
        result = together.answer(session, problem, costly, "Here is a million")
    assert result.done == 0
    (refused,) = result.refused
    assert (refused.ref, "Above your limit" in refused.reason) == (seen(opened, case).ref, True)


def test_a_problem_is_put_right_left_solved_removed_and_each_taken_back(opened: Opened) -> None:
    store, _ = opened
    first, second = logged(opened), logged(opened)
    with pytest.raises(UserError, match="what the problem is"):
        do(opened, problems.start, NewProblem(" "))
    problem = started(opened, first, second)
    do(opened, problems.correct, problem, NewProblem("Lids", touch_point="till"))
    assert problem_of(opened, problem).problem_title == "Lids"
    do(opened, problems.leave, problem, first)
    with pytest.raises(UserError, match="not part of the problem"):
        do(opened, problems.leave, problem, first)
    do(opened, problems.put_back, problem, first)
    do(opened, problems.leave, problem, first)
    do(opened, complaints.withdraw, second, "Twice")
    do(opened, problems.join, problem, (second,))
    assert problem_of(opened, problem).members == ()
    with store.reading() as session:
        assert list(due.items(session, today.now(session))) == []
    do(opened, problems.solve, problem)
    do(opened, problems.unsolve, problem)
    do(opened, problems.discard, problem)
    with pytest.raises(UserError, match="has been removed"):
        problem_of(opened, problem)
    with pytest.raises(UserError, match="has been removed"):
        do(opened, problems.solve, problem)
    do(opened, problems.bring_back, problem)
    do(opened, problems.bring_back, 404)
    do(opened, complaints.restore, second, "No")
    with store.reading() as session:
        (listed,) = problems.listed(session)
        assert problems.of_case(session, second) == (listed,)
    assert [len(listed.members), len(listed.unanswered)] == [1, 1]
    lines = [line.text for line in seen(opened, first).events if line.kind is EventKind.PROBLEM]
    assert lines == ["Joined to a problem.", "No longer part of a problem."] * 2
    named = NewProblem("Mr Chan's lids", "people.training", "Mr Chan's own")
    do(opened, problems.correct, problem, named)
    do(opened, erasure.erase, (), (second,))
    blank = problem_of(opened, problem)
    assert (blank.problem_title, blank.cause, blank.product) == (NO_WORDS, "people.training", "")
    assert checks.check(store).sound


def test_a_problem_that_both_records_belong_to_is_there_once_after_a_merge(opened: Opened) -> None:
    first, second = logged(opened), logged(opened)
    problem = started(opened, first, second)
    do(opened, merges.merge, first, second, "Twice")
    assert [member.id for member in problem_of(opened, problem).members] == [first]
