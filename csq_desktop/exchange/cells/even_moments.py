"""Moments all written to one pattern, such as 04/12/2018 11:11:26 AM, read a chunk at once."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from csq_desktop import memory
from csq_desktop.domain.calendar.plausible_days import FIRST_YEAR, LAST_YEAR
from csq_desktop.exchange.cells.unreadable import Unreadable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Letters = NDArray[np.uint8]
    Numbers = NDArray[np.int64]
    Fits = NDArray[np.bool_]

_PATTERN = re.compile(
    r"(?:(?P<year>\d{4})([-/.])(?P<one>\d\d)\2(?P<two>\d\d)"
    r"|(?P<first>\d\d)([-/.])(?P<second>\d\d)\6(?P<last>\d{4}))[ T]"
    r"(?P<hours>\d\d):(?P<minutes>\d\d)(?::(?P<seconds>\d\d))?(?: ?(?P<half>[AaPp])[Mm])?"
)
_DAY_LENGTH = 10
_LETTER = re.compile(r"[AaPpMm]")
_ZERO, _SMALL, _A, _P, _M = ord("0"), 0x20, ord("a"), ord("p"), ord("m")
_NOON = 43_200
_UNASKED, _NO_DAY = -(1 << 62), -(1 << 61)

Midnight = Callable[[str], int | None]


class Even(NamedTuple):
    """Epoch seconds, None where a cell is empty; and the places that do not fit the pattern."""

    seconds: list[int | None]
    unfit: list[int]


class EvenMoments:
    """Reads chunks of one pattern each; every different day is asked for once.

    `midnight` gives the epoch seconds at which a written day begins, or is Unreadable.
    """

    def __init__(self, midnight: Midnight) -> None:
        self._midnight = midnight
        self._begins: dict[bool, Numbers] = {}

    def read(self, cells: Sequence[str]) -> Even | None:
        """All cells by the pattern of the first filled one; None where that follows none."""
        first = next(filter(None, cells), "")
        pattern = _PATTERN.fullmatch(first)
        if pattern is None or not first.isascii():
            return None
        memory.ask_for_numpy()
        import numpy as np

        width = len(first)
        letters = np.array(_of_width(cells, width), dtype=f"S{width}")
        letters = letters.view(np.uint8).reshape(-1, width)
        fits = _follows(letters, first)
        clock = _clock(letters, pattern, fits)
        begins = self._days(letters, pattern, (cells, fits))
        fits &= begins > _NO_DAY
        seconds: list[int | None] = (begins + clock).tolist()
        unfit = np.flatnonzero(~fits).tolist()
        for place in unfit:
            seconds[place] = None
        return Even(seconds, [place for place in unfit if cells[place]])

    def _days(
        self, letters: "Letters", pattern: re.Match[str], source: tuple[Sequence[str], "Fits"]
    ) -> "Numbers":
        """The midnight of every cell's day, from a table of all days that can be written."""
        import numpy as np

        cells, fits = source
        year_first = pattern["year"] is not None
        names = ("year", "one", "two") if year_first else ("last", "first", "second")
        year, former, latter = (pattern.start(name) for name in names)
        years = _two(letters, year) * 100 + _two(letters, year + 2) - FIRST_YEAR
        ones, twos = _two(letters, former), _two(letters, latter)
        fits &= (years >= 0) & (years <= LAST_YEAR - FIRST_YEAR) & (ones < 32) & (twos < 32)
        codes = np.where(fits, years * 1024 + ones * 32 + twos, 0)
        if year_first not in self._begins:
            size = (LAST_YEAR - FIRST_YEAR + 1) * 1024
            self._begins[year_first] = np.full(size, _UNASKED, dtype=np.int64)
            self._begins[year_first][0] = _NO_DAY
        table = self._begins[year_first]
        for place in np.flatnonzero(table[codes] == _UNASKED).tolist():
            if table[codes[place]] == _UNASKED:
                table[codes[place]] = self._asked(cells[place][:_DAY_LENGTH])
        begins: Numbers = table[codes]
        return begins

    def _asked(self, text: str) -> int:
        try:
            midnight = self._midnight(text)
        except Unreadable:
            return _NO_DAY
        return _NO_DAY if midnight is None else midnight


def _of_width(cells: Sequence[str], width: int) -> Sequence[str]:
    """The cells, those emptied that cannot follow a pattern of so many ASCII letters."""
    if set(map(len, cells)) <= {0, width} and all(map(str.isascii, cells)):
        return cells
    return [cell if len(cell) == width and cell.isascii() else "" for cell in cells]


def _follows(letters: "Letters", first: str) -> "Fits":
    """Which cells have digits where the first has them, and the same signs between."""
    import numpy as np

    digits = [place for place, letter in enumerate(first) if letter.isdigit()]
    signs = [
        place
        for place, letter in enumerate(first)
        if not (letter.isdigit() or _LETTER.match(letter))
    ]
    expected = [ord(first[place]) for place in signs]
    numbers: Fits = np.all(np.less_equal(letters[:, digits] - _ZERO, 9), axis=1)
    between: Fits = np.all(np.equal(letters[:, signs], expected), axis=1)
    return numbers & between


def _clock(letters: "Letters", pattern: re.Match[str], fits: "Fits") -> "Numbers":
    """Seconds since midnight; cells with no such time no longer fit."""
    import numpy as np

    hours, minutes = _two(letters, pattern.start("hours")), _two(letters, pattern.start("minutes"))
    seconds = _two(letters, pattern.start("seconds")) if pattern["seconds"] else minutes * 0
    fits &= (minutes <= 59) & (seconds <= 59)
    if not pattern["half"]:
        fits &= hours <= 23
        plain: Numbers = hours * 3600 + minutes * 60 + seconds
        return plain
    place = pattern.start("half")
    half = letters[:, place] | _SMALL
    fits &= hours <= 12
    np.logical_and(fits, np.isin(half, (_A, _P)), out=fits)
    np.logical_and(fits, letters[:, place + 1] | _SMALL == _M, out=fits)
    halved: Numbers = hours % 12 * 3600 + minutes * 60 + seconds + (half == _P) * _NOON
    return halved


def _two(letters: "Letters", place: int) -> "Numbers":
    """The number of two digits at a place."""
    digits = letters[:, place : place + 2].astype("int64") - _ZERO
    number: Numbers = digits[:, 0] * 10 + digits[:, 1]
    return number
