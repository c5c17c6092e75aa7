"""An opt-out stands until a new, dated consent, in whatever order the answers are read."""

from datetime import date, timedelta
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.customers.consents import (
    DatedAnswer,
    NewAnswer,
    check_answer,
    opted_out_on,
    standing,
)
from csq_desktop.domain.customers.facts import Consent
from csq_desktop.errors import UserError

YES, NO, NOT_ASKED = Consent.AGREED, Consent.REFUSED, Consent.NOT_ASKED
DAY = date(2026, 11, 10)


def on(days: int, number: int, consent: Consent, **how: bool) -> DatedAnswer:
    return DatedAnswer(DAY + timedelta(days=days), number, consent, **how)


CASES = {
    "nobody asked": ((), NOT_ASKED),
    "agreed": ((on(0, 1, YES),), YES),
    "a list without days agreed first": ((on(0, 1, YES, is_dated=False),), YES),
    "opted out later": ((on(0, 1, YES), on(3, 2, NO)), NO),
    "opted out the same day": ((on(0, 1, YES), on(0, 2, NO)), NO),
    "agreed anew": ((on(0, 1, NO), on(3, 2, YES)), YES),
    "agreed anew the same day": ((on(0, 1, NO), on(0, 2, YES)), YES),
    "an older consent is recorded later": ((on(0, 1, NO), on(-3, 2, YES)), NO),
    "a list without days": ((on(0, 1, NO), on(5, 2, YES, is_dated=False)), NO),
    "a consent of nobody": ((on(0, 1, NO), on(5, 2, YES, has_source=False)), NO),
    "set back to not asked": ((on(0, 1, NO), on(5, 2, NOT_ASKED)), NO),
    "not asked after a consent": ((on(0, 1, YES), on(5, 2, NOT_ASKED)), YES),
    "agreed in a time to come": ((on(0, 1, NO), on(20, 2, YES)), NO),
    "opted out of a list without days": ((on(0, 1, NO, is_dated=False),), NO),
}


@pytest.mark.parametrize(("answers", "expected"), CASES.values(), ids=CASES)
def test_where_a_customer_stands(answers: tuple[DatedAnswer, ...], expected: Consent) -> None:
    for some in permutations(answers):
        assert standing(some, DAY + timedelta(days=10)) is expected
    out = opted_out_on(answers, DAY + timedelta(days=10))
    assert out == (DAY if expected is NO and len(answers) != 2 else out)
    assert (out is not None) == (expected is NO)


ANSWERS = st.lists(
    st.builds(
        on,
        st.integers(-20, 20),
        st.integers(1, 1_000_000),
        st.sampled_from(Consent),
        is_dated=st.booleans(),
        has_source=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda answer: answer.number,
)


@given(ANSWERS, st.randoms())
def test_only_a_dated_consent_with_a_source_is_after_an_opt_out(
    answers: list[DatedAnswer], chance: Random
) -> None:
    mixed = list(answers)
    chance.shuffle(mixed)
    stands = standing(answers, DAY)
    assert standing(mixed, DAY) is stands
    past = sorted((a for a in answers if a.day <= DAY), key=lambda a: (a.day, a.number))
    outs = [at for at, answer in enumerate(past) if answer.consent is NO]
    if outs and stands is YES:
        assert any(answer.ends_opt_out for answer in past[outs[-1] :])
    if outs and stands is not YES:
        assert stands is NO


@pytest.mark.parametrize(
    ("answer", "since", "field"),
    [
        (NewAnswer(NOT_ASKED, DAY), None, "answer"),
        (NewAnswer(NO, DAY + timedelta(days=1)), None, "day"),
        (NewAnswer(YES, DAY, source=" "), None, "source"),
        (NewAnswer(YES, DAY - timedelta(days=2), source="form 7"), DAY, "day"),
    ],
)
def test_what_nobody_can_have_answered_is_refused(
    answer: NewAnswer, since: date | None, field: str
) -> None:
    with pytest.raises(UserError) as refused:
        check_answer(answer, DAY, since)
    assert refused.value.field == field


def test_an_opt_out_needs_no_source_and_a_new_consent_a_later_day() -> None:
    check_answer(NewAnswer(NO, DAY - timedelta(days=400)), DAY, DAY)
    check_answer(NewAnswer(YES, DAY, source="the customer"), DAY, DAY)
