"""A store's complaints and counts taken into another store come to the same figures there."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import Filter, State
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.indicators.figures import Figure
from csq_desktop.services.complaints import complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.customers import customers
from csq_desktop.services.exports import exports
from csq_desktop.services.imports import commands
from csq_desktop.services.imports.commands import Order
from csq_desktop.services.indicators import figures
from csq_desktop.services.settings import shop
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import IdentityRow
from tests.factory import FixedClock
from tests.services.imports.import_case import shop_of
from tests.services.small_shop import Hand, ended, logged

KINDS = (ImportKind.CUSTOMERS, ImportKind.COMPLAINTS, ImportKind.PLEDGE_COUNTS)
_AN_HOUR = timedelta(hours=40)


def until(clock: FixedClock, store: Store, end: FixedClock) -> None:
    """Let the time of a store pass as it did in another: it believes no sudden leap."""
    while clock.at < end.at:
        clock.at = min(end.at, clock.at + _AN_HOUR)
        store.clock.now()


def moved(store: Store, end: FixedClock, folder: Path, ending: str = "csv") -> Store:
    """What a store exports, taken into a new one."""
    other = next_store(end, folder)
    carried(store, other, folder, ending)
    return other


def next_store(end: FixedClock, folder: Path) -> Store:
    """A new store of another branch, whose time has come to the same moment."""
    clock = FixedClock()
    other = shop_of(folder / "other", clock)
    until(clock, other, end)
    with other.writing() as session:
        shop.change_shop(session, replace(shop.shop(session), branch_code="TST2"))
    return other


def carried(store: Store, other: Store, folder: Path, ending: str) -> Counter[str]:
    """Everything that can be, exported and taken in; what became of the rows."""
    counts: Counter[str] = Counter()
    for kind in KINDS:
        file = folder / f"{kind}.{ending}"
        if exports.write(store, kind, file, purpose="Another computer"):
            counts.update(commands.run(other, Order(kind, file), None).counts)
    return counts


def figures_of(store: Store) -> dict[Month, list[Figure]]:
    """Every figure of half a year."""
    months = [Month(2026, 8).shift(step) for step in range(8)]
    with store.reading() as session:
        assert rollups.disagreements(session) == []
        return {month: list(figures.month(session, month).figures) for month in months}


def with_customers(store: Store, cases: list[int]) -> None:
    """Three customers, one with a number of another system, who made some of the complaints."""
    with store.writing() as session:
        for case, name in zip(cases, ("Chan Tai Man", "陳小文", "Lee Ka Yan"), strict=False):
            theirs = "M1" if name.startswith("Lee") else ""
            identity = Identity(name, email=f"{case}@example.com", their_reference=theirs)
            customer_id = customers.add(session, NewCustomer(identity))
            complaints.link(session, case, customer_id, "They called again")


def customers_of_cases(store: Store) -> list[tuple[object, str]]:
    """The moment and the customer's name of each case that has a customer."""
    with store.reading(identities=True) as session:
        row, identity = ComplaintRow, IdentityRow
        query = select(row.received_at, identity.name).join(
            identity, identity.customer_id == row.customer_id
        )
        there = session.execute(query.where(row.removed_at.is_(None)))
        return sorted((received_at, name) for received_at, name in there)


@pytest.mark.parametrize(("seed", "ending"), [(7, "csv")])
def test_figures_are_the_same_in_the_next_store(seed: int, ending: str, tmp_path: Path) -> None:
    """Cases that were reopened and closed again; others wait."""
    clock = FixedClock()
    store = shop_of(tmp_path / "first", clock)
    hand = Hand(store, clock, random.Random(seed))
    hand.work(150)
    with_customers(store, hand.cases)
    other = moved(store, clock, tmp_path, ending)
    assert figures_of(other) == figures_of(store)
    assert customers_of_cases(other) == customers_of_cases(store)
    again = carried(store, other, tmp_path, ending)
    assert {name for name, count in again.items() if count} == {"unchanged"}


def test_a_reopened_case_is_one_in_the_next_store(tmp_path: Path) -> None:
    clock = FixedClock()
    store = shop_of(tmp_path / "first", clock)
    with store.writing() as session:
        case = logged(session, clock)
        complaints.acknowledge(session, case)
        for reason in ("It broke again", "And again"):
            clock.move(hours=20)
            ended(session, case)
            clock.move(hours=2)
            complaints.reopen(session, case, reason)
    other = moved(store, clock, tmp_path)
    with other.reading() as session:
        (there,) = complaint_views.line_ids(session, Filter())
        there_now = complaint_views.read(session, there)
    assert (there_now.state, there_now.reopened_count) == (State.REOPENED, 2)
    assert figures_of(other) == figures_of(store)


@pytest.mark.parametrize(
    "cell",
    [
        "twice",
        '{"closed_at": 3}',
        "[[[[",
        "[]",
        '[{"closed_at": "2026-09-04T02:00:00Z", "reopened_at": "2026-09-03T02:00:00Z"}]',
        '[{"closed_at": "2020-09-04T02:00:00Z", "reopened_at": "2026-09-05T02:00:00Z"}]',
        '[{"closed_at": "2026-09-04T02:00:00Z", "reopened_at": "2026-09-05T02:00:00Z", '
        '"remedy_cents": -1}]',
    ],
)
def test_what_are_no_rounds_of_a_case_leaves_its_row_out(cell: str, tmp_path: Path) -> None:
    clock = FixedClock()
    store = shop_of(tmp_path, clock)
    file = tmp_path / "rounds.csv"
    file.write_text(
        "Received,Channel,Category,Severity,Reference,Earlier rounds\n"
        f'2026-09-01 10:00,Counter,till.waiting,Low,T1,"{cell.replace(chr(34), chr(34) * 2)}"\n',
        "utf-8",
    )
    outcome = commands.run(store, Order(ImportKind.COMPLAINTS, file), None)
    assert outcome.counts["invalid"] == 1
    assert any("earlier rounds of this complaint" in each for each in outcome.sentences)
