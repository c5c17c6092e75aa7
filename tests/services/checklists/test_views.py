"""What the pages of checklists are filled from, each in one question."""

from dataclasses import replace
from datetime import date

import pytest

from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.checklists.facts import Answer, RunCounts
from csq_desktop.domain.checklists.schedule import DueState
from csq_desktop.services.actions import actions
from csq_desktop.services.checklists import checklists, views
from csq_desktop.services.checklists.views import ChecklistRecord
from csq_desktop.storage.store import Store
from tests.checklist_case import FLOOR, answer, begin, do, give_out, jpeg_of, look, run_through

TODAY = date(2026, 10, 5)


@pytest.fixture
def floor(store: Store) -> int:
    return give_out(store)


def promised(store: Store, source: ActionSource, source_id: int | None, item_code: str = "") -> int:
    """An action from a source; its id."""
    new = NewAction("Lamp", "May Wong", date(2026, 10, 9), source, source_id, item_code)
    return do(store, actions.promise, new)


def test_the_list_shows_checklists_runs_and_open_actions(store: Store, floor: int) -> None:
    begin(store, floor)
    run_id = run_through(store, floor, date(2026, 9, 30), i2_1="no")
    promised(store, ActionSource.CHECKLIST, run_id, "2.1")
    shown = look(store, views.home, TODAY)
    assert [each.line.id for each in shown.overviews] == [floor]
    assert (shown.counts, shown.open_actions) == (RunCounts(2, 1, 1), 1)


def test_a_checklist_is_shown_with_its_own_runs_and_what_waits_of_it(
    store: Store, floor: int
) -> None:
    other = give_out(store, replace(FLOOR, key="opening"))
    run_through(store, other)
    first = run_through(store, floor, date(2026, 9, 30), i2_1="no")
    second = begin(store, floor)
    shown = look(store, views.details, floor, TODAY)
    assert shown.template == FLOOR
    assert [run.id for run in shown.runs] == [second, first]
    assert [past.item_code for past in shown.pasts if past.failed] == ["2.1"]
    assert {each.template_key for each in shown.due} == {"floor"}
    assert shown.due[-1].state is DueState.STARTED


def test_a_run_under_way_brings_photos_only_when_there_are_new_ones(
    store: Store, floor: int
) -> None:
    run_through(store, floor, date(2026, 9, 30), i2_1="no")
    run_id = begin(store, floor)
    answer(store, run_id, i2_1="no")
    photo_id = do(store, checklists.add_photo, run_id, "2.1", jpeg_of(20, 20))
    promised(store, ActionSource.CHECKLIST, run_id, "2.1")
    shown = look(store, views.run_under_way, run_id, frozenset())
    assert [photo.id for photo in shown.photos] == [photo_id]
    assert [each.item_code for each in shown.actions] == ["2.1"]
    assert shown.pasts["2.1"].outcomes == (True,)
    assert "May Wong" in [one.name for one in shown.people]
    assert look(store, views.run_under_way, run_id, frozenset({photo_id})).photos == ()


def test_results_stand_beside_those_of_the_run_before(store: Store, floor: int) -> None:
    first = run_through(store, floor, date(2026, 9, 21))
    second = run_through(store, floor, date(2026, 9, 28), i2_2="no")
    shown = look(store, views.results, second)
    assert shown.before is not None
    assert shown.score_before is not None
    assert (shown.run.id, shown.before.id) == (second, first)
    assert shown.score_before.share == 1
    assert shown.score.share is not None
    assert shown.score.share < 1
    assert look(store, views.results, first).score_before is None


def test_an_id_is_told_apart_by_what_it_belongs_to(store: Store, floor: int) -> None:
    draft = begin(store, floor)
    finished = run_through(store, floor, date(2026, 9, 30))
    action = promised(store, ActionSource.CHECKLIST, finished, "2.1")
    found = [look(store, views.record, each) for each in (draft, finished, floor, action)]
    assert found == [
        ChecklistRecord.DRAFT,
        ChecklistRecord.FINISHED,
        ChecklistRecord.CHECKLIST,
        ChecklistRecord.ACTION,
    ]


def test_the_score_so_far_counts_what_is_answered() -> None:
    assert views.score_so_far(FLOOR, ()).share is None
    assert views.score_so_far(FLOOR, [Answer("1.1", "yes")]).share == 1
    assert views.score_so_far(FLOOR, [Answer("1.1", "yes"), Answer("2.2", "no")]).share == 2 / 3


def test_scores_are_charted_by_section_and_over_time(store: Store, floor: int) -> None:
    run_through(store, floor, date(2026, 9, 21))
    second = run_through(store, floor, date(2026, 9, 28), i2_2="no")
    sections = views.sections_chart(look(store, views.results, second))
    assert [row.label for row in sections.rows] == ["Queue", "Rooms"]
    assert (sections.target, sections.before_label) == (0.9, "21 Sep 2026")
    runs = look(store, views.details, floor, TODAY).runs[::-1]
    scores = views.scores_chart(runs)
    assert scores.series[0].values == tuple(run.score for run in runs)
