"""The two signs of a measure: twelve planted series, and what no series of them reaches."""

from dataclasses import replace

import pytest

from csq_desktop.analytics.indicators.verdicts import judge_means, judge_share
from csq_desktop.domain.indicators.figures import Better
from csq_desktop.domain.indicators.signs import Assurance, PatternKind, Variation
from tests.analytics.indicators.planted import TWELVE, WAVE, Planted, around, same, share


def planted(met: tuple[int, ...], of: int = 1000, target: float | None = 0.9) -> Planted:
    return replace(TWELVE[0], met=met, of=of, targets=same(target, len(met)))


@pytest.mark.parametrize("series", TWELVE, ids=[each.name for each in TWELVE])
def test_a_planted_series_has_its_signs(series: Planted) -> None:
    signs = judge_share("x", series.results()).verdict.signs
    assert (signs.variation, signs.assurance) == (series.variation, series.assurance)
    whole = " ".join(signs.sentences)
    assert all(words in whole for words in series.says), whole


def test_a_month_that_was_not_measured_is_not_unusual() -> None:
    """What was unusual before it is no news of this month."""
    results = list(planted((*around(960), 890, 4)).results())
    results[-1] = replace(results[-1], figure=share("x", 4, 5, 0.9, Better.HIGHER))
    signs = judge_share("x", results).verdict.signs
    assert (signs.variation, signs.patterns, signs.points) == (Variation.UNKNOWN, (), 14)


def test_a_month_left_out_enters_neither_sign() -> None:
    results = list(planted((*around(960), 500)).results())
    results[-1] = replace(results[-1], left_out="Flood")
    signs = judge_share("x", results).verdict.signs
    assert (signs.variation, signs.assurance, signs.points) == (
        Variation.UNKNOWN, Assurance.ALWAYS, 13,
    )  # fmt: skip


def test_months_that_do_not_vary_have_no_limits_to_judge_by() -> None:
    signs = judge_share("x", planted((1000,) * 14).results()).verdict.signs
    assert (signs.variation, signs.assurance) == (Variation.USUAL, Assurance.UNKNOWN)
    assert signs.assurance_text == "The target cannot be assessed: the months do not vary."


@pytest.mark.parametrize(
    ("met", "kind", "side"),
    [
        ((*around(960), 999), PatternKind.BEYOND, 1),
        ((940, *around(960)[:6], 970, 972, 974, 976, 978, 980), PatternKind.TREND, 1),
        ((963,) * 6 + (957,) * 5 + (963,) * 5, PatternKind.SHIFTED, 1),
        ((963,) * 10 + (950, 951, 950, 951, 950, 951, 950, 951), PatternKind.RUN, -1),
    ],
)
def test_each_rule_is_named(met: tuple[int, ...], kind: PatternKind, side: int) -> None:
    signs = judge_share("x", planted(met).results()).verdict.signs
    assert (kind, side) in {(each.kind, each.side) for each in signs.patterns}
    assert signs.variation is (Variation.BETTER if side > 0 else Variation.WORSE)


def test_a_last_point_on_the_average_ends_no_run() -> None:
    met = (970,) * 8 + (950,) * 8 + (960,)
    assert judge_share("x", planted(met).results()).verdict.signs.patterns == ()


def test_scores_are_judged_one_by_one_with_limits_that_a_score_can_reach() -> None:
    judged = judge_means("x", planted(around(990)).results())
    assert judged.verdict.result.upper == 1.0
    assert judged.verdict.signs.assurance is Assurance.ALWAYS
    flat = judge_means("x", planted((950,) * 8).results()).verdict
    assert (flat.result.upper, flat.signs.variation) == (None, Variation.USUAL)
    near = judge_means("x", planted((*around(900, WAVE), 907, 918, 919)).results()).verdict
    assert {each.kind for each in near.signs.patterns} & {PatternKind.NEAR, PatternKind.BEYOND}
