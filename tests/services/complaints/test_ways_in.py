"""One history, every way in: live, brought by a file, begun live and ended by a file, undone.

Each way has to come to the same facts, the same kept sums and the same figures.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import (
    ComplaintClock,
    Finding,
    Outcome,
    RemedyKind,
    Severity,
    State,
)
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping
from csq_desktop.domain.months import Month
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.services.imports.imports import Batch
from csq_desktop.services.indicators import figures
from csq_desktop.services.settings import shop
from csq_desktop.storage.records import complaints as records
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints import ComplaintRow, ComplaintSumRow
from tests.factory import FixedClock
from tests.services import small_shop
from tests.services.imports import import_case

MONTHS = [Month(2026, 10), Month(2026, 11), Month(2026, 12)]
VERSIONS = {"policy_version", "ack_policy_version"}
HOURS = some.sampled_from((1, 3, 11, 37, 160, 300))
BRINGS = ("acknowledge", "answer", "close", "exclude")
"""What a file can tell of a case that is here already."""
FIRST = (*BRINGS, "low", "high", "investigate", "wait", "wait", "resume", "reopen", "policy")
UNHELD = (*BRINGS, "low", "high", "investigate", "policy")
MOMENTS = (
    "received_at",
    "acknowledged_at",
    "ack_due_at",
    "resolve_due_at",
    "resolved_at",
    "closed_at",
)
WORDS = ("severity", "finding", "remedy_kind", "excluded_reason", "state")
KEYS = {"resolved_at": "answered_at", "state": "status", "remedy_cents": "remedy_amount"}
Steps = list[tuple[str, int]]


def steps(acts: tuple[str, ...], most: int) -> some.SearchStrategy[Steps]:
    return some.lists(some.tuples(some.sampled_from(acts), HOURS), max_size=most)


@dataclass
class Life:
    """A case of one store, worked step by step; what its state refuses does not happen."""

    store: Store
    clock: FixedClock
    folder: Path
    case: int = 0
    policies: int = 1
    files: int = field(default=0)

    def begin(self) -> None:
        with self.store.writing() as session:
            self.case = small_shop.logged(session, self.clock, their_reference="T1")

    def play(self, history: Steps) -> None:
        for act, hours in history:
            self.clock.move(hours=hours)
            with self.store.writing() as session:
                try:
                    with session.begin_nested():
                        self._act(session, act)
                except UserError:
                    pass  # the rules refuse it: nothing happened

    def _act(self, session: Session, act: str) -> None:
        outcome = Outcome(Finding.PARTLY, remedy_kind=RemedyKind.GOODWILL, remedy_cents=4_500)
        match act:
            case "low" | "high":
                complaints.assess(session, self.case, Severity(act))
            case "answer":
                if self.row(session).resolved_at is None:  # no file tells of a second answer
                    complaints.answer(session, self.case, outcome)
            case "wait":
                complaints.wait_for_customer(session, self.case)
            case "reopen":
                complaints.reopen(session, self.case, "It broke again")
            case "exclude":
                complaints.exclude(session, self.case, "Typhoon")
            case "policy":
                self.policies += 1
                spans = {
                    (clock, severity): 400 * self.policies
                    for clock in ComplaintClock
                    for severity in Severity
                }
                shop.change_policy(session, spans)
                complaints.recompute_deadlines(session, self.case)
            case _:
                getattr(complaints, act)(session, self.case)

    def row(self, session: Session) -> ComplaintRow:
        row = records.get(session, self.case)
        assert row is not None
        return row

    def facts(self) -> dict[str, Any]:
        """The case and its rounds as the rules see them."""
        with self.store.reading() as session:
            case = case_rows.case_of(session, self.row(session))
            rounds = case_rows.rounds_of(session, self.case)
            assert rollups.disagreements(session) == []
            return {**asdict(case), "rounds": rounds}

    def figures(self) -> tuple[Any, ...]:
        """The kept sums, and the figures of the months."""
        with self.store.reading() as session:
            s = ComplaintSumRow
            found = session.execute(select(s.month, s.measure, s.bucket, s.count, s.cents))
            sums = {tuple(row) for row in found if any(row[3:])}
            return sums, [figures.month(session, month).figures for month in MONTHS]

    def as_cells(self, columns: tuple[str, ...]) -> dict[str, str]:
        """The case as the cells of a file, by the keys of a matching."""
        with self.store.reading() as session:
            row = self.row(session)
            zone = shop.zone(session)
            cells = {name: getattr(row, name) for name in columns}
        if "remedy_cents" in cells:
            cells["remedy_cents"] /= 100
        return {KEYS.get(name, name): _cell(value, zone) for name, value in cells.items()}

    def take_in(self, cells: dict[str, str]) -> Batch:
        """A file of one row, taken in."""
        self.files += 1
        head = {key: key for key in ("their_reference", "category", *cells)}
        mapping = ImportMapping(
            ImportKind.COMPLAINTS,
            head,
            DateOrder.YMD,
            constants={"channel": "counter", "severity": "medium"}
            if "severity" not in cells
            else {"channel": "counter"},
            unique_by="their_reference",
        )
        rows = [list(head), ["T1", "till.waiting", *cells.values()]]
        table = import_case.table_of(self.folder, rows, f"{self.files}.csv")
        batch = import_case.take_in(self.store, table, mapping)
        with self.store.reading() as session:
            self.case = import_case.case(session, "T1").id
        return batch


def _cell(value: Any, zone: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    return "" if value is None else str(value)


@contextmanager
def lives(folders: pytest.TempPathFactory, count: int) -> Iterator[list[Life]]:
    """Stores that began at the same moment."""
    opened = []
    for _ in range(count):
        folder, clock = folders.mktemp("way"), FixedClock()
        opened.append(Life(import_case.shop_of(folder, clock), clock, folder))
    yield opened
    for life in opened:
        life.store.close()


@settings(max_examples=6, deadline=None)
@given(first=steps(FIRST, 7), rest=steps(BRINGS, 3))
def test_a_case_begun_live_is_the_same_ended_live_or_by_a_file(
    tmp_path_factory: pytest.TempPathFactory, first: Steps, rest: Steps
) -> None:
    with lives(tmp_path_factory, 2) as (live, mixed):
        for life in (live, mixed):
            life.begin()
            life.play(first)
        before = mixed.facts(), mixed.figures()
        live.play(rest)
        mixed.clock.at = live.clock.at
        cells = live.as_cells((*MOMENTS[:2], *MOMENTS[4:], *WORDS[:4], "remedy_cents"))
        batch = mixed.take_in(cells)
        assert mixed.facts() == live.facts()
        assert mixed.figures() == live.figures()
        assert mixed.take_in(cells).updated == 0
        import_case.undone(mixed.store, batch)
        mixed.clock.at = live.clock.at
        assert mixed.facts() == before[0]
        assert mixed.figures()[0] == before[1][0]


@settings(max_examples=5, deadline=None)
@given(history=steps(UNHELD, 6))
def test_a_case_worked_live_is_the_same_brought_whole_by_a_file(
    tmp_path_factory: pytest.TempPathFactory, history: Steps
) -> None:
    with lives(tmp_path_factory, 2) as (live, file):
        live.begin()
        live.play(history)
        file.clock.at = live.clock.at
        shops_own = not {"low", "high", "policy"} & {act for act, _ in history}
        deadlines = () if shops_own else MOMENTS[2:4]
        file.take_in(
            live.as_cells((*MOMENTS[:2], *deadlines, *MOMENTS[4:], *WORDS, "remedy_cents"))
        )
        brought, worked = file.facts(), live.facts()
        if worked["state"] is State.INVESTIGATING and worked["resolved_at"] is not None:
            # a file cannot say that an answered case is looked into again: it comes as answered
            worked = {**worked, "state": State.ANSWERED}
        if not shops_own:  # of a deadline in a file no policy is known
            assert (brought["policy_version"], brought["ack_policy_version"]) == (0, 0)
            brought, worked = ({**facts, **dict.fromkeys(VERSIONS)} for facts in (brought, worked))
        assert brought == worked
        assert file.figures() == live.figures()


@settings(max_examples=5, deadline=None)
@given(history=steps(FIRST, 8), severity=some.sampled_from(list(Severity)))
def test_another_severity_comes_to_the_same_live_and_by_a_file(
    tmp_path_factory: pytest.TempPathFactory, history: Steps, severity: Severity
) -> None:
    with lives(tmp_path_factory, 2) as (live, mixed):
        for life in (live, mixed):
            life.begin()
            life.play([(act, hours) for act, hours in history if act not in ("low", "high")])
        state = live.facts()["state"]
        live.play([("low" if severity is Severity.LOW else "high", 1)])
        if live.facts()["state"] is state:
            return  # what is answered or closed is not assessed any more
        mixed.clock.at = live.clock.at
        mixed.take_in(live.as_cells(("received_at", "severity", "state")))
        assert mixed.facts() == live.facts()
        assert mixed.figures() == live.figures()
