"""What many complaints add to the month sums, counted here: far quicker than asking the file.

The same measures as in sums.py, which recounts them from the rows to check the sums.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, repeat
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.clocks import ending
from csq_desktop.domain.complaints.facts import ClockState
from csq_desktop.domain.indicators.measures import (
    ByColumn,
    ByDeadline,
    CaseMeasure,
    CaseRecord,
    ColumnAbove,
    ColumnIs,
    DeadlineBucket,
    columns_of,
    measures_of,
)

Column = Sequence[Any]
Columns = Mapping[str, Column]
_MEASURES = measures_of(CaseRecord.CASE)
_BUCKETS = {
    ClockState.MET: DeadlineBucket.MET.value,
    ClockState.MISSED: DeadlineBucket.MISSED.value,
    ClockState.RUNNING: DeadlineBucket.OPEN.value,
    ClockState.EXCLUDED: DeadlineBucket.EXCLUDED.value,
}
_ADD = (
    "INSERT INTO complaint_sum (month, measure, bucket, count, cents) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (month, measure, bucket) "
    "DO UPDATE SET count = count + excluded.count, cents = cents + excluded.cents"
)


def add_complaints(
    session: Session, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], *, sign: int = 1
) -> None:
    """Add stored rows, written while the triggers were paused, to the sums; −1 takes them out."""
    at = columns.index("removed_at") if "removed_at" in columns else None
    counted = rows if at is None else [row for row in rows if row[at] is None]
    if not counted:
        return
    missing = (None,) * len(counted)
    held = dict(zip(columns, zip(*counted, strict=True), strict=True))
    read = {name: held.get(name, missing) for name in columns_of(CaseRecord.CASE)}
    added = [
        (month, measure.id.value, bucket, sign * count, sign * cents)
        for measure in _MEASURES
        for month, bucket, count, cents in summed(measure, read)
    ]
    session.connection().exec_driver_sql(_ADD, added)


def summed(measure: CaseMeasure, held: Columns) -> Iterable[tuple[int, str, int, int]]:
    """Month, bucket, count and cents of one measure."""
    # Not strict: a measure without buckets repeats "" without end.
    places = list(zip(held[measure.month], _buckets(measure.bucket, held), strict=False))
    amounts: Column = held[measure.cents] if measure.cents else ()
    if measure.only:
        marks = (_fitting(condition, held[condition.column]) for condition in measure.only)
        fits = [all(mark) for mark in zip(*marks, strict=True)]
        places, amounts = list(compress(places, fits)), list(compress(amounts, fits))
    cents: Counter[tuple[Any, Any]] = Counter()
    # Not strict: a measure without amounts has none at all.
    for place, amount in zip(places, amounts, strict=False):
        cents[place] += amount or 0
    for place, count in Counter(places).items():
        month, bucket = place
        if month is not None and bucket is not None:
            yield month, str(bucket), count, cents[place]


def _buckets(bucket: ByColumn | ByDeadline | None, held: Columns) -> Iterable[Any]:
    if bucket is None:
        return repeat("")
    if isinstance(bucket, ByDeadline):
        columns = (held[bucket.done], held[bucket.due], held[bucket.excluded])
        return _deadlines(*columns, held[bucket.waiting] if bucket.waiting else repeat(None))
    return held[bucket.column]


def _deadlines(done: Column, due: Column, excluded: Column, waiting: Iterable[Any]) -> list[str]:
    """The bucket of each deadline by the rule of the domain; contributions.py has it in SQL."""
    # Not strict: where no wait can hold the clock, None is repeated without end.
    return [
        _BUCKETS[ending(moment, limit, excluded=bool(reason), waiting=since)]
        for moment, limit, reason, since in zip(done, due, excluded, waiting, strict=False)
    ]


def _fitting(condition: ColumnIs | ColumnAbove, column: Column) -> list[bool]:
    if isinstance(condition, ColumnAbove):
        return [value is not None and value > condition.number for value in column]
    return [value == condition.value for value in column]
