"""Which acts helped a clock or a day: only those after a miss that still count."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from csq_desktop.analytics.indicators.helping import HelpSearch, Maximum
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.domain.indicators.earlier_rows import CountedRow, Facts, RowStep, TrailedChange
from tests.domain.complaints.shop_case import CALENDAR

MONTH = Month(2026, 10)
DUE, NOW = 1_791_500_000, 1_793_000_000
CASE, ROUND, DAY = (CountedRow.CASE, 5), (CountedRow.ROUND, 6), (CountedRow.DAY, 7)
OPEN: Facts = {
    "id": 5, "received_at": DUE - 900, "ack_month": 202610, "ack_due_at": DUE,
    "acknowledged_at": None, "excluded_reason": "", "removed_at": None, "reopened_count": 0,
}  # fmt: skip
LATE, EARLY = {"acknowledged_at": DUE + 60}, {"acknowledged_at": DUE - 60}
OUT, IN = {"excluded_reason": "Fire"}, {"excluded_reason": ""}
VOID, BACK = {"removed_at": DUE + 90}, {"removed_at": None}
LONGER, MOVED = {"ack_due_at": NOW + 60}, {"ack_month": 202611, "ack_due_at": NOW + 60}


def search(key: Any, states: list[tuple[int, Facts | None]], rows: Any = None) -> HelpSearch:
    """A row in its states, each with the moment it began."""
    steps = [
        RowStep(
            TrailedChange(
                sequence=at, at=datetime.fromtimestamp(at, UTC), user_id=1, kind=key[0], row_id=5
            ),
            key,
            before,
            after,
        )
        for (_, before), (at, after) in pairwise(states)
    ]
    now = {} if states[-1][1] is None else {key: states[-1][1]}
    return HelpSearch(MONTH, NOW, tuple(reversed(steps)), rows or now)


@pytest.mark.parametrize(
    ("acts", "kinds", "change"),
    [
        ([(DUE - 9, OUT)], [], ()),  # there was no miss yet
        ([(DUE - 9, LONGER)], [], ()),
        ([(DUE + 9, LATE)], [], ()),
        ([(DUE + 9, OUT)], ["excluded"], (0, -1)),
        ([(DUE + 9, OUT), (DUE + 19, IN)], [], ()),
        ([(DUE + 9, OUT), (DUE + 19, EARLY), (DUE + 29, IN)], ["acknowledged_earlier"], (1, -1)),
        ([(DUE + 9, LATE), (DUE + 19, EARLY)], ["acknowledged"], (1, -1)),
        ([(DUE + 9, LATE), (DUE + 19, EARLY), (DUE + 29, LATE)], [], ()),
        ([(DUE + 9, OUT), (DUE + 19, VOID)], ["voided", "excluded"], (0, -1)),
        ([(DUE - 9, OUT), (DUE + 19, VOID)], [], ()),  # it did not count before
        ([(DUE + 9, VOID), (DUE + 19, BACK)], [], ()),
        ([(DUE + 9, LONGER)], ["deadline"], (0, -1)),
        ([(DUE + 9, MOVED), (DUE + 19, OUT)], ["excluded", "deadline"], (0, -1)),
        ([(DUE + 9, {**MOVED, "received_at": NOW})], ["received"], (0, -1)),
    ],
)  # fmt: skip
def test_an_act_helps_where_a_miss_was_and_is_not_any_more(
    acts: list[tuple[int, Facts]], kinds: list[str], change: tuple[int, ...]
) -> None:
    states: list[tuple[int, Facts | None]] = [(DUE - 900, OPEN)]
    for at, facts in acts:
        states.append((at, {**(states[-1][1] or {}), **facts}))
    found = list(search(CASE, states).clocks(ComplaintClock.ACKNOWLEDGE))
    assert [act.kind for help_ in found for act in help_.acts] == kinds
    assert [(help_.met, help_.missed) for help_ in found] == ([change] if change else [])


def test_a_case_that_is_new_was_not_helped() -> None:
    there = search(CASE, [(DUE, None), (DUE + 9, OPEN), (DUE + 19, {**OPEN, **OUT})])
    (only,) = there.clocks(ComplaintClock.ACKNOWLEDGE)
    assert [act.kind for act in only.acts] == ["excluded"]
    assert list(search(CASE, [(DUE, None), (DUE + 9, OPEN)]).clocks(ComplaintClock.RESOLVE)) == []


def test_a_reopening_is_no_help_to_the_round_it_ends() -> None:
    first: Facts = {**OPEN, "resolve_month": 202610, "resolve_due_at": DUE,
                    "resolved_at": DUE + 9, "waiting_since": None}  # fmt: skip
    again = {**first, "reopened_count": 1, "resolve_due_at": NOW + 9, "resolved_at": None}
    finished = {"complaint_id": 5, "round": 1, "resolve_month": 202610, "resolve_due_at": DUE,
                "resolved_at": DUE + 9, "closed_at": DUE + 9, "excluded_reason": "",
                "removed_at": None}  # fmt: skip
    there = search(CASE, [(DUE, first), (DUE + 99, again)], {CASE: again, ROUND: finished})
    assert list(there.clocks(ComplaintClock.RESOLVE)) == []
    voided = {**finished, **VOID}
    later = search(ROUND, [(DUE + 100, finished), (DUE + 199, voided)])
    rows = {CASE: {**again, **VOID}, ROUND: voided}
    both = HelpSearch(MONTH, NOW, later.steps + there.steps, rows)
    (only,) = both.clocks(ComplaintClock.RESOLVE)
    assert [act.kind for act in only.acts] == ["voided"]


@pytest.mark.parametrize(
    ("round_", "replies", "expected"),
    [
        ({}, [], True),
        ({}, [NOW - 5], True),
        ({}, [DUE - 5], False),  # it came in time all the same
        ({"answered": True}, [], False),
        ({"resolved_at": DUE - 99}, [], False),
        ({"closed": False}, [], False),  # a file closed it
        ({"excluded_reason": "Fire"}, [], False),
        ({"resolve_month": 202609}, [], False),
        ({"removed_at": NOW}, [], False),
    ],
)
def test_a_round_closed_without_a_reply_that_came_back(
    round_: dict[str, Any], replies: list[int], expected: bool
) -> None:
    ended = DUE - 60
    facts = {"complaint_id": 5, "round": 1, "resolve_month": 202610, "resolve_due_at": DUE,
             "resolved_at": ended, "closed_at": ended, "excluded_reason": "",
             "removed_at": None} | round_  # fmt: skip
    answered = {(5, at) for at in replies} | ({(5, ended)} if "answered" in round_ else set())
    closed = set() if "closed" in round_ else {(5, ended)}
    there = HelpSearch(MONTH, NOW, (), {CASE: OPEN, ROUND: facts})
    assert [each.key for each in there.unanswered(answered, closed)] == [ROUND] * expected


MAXIMUM = Maximum(60 * 30, CALENDAR)
PAST = DUE + 10 * 86_400
IN_SEPTEMBER = {"ack_month": 202609, "ack_due_at": DUE - 1_900_000, "received_at": DUE - 2_000_000}


@pytest.mark.parametrize(
    ("began", "acts", "kinds", "change"),
    [
        ({}, [(PAST, LATE)], ["acknowledged_earlier"], (0, 0, -1)),  # late, but under it
        ({}, [(PAST, {"acknowledged_at": PAST}), (PAST + 9, EARLY)], ["acknowledged"], (1, -1, -1)),
        ({}, [(PAST, OUT)], ["excluded"], (0, -1, -1)),
        ({}, [(PAST, VOID)], ["voided"], (0, -1, -1)),
        ({"ack_month": 202609}, [(PAST, VOID)], ["voided"], (0, 0, -1)),
        ({}, [(DUE + 9, LATE)], [], ()),  # it had not passed yet
        ({}, [(DUE + 200_000, OUT)], [], ()),  # nor by the shop's hours
        ({}, [(PAST, {"acknowledged_at": PAST})], [], ()),
        (IN_SEPTEMBER, [(PAST, VOID)], [], ()),  # it passed in another month
    ],
)
def test_a_maximum_is_helped_where_a_case_was_over_it_and_is_not_any_more(
    began: dict[str, Any], acts: list[tuple[int, Facts]], kinds: list[str], change: tuple[int, ...]
) -> None:
    states: list[tuple[int, Facts | None]] = [(DUE - 900, {**OPEN, **began})]
    for at, facts in acts:
        states.append((at, {**(states[-1][1] or {}), **facts}))
    found = list(search(CASE, states).clocks(ComplaintClock.ACKNOWLEDGE, MAXIMUM))
    assert [act.kind for help_ in found for act in help_.acts] == kinds
    changes = [(help_.met, help_.missed, help_.over) for help_ in found]
    assert changes == ([change] if change else [])


@pytest.mark.parametrize(
    ("round_", "replies", "expected"),
    [
        ({}, [], True),
        ({}, [PAST], True),
        ({}, [DUE + 120], False),  # late, but under the maximum all the same
        ({"excluded_reason": "Fire"}, [], False),
        ({"removed_at": NOW}, [], False),
        ({"resolved_at": PAST, "closed_at": PAST}, [], False),  # over it as it was closed
    ],
)
def test_a_round_that_only_a_closing_kept_from_its_maximum(
    round_: dict[str, Any], replies: list[int], expected: bool
) -> None:
    facts: Facts = {
        "complaint_id": 5, "round": 1, "received_at": DUE - 900, "resolve_month": 202610,
        "resolve_due_at": DUE, "resolved_at": DUE + 60, "closed_at": DUE + 60,
        "held_seconds": 0, "excluded_reason": "", "removed_at": None,
    } | round_  # fmt: skip
    there = HelpSearch(MONTH, NOW, (), {CASE: OPEN, ROUND: facts})
    moments = [(5, at) for at in replies]
    rounds = there.unanswered(moments, [(5, facts["closed_at"])], MAXIMUM)
    assert [each.key for each in rounds] == [ROUND] * expected


def count(met: int, missed: int, excluded: int = 0, pledge: int = 3) -> Facts:
    return {"pledge_id": pledge, "day": "2026-10-02", "month": 202610, "met": met,
            "missed": missed, "over_maximum": 0, "excluded": excluded}  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "acts", "change"),
    [
        ([count(9, 2), count(9, 5)], [], ()),
        ([count(9, 5), count(12, 2)], [("count_corrected", 3)], (3, -3)),
        ([count(9, 5), count(9, 2), count(9, 7)], [], ()),
        ([count(9, 5), count(9, 2), count(9, 4)], [("count_corrected", 1)], (0, -1)),
        ([count(9, 5), count(9, 2, 3), None],
         [("count_removed", 2), ("count_excluded", 3)], (-9, -5)),
        ([count(9, 5, pledge=4), count(9, 2, pledge=4)], [], ()),
    ],
)  # fmt: skip
def test_a_day_is_counted_as_when_it_had_most_misses(
    counts: list[Facts | None], acts: list[tuple[str, int]], change: tuple[int, ...]
) -> None:
    found = list(search(DAY, [(DUE + at, facts) for at, facts in enumerate(counts)]).days(3))
    assert [(act.kind, act.misses) for help_ in found for act in help_.acts] == acts
    assert [(help_.met, help_.missed) for help_ in found] == ([change] if change else [])
