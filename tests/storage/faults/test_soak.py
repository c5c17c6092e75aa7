"""T22: days of work without end: no error, a bounded log, memory that stays, everything whole."""

import random
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import Filter
from csq_desktop.services.complaints import views
from csq_desktop.services.indicators import figures
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import checks
from csq_desktop.storage.files.engine import LARGEST_WAL, STORE_FILE, VAULT_FILE
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, open_store
from tests.services.small_shop import set_up
from tests.storage.faults.fault_children import SAVES
from tests.storage.faults.test_kill import require_all
from tests.tally import Tally

MIB = 1024 * 1024
DAYS = 4
GROWTH = 48 * MIB  # what the second half may hold more than the first; caches are full by then
LOOK_EVERY = 50


def resident() -> int:
    """Bytes of memory this program holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def largest_log(store: Store) -> int:
    logs = [store.folder / f"{name}-wal" for name in (STORE_FILE, VAULT_FILE)]
    return max(log.stat().st_size for log in logs if log.exists())


def look(store: Store) -> None:
    """What the window shows after a save."""
    with store.reading(identities=True) as session:
        views.lines(session, views.line_ids(session, Filter(), 20))
        figures.history(session, Month.of(shop.today(session)), 3)


@pytest.mark.fault("T22", only="linux", apart=True)
def test_work_without_end_ends_in_no_error(
    tmp_path: Path, clock: FixedClock, rounds: Callable[[int, int], int], tally: Tally
) -> None:
    store = open_store(tmp_path, source=clock)
    set_up(store)
    dice, cases, acknowledged = random.Random("T22"), list[int](), list[str]()
    held, longest = list[int](), 0
    days = rounds(DAYS, 100)
    for _ in range(days):
        clock.move(days=1)
        for number in range(rounds(500, 10_000)):
            with tally.round("lost"), store.writing() as session:
                acknowledged.append(dice.choice(SAVES)(session, dice, cases))
            if number % LOOK_EVERY == 0:
                look(store)
                longest = max(longest, largest_log(store))
        with tally.counting("undetected"):
            assert checks.check(store).sound
        store.rest()
        held.append(resident())
    half = days // 2
    grown = max(held[half:]) - max(held[:half])
    tally.note = (
        f"{days} days with a check each; log at most {longest / MIB:.0f} MB; memory of the second "
        f"half {grown / MIB:+.0f} MB"
    )
    assert longest <= LARGEST_WAL
    assert grown <= GROWTH
    require_all(store, acknowledged, tally)
    store.close()
    with tally.counting("unopenable"):
        again = open_store(tmp_path, source=clock)
    with tally.counting("partial"):
        assert again.findings == ()
        assert checks.check(again).sound
    again.close()
