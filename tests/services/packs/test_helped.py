"""What helped a month's figures after the fact: every kind named, and the rates recounted."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from csq_desktop.analytics.indicators.figures import FigureHead, share_figure
from csq_desktop.analytics.proportions import Proportion
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import Finding, Outcome
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.complaints.redating import CaseMoments
from csq_desktop.domain.indicators.helped import HelpedFigure, HelpedMonth, HelpKind, Limits
from csq_desktop.domain.indicators.revisions import RevisionCause
from csq_desktop.domain.pledges.facts import DayCount, NewPledge, PledgeSource
from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.reports.packs.pages import helped as paper
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import Heading, PaperBadge, PaperTable, TextSpan
from csq_desktop.services.complaints import complaints, feedback
from csq_desktop.services.imports import imports
from csq_desktop.services.indicators import figures, plain
from csq_desktop.services.merges import merges
from csq_desktop.services.packs import facts, helped
from csq_desktop.services.pledges import pledges
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.row import seconds
from csq_desktop.texts import speaking
from tests.exploring import examples
from tests.factory import FixedClock, Furnish, open_store
from tests.services.imports.import_case import CASES, taken
from tests.services.packs.revision_case import causes, mark_issued, revised
from tests.services.packs.snapshots import ACK, RES, HelpRecount
from tests.services.packs.test_revisions import ACTS, LateActs
from tests.services.small_shop import Hand, ended, founded, logged

OCTOBER = Month(2026, 10)
KIND = HelpKind
OVER = ".maximum"
WHY = "The letter lay in a drawer, ring 9123 4567"


@pytest.fixture
def furnish() -> Furnish:
    return founded


def of_october(store: Store) -> HelpedMonth:
    with store.reading() as session:
        return helped.of_month(session, OCTOBER)


HEAD = ["No", "In", "By", "About", "Level", "Words", "Due", "Answered", "Out", "Result"]


def row(number: str, due: str, answered: str = "", out: str = "") -> list[str]:
    result = "Upheld" if out else ""
    return [number, "05/10/2026 10:00", "Phone", "till.waiting", "high", "Slow",
            due, answered, out, result]  # fmt: skip


@dataclass
class Plants:
    """One late act of each kind, each with its own case or day."""

    store: Store
    clock: FixedClock
    folder: Path
    cases: dict[str, int] = field(default_factory=dict)
    undone: int = 0

    def missed(self) -> None:
        """Cases of October that miss their deadlines, and days with misses."""
        self._file([row("T1", "20/10/2026"), row("T2", "20/10/2026")])
        names = ("acknowledged", "earlier", "replied", "excluded", "voided", "reopened", "merged")
        with self.store.writing() as session:
            for name in names:
                self.cases[name] = logged(session, self.clock)
            for day, missed in ((1, 4), (2, 3), (5, 5)):
                self._count(session, day, missed)
        self.clock.move(days=1)
        with self.store.writing() as session:
            closed = self.cases["reopened"]
            complaints.decide(session, closed, Outcome(Finding.UPHELD))
            complaints.close(session, closed)
        self.clock.move(days=19)
        self.undone = self._file([row("T3", "20/10/2026", "22/10/2026", "23/10/2026")])
        with self.store.writing() as session:
            early = self.clock.at - timedelta(days=19)
            for name in ("received", "kind"):
                self.cases[name] = logged(session, self.clock, received_at=early)
            for name in ("received", "acknowledged", "replied"):
                complaints.acknowledge(session, self.cases[name])
                ended(session, self.cases[name])
        self.clock.move(days=6)

    def help(self) -> None:
        """What turns them into deadlines met, or takes them out."""
        at, early = self.clock.at, self.clock.at - timedelta(days=25, hours=22)
        with self.store.writing() as session:
            moments = {
                "received": CaseMoments(received_at=at - timedelta(days=6, hours=1)),
                "acknowledged": CaseMoments(acknowledged_at=early),
                "replied": CaseMoments(resolved_at=early, acknowledged_at=early),
            }
            for name, typed in moments.items():
                complaints.redate(session, self.cases[name], typed, WHY)
            complaints.acknowledge(session, self.cases["earlier"], WHY, at=early)
            complaints.exclude(session, self.cases["excluded"], "Fire drill")
            complaints.withdraw(session, self.cases["voided"], "Logged twice")
            merges.merge(session, self.cases["earlier"], self.cases["merged"], "The same call")
            feedback.record_as(session, self.cases["kind"], FeedbackKind.ENQUIRY, "Only asked")
            complaints.reopen(session, self.cases["reopened"], "Nobody rang")
            self._count(session, 1, 1)
            self._count(session, 2, 1, excluded=2)
            pledges.take_back_count(session, self._till(session), date(2026, 10, 5))
            imports.undo(session, self.undone)
        self._file([row("T1", "20/10/2026", "08/10/2026"), row("T2", "25/12/2026")])

    def _file(self, rows: list[list[str]]) -> int:
        return taken(self.store, self.folder, [HEAD, *rows], CASES).id

    def _count(self, session: Session, day: int, missed: int, excluded: int = 0) -> None:
        count = DayCount(self._till(session), date(2026, 10, day), 20, missed, 0, excluded,
                         "Fire drill" if excluded else "")  # fmt: skip
        pledges.count_day(session, count)

    def _till(self, session: Session) -> int:
        return next(each.id for each in pledges.everything(session) if each.code == "TILL")


def planted(plants: Plants) -> HelpedMonth:
    """A month that was missed, and then helped in every way."""
    plants.missed()
    assert of_october(plants.store) == HelpedMonth(OCTOBER)
    plants.help()
    return of_october(plants.store)


def test_every_kind_is_named_with_its_case_its_person_and_its_reason(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    month = planted(Plants(store, clock, tmp_path))
    named = {act.kind: (*act.figure_ids, *act.refs, act.why) for act in month.acts}
    masked = "The letter lay in a drawer, ring [telephone]"
    seen, replied = (("pledge.ACK", f"pledge.ACK{OVER}"), ("pledge.RES", f"pledge.RES{OVER}"))
    both = (seen[0], replied[0], seen[1], replied[1])
    assert named == {
        KIND.REPLIED_EARLIER: (*replied, "C-2026-0001-SSP01", ""),
        KIND.DEADLINE: (*replied, "C-2026-0002-SSP01", ""),
        KIND.ACKNOWLEDGED: (*seen, "C-2026-0003-SSP01", "C-2026-0005-SSP01", masked),
        KIND.ACKNOWLEDGED_EARLIER: (*seen, "C-2026-0004-SSP01", masked),
        KIND.REPLIED: (*replied, "C-2026-0005-SSP01", masked),
        KIND.EXCLUDED: (*both, "C-2026-0006-SSP01", "Fire drill"),
        KIND.VOIDED: (*both, "C-2026-0007-SSP01", "Logged twice"),
        KIND.REOPENED: (*replied, "C-2026-0008-SSP01", "Nobody rang"),
        KIND.IMPORT_UNDONE: (*replied, "C-2026-0010-SSP01", ""),
        KIND.RECEIVED: (*both, "C-2026-0011-SSP01", masked),
        KIND.KIND: (*both, "C-2026-0012-SSP01", "Only asked"),
        KIND.MERGED: (*both, "C-2026-0009-SSP01", "The same call"),
        KIND.COUNT_CORRECTED: ("pledge.TILL", "1 Oct 2026", ""),
        KIND.COUNT_EXCLUDED: ("pledge.TILL", "2 Oct 2026", "Fire drill"),
        KIND.COUNT_REMOVED: ("pledge.TILL", "5 Oct 2026", ""),
    }
    assert set(named) == {*KIND} - {KIND.PROGRESS, KIND.PROGRESS_EARLIER}
    assert {act.person for act in month.acts} == {"Chan Siu Ming"}
    assert {act.kind for act in month.acts if act.by_import} == {
        KIND.REPLIED_EARLIER, KIND.DEADLINE, KIND.IMPORT_UNDONE
    }  # fmt: skip
    assert month.sentences == (
        "TILL promise: 95.2% (40 of 42), met; without these changes 83.3% (60 of 72), "
        "standard time not met.",
        "ACK promise: 4 of 5; without these changes 0 of 9.",
        "ACK promise: over the maximum: 0 of 5; without these changes 8 of 9.",
        "RES promise: 4 of 6; without these changes 0.0% (0 of 12), "
        "standard and maximum time not met.",
        "RES promise: over the maximum: 2 of 6; without these changes 100.0% (12 of 12), "
        "standard and maximum time not met.",
    )
    plain_figures: list[dict[str, Any]] = plain.helped_figures(month)
    till, acknowledged, *_ = plain_figures
    assert {"met": 40, "of": 42, "met_without": 60, "of_without": 72}.items() <= till.items()
    assert [act["kind"] for act in acknowledged["acts"]] == [
        "acknowledged", "acknowledged_earlier", "excluded", "kind", "merged", "received", "voided"
    ]  # fmt: skip
    check_page(store)


def check_page(store: Store) -> None:
    """What the pack prints of them."""
    with store.reading() as session:
        voices = Voices(facts.gather(session, OCTOBER, "en"))
    page = list(paper.section(voices))
    assert page[1] == Heading("5 figures were improved by later changes")
    figures_table, acts_table = (block for block in page if isinstance(block, PaperTable))
    assert figures_table.rows[0].cells[3] == (
        TextSpan("83.3% (60 of 72)\n"), PaperBadge("Not met: standard time", Tone.BAD).span
    )  # fmt: skip
    assert len(acts_table.rows) == len(KIND) - 2
    undone = next(row for row in acts_table.rows if "C-2026-0010-SSP01" in row.cells)
    assert undone.cells[3] == "Chan Siu Ming, by import\n31 Oct 2026 10:00"


def test_counts_are_named_by_day_and_add_up_and_a_maximum_is_a_limit_too(
    store: Store, clock: FixedClock
) -> None:
    def count(*days: int, missed: int, over: int = 0) -> None:
        with store.writing() as session:
            till = next(each.id for each in pledges.everything(session) if each.code == "TILL")
            for day in days:
                pledges.count_day(session, DayCount(till, date(2026, 10, day), 20, missed, over))

    clock.move(days=27)
    count(2, 9, 10, missed=4)
    count(1, missed=5, over=5)
    mark_issued(store)
    clock.move(days=3)
    for missed in (3, 4, 2):
        count(2, 9, 10, missed=missed)
    count(1, missed=5)
    for language, days in (
        ("en", ("2 Oct 2026", "9 Oct 2026", "10 Oct 2026")),
        ("zh_HK", ("2026年10月2日", "2026年10月9日", "2026年10月10日")),
    ):
        with speaking(language):
            month, changed = of_october(store), revised(store)
        by_figure = {act.figure_ids: act for act in month.acts}
        assert by_figure["pledge.TILL",].refs == days
        assert by_figure["pledge.TILL",].misses == 3 * (4 - 2)
        assert by_figure["pledge.TILL.maximum",].misses == 5
        assert set(causes(changed, "pledge.TILL").values()) == {days}
    assert of_october(store).sentences == (
        "TILL promise: 87.9% (80 of 91), standard time not met; without these changes 82.5% "
        "(80 of 97), standard and maximum time not met.",
        "TILL promise: over the maximum: 0.0% (0 of 91), standard time not met; without these "
        "changes 5.2% (5 of 97), standard and maximum time not met.",
    )


_PAST = """SELECT count(*) FROM complaint WHERE removed_at IS NULL AND excluded_reason = ''
    AND reopened_count = 0 AND coalesce(resolved_at, :now) > :limit"""


def over_by_sql(store: Store, clock: FixedClock, passed: datetime) -> int:
    """The cases, all received at one moment, that ran longer than until another."""
    moments = {"now": seconds(clock.at), "limit": seconds(passed)}
    with store.reading() as session:
        return int(session.execute(text(_PAST), moments).scalar_one())


def test_a_maximum_is_helped_in_the_month_it_ran_out_in_though_the_case_stays_late(
    store: Store, clock: FixedClock
) -> None:
    received, november = clock.move(days=18), Month(2026, 11)
    with store.writing() as session:  # another pledge of replies has no maximum
        terms = next(each for each in pledges.everything(session) if each.code == "RES")
        without = replace(terms.current.terms, maximum_share=None, maximum_minutes=None)
        pledges.define(session, NewPledge("ANY", PledgeSource.RESOLVE, "May Wong", without))
    passed = received + timedelta(days=10)  # 7200 business minutes of 12 hours a day
    with store.writing() as session:
        corrected, excluded, voided, closed, *_ = (logged(session, clock) for _ in range(6))
        for case in (corrected, excluded, voided, closed):
            complaints.acknowledge(session, case)
    clock.move(days=9)  # late already, and before the maximum
    with store.writing() as session:
        complaints.decide(session, closed, Outcome(Finding.UPHELD))
        complaints.close(session, closed)
    clock.move(days=11)
    with store.writing() as session:
        complaints.answer(session, corrected, Outcome(Finding.UPHELD))
    assert over_by_sql(store, clock, passed) == 5
    with store.reading() as session:
        assert helped.of_month(session, november) == HelpedMonth(november)
        before = figures.month(session, november).get("pledge.RES.maximum")
    clock.move(days=1)
    with store.writing() as session:
        moments = CaseMoments(resolved_at=received + timedelta(days=9, hours=2))
        complaints.redate(session, corrected, moments, WHY)
        complaints.exclude(session, excluded, "Fire drill")
        complaints.withdraw(session, voided, "Logged twice")
        complaints.reopen(session, closed, "Nobody rang")
    assert over_by_sql(store, clock, passed) == 2
    with store.reading() as session:
        month = helped.of_month(session, november)
    (figure,) = month.figures
    assert (figure.now.numerator, before.numerator) == (2, 5)
    # Nobody had reopened the last of them yet, so it stood as answered when it was closed.
    assert (figure.without.numerator, figure.without.denominator) == (5 + 1, 5 + 1)
    assert {act.kind: act.refs for act in month.acts} == {
        KIND.REPLIED: ("C-2026-0001-SSP01",),
        KIND.EXCLUDED: ("C-2026-0002-SSP01",),
        KIND.VOIDED: ("C-2026-0003-SSP01",),
        KIND.REOPENED: ("C-2026-0004-SSP01",),
    }


def test_a_change_that_rounding_would_hide_has_more_decimals() -> None:
    now, without = (
        share_figure(FigureHead("x", "Till"), Proportion(met, of), minimum=10)
        for met, of in ((472, 494), (491, 514))
    )
    assert HelpedFigure(now, without, Limits(now), Limits(without)).sentence == (
        "Till: 95.55% (472 of 494); without these changes 95.53% (491 of 514)."
    )


def test_a_clean_month_has_none(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        case, late = (logged(session, clock) for _ in range(2))
        ended(session, case)
    clock.move(days=40)
    with store.writing() as session:
        ended(session, late)
    month = of_october(store)
    assert month == HelpedMonth(OCTOBER)
    assert plain.helped_figures(month) == []
    assert month.sentences[0].startswith("No miss of this month was later turned")


class HelpingActs(LateActs):
    """Acts at random, each watched by the recount."""

    def __init__(self, store: Store, hand: Hand) -> None:
        self.store, self.hand, self.dice = store, hand, hand.dice
        self.recount = HelpRecount(store, OCTOBER)
        self.now = self.recount.snapshot()

    def act(self) -> None:
        """One act, and what it did to every clock and day."""
        self.hand.clock.move(minutes=self.dice.choice((90, 600, 2_000)))
        before, case = self.now, self.dice.choice(self.hand.cases)
        act = self.dice.choice((*ACTS, *ACTS, HelpingActs.take_back))
        try:
            with self.store.writing() as session:
                act(self, session, case)
        except UserError:
            return
        self.now = self.recount.snapshot()
        self.recount.watch(before, self.now, seconds(self.hand.clock.at))

    def take_back(self, session: Session, _case: int) -> RevisionCause:
        """A count taken away."""
        till = pledges.everything(session)[0]
        pledges.take_back_count(session, till.id, date(2026, 10, self.dice.randrange(1, 9)))
        return RevisionCause.CORRECTED


@examples(2, 300)
@given(seed=st.integers(0, 10**9))
def test_the_rates_without_are_those_of_an_independent_recount(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    clock = FixedClock()
    store = open_store(tmp_path_factory.mktemp("helped"), source=clock, furnish=founded)
    hand = Hand(store, clock, random.Random(seed))
    with store.writing() as session:
        hand.cases += [logged(session, clock) for _ in range(4)]
    acts = HelpingActs(store, hand)
    for _ in range(30):
        acts.act()
    month, now = of_october(store), acts.now
    with store.reading() as session:
        there = figures.month(session, OCTOBER)
    without = {figure.id: figure.without for figure in month.figures}
    at = seconds(clock.at)
    expected = {
        "pledge.TILL": acts.recount.days_without(now),
        "pledge.ACK": acts.recount.without(ACK, now, at),
        "pledge.RES": acts.recount.without(RES, now, at),
    }
    for figure_id, (met, missed) in expected.items():
        figure = without.get(figure_id, there.get(figure_id))
        assert (figure.numerator, figure.denominator) == (met, met + missed), (figure_id, seed)
    store.close()
