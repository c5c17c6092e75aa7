"""A wrong moment of a case is put right: what follows from it follows, in order and never ahead."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from csq_desktop.domain.complaints import lifecycle, rounds
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.facts import State
from csq_desktop.domain.complaints.history import MovedMoment
from csq_desktop.domain.complaints.redating import Surroundings, moved, redated
from csq_desktop.errors import UserError
from tests.domain.complaints.shop_case import CALENDAR, RULES, at
from tests.domain.complaints.test_lifecycle import CASE, UPHELD

NOW = at(60)
ACKNOWLEDGED = lifecycle.acknowledge(CASE, at(0, 12), NOW)
ANSWERED = lifecycle.answer(ACKNOWLEDGED, UPHELD, RULES, at(1))
CLOSED = lifecycle.close(ANSWERED, RULES, at(2))
AT_ONCE = lifecycle.close(lifecycle.decide(CASE, UPHELD), RULES, at(2))
WAITING = lifecycle.wait(CASE, at(1))
WAITED = lifecycle.resume(WAITING, CALENDAR, at(2))
REOPENED = rounds.reopen(CLOSED, RULES, at(5))[0]
AGAIN = lifecycle.answer(REOPENED, UPHELD, RULES, at(6))
OF_FILE = replace(CASE, policy_version=0, ack_policy_version=None)
UNDATED = replace(
    CASE,
    state=State.CLOSED,
    closed_band=0,
    closed_month=202610,
    ack_due_at=None,
    resolve_due_at=None,
)
BY_RULE = replace(UNDATED, closed_at=at(7))


def put_right(case: Case, **typed: int) -> Case:
    return redated(case, typed, RULES, Surroundings(NOW))


FOLLOWS: list[tuple[Case, dict[str, int], dict[str, Any]]] = [
    (CASE, {"received_at": CASE.received_at}, {}),
    (CASE, {"acknowledged_at": at(0, 11), "closed_at": at(1)}, {}),
    (
        CASE,
        {"received_at": at(-2)},
        {
            "received_at": at(-2),
            "ack_due_at": CASE.ack_due_at and CASE.ack_due_at - 2 * 86_400,
            "resolve_due_at": CASE.resolve_due_at and CASE.resolve_due_at - 2 * 86_400,
        },
    ),
    (OF_FILE, {"received_at": at(-2)}, {"received_at": at(-2)}),
    (
        WAITED,
        {"received_at": at(-2)},
        {
            "received_at": at(-2),
            "ack_due_at": WAITED.ack_due_at and WAITED.ack_due_at - 2 * 86_400,
            "resolve_due_at": WAITED.resolve_due_at and WAITED.resolve_due_at - 2 * 86_400,
            "resolve_promised_at": WAITED.resolve_promised_at
            and WAITED.resolve_promised_at - 2 * 86_400,
        },
    ),
    (
        AGAIN,
        {"received_at": at(-2)},
        {"received_at": at(-2), "ack_due_at": AGAIN.ack_due_at and AGAIN.ack_due_at - 2 * 86_400},
    ),
    (CLOSED, {"resolved_at": at(0, 20)}, {"resolved_at": at(0, 20)}),
    (CLOSED, {"closed_at": at(8)}, {"closed_at": at(8), "closed_band": 2}),
    (
        AT_ONCE,
        {"closed_at": at(1)},
        {name: at(1) for name in ("acknowledged_at", "resolved_at", "closed_at")},
    ),
    (
        BY_RULE,
        {"closed_at": at(7)},
        {name: at(7) for name in ("acknowledged_at", "resolved_at")} | {"closed_band": 2},
    ),
    (
        UNDATED,
        {"closed_at": at(1)},
        {name: at(1) for name in ("acknowledged_at", "resolved_at", "closed_at")}
        | {"closed_band": 1},
    ),
    (BY_RULE, {"received_at": at(-1)}, {"received_at": at(-1), "closed_at": None}),
]


@pytest.mark.parametrize(("case", "typed", "expected"), FOLLOWS)
def test_what_follows_from_a_moment_follows_it(
    case: Case, typed: dict[str, int], expected: Mapping[str, Any]
) -> None:
    assert put_right(case, **typed) == replace(case, **expected)


REFUSED = [
    (CASE, {"received_at": NOW + 301}, None, "received_at", "in the future"),
    (CLOSED, {"received_at": at(3)}, None, "received_at", "“Received” cannot be after “Acknowl"),
    (CLOSED, {"acknowledged_at": at(-1)}, None, "acknowledged_at", "“Received” cannot be after"),
    (CLOSED, {"acknowledged_at": at(1, 11)}, None, "acknowledged_at", "after “Replied”"),
    (CLOSED, {"closed_at": at(0, 20)}, None, "closed_at", "“Replied” cannot be after “Closed”"),
    (AT_ONCE, {"closed_at": at(-1)}, None, "closed_at", "“Received” cannot be after “Closed”"),
    (WAITING, {"received_at": at(2)}, None, "received_at", "“Waiting for the customer”"),
    (CASE, {"received_at": at(1)}, {"logged_at": at(0, 11)}, "received_at", "after “Logged”"),
    (AGAIN, {"resolved_at": at(4)}, None, "resolved_at", "“Reopened” cannot be after “Repl"),
    (REOPENED, {"acknowledged_at": at(3)}, {"first_closed_at": at(2)}, "acknowledged_at", "Closed"),
    (
        REOPENED,
        {"received_at": at(2), "acknowledged_at": at(3)},
        {"first_answered_at": at(1)},
        "received_at",
        "“Replied”",
    ),
    (replace(CASE, removed_at=at(1)), {"received_at": at(-1)}, None, "", "voided"),
]


@pytest.mark.parametrize(("case", "typed", "around", "field", "sentence"), REFUSED)
def test_moments_stay_in_their_order_and_out_of_the_future(
    case: Case,
    typed: dict[str, int],
    around: dict[str, int] | None,
    field: str,
    sentence: str,
) -> None:
    with pytest.raises(UserError, match=sentence) as refusal:
        redated(case, typed, RULES, Surroundings(NOW, **(around or {})))
    assert refusal.value.field == field


def test_what_a_file_brought_in_another_order_is_not_asked_about() -> None:
    case = replace(CLOSED, acknowledged_at=at(3))
    assert put_right(case, received_at=at(-1)).acknowledged_at == at(3)


def test_a_rules_date_is_no_date_that_was_there_before() -> None:
    after = put_right(BY_RULE, closed_at=at(7))
    assumed = MovedMoment("closed_by_rule", at(7), None)
    assert moved(BY_RULE, after)[-2:] == (MovedMoment("closed_at", None, at(7)), assumed)
    assert moved(BY_RULE, put_right(BY_RULE, received_at=at(-1)))[-1] == assumed
    assert moved(BY_RULE, BY_RULE) == ()
