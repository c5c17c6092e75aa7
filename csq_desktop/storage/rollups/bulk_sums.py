"""What many complaints add to the month sums, counted here: far quicker than asking the file.

The same contributions as in rollups.py, which recounts them from the rows to check the sums.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

Column = Sequence[Any]
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
    added = _sums({name: held.get(name, missing) for name in _READ})
    signed = [(*place, sign * count, sign * cents) for *place, count, cents in added]
    session.connection().exec_driver_sql(_ADD, signed)


def _sums(held: Mapping[str, Column]) -> Iterable[tuple[int, str, str, int, int]]:
    """Month, measure, bucket, count and cents."""
    closed = held["closed_month"]
    buckets = {
        "received": (held["received_month"], held["category"]),
        "acknowledge": (held["ack_month"], _clock(held, "acknowledged_at", "ack_due_at")),
        "closed": (closed, held["closed_band"]),
        "resolve": (held["resolve_month"], _clock(held, "resolved_at", "resolve_due_at")),
        "finding": (closed, held["finding"]),
    }
    for measure, (months, words) in buckets.items():
        for (month, bucket), count in Counter(zip(months, words, strict=True)).items():
            if month is not None and bucket is not None:
                yield month, measure, str(bucket), count, 0
    for month, cents in zip(closed, held["remedy_cents"], strict=True):
        if cents and month is not None:
            yield month, "redress", "", 1, cents


def _clock(held: Mapping[str, Column], done: str, due: str) -> list[str]:
    rows = zip(held["excluded_reason"], held[done], held[due], strict=True)
    return [
        "excluded"
        if excluded
        else "open"
        if moment is None
        else "met"
        if limit is not None and moment <= limit
        else "missed"
        for excluded, moment, limit in rows
    ]


_READ = (
    "received_month", "category", "ack_month", "ack_due_at", "acknowledged_at", "resolve_month",
    "resolve_due_at", "resolved_at", "excluded_reason", "closed_month", "closed_band", "finding",
    "remedy_cents",
)  # fmt: skip
