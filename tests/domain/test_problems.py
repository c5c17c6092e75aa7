"""A problem of many complaints: when it was seen, and what of it is still to be done."""

from datetime import timedelta

import pytest

from csq_desktop.domain.complaints.facts import State
from csq_desktop.domain.problems.facts import (
    NewProblem,
    Problem,
    ProblemMember,
    ProblemState,
    check,
)
from csq_desktop.errors import UserError
from tests.factory import START


def member(number: int, state: State) -> ProblemMember:
    received = START + timedelta(days=number)
    return ProblemMember(number, f"C-{number}", "", state, None, received, START)


def problem(*states: State, solved: bool = False) -> Problem:
    members = tuple(member(number, state) for number, state in enumerate(states))
    end = START if solved else None
    return Problem(1, "Lids", "", "", "", None, "", START, "", end, members)


def test_what_is_open_and_what_has_no_reply() -> None:
    mixed = problem(State.RECEIVED, State.ANSWERED, State.CLOSED)
    assert [each.id for each in mixed.open_members] == [0, 1]
    assert [each.id for each in mixed.unanswered] == [0]
    assert mixed.seen == (START, START + timedelta(days=2))
    assert problem().seen == ()


def test_it_is_open_until_it_is_solved() -> None:
    states = [problem().state, problem(solved=True).state]
    assert states == [ProblemState.OPEN, ProblemState.SOLVED]
    assert [state.label for state in states] == ["Open", "Solved"]
    assert states[0].tone is not states[1].tone


@pytest.mark.parametrize("title", [" ", "x" * 201])
def test_it_has_a_name_that_fits(title: str) -> None:
    check(NewProblem("Lids"))
    with pytest.raises(UserError) as refused:
        check(NewProblem(title))
    assert refused.value.field == "problem_title"
