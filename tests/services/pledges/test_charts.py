"""The chart of a pledge: signals in words, causes, left-out months, new standards."""

from dataclasses import replace
from datetime import date

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.indicators import verdicts
from csq_desktop.services.pledges import charts as pledge_charts
from csq_desktop.services.pledges import months as pledge_months
from csq_desktop.services.pledges import pledges
from csq_desktop.services.pledges.charts import PledgeChart
from csq_desktop.storage.store import Store
from csq_desktop.texts import LANGUAGES, speaking
from tests.factory import Furnish
from tests.pledge_case import TERMS, count, do, look, till
from tests.services.small_shop import without_pledges

JULY, OCTOBER = Month(2026, 7), Month(2026, 10)


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


@pytest.fixture
def pledge(store: Store) -> int:
    """A year of counts that fell in July only."""
    pledge_id = till(store, effective_from=date(2025, 11, 1))
    for month in OCTOBER.back(12):
        missed = 70 if month == JULY else 16
        count(store, pledge_id, month.first_day, 400 - missed, missed)
    return pledge_id


def chart(store: Store, pledge_id: int, last: Month = OCTOBER, months: int = 12) -> PledgeChart:
    return look(store, pledge_charts.chart, pledge_id, last, months)


def test_a_month_below_its_limit_is_named_in_title_and_notes(store: Store, pledge: int) -> None:
    drawn = chart(store, pledge)
    assert drawn.spec.title.startswith("July was unusually low; back on target")
    assert drawn.odd == (JULY,)
    few = chart(store, pledge, months=3).spec
    assert few.subject == "Share of cases that met the pledge · % · August 2026 – October 2026"
    assert "July 2026 is below the lower control limit." in drawn.spec.notes
    assert "October is not over: its point still moves." in drawn.spec.notes
    assert [point.signal for point in drawn.spec.points].index(True) == 8
    assert drawn.spec.target is not None
    assert drawn.spec.target.value == 0.95


def test_a_running_month_without_a_count_has_no_point_that_moves(store: Store) -> None:
    drawn = chart(store, till(store, effective_from=date(2025, 11, 1)))
    assert not any("still moves" in note for note in drawn.spec.notes)


def test_a_chart_of_finished_months_does_not_say_that_one_still_moves(
    store: Store, pledge: int
) -> None:
    assert not any("not over" in note for note in chart(store, pledge, Month(2026, 9)).spec.notes)


def test_a_cause_stands_beside_its_point(store: Store, pledge: int) -> None:
    do(store, pledge_months.note_cause, pledge, JULY, "Second till closed at 18:00")
    july = chart(store, pledge).spec.points[8]
    assert (july.remark, july.signal, july.excluded) == ("Second till closed at 18:00", True, False)


def test_a_month_left_out_enters_no_limits_and_the_chart_says_why(
    store: Store, pledge: int
) -> None:
    with_july = chart(store, pledge).spec.points[-1].lower
    do(store, pledge_months.note_cause, pledge, JULY, "Typhoon week", left_out=True)
    drawn = chart(store, pledge)
    assert drawn.spec.points[8].excluded
    assert drawn.odd == ()
    assert "July 2026 is excluded from the control limits: Typhoon week" in " ".join(
        drawn.spec.notes
    )
    without = drawn.spec.points[-1].lower
    assert with_july is not None
    assert without is not None
    assert without > with_july


def test_limits_begin_anew_where_another_time_is_promised(store: Store, pledge: int) -> None:
    faster = replace(
        TERMS, standard=ThreeTexts("within 3 minutes"), effective_from=date(2026, 10, 1)
    )
    do(store, pledges.change_terms, pledge, faster)
    points = chart(store, pledge).spec.points
    assert [point.phase for point in points[-2:]] == ["within 5 minutes", "within 3 minutes"]
    reworded = replace(faster, wording=ThreeTexts("Quick"), effective_from=date(2026, 10, 5))
    do(store, pledges.change_terms, pledge, reworded)
    assert len({point.phase for point in chart(store, pledge).spec.points}) == 2


@pytest.mark.no_cover
def test_limits_begin_anew_alike_in_every_language(store: Store, pledge: int) -> None:
    """A translation written later is no other standard; one that says another time is."""
    for day, standard, stretches in (
        (1, replace(TERMS.standard, zh_CN=""), 1),
        (5, replace(TERMS.standard, zh_HK="3 分鐘內"), 2),
    ):
        changed = replace(TERMS, standard=standard, effective_from=date(2026, 10, day))
        do(store, pledges.change_terms, pledge, changed)
        for code in LANGUAGES:
            with speaking(code):
                there = look(store, verdicts.of_month, OCTOBER)
                phases = there.judgements["pledge.TILL"].chart.phases
                assert len(phases) == stretches
                points = chart(store, pledge).spec.points
                assert len({point.phase for point in points}) == stretches


def test_a_pledge_without_counts_has_an_empty_chart(store: Store) -> None:
    drawn = chart(store, till(store), OCTOBER, 24)
    assert drawn.spec.is_empty
    assert drawn.odd == ()
