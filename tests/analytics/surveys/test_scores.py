"""CSAT, NPS and CES."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.analytics.proportions import Proportion
from csq_desktop.analytics.surveys.scores import Nps, ces, csat, nps


def answers(counts: dict[int, int]) -> list[int | None]:
    return [answer for answer, count in counts.items() for _ in range(count)]


def test_csat_of_delighteds_published_example() -> None:
    # https://help.delighted.com/article/240-how-is-csat-calculated: 74 of 107, shown as 69
    score = csat([*answers({5: 42, 4: 32, 3: 10, 2: 9, 1: 14}), None, None])
    assert score.satisfied == Proportion(74, 107)
    assert score.satisfied.share == pytest.approx(0.6916, abs=5e-5)
    interval = score.satisfied.interval
    assert interval is not None
    assert (round(interval.low, 3), round(interval.high, 3)) == (0.599, 0.771)
    assert score.counts == (14, 9, 10, 32, 42)
    assert score.skipped == 2
    assert score.mean is not None
    assert score.mean.value == pytest.approx((5 * 42 + 4 * 32 + 3 * 10 + 2 * 9 + 14) / 107)


def test_nps_and_its_error_of_the_published_example() -> None:
    # Cross Validated, "margin of error in a NPS result": p = 1/2, d = 1/6, n = 324
    score = nps([*answers({10: 100, 9: 62, 8: 50, 7: 58, 6: 14, 0: 40}), None])
    assert score == Nps(promoters=162, passives=108, detractors=54, skipped=1)
    assert score.score == pytest.approx(33.3, abs=0.05)
    assert score.error == pytest.approx(4.14, abs=0.005)
    assert score.interval is not None
    assert score.interval.low == pytest.approx(33.333 - 1.959964 * 4.1409, abs=1e-3)


def test_nps_limits_stay_on_the_scale() -> None:
    high, low = nps([10] * 9 + [0]).interval, nps([0] * 9 + [10]).interval
    assert high is not None
    assert low is not None
    assert (high.high, low.low) == (100, -100)


def test_ces_is_the_mean_agreement_with_the_easy_share_beside_it() -> None:
    score = ces([7, 6, 5, 4, 1, None])
    assert score.mean is not None
    assert score.mean.value == pytest.approx(4.6)
    assert (score.easy, score.skipped) == (Proportion(3, 5), 1)


def test_a_survey_nobody_answered_has_no_score() -> None:
    assert csat([None]).mean is None
    assert csat([None]).satisfied.share is None
    assert ces([]).mean is None
    empty = nps([None, None])
    assert (empty.score, empty.error, empty.interval, empty.skipped) == (None, None, None, 2)


@pytest.mark.parametrize(
    ("score", "answer"), [(csat, 0), (csat, 6), (nps, -1), (nps, 11), (ces, 0), (ces, 8)]
)
def test_an_answer_off_the_scale_is_refused(
    score: Callable[[list[int | None]], object], answer: int
) -> None:
    with pytest.raises(ValueError, match="scale"):
        score([3, answer])


@given(st.lists(st.one_of(st.none(), st.integers(1, 5)), max_size=60))
def test_skipped_answers_change_no_score(given_answers: list[int | None]) -> None:
    whole, kept = csat(given_answers), csat([a for a in given_answers if a is not None])
    assert (whole.satisfied, whole.mean) == (kept.satisfied, kept.mean)
    assert whole.skipped + whole.satisfied.of == len(given_answers)
