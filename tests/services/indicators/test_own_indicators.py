"""An indicator that a user defines is data: it goes through figures, verdict and chart as it is."""

import random

import pytest

from csq_desktop.analytics.indicators.formulas import Share, Term
from csq_desktop.analytics.indicators.register import Group, Indicator
from csq_desktop.analytics.indicators.verdicts import judge_share
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Better
from csq_desktop.domain.indicators.measures import GATHERED, DeadlineBucket, MeasureId
from csq_desktop.services.indicators import charts, details, figures, ledger, verdicts
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish
from tests.services.small_shop import Hand, founded


@pytest.fixture
def furnish() -> Furnish:
    return founded


def defined(words: dict[str, object]) -> Indicator:
    """An indicator from what a form or a table would hold: words and numbers."""
    return Indicator(
        id=f"own.{words['code']}",
        label=str(words["label"]),
        group=Group.OWN,
        formula=Share(_terms(words["part"]), _terms(words["of"])),
        better=Better(str(words["better"])),
        target=float(str(words["target"])),
        is_own=True,
    )


def _terms(rows: object) -> tuple[Term, ...]:
    assert isinstance(rows, list)
    return tuple(Term(MeasureId(measure), tuple(buckets), sign) for measure, buckets, sign in rows)


WORDS = {
    "code": "late",
    "label": "Answered late",
    "part": [("resolve", ["met", "missed", "overdue"], 1), ("resolve", ["met"], -1)],
    "of": [("resolve", ["met", "missed", "overdue"], 1)],
    "better": "lower",
    "target": 0.2,
}


@pytest.mark.no_cover
def test_a_users_own_indicator_has_figures_a_verdict_and_a_chart(
    store: Store, clock: FixedClock
) -> None:
    Hand(store, clock, random.Random(8)).work(160)
    last, own = Month.of(clock.at.date()), defined(WORDS)
    with store.reading() as session:
        history = figures.history(session, last, 6, own=(own,))
        plain = figures.history(session, last, 6)
    assert [one.figures[:-1] for one in history] == [one.figures for one in plain]
    for month in history:
        late, in_time = month.get(own.id), month.get("complaints.resolved")
        assert late.denominator == in_time.denominator
        assert (late.numerator or 0) + (in_time.numerator or 0) == late.denominator
        assert late.label == "Answered late"
    assert history[-1].get(own.id).goal == "at most 20%"
    judged = judge_share(own.id, verdicts.results_of(history, own.id))
    drawn = charts.share_chart(judged)
    assert drawn.spec.title
    assert len(drawn.spec.points) == len(judged.months)


def test_a_definition_with_a_measure_that_nobody_counts_is_refused() -> None:
    with pytest.raises(ValueError, match="applause"):
        defined({**WORDS, "part": [("applause", [], 1)]})


@pytest.mark.no_cover
def test_whatever_is_gathered_is_known_of_a_month_that_is_read_whole(
    store: Store, clock: FixedClock
) -> None:
    Hand(store, clock, random.Random(8)).work(80)
    last = Month.of(clock.at.date())
    with store.writing() as session:
        shop.enter_transactions(session, last, 4_000)
    with store.reading() as session:
        plain = ledger.open_ledger(session, last, 1)
        whole = details.detailed(session, plain)
    assert {one for one in MeasureId if not whole.has(last, one)} == set()
    assert {one for one in GATHERED if not plain.has(last, one)} == {
        MeasureId.CHECKLISTS_EXPECTED,
        MeasureId.CHECKLISTS_IN_TIME,
    }


def test_an_open_case_past_its_deadline_is_overdue_and_no_longer_open(
    store: Store, clock: FixedClock
) -> None:
    Hand(store, clock, random.Random(8)).work(120)
    clock.move(days=40)
    months = Month.of(clock.at.date()).back(6)
    with store.reading() as session:
        there = ledger.open_ledger(session, months[-1], 6)
    for measure in (MeasureId.ACKNOWLEDGE, MeasureId.RESOLVE):
        still = [there.count(one, measure, DeadlineBucket.OPEN) for one in months]
        late = [there.count(one, measure, DeadlineBucket.OVERDUE) for one in months]
        assert min(still) >= 0
        assert sum(late) > 0
