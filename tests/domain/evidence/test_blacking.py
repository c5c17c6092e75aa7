"""Where areas lie: drawn, moved, sized, and rounded to whole blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.evidence.blacking import (
    GRID,
    MOST_AREAS,
    MOST_PAGES,
    SMALLEST,
    Area,
    Areas,
    PagePixels,
    area_between,
    check_areas,
)
from csq_desktop.errors import UserError

PAGE = (317, 233)
POINTS = st.tuples(st.integers(-50, 400), st.integers(-50, 300))
STEPS = st.integers(-500, 500)


def lies_on_the_page(area: Area) -> bool:
    return area.left >= 0 and area.top >= 0 and area.right <= PAGE[0] and area.bottom <= PAGE[1]


@given(POINTS, POINTS, STEPS, STEPS)
def test_an_area_never_leaves_the_page_and_covers_whole_blocks(
    first: tuple[int, int], last: tuple[int, int], across: int, down: int
) -> None:
    area = area_between(first, last, PAGE)
    if area is None:
        return
    for changed in (area, area.moved(across, down, PAGE), area.resized(across, down, PAGE)):
        assert lies_on_the_page(changed)
        assert min(changed.width, changed.height) >= SMALLEST
        whole = changed.covering(PAGE)
        assert lies_on_the_page(whole)
        assert whole.left % GRID == whole.top % GRID == 0
        assert whole.right % GRID == 0 or whole.right == PAGE[0]
        assert whole.bottom % GRID == 0 or whole.bottom == PAGE[1]
        assert whole.left <= changed.left
        assert whole.right >= changed.right


def test_a_click_is_no_area_and_a_drawn_one_holds_its_points() -> None:
    assert area_between((10, 10), (12, 90), PAGE) is None
    assert area_between((10, 10), (90, 12), PAGE) is None
    area = area_between((90.2, 60.7), (10, 10), PAGE)
    assert area == Area(10, 10, 80, 51)
    assert area.holds(10, 10)
    assert not area.holds(90, 30)
    assert not area.holds(30, 61)


def test_a_copy_needs_a_box_and_not_too_many_pages() -> None:
    box = Area(0, 0, 8, 8)
    assert check_areas({0: (box, box), 3: (box,)}, 4) == 3
    faults: tuple[tuple[Areas, int, str], ...] = (
        ({0: ()}, 1, "Draw a box"),
        ({0: (box,)}, MOST_PAGES + 1, "at most"),
        ({0: (box,) * (MOST_AREAS + 1)}, 1, "boxes at most"),
    )
    for areas, pages, words in faults:
        with pytest.raises(UserError, match=words):
            check_areas(areas, pages)


def test_pixels_fill_their_page() -> None:
    assert PagePixels(2, 1, bytes(6)).width == 2
    for width, rgb in ((2, bytes(5)), (0, b"")):
        with pytest.raises(ValueError, match="not the pixels"):
            PagePixels(width, 1, rgb)
