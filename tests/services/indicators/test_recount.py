"""Figures against a recount of the rows by pandas, and against the passing of time."""

import random
from datetime import datetime, timedelta

import pandas as pd
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Figure, MonthFigures, Unit
from csq_desktop.services.indicators import figures
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish
from tests.services.small_shop import Hand, founded

pytestmark = pytest.mark.no_cover  # slow, and takes no branch that other tests leave out


@pytest.fixture
def furnish() -> Furnish:
    return founded


def month_figures(store: Store, month: Month) -> MonthFigures:
    with store.reading() as session:
        return figures.month(session, month)


@pytest.mark.parametrize("seed", range(4))
def test_the_figures_equal_a_recount_of_the_rows(
    store: Store, clock: FixedClock, seed: int
) -> None:
    hand = Hand(store, clock, random.Random(seed))
    hand.work(220)
    last = Month.of((clock.at + timedelta(hours=8)).date())
    for month in last.back(4):
        there = month_figures(store, month)
        with store.reading() as session:
            recounted = _recount(session, month, clock.at)
            ages = figures.ages_of_open(session, month)
        assert {name: _counted(there.get(name)) for name in recounted} == recounted
        assert there.balance.holds
        assert len(ages) == there.balance.end


def _counted(figure: Figure) -> tuple[float | None, ...]:
    if figure.unit is Unit.SHARE:
        return (figure.numerator, figure.denominator)
    return (figure.value,)


def _recount(session: Session, month: Month, now: datetime) -> dict[str, tuple[float, ...]]:
    """The same figures from the rows themselves, with pandas."""
    connection = session.connection()
    cases = pd.read_sql(text("SELECT * FROM complaint WHERE removed_at IS NULL"), connection)
    rounds = pd.read_sql(text("SELECT * FROM complaint_round WHERE removed_at IS NULL"), connection)
    counts = pd.read_sql(text("SELECT * FROM pledge_count"), connection)
    code = month.code
    both = pd.concat([cases, rounds]) if len(rounds) else cases
    closed = both[both.closed_month == code]
    decided = closed[closed.finding.notna()]
    days = counts[counts.month == code]
    found: dict[str, tuple[float, ...]] = {
        "complaints.received": (int((cases.received_month == code).sum()),),
        "complaints.closed": (len(closed),),
        "complaints.reopened": (int((rounds.reopened_month == code).sum()),),
        "complaints.outstanding_end": (_open_after(cases, rounds, code),),
        "complaints.within_band1": (int((closed.closed_band == 1).sum()), len(closed)),
        "complaints.within_band2": (int((closed.closed_band <= 2).sum()), len(closed)),
        "complaints.upheld": (int(decided.finding.isin(["upheld", "partly"]).sum()), len(decided)),
        "complaints.redress": (int(closed.remedy_cents.sum()),),
        "complaints.acknowledged": _clock(cases, ("ack", "acknowledged_at"), code, now),
        "complaints.resolved": _clock(both, ("resolve", "resolved_at"), code, now),
        "pledge.TILL": (int(days.met.sum()), int(days.met.sum() + days.missed.sum())),
    }
    found["pledge.ACK"] = found["complaints.acknowledged"]
    found["pledge.RES"] = found["complaints.resolved"]
    return found


def _open_after(cases: pd.DataFrame, rounds: pd.DataFrame, code: int) -> int:
    flows = (cases.received_month, rounds.reopened_month), (cases.closed_month, rounds.closed_month)
    came, went = (sum(int((months <= code).sum()) for months in pair) for pair in flows)
    return came - went


def _clock(rows: pd.DataFrame, names: tuple[str, str], code: int, now: datetime) -> tuple[int, int]:
    name, done = names
    rows = rows[(rows[f"{name}_month"] == code) & (rows.excluded_reason == "")]
    due = rows[f"{name}_due_at"]
    met = rows[done] <= due
    missed = rows[done] > due
    late = rows[done].isna() & (due < now.timestamp())
    if name == "resolve":
        late &= ~(rows.waiting_since <= due)
    return int(met.sum()), int((met | missed | late).sum())


def test_a_past_months_figures_do_not_move_because_time_passes(
    store: Store, clock: FixedClock
) -> None:
    Hand(store, clock, random.Random(11)).work(150)
    past = Month.of(clock.at.date()).shift(-1)
    before = month_figures(store, past)
    clock.move(days=45)
    assert month_figures(store, past) == before
