"""A whole store in a set of files, taken in elsewhere and undone there."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.customers.facts import CustomerFilter
from csq_desktop.domain.shop.shop_lists import CATEGORIES, SEGMENTS, ListEntry
from csq_desktop.domain.transfers.lists import FILE
from csq_desktop.domain.transfers.sets import SetReport
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import Cancelled, UserError
from csq_desktop.services.causes import causes
from csq_desktop.services.closing import involved, responses, satisfaction
from csq_desktop.services.complaints import promises
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.containment import containment
from csq_desktop.services.customers import customers
from csq_desktop.services.imports import imports
from csq_desktop.services.referrals import referrals
from csq_desktop.services.settings import list_changes, lists
from csq_desktop.services.transfers import everything
from csq_desktop.services.transfers.everything import SetOrder
from csq_desktop.storage.store import Store
from tests.factory import FixedClock
from tests.services.fuller_shop import FullHand
from tests.services.imports.import_case import shop_of
from tests.services.imports.test_between_stores import (
    customers_of_cases,
    figures_of,
    next_store,
    with_customers,
)
from tests.services.small_shop import logged

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


def test_everything_is_the_same_in_the_next_store(tmp_path: Path) -> None:
    """Cases that were reopened, wait, and have everything beside them, in both kinds of files."""
    clock = FixedClock()
    store = shop_of(tmp_path / "first", clock)
    hand = FullHand(store, clock, random.Random(4))
    own = with_own_category(store, clock)
    hand.work(90)
    hand.restore_asked()
    with_customers(store, hand.cases)
    here = beside(store)
    assert all(any(case[part] for case in here) for part in range(1, len(_READ) + 2))
    written = everything.write(store, SetOrder(tmp_path / "set", "Another computer"))
    other = next_store(clock, tmp_path)
    with other.writing() as session:
        gold = list_changes.add(session, SEGMENTS, ThreeTexts("GOLD"))
    report = everything.take_in(other, tmp_path / "set")
    assert learnt(other, gold) == {*report.lists.learnt} != set()
    rows = [line.rows for line in written.lines if line.rows]
    assert [line.rows for line in report.lines] == rows
    assert written.sentences[1].startswith("1 voided case stays behind")
    assert beside(other) == here
    assert customers_of_cases(other) == customers_of_cases(store)
    assert figures_of(other) == figures_of(store)
    assert {line for line in entries(store) if line.code in own} <= entries(other)
    everything.write(store, SetOrder(tmp_path / "texts", "Another computer", ending="csv"))
    for folder in ("set", "texts"):
        again = everything.take_in(other, tmp_path / folder)
        assert all(f"Unchanged: {line.rows}" in line.sentences for line in again.lines if line.rows)
        undone(other, again)
    with other.writing() as session:
        imports.undo(session, report.batch_ids[0])
    undone(other, report)
    figures = (each for month in figures_of(other).values() for each in month)
    assert {each.id: each for each in figures if each.value} == {}
    assert not any(line.active for line in entries(other) if line.code in own)
    assert learnt(other, gold) == set()


def with_own_category(store: Store, clock: FixedClock) -> tuple[str, ...]:
    """A category of the shop's own and two below it, of which it uses one no more."""
    names = (ThreeTexts("Parking", "泊車", "停车"), ThreeTexts("Lift"), ThreeTexts("Gate"))
    with store.writing() as session:
        above = list_changes.add(session, CATEGORIES, names[0])
        list_changes.add(session, SEGMENTS, ThreeTexts("Gold", "金卡"))
        lift, gate = (
            list_changes.add(session, CATEGORIES, name, parent=above) for name in names[1:]
        )
    with store.writing() as session:
        list_changes.deactivate(session, CATEGORIES, gate)
        for code in (above, lift, gate):
            logged(session, clock, category=code)
    return above, lift, gate


def entries(store: Store) -> set[ListEntry]:
    """The categories of a store."""
    with store.reading():
        return {*lists.everything(CATEGORIES)}


def learnt(store: Store, code: str) -> set[tuple[str, str, str]]:
    """What a customer group has learnt to mean."""
    with store.reading():
        entry = lists.entry(SEGMENTS, code)
    return {(SEGMENTS, code, words) for words in entry.aliases} if entry else set()


def undone(store: Store, report: SetReport) -> None:
    """Take back what a set brought."""
    with store.writing() as session:
        everything.undo(session, report)


def _two_cases(folder: Path) -> tuple[Store, FixedClock]:
    clock = FixedClock()
    store = shop_of(folder, clock)
    with store.writing() as session:
        cases = [logged(session, clock), logged(session, clock, kind=FeedbackKind.ENQUIRY)]
    with_customers(store, cases)
    return store, clock


def test_all_of_a_set_or_nothing(tmp_path: Path) -> None:
    store, clock = _two_cases(tmp_path / "first")
    order = SetOrder(tmp_path / "set", "Another computer", ending="csv")

    def stop_at_pledges(done: float, total: float, _words: str) -> None:
        if done > total * 0.6:
            raise Cancelled("Stopped")

    with pytest.raises(Cancelled):
        everything.write(store, order, stop_at_pledges)
    assert [*(tmp_path / "set").iterdir()] == []
    everything.write(store, order)
    assert len([*(tmp_path / "set").glob("*.codebook.csv")]) == 3
    with pytest.raises(UserError, match="already a file customers"):
        everything.write(store, order)
    other = next_store(clock, tmp_path)
    with pytest.raises(Cancelled):
        everything.take_in(other, tmp_path / "set", stop_at_pledges)
    for body in ("[[", '[{"list_name": "no list", "code": "x"}]'):
        (tmp_path / "set" / FILE).write_text(body, "utf-8")
        with pytest.raises(UserError, match=r"lists\.json is not what the program exports"):
            everything.take_in(other, tmp_path / "set")
    assert sum(counted(other)) == 0


def test_a_set_without_one_of_its_files_is_taken_in_and_says_so(tmp_path: Path) -> None:
    store, clock = _two_cases(tmp_path / "first")
    everything.write(store, SetOrder(tmp_path / "set", "Another computer"))
    (tmp_path / "set" / "enquiries.xlsx").unlink()
    other = next_store(clock, tmp_path)
    report = everything.take_in(other, tmp_path / "set")
    assert report.sentences[-1].startswith("Not in the folder: ")
    assert "Enquiries" in report.sentences[-1]
    assert "Complaints" not in report.sentences[-1]


def counted(store: Store) -> list[int]:
    """How many cases and customers count."""
    with store.reading(identities=True) as session:
        cases = complaint_views.line_ids(session, Filter(view=ComplaintQueue.ALL, kind=None))
        return [len(cases), len(customers.line_ids(session, CustomerFilter()))]


def test_what_is_no_set_is_said(tmp_path: Path) -> None:
    store, _ = _two_cases(tmp_path / "first")
    with pytest.raises(UserError, match="Enter what the customer data is needed for"):
        everything.write(store, SetOrder(tmp_path / "set", " "))
    with pytest.raises(UserError, match="no files of such an export"):
        everything.take_in(store, tmp_path)
    (tmp_path / "complaints.csv").write_text("Received,Word\n2026-09-01,x\n", "utf-8")
    with pytest.raises(UserError, match="csv: Match a column to"):
        everything.take_in(store, tmp_path)
