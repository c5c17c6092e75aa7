"""Checklist scores."""

import pytest

from csq_desktop.analytics.scores import checklist_score
from csq_desktop.domain.checklists.facts import (
    Answer,
    AnswerChoice,
    Item,
    ResponseSet,
    Section,
    Template,
)
from csq_desktop.domain.words.threefold import ThreeTexts

WORD = ThreeTexts(en="word")
RESPONSES = ResponseSet(
    "checked",
    (
        AnswerChoice("pass", WORD, 1.0),
        AnswerChoice("half", WORD, 0.5),
        AnswerChoice("fail", WORD, 0.0, fails=True),
        AnswerChoice("na", WORD, None),
    ),
)


def template(*sections: tuple[Item, ...], cap: float | None = None) -> Template:
    named = tuple(Section(f"S{at}", WORD, items) for at, items in enumerate(sections, start=1))
    return Template(
        key="visit", title=WORD, sections=named, response_sets=(RESPONSES,), critical_cap=cap
    )


def item(code: str, weight: float = 1, *, critical: bool = False) -> Item:
    return Item(code=code, text=WORD, response_set="checked", weight=weight, critical=critical)


def items(count: int) -> tuple[Item, ...]:
    return tuple(item(f"I{at}") for at in range(count))


def answered(*choices: str) -> list[Answer]:
    return [Answer(f"I{at}", choice) for at, choice in enumerate(choices)]


def test_items_that_do_not_apply_leave_the_maximum() -> None:
    # A published hardening audit: 15 checks, 7 passed, 3 failed, 5 not applicable: 70%, not 46.7%
    answers = answered(*["pass"] * 7, *["fail"] * 3, *["na"] * 5)
    score = checklist_score(template(items(15)), answers)
    assert score.share == pytest.approx(0.70)
    assert (score.points.reached, score.points.maximum) == (7, 10)


def test_items_not_answered_yet_leave_the_maximum_too() -> None:
    assert checklist_score(template(items(4)), answered("pass", "half")).share == 0.75


def test_weights_count() -> None:
    heavy = template((item("I0", 3), item("I1")))
    assert checklist_score(heavy, answered("pass", "fail")).share == 0.75


def test_the_maximum_is_the_best_answer_an_item_offers() -> None:
    modest = ResponseSet(
        "modest", (AnswerChoice("best", WORD, 0.8), AnswerChoice("none", WORD, None))
    )
    one = Item(code="I0", text=WORD, response_set="modest")
    given = Template(
        key="k", title=WORD, sections=(Section("S1", WORD, (one,)),), response_sets=(modest,)
    )
    assert checklist_score(given, [Answer("I0", "best")]).share == 1


def test_nothing_that_counts_answered_has_no_score() -> None:
    score = checklist_score(template(items(3), cap=0.5), answered("na"))
    assert (score.share, score.is_capped) == (None, False)
    weightless = template((item("I0", 0),))
    assert checklist_score(weightless, answered("pass")).share is None


def test_a_failed_critical_item_caps_the_score_and_not_the_sections() -> None:
    given = template((item("I0", critical=True), item("I1"), item("I2"), item("I3")), cap=0.5)
    score = checklist_score(given, answered("fail", "pass", "pass", "pass"))
    assert score.share == 0.5
    assert score.is_capped
    assert score.critical == ("I0",)
    assert score.sections[0].share == 0.75


def test_a_cap_above_the_score_changes_nothing() -> None:
    given = template((item("I0", critical=True), item("I1")), cap=0.9)
    score = checklist_score(given, answered("fail", "pass"))
    assert (score.share, score.is_capped, score.cap) == (0.5, False, 0.9)


def test_a_template_without_a_cap_still_names_the_critical_failures() -> None:
    given = template((item("I0", critical=True), item("I1")))
    score = checklist_score(given, answered("fail", "pass"))
    assert (score.share, score.cap, score.critical) == (0.5, None, ("I0",))


def test_a_critical_item_that_passed_caps_nothing() -> None:
    given = template((item("I0", critical=True),), cap=0.0)
    assert checklist_score(given, answered("pass")).share == 1


def test_each_section_has_its_own_score() -> None:
    given = template((item("I0"), item("I1")), (item("I2"), item("I3")), (item("I4"),))
    score = checklist_score(given, answered("pass", "fail", "pass", "pass", "na"))
    assert [(one.code, one.share) for one in score.sections] == [
        ("S1", 0.5),
        ("S2", 1.0),
        ("S3", None),
    ]
    assert score.share == 0.75
