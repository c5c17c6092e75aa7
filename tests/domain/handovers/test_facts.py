"""Whether somebody is asked before a case is theirs, and how long their answer takes."""

from datetime import UTC, datetime, time, timedelta

import pytest

from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.handovers.facts import (
    Handover,
    HandoverAnswer,
    asks_first,
    late_seconds,
    refuse_unless_waiting,
)
from csq_desktop.domain.shop.people import Person
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError

MONDAY = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)  # 10:00 in Hong Kong
LEE = Person(2, "Lee", 2, MONDAY)


@pytest.mark.parametrize(
    ("to", "role", "asks"),
    [
        (LEE, Role.STAFF, True),
        (LEE, Role.SUPERVISOR, True),
        (LEE, Role.AUDITOR, False),
        (LEE, None, False),
        (Person(1, "Chan", 1, MONDAY), Role.SUPERVISOR, False),
        (Person(2, "Lee", 2, MONDAY, left_at=MONDAY), Role.STAFF, False),
    ],
)
def test_who_can_answer_is_asked_first(to: Person, role: Role | None, asks: bool) -> None:
    assert asks_first(to, role, 1) is asks


def test_an_answer_is_late_by_opening_hours_alone() -> None:
    calendar = ShopCalendar((((time(10), time(22)),),) * 7)
    asked = Handover(1, 1, "C-1", 1, "Chan", 2, "Lee", MONDAY, "Chan")
    assert late_seconds(asked, calendar, MONDAY + timedelta(hours=8), 8) == 0
    assert late_seconds(asked, calendar, MONDAY + timedelta(hours=9), 8) == 3_600
    assert late_seconds(asked, calendar, MONDAY + timedelta(hours=24), 13) == 0
    done = Handover(1, 1, "C-1", 1, "", 2, "Lee", MONDAY, "", answer=HandoverAnswer.ACCEPTED)
    assert late_seconds(done, calendar, MONDAY + timedelta(days=9), 8) == 0


def test_what_was_answered_is_not_answered_again() -> None:
    refuse_unless_waiting(None)
    with pytest.raises(UserError, match="no longer waiting: Declined"):
        refuse_unless_waiting(HandoverAnswer.DECLINED)
