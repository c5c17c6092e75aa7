"""What changed since a pack was issued: each cause with its cases, and nothing left over."""

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import Correction, Severity
from csq_desktop.domain.complaints.redating import CaseMoments
from csq_desktop.domain.indicators.ids import FigureFamily
from csq_desktop.domain.indicators.revisions import FigureParts, RevisedMonth, RevisionCause
from csq_desktop.domain.pledges.facts import DayCount
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import complaints
from csq_desktop.services.imports import imports
from csq_desktop.services.indicators import figures, plain
from csq_desktop.services.merges import merges, splits, unmerging
from csq_desktop.services.merges import views as merge_views
from csq_desktop.services.merges.splits import SecondMatter
from csq_desktop.services.packs import revisions
from csq_desktop.services.pledges import months as pledge_months
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain
from csq_desktop.storage.records.complaints import complaints as case_records
from csq_desktop.storage.store import Store
from tests.checklist_case import FLOOR, give_out, run_through
from tests.exploring import examples
from tests.factory import FixedClock, Furnish, by_hand, open_store
from tests.pdf_text import in_one_line
from tests.services.imports.import_case import CASES, COUNTS, taken
from tests.services.packs.pack_case import make_pack
from tests.services.packs.revision_case import OCTOBER, causes, mark_issued, revised
from tests.services.small_shop import CATEGORIES, Hand, ended, founded, logged

CAUSE = RevisionCause
Parts = dict[str, FigureParts]
MONEY = (
    (FigureFamily.REDRESS, FigureFamily.REMEDY),
    (FigureFamily.PLEDGE_MADE_GOOD_COST, FigureFamily.PLEDGE_MADE_GOOD),
)


@pytest.fixture
def furnish() -> Furnish:
    return founded


def parts_of(store: Store, month: Month = OCTOBER) -> Parts:
    """What each figure is counted from; of an amount of nought, which is no figure, the cases."""
    with store.reading() as session:
        there = {each.id: FigureParts.of(each) for each in figures.month(session, month).figures}
    for money, count in MONEY:
        for name in filter(count.holds, [*there]):
            unpaid = FigureParts(among=there[name].amount)
            there.setdefault(money.of(count.key_of(name)), unpaid)
    return there


def decided(session: Session, case: int) -> tuple[object, ...]:
    """The round a case is in, and what was decided in it."""
    row = case_records.get(session, case)
    assert row is not None
    return row.reopened_count, row.finding, row.remedy_kind, row.remedy_cents


def is_overruled(before: tuple[object, ...], after: tuple[object, ...]) -> bool:
    """Whether a round has another decision than the one that stood: that is a correction."""
    stood = [was and was != now for was, now in zip(before[1:], after[1:], strict=True)]
    return before[0] == after[0] and any(stood)


class LateActs:
    """Acts after a month was issued, each with the cause it has to be named by."""

    def __init__(self, store: Store, hand: Hand) -> None:
        self.store, self.hand, self.dice = store, hand, hand.dice
        self.moved: dict[str, dict[RevisionCause, FigureParts]] = defaultdict(dict)
        self._before = parts_of(store)

    def act(self) -> None:
        """One act; what every figure says before and after it is that act's doing."""
        self.hand.clock.move(minutes=self.dice.choice((90, 600)))
        before = self._before  # the month has ended: time alone changes nothing in it
        try:
            with self.store.writing() as session:
                cause = self.dice.choice(ACTS)(self, session, self.dice.choice(self.hand.cases))
        except UserError:
            return
        after = self._before = parts_of(self.store)
        for name in before.keys() | after.keys():  # one that counts nothing is not there
            added = after.get(name, FigureParts()).less(before.get(name, FigureParts()))
            causes = self.moved[name]
            causes[cause] = FigureParts.sum((causes.get(cause, FigureParts()), added))

    def log(self, session: Session, _case: int) -> RevisionCause:
        received = self.hand.clock.at - timedelta(days=self.dice.choice((12, 25)))
        case = logged(session, self.hand.clock, received_at=received)
        self.hand.cases.append(case)
        return CAUSE.LATE_ENTRY

    def correct(self, session: Session, case: int) -> RevisionCause:
        complaints.correct(session, case, Correction(category=self.dice.choice(CATEGORIES)))
        return CAUSE.CORRECTED

    def redate(self, session: Session, case: int) -> RevisionCause:
        at = self.hand.clock.at - timedelta(hours=self.dice.randrange(100, 900))
        name = self.dice.choice(("received_at", "acknowledged_at", "resolved_at", "closed_at"))
        complaints.redate(session, case, CaseMoments(**{name: at}), "The letter lay in a drawer")
        return CAUSE.CORRECTED

    def exclude(self, session: Session, case: int) -> RevisionCause:
        complaints.exclude(session, case, self.dice.choice(("Fire drill", "Another", "")))
        return CAUSE.EXCLUDED

    def merge(self, session: Session, case: int) -> RevisionCause:
        merges_of_case = merge_views.merges(session, case)
        if merges_of_case:
            unmerging.unmerge(session, merges_of_case[0].id, "Two matters")
        else:
            merges.merge(session, case, self.dice.choice(self.hand.cases), "Logged twice")
        return CAUSE.MERGED

    def split(self, session: Session, case: int) -> RevisionCause:
        matter = SecondMatter("And late", self.dice.choice(CATEGORIES), Severity.HIGH)
        self.hand.cases.append(splits.split(session, case, matter, "Two matters").id)
        return CAUSE.SPLIT

    def void(self, session: Session, case: int) -> RevisionCause:
        if self.dice.random() < 0.5:
            complaints.withdraw(session, case, "Logged twice")
        else:
            complaints.restore(session, case, "Right after all")
        return CAUSE.VOIDED

    def work(self, session: Session, case: int) -> RevisionCause:
        outcome = self.hand.outcome()
        steps: tuple[Callable[[], object], ...] = (
            lambda: complaints.acknowledge(session, case),
            lambda: complaints.answer(session, case, outcome),
            lambda: complaints.close(session, case),
            lambda: complaints.reopen(session, case, "It broke again"),
            lambda: complaints.wait_for_customer(session, case),
            lambda: complaints.resume(session, case),
            lambda: complaints.assess(session, case, self.dice.choice(list(Severity))),
        )
        before = decided(session, case)
        self.dice.choice(steps)()
        return CAUSE.CORRECTED if is_overruled(before, decided(session, case)) else CAUSE.WORKED

    def count(self, session: Session, _case: int) -> RevisionCause:
        till, day = pledges.everything(session)[0], date(2026, 10, self.dice.randrange(1, 9))
        count = DayCount(till.id, day, self.dice.randrange(30), 2, 1)
        was_there = pledges.count_day(session, count)
        return CAUSE.CORRECTED if was_there else CAUSE.LATE_ENTRY

    def make_good(self, session: Session, _case: int) -> RevisionCause:
        till = pledges.everything(session)[0]
        pledge_months.make_good(session, till.id, OCTOBER, self.dice.randrange(3), 5_000)
        return CAUSE.WORKED


ACTS: tuple[Callable[[LateActs, Session, int], RevisionCause], ...] = (
    LateActs.log,
    LateActs.correct,
    LateActs.redate,
    LateActs.redate,
    LateActs.exclude,
    LateActs.void,
    LateActs.merge,
    LateActs.merge,
    LateActs.split,
    LateActs.work,
    LateActs.work,
    LateActs.count,
    LateActs.make_good,
)


def without_denominators(
    effects: dict[RevisionCause, FigureParts],
) -> dict[RevisionCause, FigureParts]:
    amounts = {
        cause: FigureParts(parts.amount, 0, parts.excluded) for cause, parts in effects.items()
    }
    return {cause: parts for cause, parts in amounts.items() if any(parts)}


@example(seed=5_000_025)  # what cost nothing when it was issued costs something later
@example(seed=5_000_174)  # an answer overrules what was decided before
@examples(2, 334)
@given(seed=st.integers(0, 10**9))
def test_issued_and_causes_are_what_stands_now_whatever_was_done(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    clock = FixedClock()
    store = open_store(tmp_path_factory.mktemp("history"), source=clock, furnish=founded)
    hand = Hand(store, clock, random.Random(seed))
    hand.work(10)
    clock.move(days=max(1, 34 - clock.at.day))
    for _ in range(3):  # three histories in one store: each begins with a new version
        mark_issued(store)
        issued, late = parts_of(store), LateActs(store, hand)
        for _ in range(4):
            late.act()
        compare(revised(store), late, issued, parts_of(store))
    store.close()


def compare(month: RevisedMonth | None, late: LateActs, issued: Parts, now: Parts) -> None:
    """Each figure's effects are what its value did at each act, and nothing is left over."""
    changed = {each.change.after.id: each for each in month.figures} if month else {}
    for name in issued.keys() | now.keys():
        before, after = issued.get(name, FigureParts()), now.get(name, FigureParts())
        expected = {cause: added for cause, added in late.moved[name].items() if any(added)}
        if name not in changed:
            is_nought = any(money.holds(name) for money, _ in MONEY) and not before.amount
            assert before == after or (is_nought and not after.amount), name
            continue
        figure = changed[name]
        assert FigureParts.of(figure.change.before) == before, name
        assert FigureParts.of(figure.change.after) == after, name
        effects = {each.cause: each.parts for each in figure.effects if any(each.parts)}
        if name.endswith(".maximum"):  # of what, depends on the order of the causes
            effects, expected = without_denominators(effects), without_denominators(expected)
        assert effects == expected, name
        assert figure.reconciles, name


def october_worked(store: Store, clock: FixedClock) -> tuple[int, ...]:
    """Four complaints of October, three of them closed, in the middle of November."""
    with store.writing() as session:
        cases = tuple(logged(session, clock) for _ in range(4))
        shop.enter_transactions(session, OCTOBER, 900)
    clock.move(days=1)
    with store.writing() as session:
        for case in cases[:3]:
            ended(session, case)
    clock.move(days=40)
    return cases


def plant(store: Store, clock: FixedClock, cases: tuple[int, ...]) -> None:
    """One late act of each kind, with its own case."""
    first, second, third, _ = cases
    with store.writing() as session:
        complaints.correct(session, first, Correction(category="staff.rude"))
        complaints.exclude(session, second, "Fire drill")
        complaints.withdraw(session, third, "Logged twice")
        for _ in range(2):
            logged(session, clock, received_at=clock.at - timedelta(days=30))
        shop.enter_transactions(session, OCTOBER, 1_000)
        shop.enter_transactions(session, OCTOBER.shift(-1), 800)
        judged = next(each for each in pledges.everything(session) if each.code == "RES")
        pledge_months.note_cause(session, judged.id, OCTOBER, "Two were ill")


def test_planted_causes_are_named_with_their_cases_on_paper_and_to_scripts(
    store: Store, clock: FixedClock
) -> None:
    cases = october_worked(store, clock)
    mark_issued(store)
    assert revised(store) is None
    none = in_one_line(make_pack(store, month=OCTOBER).pdf)
    assert "Changed since issued: none 1 month shown here has been issued." in none
    plant(store, clock, cases)
    month = revised(store)
    assert causes(month, "complaints.received") == {
        CAUSE.LATE_ENTRY: ("C-2026-0005-SSP01", "C-2026-0006-SSP01"),
        CAUSE.VOIDED: ("C-2026-0003-SSP01",),
    }
    assert causes(month, "complaints.category.staff.rude") == {
        CAUSE.CORRECTED: ("C-2026-0001-SSP01",)
    }
    assert causes(month, "pledge.RES")[CAUSE.EXCLUDED] == ("C-2026-0002-SSP01",)
    assert set(causes(month, "complaints.per_1000")) == {
        CAUSE.LATE_ENTRY,
        CAUSE.CORRECTED,
        CAUSE.VOIDED,
    }
    assert month is not None
    assert month.version == 1
    script = {str(each["id"]): each for each in plain.revised_figures(month)}
    received = script["complaints.received"]
    assert received["causes"] == [
        {"cause": "late_entry", "amount": 2, "among": 0, "excluded": 0,
         "refs": ["C-2026-0005-SSP01", "C-2026-0006-SSP01"]},
        {"cause": "voided", "amount": -1, "among": 0, "excluded": 0, "refs": ["C-2026-0003-SSP01"]},
    ]  # fmt: skip
    paper = in_one_line(make_pack(store, "en", "zh_HK", month=OCTOBER).pdf)
    assert f"{len(month.figures)} figures have changed since they were issued" in paper
    assert "October 2026, version 1" in paper
    assert "Excluded or included again" in paper
    november = in_one_line(make_pack(store, month=OCTOBER.shift(1)).pdf)
    assert "‡ changed since its review pack was issued: see" in november


def test_rounds_of_a_reopened_case_follow_its_corrected_receipt(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        received_at = clock.at
        case = logged(session, clock)
    for _ in range(2):
        clock.move(days=4)
        with store.writing() as session:
            ended(session, case)
        clock.move(days=1)
        with store.writing() as session:
            complaints.reopen(session, case, "It broke again")
    clock.move(days=40)
    mark_issued(store)
    with store.writing() as session:
        earlier = CaseMoments(received_at=received_at - timedelta(days=3))
        complaints.redate(session, case, earlier, "The letter lay in a drawer")
    month = revised(store)
    assert month is not None
    named = {each.change.after.id: each for each in month.figures}
    assert "complaints.median_days" in named
    assert "complaints.within_band1" in named or "complaints.within_band2" in named
    for figure in month.figures:
        assert [effect.cause for effect in figure.effects] == [CAUSE.CORRECTED], figure.label
        assert figure.reconciles


def test_a_pack_of_a_running_month_is_told_from_one_that_was_corrected(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        case = logged(session, clock)
    pack = mark_issued(store)
    with store.reading() as session:
        assert revisions.of_pack(session, pack) is None
        assert revisions.of_pack(session, pack + 1) is None
        assert revisions.issued_months(session, [OCTOBER, OCTOBER.shift(1)]) == 1
    clock.move(days=2)
    with store.writing() as session:
        logged(session, clock)
        ended(session, case)
        complaints.correct(session, case, Correction(category="staff.rude"))
    clock.move(days=40)
    month = revised(store)
    assert set(causes(month, "complaints.received")) == {CAUSE.RUNNING}
    assert set(causes(month, "complaints.category.staff.rude")) == {CAUSE.CORRECTED}
    assert set(causes(month, "complaints.acknowledged")) == {CAUSE.RUNNING}


def test_what_no_entry_explains_has_no_known_cause(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        case = logged(session, clock)
    clock.move(days=40)
    mark_issued(store)
    by_hand(store, "UPDATE pack SET figures = json_set(figures, '$.balance.end', 0)")
    assert revised(store) is None
    with store.writing() as session:
        for action, told in (("changed", {"received_at": "soon"}), ("removed", {"met": 1})):
            chain.note(session, action, "complaint", case, {"from": told, "batch": 10**400})
    changed = "json_set(figures, '$.figures[#-1].value', 7)"
    by_hand(store, f"UPDATE pack SET figures = {changed}")
    month = revised(store)
    assert month is not None
    assert [effect.cause for each in month.figures for effect in each.effects] == [CAUSE.UNKNOWN]
    own = """json_set(figures, '$.figures[0].id', json('"complaints.category.\\ud800"'))"""
    by_hand(store, f"UPDATE pack SET figures = {own}")
    assert revised(store) is not None
    by_hand(store, "UPDATE pack SET figures = '[]'")
    assert revised(store) is None


def test_checks_entered_or_failed_late_are_named(store: Store, clock: FixedClock) -> None:
    floor = give_out(store, FLOOR)
    clock.move(days=3)
    run_through(store, floor)
    mark_issued(store)
    clock.move(days=2)
    run_through(store, floor, i2_2="no")
    month = revised(store)
    assert set(causes(month, "checklists.finished")) == {CAUSE.RUNNING}
    assert set(causes(month, "checklists.score")) == {CAUSE.RUNNING}
    assert set(causes(month, "checklists.finished.floor")) == {CAUSE.RUNNING}
    finished = parts_of(store)["checklists.finished"]
    run_through(store, floor, i1_1="na", i1_2="na", i2_1="na", i2_2="na")
    assert parts_of(store)["checklists.finished"].amount == finished.amount + 1
    assert set(causes(revised(store), "checklists.finished")) == {CAUSE.RUNNING}


@pytest.fixture
def october(store: Store, clock: FixedClock) -> Store:
    with store.writing() as session:
        logged(session, clock)
    clock.move(days=40)
    return store


HEAD = ["No", "In", "By", "About", "Level", "Words", "Due", "Answered", "Out", "Result"]
LATE = ["T1", "10/10/2026 10:00", "Phone", "till.waiting", "high", "Slow", "20/10/2026",
        "15/10/2026", "16/10/2026", "Upheld"]  # fmt: skip
OTHER = ["T1", "11/10/2026 10:00", "Phone", "refund.late", *LATE[4:7], "25/10/2026",
         "26/10/2026", "Upheld"]  # fmt: skip


def test_an_import_is_a_late_entry_and_undoing_it_is_told(october: Store, tmp_path: Path) -> None:
    mark_issued(october)
    batch = taken(october, tmp_path, [HEAD, LATE], CASES)
    assert causes(revised(october), "complaints.received") == {
        CAUSE.LATE_ENTRY: ("C-2026-0002-SSP01",)
    }
    mark_issued(october)
    with october.writing() as session:
        imports.undo(session, batch.id)
    assert causes(revised(october), "complaints.received") == {
        CAUSE.IMPORT_UNDONE: ("C-2026-0002-SSP01",)
    }


def test_what_a_file_corrects_is_a_correction_until_that_is_undone(
    october: Store, tmp_path: Path
) -> None:
    taken(october, tmp_path, [HEAD, LATE], CASES)
    mark_issued(october)
    batch = taken(october, tmp_path, [HEAD, OTHER], CASES)
    assert causes(revised(october), "complaints.category.refund.late") == {
        CAUSE.CORRECTED: ("C-2026-0002-SSP01",)
    }
    assert causes(revised(october), "complaints.resolved") == {
        CAUSE.CORRECTED: ("C-2026-0002-SSP01",)
    }
    mark_issued(october)
    with october.writing() as session:
        imports.undo(session, batch.id)
    month = revised(october)
    assert causes(month, "complaints.resolved") == {CAUSE.IMPORT_UNDONE: ()}


def test_counts_of_a_file_and_their_undoing_are_told(october: Store, tmp_path: Path) -> None:
    rows = [["Pledge", "Day", "Met", "Missed", "Over", "Out", "Why"],
            ["TILL", "02/10/2026", "40", "2", "1", "", ""]]  # fmt: skip
    mark_issued(october)
    batch = taken(october, tmp_path, rows, COUNTS)
    assert causes(revised(october), "pledge.TILL") == {CAUSE.LATE_ENTRY: ("2 Oct 2026",)}
    mark_issued(october)
    again = taken(october, tmp_path, [rows[0], ["TILL", "02/10/2026", "41", *rows[1][3:]]], COUNTS)
    assert causes(revised(october), "pledge.TILL") == {CAUSE.CORRECTED: ("2 Oct 2026",)}
    with october.writing() as session:
        imports.undo(session, again.id)
    mark_issued(october)
    with october.writing() as session:
        imports.undo(session, batch.id)
    assert causes(revised(october), "pledge.TILL") == {CAUSE.IMPORT_UNDONE: ()}


def test_each_month_is_compared_with_its_own_pack(store: Store, clock: FixedClock) -> None:
    september = OCTOBER.shift(-1)
    mark_issued(store, september)
    with store.writing() as session:
        logged(session, clock, received_at=clock.at - timedelta(days=10))
        second = logged(session, clock)
    clock.move(days=40)
    mark_issued(store)
    with store.writing() as session:
        complaints.withdraw(session, second, "Logged twice")
    assert set(causes(revised(store), "complaints.received")) == {CAUSE.VOIDED}
    assert causes(revised(store, september), "complaints.received") == {
        CAUSE.LATE_ENTRY: ("C-2026-0001-SSP01",)
    }
    with store.reading() as session:
        assert len(revisions.of_months(session, [september, OCTOBER])) == 2
