"""Checklists: what is answered, what fails and what a run still lacks."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.checklists.facts import (
    Answer,
    AnswerChoice,
    Every,
    Item,
    Progress,
    ResponseSet,
    RunState,
    Section,
    SectionProgress,
    Template,
    check_answer,
    check_finished,
    chosen,
    codes_text,
    critical_failed,
    failed_items,
    missing_mandatory,
    progress,
    unexplained,
)
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.texts import LANGUAGES, speaking

YES = AnswerChoice("yes", ThreeTexts("Yes"), 1)
NO = AnswerChoice("no", ThreeTexts("No"), 0, fails=True)
NA = AnswerChoice("na", ThreeTexts("Not applicable"), None)


def item(code: str) -> Item:
    """An item that offers yes, no and not applicable."""
    return Item(code=code, text=ThreeTexts(code), response_set="yes_no")


FLOOR = Template(
    key="floor",
    title=ThreeTexts("Shop floor"),
    sections=(
        Section("1", ThreeTexts("Arrival"), (item("1.1"), replace(item("1.2"), mandatory=False))),
        Section(
            "2",
            ThreeTexts("Fitting room"),
            (
                replace(item("2.1"), critical=True),
                replace(item("2.2"), needs_comment_on_fail=True),
            ),
        ),
    ),
    response_sets=(ResponseSet("yes_no", (YES, NO, NA)),),
)


def given_answers(**choices: str) -> tuple[Answer, ...]:
    """Answers by item code, written as i1_1="yes"."""
    return tuple(
        Answer(name.removeprefix("i").replace("_", "."), choice) for name, choice in choices.items()
    )


def codes(items: tuple[Item, ...]) -> list[str]:
    """The codes of items."""
    return [one.code for one in items]


def test_progress_counts_every_answered_item_by_section() -> None:
    answers = given_answers(i1_1="yes", i2_1="na", i2_2="no")
    assert progress(FLOOR, answers) == Progress(
        3, 4, (SectionProgress("1", 1, 2), SectionProgress("2", 2, 2, 1))
    )
    assert progress(FLOOR, answers).share == 0.75


def test_a_checklist_without_items_has_no_progress() -> None:
    assert progress(replace(FLOOR, sections=()), ()).share == 0


def test_a_comment_alone_is_no_answer() -> None:
    assert progress(FLOOR, (Answer("1.1", comment="later"),)).answered == 0


def test_answers_the_template_does_not_know_are_left_out() -> None:
    answers = given_answers(i9_9="yes", i1_1="perhaps", i2_2="yes")
    assert [(one.code, choice.key) for one, choice in chosen(FLOOR, answers)] == [("2.2", "yes")]


def test_the_later_of_two_answers_counts() -> None:
    answers = (Answer("1.1", "yes"), Answer("1.1", "no"))
    assert [choice.key for _, choice in chosen(FLOOR, answers)] == ["no"]


def test_chosen_answers_come_in_reading_order() -> None:
    answers = given_answers(i2_2="yes", i1_1="no", i2_1="na")
    assert [one.code for one, _ in chosen(FLOOR, answers)] == ["1.1", "2.1", "2.2"]


def test_only_mandatory_items_are_missing() -> None:
    assert codes(missing_mandatory(FLOOR, given_answers(i2_1="yes"))) == ["1.1", "2.2"]
    assert missing_mandatory(FLOOR, given_answers(i1_1="na", i2_1="na", i2_2="na")) == ()


def test_failed_items_are_those_whose_answer_fails() -> None:
    answers = given_answers(i1_1="no", i1_2="na", i2_1="no", i2_2="yes")
    assert codes(failed_items(FLOOR, answers)) == ["1.1", "2.1"]
    assert codes(critical_failed(FLOOR, answers)) == ["2.1"]


@pytest.mark.parametrize(
    ("answer", "silent"),
    [
        (Answer("2.2", "no"), ["2.2"]),
        (Answer("2.2", "no", comment="  "), ["2.2"]),
        (Answer("2.2", "no", comment="nine minutes"), []),
        (Answer("2.2", "no", photo_ids=(7,)), []),
        (Answer("2.2", "yes"), []),
        (Answer("1.1", "no"), []),
    ],
)
def test_some_failed_items_need_a_comment_or_a_photo(answer: Answer, silent: list[str]) -> None:
    assert codes(unexplained(FLOOR, [answer])) == silent


def test_not_applicable_does_not_count() -> None:
    assert [choice.counts for choice in (YES, NO, NA)] == [True, True, False]


def test_an_item_of_an_unknown_response_set_offers_nothing() -> None:
    lost = replace(item("1.1"), response_set="gone")
    assert FLOOR.choices(lost) == ()
    assert FLOOR.choice(lost, "yes") is None
    assert FLOOR.choices(item("1.1")) == (YES, NO, NA)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer("9.9", "yes"), "This checklist has no item 9.9."),
        (Answer("1.1", "perhaps"), "This answer is not available for item 1.1."),
    ],
)
def test_an_answer_must_fit_the_template(answer: Answer, message: str) -> None:
    with pytest.raises(UserError) as caught:
        check_answer(FLOOR, answer)
    assert caught.value.text == message


@pytest.mark.parametrize("answer", [Answer("1.1", "na"), Answer("1.1", comment="later")])
def test_a_fitting_answer_is_taken(answer: Answer) -> None:
    check_answer(FLOOR, answer)


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        (given_answers(i1_1="yes", i2_1="yes"), "1 item still needs an answer: 2.2."),
        (given_answers(i2_1="yes"), "2 items still need an answer: 1.1, 2.2."),
        (
            given_answers(i1_1="yes", i2_1="yes", i2_2="no"),
            "Item 2.2 failed: add a note or a photo, then finish.",
        ),
    ],
)
def test_a_run_with_gaps_cannot_be_finished(answers: tuple[Answer, ...], message: str) -> None:
    with pytest.raises(UserError) as caught:
        check_finished(FLOOR, iter(answers))
    assert caught.value.text == message


def test_of_many_codes_the_first_few_and_the_last_are_named() -> None:
    many = [item(str(number)) for number in range(1, 13)]
    assert codes_text(many[:8]) == "1, 2, 3, 4, 5, 6, 7, 8"
    assert codes_text(many) == "1, 2, 3, 4, 5, 6, 7 … 12"


def test_a_whole_run_can_be_finished() -> None:
    check_finished(FLOOR, given_answers(i1_1="no", i2_1="yes", i2_2="na"))


@pytest.mark.parametrize(
    ("every", "period"),
    [
        (Every.NONE, None),
        (Every.DAILY, (date(2026, 11, 22), date(2026, 11, 22))),
        (Every.WEEKLY, (date(2026, 11, 16), date(2026, 11, 22))),
        (Every.MONTHLY, (date(2026, 11, 1), date(2026, 11, 30))),
    ],
)
def test_a_run_counts_for_the_period_its_day_lies_in(
    every: Every, period: tuple[date, date] | None
) -> None:
    assert every.period(date(2026, 11, 22)) == period  # a Sunday


@pytest.mark.parametrize("code", LANGUAGES)
def test_how_often_and_states_have_a_name_in_every_language(code: str) -> None:
    with speaking(code):
        assert len({every.label for every in Every}) == len(Every)
        assert len({state.label for state in RunState}) == len(RunState)


keys = st.sampled_from(["yes", "no", "na", "perhaps", ""])
strange = st.lists(st.builds(Answer, st.sampled_from(["1.1", "1.2", "2.1", "2.2", "x"]), keys))


@given(strange)
def test_answered_and_open_items_make_up_the_whole(answers: list[Answer]) -> None:
    how_far = progress(FLOOR, answers)
    done = {item.code for item, _ in chosen(FLOOR, answers)}
    assert how_far.answered == len(done)
    assert how_far.answered + len(set(codes(FLOOR.items)) - done) == how_far.of
    assert not done & set(codes(missing_mandatory(FLOOR, answers)))
    assert set(codes(failed_items(FLOOR, answers))) <= done
