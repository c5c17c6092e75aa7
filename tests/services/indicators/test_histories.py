"""Figures of many months: those of each month alone, and remembered until somebody writes."""

import random

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Figure, MonthFigures
from csq_desktop.services.indicators import figures
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish
from tests.services.small_shop import Hand, founded, logged

pytestmark = pytest.mark.no_cover  # slow, and takes no branch that other tests leave out

OCTOBER = Month(2026, 10)


@pytest.fixture
def furnish() -> Furnish:
    return founded


def month_figures(store: Store, month: Month = OCTOBER) -> MonthFigures:
    with store.reading() as session:
        return figures.month(session, month)


def test_a_history_ends_with_the_month_and_tells_the_same_figures(
    store: Store, clock: FixedClock
) -> None:
    Hand(store, clock, random.Random(3)).work(60)
    last = Month.of(clock.at.date())
    with store.reading() as session:
        months = figures.history(session, last, 3)
        some = figures.history(session, last, 3, only=("pledge.TILL", "complaints.closed"))
    assert [one.month for one in months] == last.back(3)
    whole = {figure.id: figure for figure in month_figures(store, last).figures}
    assert all(whole[figure.id] == figure for figure in months[-1].figures)
    assert [f.id for f in some[0].figures] == ["pledge.TILL", "complaints.closed"]
    with store.reading() as session:
        rates = figures.history(session, last, 2, only=("complaints.per_1000",))
    assert [one.figures for one in rates] == [(), ()]
    assert all(f in months[-1].figures for f in some[-1].figures)


def _of_pledges(month: MonthFigures) -> list[Figure]:
    return [one for one in month.figures if one.id.startswith("pledge.")]


def test_the_pledges_figures_alone_are_those_of_the_month(store: Store, clock: FixedClock) -> None:
    Hand(store, clock, random.Random(5)).work(60)
    last = Month.of(clock.at.date())
    with store.reading() as session:
        alone = _of_pledges(figures.judged_history(session, last, 2)[-1])
    assert alone == _of_pledges(month_figures(store, last))
    assert [figure.id for figure in alone][-1] == "pledge.RES.maximum"


def test_a_session_that_writes_remembers_nothing(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        before = figures.month(session, OCTOBER).get("complaints.received").value
        assert before is not None
        logged(session, clock)
        session.flush()
        assert figures.month(session, OCTOBER).get("complaints.received").value == before + 1


def test_what_was_read_is_remembered_until_somebody_writes(store: Store, clock: FixedClock) -> None:
    with store.reading() as session:
        first = figures.history(session, OCTOBER, 2)
        assert figures.history(session, OCTOBER, 2) is first
        for months in range(3, 30):
            figures.history(session, OCTOBER, months)
        assert figures.history(session, OCTOBER, 2) == first
    with store.writing() as session:
        logged(session, clock)
    with store.reading() as session:
        again = figures.history(session, OCTOBER, 2)[-1]
    assert again.get("complaints.received").value == 1
