"""SERVQUAL gaps by item, dimension and overall."""

import pytest

from csq_desktop.analytics.surveys.servqual import ITEMS, Dimension, Slip, servqual
from csq_desktop.texts import speaking

# A constructed arithmetic check: mean expectation, mean perception and importance by dimension.
CONSTRUCTED = {
    Dimension.TANGIBLES: (6.00, 5.80, 0.10),
    Dimension.RELIABILITY: (6.80, 6.10, 0.30),
    Dimension.RESPONSIVENESS: (6.50, 5.90, 0.25),
    Dimension.ASSURANCE: (6.40, 6.30, 0.20),
    Dimension.EMPATHY: (6.00, 6.10, 0.15),
}
WEIGHTS = {dimension: weight for dimension, (_, _, weight) in CONSTRUCTED.items()}
UNANSWERED: tuple[int | None, ...] = (None,) * ITEMS


def ten_slips() -> list[Slip]:
    """Ten customers whose answers to every item of a dimension have its constructed means."""
    expected, perceived = (
        [spread(means[side]) for dimension, means in CONSTRUCTED.items() for _ in dimension.items]
        for side in (0, 1)
    )
    return [
        Slip(tuple(item[who] for item in expected), tuple(item[who] for item in perceived))
        for who in range(10)
    ]


def spread(mean: float) -> list[int]:
    higher = round(mean * 10) - int(mean) * 10
    return [int(mean) + (who < higher) for who in range(10)]


def test_the_constructed_survey_has_its_constructed_gaps() -> None:
    found = servqual(ten_slips(), weights=WEIGHTS)
    gaps = [one.gap for one in found.dimensions]
    assert gaps == pytest.approx([-0.20, -0.70, -0.60, -0.10, 0.10])
    assert found.overall == pytest.approx(-0.300)
    assert found.weighted == pytest.approx(-0.385)
    assert found.n == 10
    assert found.items[4] == pytest.approx(-0.70)
    tangibles = found.dimensions[0]
    assert (tangibles.expectation, tangibles.perception) == pytest.approx((6.0, 5.8))


def test_every_dimension_carries_how_sure_its_gap_is() -> None:
    reliability = servqual(ten_slips()).dimensions[1]
    assert reliability.by_customer is not None
    assert reliability.by_customer.value == pytest.approx(-0.70)
    assert reliability.by_customer.interval is not None
    assert reliability.by_customer.interval.high < 0


def test_without_weights_there_is_no_weighted_gap() -> None:
    assert servqual(ten_slips()).weighted is None


def test_items_worded_the_other_way_round_are_turned() -> None:
    slip = Slip((2, *(4,) * 21), (6, *(4,) * 21))
    assert servqual([slip]).items[0] == 4
    assert servqual([slip], turned=[1]).items[0] == -4


def test_a_pair_with_a_skipped_half_counts_nowhere() -> None:
    slips = [Slip((7, 7, *(None,) * 20), (None, 5, *(None,) * 20)), Slip(UNANSWERED, UNANSWERED)]
    found = servqual(slips)
    assert found.items[:2] == (None, -2)
    tangibles, reliability = found.dimensions[:2]
    assert (tangibles.gap, tangibles.expectation) == (-2, 7)
    assert tangibles.by_customer is not None
    assert tangibles.by_customer.n == 1
    assert (reliability.gap, reliability.by_customer) == (None, None)


def test_overall_is_undefined_while_a_dimension_that_counts_is_unanswered() -> None:
    slips = [Slip((7, *(None,) * 21), (5, *(None,) * 21))]
    assert servqual(slips).overall is None
    assert servqual(slips, weights=WEIGHTS).weighted is None
    assert servqual(slips, weights={Dimension.TANGIBLES: 1.0}).weighted == -2
    assert servqual([]).overall is None


@pytest.mark.parametrize("weights", [(0.5, 0.4), (1.5, -0.5)])
def test_weights_that_do_not_share_out_one_are_refused(weights: tuple[float, float]) -> None:
    shares = dict(zip((Dimension.TANGIBLES, Dimension.EMPATHY), weights, strict=True))
    with pytest.raises(ValueError, match="weight"):
        servqual([], weights=shares)


def test_a_slip_with_missing_or_impossible_answers_is_refused() -> None:
    with pytest.raises(ValueError, match="22"):
        Slip(UNANSWERED[1:], UNANSWERED)
    with pytest.raises(ValueError, match="22"):
        Slip(UNANSWERED, UNANSWERED[1:])
    with pytest.raises(ValueError, match="8"):
        Slip((8, *UNANSWERED[1:]), UNANSWERED)


def test_the_dimensions_share_out_all_items_and_have_names_in_every_language() -> None:
    assert [item for dimension in Dimension for item in dimension.items] == list(range(1, 23))
    assert Dimension.EMPATHY.label == "Empathy"
    with speaking("zh_HK"):
        assert Dimension.TANGIBLES.label == "有形設施"
