"""Checklist templates: what makes one unusable, and their JSON form."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.checklists.facts import (
    AnswerChoice,
    Every,
    Item,
    ResponseSet,
    Section,
    Template,
)
from csq_desktop.domain.checklists.templates import problems, template_from, template_to, validate
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.texts import LANGUAGES, speaking

SAID = ThreeTexts("Is it clean?")
YES_NO = ResponseSet(
    "yes_no",
    (
        AnswerChoice("yes", ThreeTexts("Yes"), 1),
        AnswerChoice("no", ThreeTexts("No"), 0, fails=True),
    ),
)
SOUND = Template(
    key="floor",
    title=ThreeTexts("Shop floor"),
    sections=(Section("1", SAID, (Item(code="1.1", text=SAID, response_set="yes_no"),)),),
    response_sets=(YES_NO,),
)


def with_item(**facts: Any) -> Template:
    """The sound template with its one item changed."""
    changed = replace(SOUND.items[0], **facts)
    return replace(SOUND, sections=(Section("1", SAID, (changed,)),))


def with_choices(*choices: AnswerChoice) -> Template:
    """The sound template with other answers."""
    return replace(SOUND, response_sets=(ResponseSet("yes_no", choices),))


FAULTS = [
    (replace(SOUND, key=""), "Give the checklist a key and a title."),
    (replace(SOUND, title=ThreeTexts()), "Give the checklist a key and a title."),
    (replace(SOUND, version=0), "The version of a checklist starts at 1."),
    (replace(SOUND, minutes=-1), "The minutes a checklist takes cannot be negative."),
    (replace(SOUND, sections=()), "A checklist needs at least one item."),
    (
        with_item(weight=0),
        "Give at least one item a weight above 0, otherwise there is no score.",
    ),
    (replace(SOUND, sections=SOUND.sections * 2), "The section code 1 is used twice."),
    (replace(SOUND, sections=SOUND.sections * 2), "The item code 1.1 is used twice."),
    (replace(SOUND, response_sets=(YES_NO, YES_NO)), "The response set yes_no is used twice."),
    (
        replace(SOUND, sections=(Section("", SAID, SOUND.items),)),
        "Every section needs a code.",
    ),
    (with_item(code=""), "Every item needs a code."),
    (with_item(text=ThreeTexts()), "Item 1.1 has no text."),
    (with_item(weight=-1), "The weight of item 1.1 cannot be negative."),
    (with_item(response_set="gone"), "Item 1.1 uses the response set gone, which does not exist."),
    (
        with_choices(*YES_NO.choices, YES_NO.choices[0]),
        "The response set yes_no has the answer yes twice.",
    ),
    (
        with_choices(AnswerChoice("na", SAID, None)),
        "The response set yes_no needs an answer with a score.",
    ),
    (
        with_choices(AnswerChoice("yes", SAID, 5)),
        "Scores in the response set yes_no must be from 0 to 1.",
    ),
    (
        with_choices(AnswerChoice("yes", ThreeTexts(), 1)),
        "Every answer in the response set yes_no needs a key and a label.",
    ),
    (
        with_choices(AnswerChoice("", SAID, 1)),
        "Every answer in the response set yes_no needs a key and a label.",
    ),
    (
        replace(SOUND, critical_cap=1.5),
        "The score cap after a failed critical item must be 0–100%.",
    ),
    (
        replace(
            with_choices(AnswerChoice("yes", SAID, 1)), sections=with_item(critical=True).sections
        ),
        "Item 1.1 is critical but no answer to it fails.",
    ),
]


@pytest.mark.parametrize(("template", "sentence"), FAULTS)
def test_a_fault_is_told_in_a_sentence(template: Template, sentence: str) -> None:
    assert sentence in problems(template)
    with pytest.raises(UserError) as caught:
        validate(template)
    assert caught.value.text == problems(template)[0]


@pytest.mark.parametrize("code", ["zh_HK", "zh_CN"])
def test_faults_are_told_in_the_language_spoken(code: str) -> None:
    english = {sentence for template, _ in FAULTS for sentence in problems(template)}
    with speaking(code):
        sentences = {sentence for template, _ in FAULTS for sentence in problems(template)}
    assert len(sentences) == len(english)
    assert not sentences & english


def test_a_sound_template_has_no_problems() -> None:
    assert problems(SOUND) == ()
    assert validate(SOUND) is SOUND
    assert problems(with_item(critical=True)) == ()
    assert problems(replace(SOUND, critical_cap=0.6)) == ()


def test_a_plain_template_leaves_out_what_is_usual() -> None:
    assert template_to(SOUND) == {
        "key": "floor",
        "title": {"en": "Shop floor"},
        "version": 1,
        "every": "none",
        "minutes": 0,
        "critical_cap": None,
        "response_sets": [
            {
                "key": "yes_no",
                "choices": [
                    {"key": "yes", "label": {"en": "Yes"}, "score": 1},
                    {"key": "no", "label": {"en": "No"}, "score": 0, "fails": True},
                ],
            }
        ],
        "sections": [
            {
                "code": "1",
                "title": {"en": "Is it clean?"},
                "items": [
                    {"code": "1.1", "text": {"en": "Is it clean?"}, "response_set": "yes_no"}
                ],
            }
        ],
    }


def broken(**fields: object) -> dict[str, object]:
    """The sound template as JSON with some fields replaced."""
    return template_to(SOUND) | fields


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "The file should be a group of named values."),
        (broken(key=None), "key should be a text."),
        (broken(sections={}), "sections should be a list."),
        (broken(every="hourly"), "every should be one of none, daily, weekly, monthly."),
        (
            broken(sections=[{"code": "1", "items": [{"code": 7}]}]),
            "sections[0].items[0].code should be a text.",
        ),
        (
            broken(response_sets=[{"key": "yes_no", "choices": [{"key": "yes", "score": "1"}]}]),
            "response_sets[0].choices[0].score should be a number.",
        ),
        (broken(title={}), "Give the checklist a key and a title."),
    ],
)
def test_a_file_that_is_wrong_says_where(value: object, message: str) -> None:
    with pytest.raises(UserError) as caught:
        template_from(value)
    assert caught.value.text == message


words = st.builds(ThreeTexts, *[st.text("ab收银銀", min_size=1, max_size=4) for _ in LANGUAGES])
items = st.builds(
    Item,
    code=st.uuids().map(str),
    text=words,
    response_set=st.just("yes_no"),
    weight=st.floats(0.5, 9),
    critical=st.booleans(),
    mandatory=st.booleans(),
    needs_comment_on_fail=st.booleans(),
    touch_point=st.sampled_from([None, "staff_attitude"]),
    guidance=words | st.just(ThreeTexts()),
)
templates = st.builds(
    Template,
    key=st.just("floor"),
    title=words,
    version=st.integers(1, 9),
    sections=st.lists(items, min_size=1, max_size=3).map(
        lambda given_items: (Section("1", SAID, tuple(given_items)),)
    ),
    response_sets=st.just((YES_NO,)),
    critical_cap=st.none() | st.floats(0, 1),
    every=st.sampled_from(Every),
    minutes=st.integers(0, 90),
)


@pytest.mark.no_cover
@given(templates)
def test_a_template_survives_json(template: Template) -> None:
    assert template_from(template_to(template)) == template
