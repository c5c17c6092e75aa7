"""Placing words: no overlaps, nothing pushed without need."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.reports.charts import labels
from csq_desktop.reports.charts.labels import Box

WANTED = st.lists(st.tuples(st.floats(0, 300), st.floats(5, 30)), min_size=1, max_size=8)


@given(WANTED)
def test_spread_labels_never_overlap_and_keep_their_order(
    preferred: list[tuple[float, float]],
) -> None:
    middles = labels.spread(preferred, 0, 300)
    placed = sorted(zip(middles, preferred, strict=True), key=lambda pair: pair[0])
    for (low, (_, below)), (high, (_, above)) in pairwise(placed):
        assert high - low >= (below + above) / 2 - 1e-6
    for (_, (first, _)), (_, (second, _)) in pairwise(placed):
        assert first <= second + 1e-9 or first == pytest.approx(second)


@given(WANTED)
def test_spread_labels_stay_inside_when_there_is_room(preferred: list[tuple[float, float]]) -> None:
    middles = labels.spread(preferred, 0, 300)
    for middle, (_, height) in zip(middles, preferred, strict=True):
        assert middle - height / 2 >= -1e-6
        assert middle + height / 2 <= 300 + 1e-6


def test_labels_with_room_between_them_stay_where_they_were_wanted() -> None:
    assert labels.spread([(100, 10), (50, 10)], 0, 200) == [100, 50]


def test_labels_wanted_at_one_height_move_apart_evenly() -> None:
    assert labels.spread([(100, 10), (100, 10), (100, 10)], 0, 200) == [90, 100, 110]


def test_words_are_placed_beside_a_point_and_off_what_is_taken() -> None:
    bounds = Box(0, 0, 200, 100)
    right = Box(100, 40, 200, 60)
    found = labels.place((40, 12), (100, 50), [right], bounds)
    assert found.shared(right) == 0
    assert found.shared(bounds) == pytest.approx(40 * 12)


def test_steps_are_covered_and_gaps_left_out() -> None:
    steps = labels.along_steps([(0, 10), (20, 10), (20, 40)])
    assert steps == [Box(-1.5, 8.5, 21.5, 11.5), Box(18.5, 8.5, 21.5, 41.5)]
    assert labels.free_of(Box(0, 12, 18, 40), steps)
    assert not labels.free_of(Box(0, 11, 18, 40), steps)
    cut = labels.between(0, 100, [(60, 70), (10, 20), (15, 30), (95, 120)])
    assert cut == [(0, 10), (30, 60), (70, 95)]
    assert labels.between(0, 100, []) == [(0, 100)]


def test_words_wider_than_the_plot_are_still_placed() -> None:
    found = labels.place((300, 12), (100, 50), [], Box(0, 0, 200, 100))
    assert found.width == 300


def test_boxes_along_a_line_cover_it() -> None:
    boxes = labels.along([(0, 0), (30, 40)])
    assert any(box.shared(Box(14, 19, 16, 21)) > 0 for box in boxes)
    assert labels.along([(5, 5)]) == []


def test_crowded_labels_are_thinned_and_the_last_one_kept() -> None:
    assert list(labels.thinned([10] * 6, 20, 4)) == [5, 4, 3, 2, 1, 0]
    assert list(labels.thinned([30] * 6, 20, 4)) == [5, 3, 1]
    assert list(labels.thinned([500] * 3, 20, 4)) == [2]
    assert list(labels.thinned([], 20, 4)) == []
