"""Columns with nothing but the time of a day, each beside the column that has its date."""

from collections.abc import Iterable, Mapping, Sequence

from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.domain.imports.fields import ImportKind, field_of
from csq_desktop.exchange.cells.joined import has_time, is_time
from csq_desktop.exchange.matching.evidence import MOSTLY, filled_cells
from csq_desktop.exchange.matching.headings import plain_heading

_SOME = 0.2
_HALF = 0.5
_DATE_WORDS = ("date", "day", "at", "on", "日期", "日")
_TIME_WORDS = ("time", "hour", "at", "of day", "時間", "时间", "時分", "时分", "鐘點", "钟点")


def time_columns(
    kind: ImportKind, matched: Mapping[str, str], cells: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """The field of moments each such column belongs to; `matched` are the columns with a field.

    They belong together where the headings differ only in the words for date and time, or where
    there is but one of each.
    """
    return _times(kind, matched, cells, MOSTLY)


def doubtful_times(
    kind: ImportKind, matched: Mapping[str, str], cells: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Columns that would be such ones, had not too many of their cells something else."""
    sure = time_columns(kind, matched, cells)
    likely = _times(kind, matched, cells, _HALF)
    return {name: key for name, key in likely.items() if key not in sure.values()}


def _times(
    kind: ImportKind,
    matched: Mapping[str, str],
    cells: Mapping[str, Sequence[str]],
    share: float,
) -> dict[str, str]:
    """The fields of columns that have times in such a share of their cells at least."""
    dates = {
        name: key
        for name, key in matched.items()
        if field_of(kind, key).kind is FieldKind.MOMENT and _are_days(filled_cells(cells[name]))
    }
    times = [
        name
        for name, column in cells.items()
        if name not in matched and _are_times(filled_cells(column), share)
    ]
    pairs = {
        time: key
        for time in times
        for date, key in dates.items()
        if _rest(date, _DATE_WORDS) == _rest(time, _TIME_WORDS)
    }
    if not pairs and len(times) == len(dates) == 1 and not _rest(times[0], _TIME_WORDS):
        pairs = dict(zip(times, dates.values(), strict=True))
    # Two times of one date are for the user to choose from.
    return {time: key for time, key in pairs.items() if list(pairs.values()).count(key) == 1}


def _are_days(filled: Sequence[str]) -> bool:
    return bool(filled) and sum(map(has_time, filled)) <= _SOME * len(filled)


def _are_times(filled: Sequence[str], share: float) -> bool:
    return bool(filled) and sum(map(is_time, filled)) >= share * len(filled)


def _rest(heading: str, words: Iterable[str]) -> str:
    """What a heading says beside the words for date or time."""
    rest = f" {plain_heading(heading)} "
    for word in words:
        rest = rest.replace(f" {word} " if word.isascii() else word, " ")
    return " ".join(rest.split())
