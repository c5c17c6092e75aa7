"""One history, every way in: it comes to the same facts, the same kept sums, the same figures.

A case is worked live; a twin is worked live for a while and ended by a file, which is undone and
taken in again; a third comes whole out of a file, undone and again, too; a fourth is written as the
demo writes its cases. They live in one store; whichever is not looked at is withdrawn meanwhile.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.demo import cases as demo
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints import lifecycle
from csq_desktop.domain.complaints import rounds as rounds_of_a_case
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.facts import (
    ComplaintClock,
    Finding,
    Outcome,
    RemedyKind,
    Severity,
    State,
)
from csq_desktop.domain.complaints.rounds import Round
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.services.imports.imports import Batch
from csq_desktop.services.indicators import figures
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow, ComplaintSumRow
from tests.exploring import examples
from tests.random_shop import RandomShop, founded, working
from tests.services import small_shop
from tests.services.imports import import_case

pytestmark = pytest.mark.no_cover  # slow, and takes no branch that other tests leave out

HOURS = st.sampled_from((1, 3, 11, 37, 160, 300))
BRINGS = ("acknowledge", "answer", "close", "exclude")
"""What a file can tell of a case that is here already."""
ALONE = ("low", "high", "investigate", "policy")
"""What it can tell of one that comes whole; waits and earlier rounds it cannot."""
LIVE = ("wait", "wait", "resume", "reopen")
MOMENTS = ("received_at", "acknowledged_at", "resolved_at", "closed_at")
DUE = ("ack_due_at", "resolve_due_at")
WORDS = ("severity", "finding", "remedy_kind", "excluded_reason")
KEYS = {"resolved_at": "answered_at", "state": "status", "remedy_cents": "remedy_amount"}
OUTCOME = Outcome(Finding.PARTLY, remedy_kind=RemedyKind.GOODWILL, remedy_cents=4_500)
Steps = list[tuple[str, int]]


def steps(acts: tuple[str, ...], most: int) -> st.SearchStrategy[Steps]:
    return st.lists(st.tuples(st.sampled_from(acts), HOURS), min_size=most // 2, max_size=most)


BEGINNINGS = st.one_of(steps((*BRINGS, *ALONE, *LIVE), 7), steps((*BRINGS, *ALONE), 5))


class Lived(NamedTuple):
    """What a case has come to: its facts and its earlier rounds."""

    case: Case
    rounds: tuple[Round, ...]


class Counted(NamedTuple):
    """What the store counts of the one case that counts in it."""

    sums: frozenset[tuple[Any, ...]]
    months: tuple[Any, ...]


class Act(NamedTuple):
    """A step as it was taken: what, when, and by which rules."""

    what: str
    at: int
    rules: ShopRules


@dataclass
class Ways:
    """A shop in which the same case is worked in every way."""

    shop: RandomShop
    acts: list[Act]

    def begin(self, reference: str) -> int:
        """A complaint logged now."""
        with self.shop.store.writing() as session:
            rules, now = case_rows.rules(session), case_rows.now(session)
            self.acts = [Act("log", now, rules)]
            return small_shop.logged(session, self.shop.clock, their_reference=reference)

    def play(self, history: Steps, *cases: int) -> None:
        """Work some cases alike; what their state refuses does not happen."""
        for what, hours in history:
            self.shop.clock.move(hours=hours)
            with self.shop.store.writing() as session:
                if what == "policy":
                    shop.change_policy(session, _spans(len(self.acts)))
                for case in cases:
                    with suppress(UserError), session.begin_nested():
                        _BY_SERVICES[what](session, case)
                rules, now = case_rows.rules(session), case_rows.now(session)
            self.acts.append(Act(what, now, rules))

    def by_rules(self, received_at: int) -> Lived:
        """The same acts by the rules alone, without a store."""
        first = self.acts[0]
        case = lifecycle.received(received_at, Severity.MEDIUM, first.rules, first.at)
        lived = Lived(case, ())
        for act in self.acts[1:]:
            with suppress(UserError):
                lived = _next(lived, act)
        return lived

    def lived(self, case: int) -> Lived:
        """A case and its rounds as the rules see them; derived columns and sums were checked."""
        with self.shop.store.reading() as session:
            row = session.get_one(ComplaintRow, case)
            facts = case_rows.case_of(session, row)
            derived = case_rows.stored_columns(facts, case_rows.rules(session))
            assert {name: bulk.stored(getattr(row, name)) for name in derived} == derived
            assert rollups.disagreements(session) == []
            return Lived(facts, case_rows.rounds_of(session, case))

    def sums(self) -> frozenset[tuple[Any, ...]]:
        """The kept sums, with a case that was withdrawn nowhere among them."""
        s = ComplaintSumRow
        with self.shop.store.reading() as session:
            rows = session.execute(select(s.month, s.measure, s.bucket, s.count, s.cents))
            return frozenset(tuple(row) for row in rows if any(row[3:]))

    def counted(self) -> Counted:
        """The kept sums and the figures."""
        sums = self.sums()
        with self.shop.store.reading() as session:
            this_month = Month.of(shop.today(session))
            months = figures.judged_history(session, this_month, 5)
            return Counted(sums, (*months, figures.month(session, this_month)))

    @contextmanager
    def without(self, *cases: int) -> Iterator[None]:
        """Some cases withdrawn inside the block, and restored."""
        self._each(cases, lambda session, case: complaints.withdraw(session, case, "Twice"))
        yield
        self._each(cases, lambda session, case: complaints.restore(session, case, "Not twice"))

    def _each(self, cases: tuple[int, ...], job: Callable[[Session, int], None]) -> None:
        with self.shop.store.writing() as session:
            for case in cases:
                job(session, case)

    def cells(self, case: int, columns: tuple[str, ...]) -> dict[str, str]:
        """A case as the cells of a file, by the keys of a matching."""
        with self.shop.store.reading() as session:
            row, zone = session.get_one(ComplaintRow, case), shop.zone(session)
            cells = {name: getattr(row, name) for name in columns}
        cells["remedy_cents"] = row.remedy_cents / 100
        return {KEYS.get(name, name): _cell(value, zone) for name, value in cells.items()}

    def take_in(self, reference: str, cells: dict[str, str]) -> Batch:
        """A file of one row, taken in."""
        self.shop.written += 1
        head = {key: key for key in ("their_reference", "category", *cells)}
        mapping = ImportMapping(
            ImportKind.COMPLAINTS,
            head,
            DateOrder.YMD,
            constants={"channel": "counter"},
            unique_by="their_reference",
        )
        rows = [list(head), [reference, "till.waiting", *cells.values()]]
        table = import_case.table_of(self.shop.folder, rows, f"{self.shop.written}.csv")
        return import_case.take_in(self.shop.store, table, mapping)

    def undo(self, batch: Batch) -> None:
        """A file taken back."""
        import_case.undone(self.shop.store, batch)

    def named(self, reference: str) -> int:
        """The complaint of a reference that counts."""
        with self.shop.store.reading() as session:
            return import_case.case(session, reference).id

    def write_as_the_demo(self, case: Case) -> int:
        """A row written as the demo writes its cases: many at once, in the stored form."""
        with self.shop.store.writing() as session:
            rules = case_rows.rules(session)
            number = ids.reserve(session)
            texts = dict.fromkeys(demo.COLUMNS, "") | {"id": number, "ref": f"D-{number}"}
            texts |= {"channel": "counter", "category": "till.waiting", "entered_by": 1}
            row = texts | {"entered_at": 1, "customer_id": None, "owner_id": None}
            row |= case_rows.stored_columns(case, rules)
            with records.summed_at_the_end(session):
                stored = tuple(row[name] for name in demo.COLUMNS)
                records.add_many(session, demo.COLUMNS, [stored], detail={})
        return number


def _spans(number: int) -> dict[tuple[ComplaintClock, Severity], int]:
    minutes = 400 + 300 * (number % 7)
    return {(clock, severity): minutes for clock in ComplaintClock for severity in Severity}


def _answer(session: Session, case: int) -> None:
    if session.get_one(ComplaintRow, case).resolved_at is None:  # no file tells a second answer
        complaints.answer(session, case, OUTCOME)


_BY_SERVICES: dict[str, Callable[[Session, int], object]] = {
    "acknowledge": complaints.acknowledge,
    "answer": _answer,
    "close": complaints.close,
    "exclude": lambda session, case: complaints.exclude(session, case, "Typhoon"),
    "low": lambda session, case: complaints.assess(session, case, Severity.LOW),
    "high": lambda session, case: complaints.assess(session, case, Severity.HIGH),
    "investigate": complaints.investigate,
    "policy": complaints.recompute_deadlines,
    "wait": complaints.wait_for_customer,
    "resume": complaints.resume,
    "reopen": lambda session, case: complaints.reopen(session, case, "It broke again"),
}
_BY_RULES: dict[str, Callable[[Case, Act], Case]] = {
    "acknowledge": lambda case, act: lifecycle.acknowledge(case, act.at, act.at),
    "answer": lambda case, act: (
        case if case.resolved_at else lifecycle.answer(case, OUTCOME, act.rules, act.at)
    ),
    "close": lambda case, act: lifecycle.close(case, act.rules, act.at),
    "exclude": lambda case, _: lifecycle.exclude(case, "Typhoon"),
    "low": lambda case, act: lifecycle.assess(case, Severity.LOW, act.rules, act.at),
    "high": lambda case, act: lifecycle.assess(case, Severity.HIGH, act.rules, act.at),
    "investigate": lambda case, _: lifecycle.investigate(case),
    "policy": lambda case, act: lifecycle.recompute(case, act.rules, act.at),
    "wait": lambda case, act: lifecycle.wait(case, act.at),
    "resume": lambda case, act: lifecycle.resume(case, act.rules.calendar, act.at),
}


def _next(lived: Lived, act: Act) -> Lived:
    if act.what == "reopen":
        case, finished = rounds_of_a_case.reopen(lived.case, act.rules, act.at)
        return Lived(case, (*lived.rounds, finished))
    return Lived(_BY_RULES[act.what](lived.case, act), lived.rounds)


def _cell(value: Any, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    return "" if value is None else str(value)


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("founded"))


Started = Callable[[], AbstractContextManager[Ways]]


@pytest.fixture
def started(beginning: Path, tmp_path_factory: pytest.TempPathFactory) -> Started:
    """Opens a shop of its own for each history."""

    @contextmanager
    def started() -> Iterator[Ways]:
        with working(beginning, tmp_path_factory.mktemp("way")) as there:
            yield Ways(there, [])

    return started


# A wait that a closing ends although the answer stopped the resolve clock before.
@example(first=[("acknowledge", 1), ("answer", 1), ("wait", 1)], rest=[("close", 1)])
# A wait that holds the clock until the answer, and a closing in the next month but one.
@example(first=[("wait", 11), ("exclude", 300)], rest=[("answer", 160), ("close", 300)])
# Nothing a file cannot bring whole: by the shop's own deadlines, and by those of the file.
@example(first=[], rest=[("answer", 160), ("close", 300)])
@example(first=[("high", 1), ("policy", 3)], rest=[("acknowledge", 3), ("close", 300)])
@example(first=[("answer", 1), ("close", 160), ("reopen", 300)], rest=[("answer", 37)])
@examples(1, 300)
@given(first=BEGINNINGS, rest=steps(BRINGS, 3))
def test_one_history_comes_to_the_same_by_every_way(
    started: Started, first: Steps, rest: Steps
) -> None:
    with started() as ways:
        live, twin = ways.begin("LIVE"), ways.begin("TWIN")
        ways.play(first, live, twin)
        begun = ways.lived(twin)
        with ways.without(live):
            begun_sums = ways.sums()
        ways.play(rest, live)
        with ways.without(twin):
            expected = ways.lived(live), ways.counted()
        assert ways.by_rules(expected[0].case.received_at) == expected[0]
        with ways.without(live):
            ended_by_a_file(ways, twin, expected, (begun, begun_sums), live)
        with ways.without(live, twin):
            brought_whole(ways, live, expected)
            written_by_the_demo(ways, expected)


Expected = tuple[Lived, Counted]


def ended_by_a_file(
    ways: Ways, twin: int, expected: Expected, before: tuple[Lived, Any], live: int
) -> None:
    cells = ways.cells(live, (*MOMENTS, *WORDS))
    for _ in ("taken in", "taken in again"):
        batch = ways.take_in("TWIN", cells)
        assert (ways.lived(twin), ways.counted()) == expected
        assert ways.take_in("TWIN", cells).updated == 0
        ways.undo(batch)
        assert (ways.lived(twin), ways.sums()) == before


def brought_whole(ways: Ways, live: int, expected: Expected) -> None:
    acts = {act.what for act in ways.acts}
    if acts & set(LIVE):
        return
    deadlines = DUE if acts & {"low", "high", "policy"} else ()
    cells = ways.cells(live, (*MOMENTS, *deadlines, *WORDS, "state"))
    for _ in ("taken in", "taken in again"):
        batch = ways.take_in("WHOLE", cells)
        assert ways.lived(ways.named("WHOLE")) == _as_a_file_tells(expected[0], deadlines)
        assert ways.counted() == expected[1]
        ways.undo(batch)
        assert not ways.sums()


def _as_a_file_tells(lived: Lived, deadlines: tuple[str, ...]) -> Lived:
    case = lived.case
    if case.state is State.INVESTIGATING and case.resolved_at is not None:
        case = replace(case, state=State.ANSWERED)  # nothing says that it is looked into again
    if deadlines:
        case = replace(case, policy_version=0, ack_policy_version=0)  # no policy is known of them
    return Lived(case, ())


def written_by_the_demo(ways: Ways, expected: Expected) -> None:
    if not expected[0].rounds:  # it reopens none of its cases
        written = ways.write_as_the_demo(expected[0].case)
        assert (ways.lived(written), ways.counted()) == expected


@examples(3, 300)
@given(first=BEGINNINGS, severity=st.sampled_from(("low", "high")))
def test_another_severity_comes_to_the_same_live_and_by_a_file(
    started: Started, first: Steps, severity: str
) -> None:
    with started() as ways:
        live, twin = ways.begin("LIVE"), ways.begin("TWIN")
        ways.play([step for step in first if step[0] not in ("low", "high")], live, twin)
        before = ways.lived(live).case
        ways.play([(severity, 1)], live)
        if ways.lived(live).case.state is before.state:
            return  # what is answered or closed is not assessed any more
        with ways.without(twin):
            expected = ways.lived(live), ways.counted()
        with ways.without(live):
            ways.take_in("TWIN", ways.cells(live, ("received_at", "severity", "state")))
            assert (ways.lived(twin), ways.counted()) == expected
