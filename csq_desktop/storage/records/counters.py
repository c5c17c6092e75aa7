"""The counters of ids and of references, compared with what stands in the store at its opening.

Whoever holds the store's key can set them: too low, and a number is given twice or saving fails;
to their end, and nothing can be saved any more. What looks them up costs some milliseconds,
however many records there are.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.storage import tables
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit import details
from csq_desktop.storage.records.complaints.references import TABLES, YEARLESS, front, written
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import ROWS, Row, VaultRow, table_of
from csq_desktop.texts import tr

MOST_IDS = 1 << ids.COUNTER_BITS - 1  # no store comes near: what is beyond, somebody put there
_MOST_COUNTED = MOST_IDS + MOST_IDS // 2  # a counter has room to go on behind the last of these
MOST_OF_A_YEAR = 10_000_000
_COUNTER = "SELECT site, following FROM sequence_counter WHERE name = 'id'"
_SET_COUNTER = "REPLACE INTO sequence_counter (name, site, following) VALUES ('id', ?, ?)"
_REFERENCES = "SELECT kind, year, last FROM reference"
_SET_REFERENCE = "REPLACE INTO reference (kind, year, last) VALUES (?, ?, ?)"
_CARRIED = "SELECT EXISTS (SELECT 1 FROM {} WHERE ref >= ?1 AND ref < ?1 || '.')"  # "-BRANCH" too
_HIGHEST = (  # a range of the index: a year without records takes no time
    "SELECT max(CAST(substr(ref, ?1) AS INTEGER)) FROM {} "
    "WHERE ref >= ?2 AND ref < ?3 AND CAST(substr(ref, ?1) AS INTEGER) < ?4"
)
_LATEST = 100  # so many entries are looked at, from the highest id down
_GONE = (
    "SELECT detail FROM (SELECT object_id, action, detail FROM audit_entry WHERE object_type = ? "
    f"AND object_id BETWEEN ? AND ? ORDER BY object_id DESC LIMIT {_LATEST}) "
    "WHERE action = 'created' AND NOT EXISTS (SELECT 1 FROM {} WHERE id = object_id)"
)
Place = tuple[str, int]


def put_right(session: Session) -> list[str]:
    """Put the counters right that fall short of what was given out, and tell of it in the trail.

    A counter that was raised a little is left: it gives no number twice, and those that it may
    have given to records which somebody took away past the trail must not be given again.
    """
    connection, changed = session.connection(), []
    if _put_ids_right(session, connection):
        changed.append("sequence_counter")
    for place, last in _wrong_references(session, connection):
        connection.exec_driver_sql(_SET_REFERENCE, (*place, last))
        changed.append("reference {} {}".format(*place))
    if changed:
        audit.note(session, AuditAction.PUT_IN_ORDER, detail={"objects": changed})
    return changed


def put_right_text(names: list[str]) -> str:
    """What a user is told of it."""
    return tr(
        "Counters of the database were changed from outside this program and "
        "corrected, so that no number is used twice: {names}. This is now in the audit "
        "trail. Compare the database with the last backup.",
        names=tr(", ").join(names),
    )


def _put_ids_right(session: Session, connection: Connection) -> bool:
    # Users' ids come from the counter too, and stand in keys.json, where only supervisors write.
    site = desk_of(session).user.id >> ids.COUNTER_BITS
    span = (ids.number(site, 1), ids.number(site, MOST_IDS))
    highest = connection.exec_driver_sql(_highest_id(), span).scalar() or ids.number(site, 0)
    row = connection.exec_driver_sql(_COUNTER).fetchone()
    least = highest - ids.number(site, 0) + 1
    if row is not None and row[0] == site and _is_between(row[1], least, _MOST_COUNTED):
        return False
    connection.exec_driver_sql(_SET_COUNTER, (site, least))
    return True


@cache
def _highest_id() -> str:
    """The highest id that stands in a table, or that the trail says was given to a record.

    Tables of the vault, which not everybody can read, are known by the trail alone.
    """
    tables.import_all()
    numbered = [
        kind
        for _, kind in sorted(ROWS.items())
        if issubclass(kind, Row | VaultRow) and table_of(kind).primary_key.columns.keys() == ["id"]
    ]
    parts = [
        f"SELECT max(id) AS id FROM {kind.__tablename__} WHERE id BETWEEN ?1 AND ?2"
        for kind in numbered
        if issubclass(kind, Row)
    ]
    parts += [
        f"SELECT max(object_id) FROM audit_entry WHERE object_type = '{kind.__audit__}' "
        "AND object_id BETWEEN ?1 AND ?2"
        for kind in numbered
        if kind.__audit__ is not None
    ]
    return f"SELECT max(id) FROM ({' UNION ALL '.join(parts)})"


def _wrong_references(session: Session, connection: Connection) -> Iterator[tuple[Place, int]]:
    """The kinds and years whose next number was given before or cannot be, with the last one."""
    rows = connection.exec_driver_sql(_REFERENCES).fetchall()
    last: dict[Place, Any] = {(kind, year): number for kind, year, number in rows}
    told: dict[Place, int] = {}
    for place, number in _told_of_gone(session, connection):
        told[place] = max(number, told.get(place, 0))
    # Of other years nothing is given out, and whoever puts in thousands would hold an opening up.
    for place in sorted(_places_of_now(session)):
        least, number = told.get(place, 0), last.get(place, 0)
        is_sane = _is_between(number, least, MOST_OF_A_YEAR)
        if not is_sane or _is_carried(connection, place, number + 1):
            sane = number if is_sane else 0
            right = max(sane, least, _highest_carried(connection, place))
            right = _before_free(connection, place, right)
            if right != number:
                yield place, right


def _places_of_now(session: Session) -> set[Place]:
    """The kinds and years that numbers are given out for at present, in any time zone."""
    now, day = desk_of(session).now(), timedelta(days=1)
    years = {moment.year for moment in (now - day, now, now + day)}
    return {(kind, 0 if kind in YEARLESS else year) for kind in TABLES for year in years}


def _told_of_gone(session: Session, connection: Connection) -> Iterator[tuple[Place, int]]:
    """The references, by the trail, of the latest records that are gone: they are given no more."""
    site = desk_of(session).user.id >> ids.COUNTER_BITS
    span = (ids.number(site, 1), ids.number(site, MOST_IDS))
    for kind, table in TABLES.items():
        for (text,) in connection.exec_driver_sql(_GONE.format(table), (table, *span)):
            detail = details.read(text) or {}
            place = _place_of(kind, detail.get("to", {}).get("ref"))
            if place is not None:
                yield place


def _place_of(kind: str, ref: object) -> tuple[Place, int] | None:
    parts = ref.split("-")[: 2 if kind in YEARLESS else 3] if isinstance(ref, str) else []
    if parts[:1] != [kind] or not all(part.isdecimal() for part in parts[1:]):
        return None
    numbers = [int(part[:9]) for part in parts[1:]]
    numbers = [0, *numbers] if kind in YEARLESS else numbers
    if len(numbers) != 2 or numbers[1] > MOST_OF_A_YEAR:
        return None
    return (kind, numbers[0]), numbers[1]


def _is_carried(connection: Connection, place: Place, number: int) -> bool:
    statement = _CARRIED.format(TABLES[place[0]])
    return bool(connection.exec_driver_sql(statement, (written(*place, number),)).scalar())


def _before_free(connection: Connection, place: Place, number: int) -> int:
    """The number itself or the first one after it that no record follows: past all, there are."""
    while _is_carried(connection, place, number + 1):
        number += 1
    return number


def _highest_carried(connection: Connection, place: Place) -> int:
    """The highest number on records; through the year's part of the index, seconds a million."""
    start = front(*place)
    values = (len(start) + 1, f"{start}0", f"{start}:", MOST_OF_A_YEAR)  # a colon follows the nine
    statement = _HIGHEST.format(TABLES[place[0]])
    return int(connection.exec_driver_sql(statement, values).scalar() or 0)


def _is_between(value: Any, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most
