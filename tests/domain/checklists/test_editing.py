"""Changing a checklist: codes stay, parts move, and nothing else is touched."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.checklists.editing import (
    add_item,
    add_section,
    moved,
    section_of,
    tidied,
    with_item,
    with_section,
    with_set,
    without,
)
from csq_desktop.domain.checklists.facts import ResponseSet, Template
from csq_desktop.domain.words.threefold import ThreeTexts
from tests.checklist_case import FLOOR, YES, item_of


def codes(template: Template) -> dict[str, list[str]]:
    """Item codes by section."""
    return {one.code: [item.code for item in one.items] for one in template.sections}


def test_a_new_section_takes_the_next_number() -> None:
    longer, code = add_section(FLOOR)
    assert code == "3"
    assert codes(longer) == {"1": ["1.1", "1.2"], "2": ["2.1", "2.2"], "3": []}


def test_a_new_item_takes_the_next_number_of_its_section_and_the_answers_before_it() -> None:
    longer, code = add_item(without(FLOOR, "2.1"), "2")
    assert code == "2.3"
    assert item_of(longer, "2.3").response_set == "yes_no"
    assert codes(longer)["2"] == ["2.2", "2.3"]


@pytest.mark.parametrize(("sets", "offered"), [(FLOOR.response_sets, "yes_no"), ((), "")])
def test_the_first_item_of_a_section_takes_the_first_answers(
    sets: tuple[ResponseSet, ...], offered: str
) -> None:
    empty, section = add_section(replace(FLOOR, response_sets=sets))
    longer, code = add_item(empty, section)
    assert (code, item_of(longer, code).response_set) == ("3.1", offered)


def test_parts_are_replaced_by_their_code() -> None:
    heavier = with_item(FLOOR, replace(item_of(FLOOR, "2.1"), weight=5))
    assert item_of(heavier, "2.1").weight == 5
    assert heavier.item("2.2") == FLOOR.item("2.2")
    renamed = with_section(FLOOR, replace(FLOOR.sections[0], title=ThreeTexts("Line")))
    assert [one.title.en for one in renamed.sections] == ["Line", "Rooms"]


@pytest.mark.parametrize(
    ("code", "step", "expected"),
    [
        ("1", 1, {"2": ["2.1", "2.2"], "1": ["1.1", "1.2"]}),
        ("2.2", -1, {"1": ["1.1", "1.2"], "2": ["2.2", "2.1"]}),
        ("2.2", 1, codes(FLOOR)),
        ("1", -1, codes(FLOOR)),
        ("9", 1, codes(FLOOR)),
    ],
)
def test_parts_move_within_their_place(
    code: str, step: int, expected: dict[str, list[str]]
) -> None:
    assert list(codes(moved(FLOOR, code, step)).items()) == list(expected.items())


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1", {"2": ["2.1", "2.2"]}),
        ("1.1", {"1": ["1.2"], "2": ["2.1", "2.2"]}),
        ("8", codes(FLOOR)),
    ],
)
def test_parts_are_removed(code: str, expected: dict[str, list[str]]) -> None:
    assert codes(without(FLOOR, code)) == expected


def test_answers_are_added_once_and_removed_when_no_item_uses_them() -> None:
    scale = ResponseSet("scale", (YES,))
    longer = with_set(with_set(FLOOR, scale), scale)
    assert [one.key for one in longer.response_sets] == ["yes_no", "scale"]
    assert tidied(longer) == FLOOR


@pytest.mark.parametrize(("code", "section_code"), [("2", "2"), ("2.2", "2"), ("7", None)])
def test_the_section_of_a_code_is_found(code: str, section_code: str | None) -> None:
    section = section_of(FLOOR, code)
    assert (section.code if section else None) == section_code


@given(st.sampled_from(["1", "2", "1.1", "1.2", "2.1", "2.2"]), st.integers(-2, 2))
def test_moving_loses_nothing_and_can_be_taken_back(code: str, step: int) -> None:
    there = moved(FLOOR, code, step)
    assert sorted(item.code for item in there.items) == ["1.1", "1.2", "2.1", "2.2"]
    assert there == FLOOR or moved(there, code, -step) == FLOOR
