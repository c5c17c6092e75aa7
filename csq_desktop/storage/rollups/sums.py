"""Month-by-month sums: triggers keep them for single edits, one grouped pass for imports.

A *contribution* is what one row adds to one sum: a month, a measure, a bucket, cents and a
condition. The triggers and the recount are made from the same list, so they cannot disagree;
bulk_sums.py counts the same for rows inserted while the triggers are paused.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from csq_desktop.storage.tables.row import Row, sqlite_only

_CLOCK = (
    "CASE WHEN {r}.excluded_reason <> '' THEN 'excluded' WHEN {r}.{done} IS NULL THEN 'open' "
    "WHEN {r}.{done} <= {r}.{due} THEN 'met' ELSE 'missed' END"
)
_ACK = _CLOCK.replace("{done}", "acknowledged_at").replace("{due}", "ack_due_at")
_RESOLVE = _CLOCK.replace("{done}", "resolved_at").replace("{due}", "resolve_due_at")
_OUTCOME = (
    ("{r}.closed_month", "closed", "CAST({r}.closed_band AS TEXT)", "0", "TRUE"),
    ("{r}.closed_month", "finding", "{r}.finding", "0", "{r}.finding IS NOT NULL"),
    ("{r}.closed_month", "redress", "''", "{r}.remedy_cents", "{r}.remedy_cents > 0"),
    ("{r}.resolve_month", "resolve", _RESOLVE, "0", "TRUE"),
)
_COMPLAINT = (
    ("{r}.received_month", "received", "{r}.category", "0", "TRUE"),
    ("{r}.ack_month", "acknowledge", _ACK, "0", "TRUE"),
    *_OUTCOME,
)
_ROUND = (("{r}.reopened_month", "reopened", "''", "0", "TRUE"), *_OUTCOME)
_COMPLAINT_WATCHES = (
    "received_month, category, ack_month, ack_due_at, acknowledged_at, resolve_month, "
    "resolve_due_at, resolved_at, excluded_reason, closed_month, closed_band, finding, "
    "remedy_cents, removed_at"
)
_ROUND_WATCHES = "removed_at, excluded_reason, finding, remedy_cents"
_SUMMED = {
    "complaint": (_COMPLAINT, _COMPLAINT_WATCHES),
    "complaint_round": (_ROUND, _ROUND_WATCHES),
}


def _rows(contributions: tuple[tuple[str, ...], ...], row: str, source: str = "") -> str:
    """SELECTs of (month, measure, bucket, cents), one per contribution."""
    selects = []
    for month, measure, bucket, cents, condition in contributions:
        text = (
            f"SELECT {month} AS month, '{measure}' AS measure, {bucket} AS bucket, "
            f"{cents} AS cents {source} WHERE {month} IS NOT NULL AND {condition} "
            f"AND {{r}}.removed_at IS NULL"
        )
        selects.append(text.replace("{r}", row))
    return " UNION ALL ".join(selects)


def _upsert(rows: str, sign: str) -> str:
    return (
        "INSERT INTO complaint_sum (month, measure, bucket, count, cents) "
        f"SELECT month, measure, bucket, {sign} COUNT(*), {sign} SUM(cents) FROM ({rows}) "
        "WHERE TRUE GROUP BY month, measure, bucket ON CONFLICT (month, measure, bucket) "
        "DO UPDATE SET count = count + excluded.count, cents = cents + excluded.cents"
    )


def _complaint_triggers(table: str) -> dict[str, str]:
    contributions, watched = _SUMMED[table]
    add = _upsert(_rows(contributions, "NEW"), "+")
    take = _upsert(_rows(contributions, "OLD"), "-")
    events = {
        "added": f"AFTER INSERT ON {table} BEGIN {add}; END",
        "changed": f"AFTER UPDATE OF {watched} ON {table} BEGIN {take}; {add}; END",
        "gone": f"AFTER DELETE ON {table} BEGIN {take}; END",
    }
    return {
        f"{table}_sum_{name}": f"CREATE TRIGGER {table}_sum_{name} {text}"
        for name, text in events.items()
    }


_PLEDGE_FIELDS = ("met", "missed", "over_maximum", "excluded")


def _pledge_upsert(row: str, sign: str) -> str:
    values = ", ".join(f"{sign} {row}.{name}" for name in _PLEDGE_FIELDS)
    sums = ", ".join(f"{name} = {name} + excluded.{name}" for name in _PLEDGE_FIELDS)
    return (
        f"INSERT INTO pledge_sum (month, pledge_id, {', '.join(_PLEDGE_FIELDS)}) "
        f"VALUES ({row}.month, {row}.pledge_id, {values}) "
        f"ON CONFLICT (month, pledge_id) DO UPDATE SET {sums}"
    )


def _pledge_triggers() -> dict[str, str]:
    add, take = _pledge_upsert("NEW", "+"), _pledge_upsert("OLD", "-")
    events = {
        "added": f"AFTER INSERT ON pledge_count BEGIN {add}; END",
        "changed": f"AFTER UPDATE ON pledge_count BEGIN {take}; {add}; END",
        "gone": f"AFTER DELETE ON pledge_count BEGIN {take}; END",
    }
    return {
        f"pledge_sum_{name}": f"CREATE TRIGGER pledge_sum_{name} {text}"
        for name, text in events.items()
    }


TRIGGERS = {
    "complaint": _complaint_triggers("complaint"),
    "complaint_round": _complaint_triggers("complaint_round"),
    "pledge_count": _pledge_triggers(),
}
sqlite_only(Row.metadata, *(t for group in TRIGGERS.values() for t in group.values()))


@contextmanager
def paused(session: Session, table: str) -> Iterator[None]:
    """Take the table's triggers away for a bulk change; the caller sums up what it changed.

    Part of the transaction: a rollback, or a kill, brings the triggers back.
    """
    connection = session.connection()
    for name in TRIGGERS[table]:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for text in TRIGGERS[table].values():
        connection.exec_driver_sql(text)


def take_complaints(session: Session, batch_id: int, span: tuple[int, int]) -> None:
    """Take the complaints of an import out of the sums in one pass, while paused."""
    first, last = span
    inside = (
        f"(SELECT * FROM complaint WHERE id BETWEEN {int(first)} AND {int(last)} "
        f"AND batch_id = {int(batch_id)})"
    )
    rows = _rows(_COMPLAINT, "c", f"FROM {inside} AS c")
    session.connection().exec_driver_sql(_upsert(rows, "-"))


def add_pledge_counts(session: Session, first_id: int, last_id: int) -> None:
    """Add the day counts of an id range, inserted while paused, to the sums in one pass."""
    fields = ", ".join(_PLEDGE_FIELDS)
    sums = ", ".join(f"SUM({name})" for name in _PLEDGE_FIELDS)
    updates = ", ".join(f"{name} = {name} + excluded.{name}" for name in _PLEDGE_FIELDS)
    session.connection().exec_driver_sql(
        f"INSERT INTO pledge_sum (month, pledge_id, {fields}) "
        f"SELECT month, pledge_id, {sums} FROM pledge_count "
        f"WHERE id BETWEEN {int(first_id)} AND {int(last_id)} GROUP BY month, pledge_id "
        f"ON CONFLICT (month, pledge_id) DO UPDATE SET {updates}"
    )


def disagreements(session: Session) -> list[str]:
    """Sums that differ from a recount of the rows themselves; empty when all agree."""
    recount = " UNION ALL ".join(
        _rows(contributions, "c", f"FROM {table} AS c")
        for table, (contributions, _) in _SUMMED.items()
    )
    recounted = (
        f"SELECT month, measure, bucket, COUNT(*) AS count, SUM(cents) AS cents FROM ({recount}) "
        "GROUP BY month, measure, bucket"
    )
    kept = (
        "SELECT month, measure, bucket, count, cents FROM complaint_sum "
        "WHERE count <> 0 OR cents <> 0"
    )
    wrong = _differences(session, kept, recounted)
    counted = ", ".join(f"SUM({name})" for name in _PLEDGE_FIELDS)
    any_left = " + ".join(_PLEDGE_FIELDS)
    days = (
        f"SELECT month, pledge_id, {counted} FROM pledge_count "
        f"GROUP BY month, pledge_id HAVING SUM({any_left}) <> 0"
    )
    sums = f"SELECT month, pledge_id, {', '.join(_PLEDGE_FIELDS)} FROM pledge_sum"
    return wrong + _differences(session, f"{sums} WHERE {any_left} <> 0", days)


def _differences(session: Session, kept: str, recounted: str) -> list[str]:
    connection = session.connection()
    return [
        f"{place}: {tuple(row)}"
        for place, one, other in (("kept", kept, recounted), ("recounted", recounted, kept))
        for row in connection.exec_driver_sql(
            f"SELECT * FROM ({one}) EXCEPT SELECT * FROM ({other})"
        )
    ]
