"""Areas of a page that are blacked out: where they lie, and how they are moved and sized."""

from dataclasses import dataclass, replace

from csq_desktop.domain.evidence.facts import FileKind
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

LONGEST_SIDE = 2_000
"""Pixels of a page's longer side: 170 to the inch of an A4 page, small print stays readable."""
MOST_PAGES = 20
MOST_AREAS = 200
GRID = 8
"""Pixels of a block of JPEG: an area that ends with a block lets nothing of it into the next."""
SMALLEST = 8
Point = tuple[float, float]


@dataclass(frozen=True)
class PagePixels:
    """A page as pixels: red, green and blue, a byte each, row after row from the top."""

    width: int
    height: int
    rgb: bytes

    def __post_init__(self) -> None:
        if len(self.rgb) != self.width * self.height * 3 or not self.rgb:
            raise ValueError("not the pixels of a page of this size")


@dataclass(frozen=True)
class Area:
    """A rectangle of a page in pixels, from its left upper corner."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first pixel beyond it."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first row beyond it."""
        return self.top + self.height

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x < self.right and self.top <= y < self.bottom

    def moved(self, across: int, down: int, page: tuple[int, int]) -> "Area":
        """The same area elsewhere, not beyond the edge of the page (its width and height)."""
        width, height = page
        return replace(
            self,
            left=_between(self.left + across, 0, width - self.width),
            top=_between(self.top + down, 0, height - self.height),
        )

    def resized(self, wider: int, higher: int, page: tuple[int, int]) -> "Area":
        """The same corner with another size, no smaller than can be seen."""
        width, height = page
        return replace(
            self,
            width=_between(self.width + wider, SMALLEST, width - self.left),
            height=_between(self.height + higher, SMALLEST, height - self.top),
        )

    def covering(self, page: tuple[int, int]) -> "Area":
        """The blocks of a JPEG that it touches: what is blacked out is never less."""
        width, height = page
        left, top = self.left // GRID * GRID, self.top // GRID * GRID
        right, bottom = (-(-end // GRID) * GRID for end in (self.right, self.bottom))
        return Area(left, top, min(right, width) - left, min(bottom, height) - top)


def area_between(first: Point, last: Point, page: tuple[int, int]) -> Area | None:
    """The area drawn from one point to another, as far as it lies on the page; None if tiny."""
    (x, y), (u, v) = first, last
    left, right = (_between(round(at), 0, page[0]) for at in sorted((x, u)))
    top, bottom = (_between(round(at), 0, page[1]) for at in sorted((y, v)))
    if right - left < SMALLEST or bottom - top < SMALLEST:
        return None
    return Area(left, top, right - left, bottom - top)


Areas = dict[int, tuple[Area, ...]]
"""The areas of each page, by its number from 0."""


@dataclass(frozen=True)
class BlackedOut:
    """A copy made of pixels alone, with the areas in it covered; never of no area at all."""

    content: bytes
    kind: FileKind
    pages: int
    covered: int


def check_areas(areas: Areas, pages: int) -> int:
    """How many areas there are; a UserError for none, for too many, and for too many pages."""
    count = sum(map(len, areas.values()))
    if pages > MOST_PAGES:
        raise UserError(
            tr(
                "Copies are made of {n} pages at most. Save the pages needed as a PDF of their "
                "own and add that.",
                n=MOST_PAGES,
            )
        )
    if not count:
        raise UserError(tr("Draw a box over everything that identifies somebody first."))
    if count > MOST_AREAS:
        raise UserError(tr("Draw {n} boxes at most.", n=MOST_AREAS))
    return count


def _between(value: int, lowest: int, highest: int) -> int:
    return max(lowest, min(value, highest))
