"""A small shop that lives at random: its complaints, its settings, its files, step by step.

A step that the rules refuse does not happen. The same steps make the same shop.
"""

import random
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.facts import (
    Channel,
    ComplaintClock,
    Correction,
    Finding,
    Outcome,
    RemedyKind,
    Severity,
)
from csq_desktop.domain.complaints.rounds import Round
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping
from csq_desktop.domain.pledges.facts import DayCount
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.services.imports import imports
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from tests.factory import FOLDER, FixedClock, open_store
from tests.services.imports import import_case
from tests.services.small_shop import CATEGORIES, logged

C = ComplaintRow
HOURS = (0, 1, 3, 11, 37, 90, 160)
OPEN_DAY = ((time(9), time(21)),)
SPLIT_DAY = ((time(10), time(13)), (time(15), time(23)))


class Step(NamedTuple):
    """An act, hours after the one before, on one of the cases, done in one of its ways."""

    act: str
    hours: int
    case: int
    way: int


@dataclass(frozen=True)
class Facts:
    """A complaint as its rules see it, with what its sums are kept by beside them."""

    case: Case
    rounds: tuple[Round, ...]
    category: str
    ref: str
    causes: tuple[str, ...]


class TakenFile(NamedTuple):
    """An import: the columns it brought, and the complaints it changed or added."""

    batch: int
    columns: frozenset[str]
    cases: frozenset[int]


@dataclass
class RandomShop:
    """A store at work.

    `files` are the imports not undone; `last_file` is the one the last step took in or undid, and
    `touched` are the complaints that the last step may have changed.
    """

    store: Store
    clock: FixedClock
    folder: Path
    cases: list[int] = field(default_factory=list)
    files: list[TakenFile] = field(default_factory=list)
    last_file: TakenFile | None = None
    touched: frozenset[int] = frozenset()
    written: int = 0

    def live(self, steps: list[Step], after: Callable[[Session, Step], None]) -> None:
        """Do the steps; `after` looks at the shop after each of them."""
        for by_file, some in groupby(steps, lambda step: step.act in _FILES):
            if by_file:
                for step in some:
                    self._pass(step)
                    _FILES[step.act](self, random.Random(step.way))
                    with self.store.writing() as session:
                        after(session, step)
                continue
            with self.store.writing() as session:
                for step in some:
                    self._pass(step)
                    self._live(session, step)
                    after(session, step)

    def _pass(self, step: Step) -> None:
        self.clock.move(hours=step.hours)

    def _live(self, session: Session, step: Step) -> None:
        dice = random.Random(step.way)
        with suppress(UserError), session.begin_nested():  # what is refused does not happen
            if step.act in _OF_SHOP:
                _OF_SHOP[step.act](self, session, dice)
                self.touched = frozenset(self.cases[-1:])
            else:
                case = self.cases[step.case % len(self.cases)]
                self.touched = frozenset((case,))
                _OF_CASE[step.act](session, case, dice)

    def log(self, session: Session, dice: random.Random) -> None:
        "Log complaint, received now or earlier."
        reference = f"T{len(self.cases)}"
        case = logged(
            session,
            self.clock,
            category=dice.choice(CATEGORIES),
            severity=dice.choice(list(Severity)),
            received_at=self.clock.at - timedelta(hours=dice.choice((0, 0, 3, 200))),
            their_reference=reference,
        )
        self.cases.append(case)

    def take_in(self, dice: random.Random) -> None:
        """A file that changes some complaints and brings a new one, of any course."""
        with self.store.reading() as session:
            zone, now = shop.zone(session), self.clock.at
            rows = [session.get_one(C, case) for case in self.cases[-3:]]
            stored = [(row.their_reference, row.received_at, row.severity) for row in rows]
        new = (f"N{self.written}", now - timedelta(hours=dice.randrange(900)), Severity.LOW)
        columns = ["received_at", "severity", *dice.sample(_BROUGHT, 4)]
        table = [["their_reference", *columns]]
        for reference, received, severity in (*dice.sample(stored, min(2, len(stored))), new):
            cells = {
                name: dice.choice(("", _BROUGHT_VALUES[name](dice, received)))
                for name in columns[2:]
            }
            cells |= {"received_at": received, "severity": severity.value}
            if dice.random() < 0.1:
                cells["received_at"] = received - timedelta(hours=5)
            if dice.random() < 0.3:
                cells["severity"] = dice.choice(list(Severity)).value
            table.append([reference, *(_cell(cells[name], zone) for name in columns)])
        self._take_in(table, _mapping(table[0]))

    def count_by_file(self, dice: random.Random) -> None:
        """A file with the counts of a few days."""
        day = self.clock.at.date() - timedelta(days=dice.randrange(40))
        days = [day - timedelta(days=step) for step in range(dice.randint(1, 3))]
        rows = [
            ["TILL", f"{day:%d/%m/%Y}", dice.randrange(30), dice.randrange(9), "", "", ""]
            for day in days
        ]
        self._take_in([import_case.COUNT_HEAD, *rows], import_case.COUNTS)

    def _take_in(self, rows: list[list[Any]], mapping: ImportMapping) -> None:
        self.written += 1
        references = [row[0] for row in rows]
        table = import_case.table_of(self.folder, rows, f"{self.written}.csv")
        batch = import_case.take_in(self.store, table, mapping)
        with self.store.reading() as session:
            new = list(session.scalars(select(C.id).where(C.batch_id == batch.id)))
            named = list(session.scalars(select(C.id).where(C.their_reference.in_(references))))
        self.cases += new
        self.touched = frozenset((*new, *named))
        self.last_file = TakenFile(batch.id, frozenset(rows[0]), self.touched)
        self.files.append(self.last_file)

    def undo(self, dice: random.Random) -> None:
        """Take a file back, where no later one changed the same rows."""
        self.last_file = None
        if self.files:
            file = dice.choice(self.files)
            with suppress(UserError), self.store.writing() as session:
                imports.undo(session, file.batch)
                self.files.remove(file)
                self.last_file, self.touched = file, file.cases


def facts_of_all(session: Session, only: Collection[int] | None = None) -> dict[int, Facts]:
    """Every complaint there is, withdrawn ones too, or `only` some."""
    query = select(C) if only is None else select(C).where(C.id.in_(only))
    return {
        row.id: Facts(
            case_rows.case_of(session, row),
            case_rows.rounds_of(session, row.id),
            row.category,
            row.ref,
            (row.cause_code, *(each.cause_code for each in records.rounds(session, row.id))),
        )
        for row in session.scalars(query)
    }


def founded(place: Path) -> Path:
    """The folder of a closed store with a shop and pledges, to be copied for each life."""
    store = import_case.shop_of(place, FixedClock())
    store.close()
    return store.folder


@contextmanager
def working(beginning: Path, place: Path) -> Iterator[RandomShop]:
    """A copy of a founded shop, at work inside the block."""
    clock = FixedClock()
    shutil.copytree(beginning, place / FOLDER)
    store = open_store(place, source=clock)
    try:
        yield RandomShop(store, clock, place)
    finally:
        store.let_go()


def steps(most: int) -> st.SearchStrategy[list[Step]]:
    """A shop's days: at least one complaint, then whatever comes."""
    first = st.builds(Step, st.just("log"), st.just(0), st.just(0), st.integers(0, 9))
    others = st.builds(
        Step,
        st.sampled_from(_ACTS),
        st.sampled_from(HOURS),
        st.integers(0, 3),
        st.integers(0, 999),
    )
    return st.tuples(first, st.lists(others, min_size=most // 2, max_size=most)).map(
        lambda drawn: [drawn[0], *drawn[1]]
    )


def _cell(value: object, zone: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    return str(value)


def _mapping(head: list[str]) -> ImportMapping:
    constants = {"channel": "counter", "category": CATEGORIES[0]}
    return ImportMapping(
        ImportKind.COMPLAINTS,
        {key: key for key in head},
        DateOrder.YMD,
        constants={key: word for key, word in constants.items() if key not in head},
        unique_by="their_reference",
    )


def _later(dice: random.Random, received: datetime) -> datetime:
    return received + timedelta(hours=dice.choice((1, 5, 30, 100, 260)))


_BROUGHT_VALUES: dict[str, Callable[[random.Random, datetime], object]] = {
    "acknowledged_at": _later,
    "answered_at": _later,
    "closed_at": _later,
    "ack_due_at": _later,
    "resolve_due_at": _later,
    "status": lambda dice, _: dice.choice(("assessed", "investigating", "closed")),
    "finding": lambda dice, _: dice.choice(list(Finding)).value,
    "remedy_kind": lambda dice, _: dice.choice(list(RemedyKind)).value,
    "remedy_amount": lambda dice, _: dice.choice((0, 5, 459)),
    "excluded_reason": lambda dice, _: dice.choice(("Typhoon", "Power cut")),
    "category": lambda dice, _: dice.choice(CATEGORIES),
}
_BROUGHT = tuple(_BROUGHT_VALUES)


def _outcome(dice: random.Random) -> Outcome:
    return Outcome(
        dice.choice(list(Finding)),
        remedy_kind=dice.choice(list(RemedyKind)),
        remedy_cents=dice.choice((0, 0, 5_000, 45_900)),
    )


def _correct(session: Session, case: int, dice: random.Random) -> None:
    category, channel = dice.choice(CATEGORIES), dice.choice(list(Channel))
    complaints.correct(session, case, Correction(category=category, channel=channel))


def _acknowledge(session: Session, case: int, dice: random.Random) -> None:
    row = session.get_one(C, case)
    at = dice.choice((None, None, row.received_at + timedelta(hours=2)))
    complaints.acknowledge(session, case, at=at)


def _next(session: Session, case: int, dice: random.Random) -> None:
    """What usually comes next: most acts at random are refused, and no case would get far."""
    row = session.get_one(C, case)
    if row.waiting_since is not None and row.closed_at is None:
        complaints.resume(session, case)
    elif row.closed_at is not None:
        complaints.reopen(session, case, "It broke again")
    elif row.resolved_at is not None:
        complaints.close(session, case)
    elif row.acknowledged_at is None:
        complaints.acknowledge(session, case)
    elif dice.random() < 0.4:
        complaints.wait_for_customer(session, case)
    else:
        complaints.answer(session, case, _outcome(dice))


Act = Callable[[Session, int, random.Random], None]
_OF_CASE: dict[str, Act] = {
    "next": _next,
    "acknowledge": _acknowledge,
    "assess": lambda s, case, dice: complaints.assess(s, case, dice.choice(list(Severity))),
    "investigate": lambda s, case, _: complaints.investigate(s, case),
    "answer": lambda s, case, dice: complaints.answer(s, case, _outcome(dice)),
    "decide": lambda s, case, dice: complaints.decide(s, case, _outcome(dice)),
    "close": lambda s, case, _: complaints.close(s, case),
    "reopen": lambda s, case, _: complaints.reopen(s, case, "It broke again"),
    "wait": lambda s, case, _: complaints.wait_for_customer(s, case),
    "resume": lambda s, case, _: complaints.resume(s, case),
    "inform": lambda s, case, _: complaints.progress_reply(s, case, "Still looking into it"),
    "leave out": lambda s, case, _: complaints.exclude(s, case, "Typhoon"),
    "count in again": lambda s, case, _: complaints.exclude(s, case, ""),
    "withdraw": lambda s, case, _: complaints.withdraw(s, case, "Logged twice"),
    "restore": lambda s, case, _: complaints.restore(s, case, "Right after all"),
    "correct": _correct,
    "recompute": lambda s, case, _: complaints.recompute_deadlines(s, case),
}


def _policy(_shop: RandomShop, session: Session, dice: random.Random) -> None:
    spans = {
        (clock, severity): dice.choice((30, 400, 1500, 6000))
        for clock in ComplaintClock
        for severity in Severity
    }
    shop.change_policy(session, spans)


def _bands(_shop: RandomShop, session: Session, dice: random.Random) -> None:
    bands = dice.choice(((1, 4), (3, 10), (5, 20)))
    criteria = replace(shop.criteria(session).newest, closed_bands=bands)
    shop.change_shop(session, shop.shop(session), criteria)


def _hours(_shop: RandomShop, session: Session, dice: random.Random) -> None:
    days = (dice.choice((OPEN_DAY, SPLIT_DAY, ())) for _ in range(6))
    shop.change_hours(session, replace(shop.hours(session), weekly=(*days, OPEN_DAY)))


def _shut(_shop: RandomShop, session: Session, dice: random.Random) -> None:
    today = shop.today(session)
    shop.close_shop(session, today, today + timedelta(days=dice.randrange(3)), "Typhoon")


def _count(_shop: RandomShop, session: Session, dice: random.Random) -> None:
    day = shop.today(session) - timedelta(days=dice.randrange(40))
    missed, left_out = dice.randrange(6), dice.choice((0, 0, 3))
    numbers = (dice.randrange(30), missed, dice.randint(0, missed), left_out)
    till = pledges.everything(session)[0].id
    pledges.count_day(session, DayCount(till, day, *numbers, "Fire drill" if left_out else ""))


def _uncount(_shop: RandomShop, session: Session, dice: random.Random) -> None:
    till = pledges.everything(session)[0].id
    day = shop.today(session) - timedelta(days=dice.randrange(40))
    pledges.take_back_count(session, till, day)


_OF_SHOP: dict[str, Callable[[RandomShop, Session, random.Random], None]] = {
    "log": RandomShop.log,
    "policy": _policy,
    "bands": _bands,
    "hours": _hours,
    "shut": _shut,
    "count": _count,
    "uncount": _uncount,
}
_FILES: dict[str, Callable[[RandomShop, random.Random], None]] = {
    "file": RandomShop.take_in,
    "counts file": RandomShop.count_by_file,
    "undo": RandomShop.undo,
}
_OFTEN = ("next",) * 12 + ("log", "answer", "close", "assess", "recompute", "file", "undo")
_ACTS = (*_OF_CASE, *_OF_SHOP, *_FILES, *_OFTEN)
