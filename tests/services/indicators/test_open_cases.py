"""The complaints open at a month's end, with the deadlines they had then."""

from datetime import UTC, datetime

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.open_cases import Standing
from csq_desktop.services.complaints import complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.indicators import figures
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish
from tests.services.small_shop import ended, founded, logged


@pytest.fixture
def furnish() -> Furnish:
    return founded


def test_a_case_closed_and_reopened_since_has_the_deadline_of_the_round_it_was_in(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        case = logged(session, clock)
        due = complaint_views.read(session, case).clocks[-1].due_at
    clock.at = datetime(2026, 11, 2, 4, tzinfo=UTC)
    with store.writing() as session:
        ended(session, case)
        complaints.reopen(session, case, "Again")
    with store.reading() as session:
        (there,) = figures.open_cases(session, Month(2026, 10))
    end = datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert (there.resolve_due_at, there.standing(end)) == (due, Standing.LATE)
