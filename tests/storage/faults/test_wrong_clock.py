"""T14: whatever the computer's clock and zone are set to, no time that passed is negative."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import Filter, Finding, Outcome
from csq_desktop.services.complaints import complaints, views
from csq_desktop.services.indicators import figures
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import checks
from csq_desktop.storage.store import Store
from tests.factory import START, FixedClock, copy_store, opened
from tests.services.small_shop import logged, set_up
from tests.tally import Tally

JUMPS = {
    "a year back": {"days": -365},
    "a minute back": {"minutes": -1},
    "ten years on": {"days": 3652},
    "on and back again": {"days": 0},
}
ZONES = ("Asia/Hong_Kong", "America/New_York", "Pacific/Kiritimati")
NEGATIVE = """
    SELECT count(*) FROM complaint WHERE held_seconds < 0
    OR acknowledged_at < received_at OR resolved_at < received_at OR closed_at < received_at
    OR ack_due_at < received_at OR resolve_due_at < received_at OR closed_at < resolved_at
    OR entered_at < received_at
"""
BACKWARDS = """
    SELECT count(*) FROM audit_entry AS later JOIN audit_entry AS earlier
    ON earlier.sequence = later.sequence - 1 WHERE later.at < earlier.at
"""


@pytest.fixture(params=ZONES)
def _zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The computer stands in this zone."""
    with monkeypatch.context() as patched:
        patched.setitem(os.environ, "TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.fault("T14", only="linux")
@pytest.mark.usefixtures("_zone")
@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_set_wrong_makes_no_negative_time(
    tmp_path: Path, clock: FixedClock, tally: Tally, jump: str
) -> None:
    folder = copy_store(tmp_path)
    with opened(folder, clock) as store:
        set_up(store)
        case = log(store, clock)
    clock.move(hours=3)
    with opened(folder, clock) as store:
        log(store, clock)
    if jump == "on and back again":
        clock.move(days=3652)
        opened(folder, clock).__enter__().close()
        clock.move(days=-3652)
    clock.move(**JUMPS[jump])
    with tally.counting("unopenable"), opened(folder, clock) as store:
        work(store, case, clock)
        require_forwards(store, tally)
    with opened(folder, clock) as store:  # so is the next day, with the clock set right
        clock.at = START
        log(store, clock)
        require_forwards(store, tally)


def log(store: Store, clock: FixedClock) -> int:
    with store.writing() as session:
        return logged(session, clock)


def work(store: Store, case: int, clock: FixedClock) -> None:
    """One case goes on to its end, another begins."""
    with store.writing() as session:
        complaints.acknowledge(session, case)
        complaints.answer(session, case, Outcome(Finding.UPHELD))
        complaints.close(session, case)
    log(store, clock)


def require_forwards(store: Store, tally: Tally) -> None:
    """No figure, no list and no stored time runs backwards; all that is stored agrees."""
    with tally.round("undetected"):
        with store.reading() as session:
            for query in (NEGATIVE, BACKWARDS):
                assert session.scalar(text(query)) == 0, query
            for line in views.lines(session, views.line_ids(session, Filter())):
                views.read(session, line.id)
            figures.history(session, Month.of(shop.today(session)), 3)
        report = checks.check(store)
        assert report.sound, [line for line in report.lines if not line.sound]
