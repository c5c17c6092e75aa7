"""What stands beside a case goes with it into another store, and counts there as it did here."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from csq_desktop.domain.complaints.facts import Filter
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.indicators.figures import Figure
from csq_desktop.services.causes import causes
from csq_desktop.services.closing import involved, responses, satisfaction
from csq_desktop.services.complaints import promises
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.containment import containment
from csq_desktop.services.imports import commands, imports
from csq_desktop.services.imports.commands import Order
from csq_desktop.services.referrals import referrals
from csq_desktop.storage.store import Store
from tests.factory import FixedClock
from tests.services.fuller_shop import FullHand
from tests.services.imports.import_case import shop_of
from tests.services.imports.test_between_stores import (
    carried,
    customers_of_cases,
    figures_of,
    moved,
    with_customers,
)

_READ = (
    promises.of_case,
    satisfaction.of_case,
    responses.of_case,
    referrals.of_case,
    containment.of_case,
    involved.of_case,
)
_OTHER_HERE = ("id", "complaint_id", "ref", "person_id", "user_id", "owner_id", "owner")


def beside(store: Store) -> list[Any]:
    """What stands beside each case, without the numbers that every store gives by itself."""
    with store.reading() as session:
        ids = complaint_views.line_ids(session, Filter())
        cases = sorted(ids, key=lambda number: complaint_views.read(session, number).received_at)
        return [
            [causes.of_case(session, case).main, _further(causes.of_case(session, case).further)]
            + [_plain(read(session, case)) for read in _READ]
            for case in cases
        ]


def _further(chains: Sequence[Any]) -> list[Any]:
    return [replace(chain, id=None) for chain in chains]


def _plain(things: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in vars(each).items() if name not in _OTHER_HERE}
        for each in things
    ]


def test_it_goes_with_the_case(tmp_path: Path) -> None:
    """Cases that were reopened, wait, and have everything beside them, in both kinds of files."""
    clock = FixedClock()
    store = shop_of(tmp_path / "first", clock)
    hand = FullHand(store, clock, random.Random(4))
    hand.work(90)
    hand.restore_asked()
    with_customers(store, hand.cases)
    here = beside(store)
    assert all(any(case[part] for case in here) for part in range(1, len(_READ) + 2))
    other = moved(store, clock, tmp_path, "xlsx")
    assert beside(other) == here
    assert customers_of_cases(other) == customers_of_cases(store)
    assert _of_complaints(other) == _of_complaints(store)
    for ending in ("xlsx", "csv"):
        again = carried(store, other, tmp_path, ending)
        assert {name for name, count in again.items() if count} == {"unchanged"}
    _undo_everything(other)
    assert {each.id: each for each in _of_complaints(other) if each.value} == {}


def _undo_everything(store: Store) -> None:
    with store.reading() as session:
        batches = [batch.id for batch in imports.batches(session)]
    for number in batches:
        with store.writing() as session:
            imports.undo(session, number)


def _of_complaints(store: Store) -> list[Figure]:
    months = figures_of(store).values()
    return [each for month in months for each in month if not each.id.startswith("feedback.")]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Promises to the customer", "twice"),
        ("Promises to the customer", "[]"),
        ("Promises to the customer", '{"promised": "To call"}'),
        ("Promises to the customer", '[{"promised": "To call"}]'),
        ("Further causes", "[[[["),
    ],
)
def test_what_this_program_did_not_write_leaves_its_row_out(
    column: str, cell: str, tmp_path: Path
) -> None:
    store = shop_of(tmp_path, FixedClock())
    file = tmp_path / "cases.csv"
    cell = cell.replace('"', '""')
    file.write_text(
        f"Received,Channel,Category,Severity,Reference,{column}\n"
        f'2026-09-01 10:00,Counter,till.waiting,Low,T1,"{cell}"\n',
        "utf-8",
    )
    outcome = commands.run(store, Order(ImportKind.COMPLAINTS, file), None)
    assert outcome.counts["invalid"] == 1
    assert any(column in each and "Leave the cell" in each for each in outcome.sentences)
