"""Building a demo store: its past day by day first, then people, complaints, counts and runs."""

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.clock import TimeSource
from csq_desktop.demo import (
    cases,
    duplicates,
    endings,
    evidence,
    feedback,
    handing,
    improvements,
    letters,
    people,
    privacy,
    promises,
    rounds,
    ties,
)
from csq_desktop.demo.seasons import PassingTime, Year, moments
from csq_desktop.demo.stories import Writer
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.customers.facts import Consent
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.pledges.facts import NewPledge
from csq_desktop.domain.retention.rules import RetentionRules
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.users import NewUser, Role
from csq_desktop.errors import UserError
from csq_desktop.services import people as people_list
from csq_desktop.services import users
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.customers import statements
from csq_desktop.services.pledges import pledges
from csq_desktop.services.retention import rules as retention_rules
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import backups, recovery_sheets, stores
from csq_desktop.storage.files.drafting import refuse_existing
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.records.checklists import runs as checklist_runs
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.complaints.references import next_numbers, written
from csq_desktop.storage.records.customers import consents as consent_records
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.records.customers.consents import BulkAnswer
from csq_desktop.storage.records.pledges import pledges as pledge_records
from csq_desktop.storage.search import index as search
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import DEFAULT_ZONE, desk_of
from csq_desktop.storage.store import Store
from csq_desktop.texts import tr

Progress = Callable[[str, int, int], None]
FOLDER = "Demo shop.csq"
DEMO_PASSPHRASES = {
    Role.SUPERVISOR: "harbour lantern ferry 42",
    Role.STAFF: "bamboo kettle tram 17",
    Role.AUDITOR: "granite compass island 63",
}
MOST_MONTHS = 120
MOST_FEEDBACK = 2_000
_TOLD = {"because": "demo"}
_CUSTOMERS_AT_ONCE = 5_000
_CASES_AT_ONCE = 20_000
_NOT_TOLD_ONE_IN = 40
_CUSTOMERS_STAY = 18  # months: of two years, so that some of them are due
_CUSTOMER_COLUMNS = (
    "id", "ref", "segment", "preferred_language", "district", "statement_version",
    "statement_at", "statement_by", "marketing", "created_at", "created_by",
)  # fmt: skip


@dataclass(frozen=True)
class DemoSize:
    """How large a demo store is; `months` 1 to 120, the same seed gives the same people."""

    months: int = 24
    customers: int = 420
    complaints: int = 980
    seed: int = 7


@dataclass(frozen=True)
class DemoUser:
    """One of the demo store's users, with the passphrase that opens it."""

    name: str
    role: Role
    passphrase: str


def build(
    folder: Path,
    size: DemoSize,
    language: str = "en",
    progress: Progress | None = None,
    *,
    now: datetime,
) -> tuple[DemoUser, ...]:
    """Make the demo store, up to `now`, in a folder that is not there yet; returns its users."""
    if not 1 <= size.months <= MOST_MONTHS:
        raise UserError(tr("A demo database has from 1 to {n} months.", n=MOST_MONTHS))
    with drafted(folder) as draft:
        return _build(draft, _year(now, size.months), size, language, progress or _silent)


@contextmanager
def drafted(folder: Path) -> Iterator[Path]:
    """A draft folder that gets its final name only at the end: a kill leaves no half-made store."""
    refuse_existing(folder)
    draft = folder.with_name(f".{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        yield draft
        os.rename(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _build(
    folder: Path, year: Year, size: DemoSize, language: str, progress: Progress
) -> tuple[DemoUser, ...]:
    everyone = tuple(
        DemoUser(people.named(name, language), Role(role), DEMO_PASSPHRASES[Role(role)])
        for name, role in people.words()["staff"]
    )
    first = everyone[0]
    time = PassingTime(year.opening)
    new = NewShop(people.words()["shop"][language], "SSP01", first.name, language)
    # The lowest cost: passphrases that are published gain nothing from a dearer one.
    store, _ = stores.create(folder, new, first.passphrase, cost=KdfCost.FLOOR, source=time)
    try:
        with store.writing() as session:
            for user in everyone[1:]:
                users.add(session, NewUser(user.name, user.role, user.passphrase))
            tuple(_team(session, language))  # in the list from the first day
            recovery_sheets.stored(session)  # the demo's passphrases are no secret
            backups.choose_folder(session, None)
            _promise(session, first.name)
        _live(store, time, year, language)
        _fill(store, year, size, language, progress)
    finally:
        store.close()
    return everyone


@contextmanager
def signed_in(folder: Path, source: TimeSource) -> Iterator[Store]:
    """The demo store, open for its supervisor inside the block."""
    first = next(user for user in stores.people(folder) if user.role is Role.SUPERVISOR)
    store = stores.open(folder, first.id, DEMO_PASSPHRASES[first.role], source=source)
    try:
        yield store
    finally:
        store.close()


def _silent(_what: str, _done: int, _of: int) -> None:
    """Ignore progress."""


def _year(now: datetime, months: int) -> Year:
    last = Month.of(now.astimezone(DEFAULT_ZONE).date())
    return Year(tuple(last.back(months)), now, DEFAULT_ZONE)


def _promise(session: Session, owner: str) -> None:
    for new in pledges.shipped(shop.today(session)):
        pledges.define(session, NewPledge(new.code, new.source, owner, new.terms))


def _live(store: Store, time: PassingTime, year: Year, language: str) -> None:
    """Perform the dated steps in order, each with the clock on its day; then set it to now.

    This comes before complaints and counts: the clock of a store never goes back.
    """
    with store.reading() as session:
        till = next(
            pledge.id for pledge in pledges.everything(session) if pledge.code == promises.TILL
        )
    steps = improvements.steps(year, till, language)
    for moment, act in sorted(steps, key=lambda step: step[0]):
        time.passes(moment)
        with store.writing() as session:
            act(session)
    time.passes(year.now)


@dataclass(frozen=True)
class _Filling:
    """What every step of filling the store draws on."""

    year: Year
    dice: random.Random
    writer: Writer
    progress: Progress


def _fill(store: Store, year: Year, size: DemoSize, language: str, progress: Progress) -> None:
    writer = Writer(language, random.Random(f"words {size.seed}"))
    filling = _Filling(year, random.Random(size.seed), writer, progress)
    with store.writing() as session:
        _count_sales(session, year)
        retention_rules.change(session, RetentionRules({RecordKind.CUSTOMERS: _CUSTOMERS_STAY}))
    customers = _add_customers(store, filling, size.customers)
    wishes = _add_complaints(store, filling, size.complaints, customers)
    _add_feedback(store, filling, size, customers)
    with store.writing() as session:
        improvements.follow_up(session, wishes)
        improvements.analyse(session, wishes, language)
        _add_counts(session, filling)
        _add_runs(session, filling)
        promises.add_history(session, year, language)
        improvements.record_events(session, year, language)
        evidence.add_files(session, language)
        ties.tie(session, language)
        letters.write_letters(session, language)
        privacy.add_duties(session, customers, language)
        duplicates.enter_twice(session, customers)
        endings.add_endings(session, size.seed)
        handing.add_handing(session)
        privacy.issue_statement(session, language)
    _index(store, size, progress)


def _count_sales(session: Session, year: Year) -> None:
    dice = random.Random(len(year.months))
    for month in year.months[:-1]:
        shop.enter_transactions(session, month, dice.randint(5_200, 7_400))


def _add_customers(store: Store, filling: _Filling, count: int) -> range:
    joined = (filling.year.joined(step / count) for step in range(count))
    joining = ((people.person(filling.dice), int(at.timestamp())) for at in joined)
    first, done = 0, 0
    while chunk := list(islice(joining, _CUSTOMERS_AT_ONCE)):
        with store.writing() as session:
            start = ids.reserve(session, len(chunk))
            first = first or start
            _add_people(session, start, chunk)
            done += len(chunk)
        filling.progress("customers", done, count)
    # Chunks are reserved one after another and nothing else writes: the ids are one span.
    return range(first, first + done) if done else range(0)


def _add_people(
    session: Session, first: int, chunk: list[tuple[people.InventedCustomer, int]]
) -> None:
    numbers, user = next_numbers(session, "CU", 0, len(chunk)), desk_of(session).user.id
    version = statements.begin(session).version
    rows = [
        (
            (
                first + step, written("CU", 0, number), person.segment, person.language,
                person.district,
                *((version, at, user) if step % _NOT_TOLD_ONE_IN else ("", None, None)),
                person.marketing.value, at, user,
            ),
            person.identity,
        )
        for step, (number, (person, at)) in enumerate(zip(numbers, chunk, strict=True))
    ]  # fmt: skip
    customer_records.add_many(session, rows, _CUSTOMER_COLUMNS, detail=_TOLD)
    answers = (
        BulkAnswer(first + step, at, person.marketing, Channel.COUNTER.value)
        for step, (person, at) in enumerate(chunk)
        if person.marketing is not Consent.NOT_ASKED
    )
    consent_records.add_many(session, answers, detail=_TOLD)


def _add_complaints(
    store: Store, filling: _Filling, count: int, customers: range
) -> list[improvements.Wish]:
    """Add the complaints; returns what is to be done about the newest of them."""
    year = filling.year
    stream = moments(filling.dice, year, count)
    wishes: list[improvements.Wish] = []
    done = 0
    while chunk := list(islice(stream, _CASES_AT_ONCE)):
        with store.writing() as session:
            desk = _desk(session, filling, customers, cases.forgotten(year, chunk))
            drawn = [
                cases.case(filling.dice, desk, number, moment)
                for number, moment in zip(_numbers(session, year, chunk), chunk, strict=True)
            ]
            rows = (case.row for case in drawn)
            with complaint_records.summed_at_the_end(session):
                complaint_records.add_many(session, cases.COLUMNS, rows, detail=_TOLD)
            complaint_records.add_events(session, _event_rows(session, drawn), detail=_TOLD)
        done += len(chunk)
        wishes = [case.wish for case in drawn if case.wish is not None]
        filling.progress("complaints", done, count)
    return wishes


def _add_feedback(store: Store, filling: _Filling, size: DemoSize, customers: range) -> None:
    """Add what else was said: dice of their own leave everything beside it as it is."""
    dice = random.Random(f"feedback {size.seed}")
    writer = Writer(filling.writer.language, dice)
    filling = replace(filling, dice=dice, writer=writer)
    year, count = filling.year, min(MOST_FEEDBACK, size.complaints // 6)
    chunk = [min(each, year.now) for each in feedback.moments(dice, moments(dice, year, count))]
    kinds = [feedback.kind_drawn(dice) for _ in chunk]
    with store.writing() as session:
        desk = _desk(session, filling, customers, None)
        numbers = _numbers(session, year, chunk, kinds)
        drawn = [
            feedback.record(dice, desk, *each) for each in zip(numbers, chunk, kinds, strict=True)
        ]
        rows = (each.row for each in drawn)
        with complaint_records.summed_at_the_end(session):
            complaint_records.add_many(session, cases.COLUMNS, rows, detail=_TOLD)
        complaint_records.add_events(session, _event_rows(session, drawn), detail=_TOLD)


def _desk(
    session: Session, filling: _Filling, customers: range, forgotten: datetime | None
) -> cases.DemoShop:
    return cases.DemoShop(
        year=filling.year,
        rules=case_rows.rules(session),
        users=tuple(_workers(session)),
        team=tuple(_team(session, filling.writer.language)),
        customers=customers,
        writer=filling.writer,
        forgotten=forgotten,
    )


def _team(session: Session, language: str) -> Iterator[int]:
    """Those who handle complaints: some are users, the others names of the list."""
    for name in people.words()["team"]:
        person_id = people_list.chosen(session, people.named(name, language))
        assert person_id is not None
        yield person_id


def _workers(session: Session) -> Iterator[int]:
    for line in users.everyone(session):
        if line.user.role is not Role.AUDITOR:
            yield line.user.id


def _numbers(
    session: Session, year: Year, chunk: list[datetime], kinds: Sequence[FeedbackKind] = ()
) -> Iterator[tuple[int, str]]:
    """Ids and references of a chunk of moments, numbered within each series and year."""
    kinds = kinds or [FeedbackKind.COMPLAINT] * len(chunk)
    years = [moment.astimezone(year.zone).year for moment in chunk]
    places = [(kind.series, y) for kind, y in zip(kinds, years, strict=True)]
    counted = sorted(Counter(places).items())
    numbers = {place: iter(next_numbers(session, *place, n)) for place, n in counted}
    first, branch = ids.reserve(session, len(chunk)), shop.branch_code(session)
    for step, place in enumerate(places):
        yield first + step, written(*place, next(numbers[place]), branch)


def _event_rows(
    session: Session, drawn: Sequence[cases.InventedCase | feedback.InventedFeedback]
) -> list[tuple[object, ...]]:
    events = [(case.row[0], *event) for case in drawn for event in case.events]
    first = ids.reserve(session, max(1, len(events)))
    return [
        (first + step, complaint, at, user, kind.value, text, None)
        for step, (complaint, at, user, kind, text) in enumerate(events)
    ]


def _add_counts(session: Session, filling: _Filling) -> None:
    user = desk_of(session).user.id
    for pledge in pledges.everything(session):
        if pledge.source.is_by_hand:
            counts = list(
                rounds.day_counts(filling.dice, filling.year, filling.writer, pledge, user)
            )
            first = ids.reserve(session, max(1, len(counts)))
            rows = [(first + step, *count) for step, count in enumerate(counts)]
            pledge_records.add_many(session, rounds.COUNT_COLUMNS, rows, detail=_TOLD)


def _add_runs(session: Session, filling: _Filling) -> None:
    lines = checklist_templates.templates(session)
    templates = [checklist_templates.template(session, line.id) for line in lines]
    by_key = {template.key: line.id for line, template in zip(lines, templates, strict=True)}
    runs = list(rounds.rounds(filling.dice, filling.year, filling.writer, tuple(templates)))
    user = desk_of(session).user.id
    refs = _run_refs(session, [run.day for run in runs])
    first = ids.reserve(session, max(1, len(runs)))
    rows, answers = [], []
    for step, (run, ref) in enumerate(zip(runs, refs, strict=True)):
        row, ended = rounds.run_row(run, (first + step, by_key[run.template.key]), ref, user)
        rows.append(row)
        at = int(ended.timestamp())
        answers += [(first + step, *answer, at, user) for answer in run.marked]
    start = ids.reserve(session, max(1, len(answers)))
    answer_rows = [(start + step, *answer) for step, answer in enumerate(answers)]
    checklist_runs.add_many(
        session, (rounds.RUN_COLUMNS, rows), (rounds.ANSWER_COLUMNS, answer_rows), detail=_TOLD
    )


def _run_refs(session: Session, days: list[date]) -> list[str]:
    numbers = {
        y: iter(next_numbers(session, "R", y, n))
        for y, n in sorted(Counter(day.year for day in days).items())
    }
    return [written("R", day.year, next(numbers[day.year])) for day in days]


def _index(store: Store, size: DemoSize, progress: Progress) -> None:
    total, done = size.customers + size.complaints, 0
    for index in (search.CUSTOMERS, search.COMPLAINTS):
        while True:
            with store.writing() as session:
                indexed = index.catch_up(session, 10_000)
            if not indexed:
                break
            done += indexed
            progress("index", min(done, total), total)
