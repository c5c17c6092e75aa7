"""Checklist templates in a store: shipped ones, new versions, retiring."""

from dataclasses import replace

import pytest

from csq_desktop.domain.checklists.facts import Every, NewRun, Template
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.services.checklists import checklists
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.storage.store import Store
from tests.checklist_case import FLOOR, begin, do, give_out, look

LONGER = replace(FLOOR, minutes=25)


def test_a_new_store_gets_the_five_shipped_checklists(store: Store) -> None:
    assert do(store, checklist_templates.install_shipped) == 5
    lines = look(store, checklist_templates.templates)
    assert [(line.key, line.every) for line in lines] == [
        ("opening_daily", Every.DAILY),
        ("till_weekly", Every.WEEKLY),
        ("floor_weekly", Every.WEEKLY),
        ("after_sales_monthly", Every.MONTHLY),
        ("mystery_visitor", Every.NONE),
    ]
    assert all(line.version == 1 and line.items > 10 and line.minutes > 0 for line in lines)


def test_installing_twice_adds_nothing(store: Store) -> None:
    do(store, checklist_templates.install_shipped)
    assert do(store, checklist_templates.install_shipped) == 0
    assert len(look(store, checklist_templates.templates)) == 5


def test_a_changed_checklist_is_a_new_version_and_the_old_one_stays(store: Store) -> None:
    first = give_out(store)
    run_id = begin(store, first)
    second = give_out(store, LONGER)
    assert [(line.id, line.version) for line in look(store, checklist_templates.templates)] == [
        (second, 2)
    ]
    assert look(store, checklist_templates.template, first) == FLOOR
    assert look(store, checklist_templates.template, second) == replace(LONGER, version=2)
    assert look(store, checklists.run, run_id).template == FLOOR


def test_saving_without_a_change_adds_nothing(store: Store) -> None:
    first = give_out(store)
    assert give_out(store, replace(FLOOR, version=9)) == first


def test_a_checklist_of_ones_own_gets_a_key(store: Store) -> None:
    first = give_out(store, replace(FLOOR, key=""))
    second = give_out(store, replace(FLOOR, key=""))
    keys = [look(store, checklist_templates.template, one).key for one in (first, second)]
    assert keys == ["own_1", "own_2"]


@pytest.mark.parametrize(
    "changed", [replace(FLOOR, sections=()), replace(FLOOR, key="", minutes=-1)]
)
def test_an_unusable_checklist_is_refused(store: Store, changed: Template) -> None:
    give_out(store)
    with pytest.raises(UserError):
        give_out(store, changed)
    assert [line.version for line in look(store, checklist_templates.templates)] == [1]


def test_a_retired_checklist_is_not_started_until_it_is_taken_up_again(store: Store) -> None:
    floor = give_out(store)
    do(store, checklist_templates.retire, floor)
    assert look(store, checklist_templates.templates) == ()
    assert [line.id for line in look(store, checklist_templates.templates, retired=True)] == [floor]
    with pytest.raises(UserError, match="no longer in use"):
        begin(store, floor)
    do(store, checklist_templates.take_up_again, floor)
    begin(store, floor)


def test_only_the_newest_version_is_started_or_retired(store: Store) -> None:
    first = give_out(store)
    give_out(store, replace(FLOOR, title=ThreeTexts("Rooms")))
    for job, given in ((checklists.start, NewRun(first)), (checklist_templates.retire, first)):
        with pytest.raises(UserError, match="newer version"):
            do(store, job, given)
    with pytest.raises(UserError, match="newer version"):
        do(store, checklist_templates.retire, 1)


def test_a_new_checklist_begins_with_a_section_and_the_standard_answers(store: Store) -> None:
    sets = checklist_templates.standard_sets()
    assert [one.key for one in sets] == ["yes_no", "scale_5"]
    empty = checklist_templates.empty_template()
    assert [section.code for section in empty.sections] == ["1"]
    assert (empty.key, empty.items, empty.response_sets) == ("", (), sets[:1])
    with pytest.raises(UserError):
        give_out(store, empty)
