"""Month-by-month sums: triggers keep them for single edits, one grouped pass for imports.

Triggers, rebuild and check are made from the same declarations (domain/indicators/measures.py), so
that they cannot disagree; bulk_sums.py counts the same for rows inserted while the triggers are
paused. The triggers are no part of the schema's history: a store whose triggers are not the
declared ones was written by another release, and gets them anew with its sums.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.measures import CaseRecord, columns_of
from csq_desktop.storage.rollups import contributions
from csq_desktop.storage.tables.row import Row, sqlite_only

_PLEDGES = "pledge_count"
_CODES = "SELECT id, code FROM pledge"
_KEYS = ("month", "measure", "bucket", "pledge_id")
_STORED = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB '*_sum_*'"


_EVENTS = ("added", "changed", "gone")
_PREFIXES = (*CaseRecord, "pledge")


def _triggers(table: str, prefix: str, watched: str, add: str, take: str) -> dict[str, str]:
    events = {
        "added": f"AFTER INSERT ON {table} BEGIN {add}; END",
        "changed": f"AFTER UPDATE{watched} ON {table} BEGIN {take}; {add}; END",
        "gone": f"AFTER DELETE ON {table} BEGIN {take}; END",
    }
    return {
        f"{prefix}_sum_{name}": f"CREATE TRIGGER {prefix}_sum_{name} {text}"
        for name, text in events.items()
    }


def _case_triggers(record: CaseRecord) -> dict[str, str]:
    watched = f" OF {', '.join((*columns_of(record), 'removed_at'))}"
    add = contributions.case_upsert(contributions.of_cases(record, "NEW"))
    take = contributions.case_upsert(contributions.of_cases(record, "OLD"), "-")
    return _triggers(record, record, watched, add, take)


def _pledge_triggers() -> dict[str, str]:
    add, take = contributions.pledge_upsert("NEW"), contributions.pledge_upsert("OLD", "-")
    return _triggers(_PLEDGES, "pledge", "", add, take)


TRIGGERS: dict[str, dict[str, str]] = {
    **{record.value: _case_triggers(record) for record in CaseRecord},
    _PLEDGES: _pledge_triggers(),
}
DECLARED = {name: text for group in TRIGGERS.values() for name, text in group.items()}
sqlite_only(Row.metadata, *DECLARED.values())


def are_declared(driver: Any) -> bool:
    """Whether the file a driver's connection has open keeps its sums by these declarations."""
    # SQLite keeps the text of a trigger as it was written, so comparing texts is enough.
    return dict(driver.execute(_STORED).fetchall()) == DECLARED


def is_named(trigger: str) -> bool:
    """Whether a trigger is called as those that keep sums are, in this release or another."""
    table, _, event = trigger.partition("_sum_")
    return table in _PREFIXES and event in _EVENTS


def keep_declared(connection: Connection) -> None:
    """Make the triggers and the sums anew where they were declared otherwise, in a second or two.

    Part of an upgrade's transaction.
    """
    run = connection.exec_driver_sql
    stored: dict[str, str] = dict(run(_STORED).all())
    if stored == DECLARED:
        return
    for name in stored:
        run(f"DROP TRIGGER {name}")
    run("DELETE FROM complaint_sum")
    run("DELETE FROM pledge_sum")
    run(contributions.all_cases_insert())
    run(contributions.pledges_upsert())
    for text in DECLARED.values():
        run(text)


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
    rows = contributions.of_cases(CaseRecord.CASE, "c", f"FROM {inside} AS c")
    session.connection().exec_driver_sql(contributions.case_upsert(rows, "-"))


def add_pledge_counts(session: Session, first_id: int, last_id: int) -> None:
    """Add the day counts of an id range, inserted while paused, to the sums in one pass."""
    inside = f"id BETWEEN {int(first_id)} AND {int(last_id)}"
    session.connection().exec_driver_sql(contributions.pledges_upsert(inside))


@dataclass(frozen=True)
class SumDifference:
    """A kept sum that is not what its records add up to; `name` is its measure or its pledge."""

    month: Month
    name: str
    field: str
    stored: int
    recounted: int


def disagreements(session: Session) -> list[SumDifference]:
    """Sums that differ from a recount of the rows themselves; empty when all agree."""
    pledges = contributions.all_pledges(having=contributions.ANY_COUNT)
    codes: dict[object, str] = dict(session.connection().exec_driver_sql(_CODES).all())
    return [
        *_differences(session, contributions.KEPT_CASES, contributions.all_cases(), {}),
        *_differences(session, contributions.KEPT_PLEDGES, pledges, codes),
    ]


def _differences(
    session: Session, stored: str, recount: str, names: Mapping[object, str]
) -> Iterator[SumDifference]:
    kept, counted = _only_in(session, stored, recount), _only_in(session, recount, stored)
    for key in sorted(kept.keys() | counted.keys(), key=str):
        month, *words = key
        name = " ".join(names.get(word, str(word)) for word in words if word != "")
        here, anew = kept.get(key, {}), counted.get(key, {})
        for field in here or anew:
            values = here.get(field, 0), anew.get(field, 0)
            if values[0] != values[1]:
                yield SumDifference(Month.from_code(month), name, field, *values)


def _only_in(session: Session, these: str, those: str) -> dict[tuple[Any, ...], dict[str, int]]:
    """Sums of one query that another one does not give, by their month and what they count."""
    statement = f"SELECT * FROM ({these}) EXCEPT SELECT * FROM ({those})"
    rows = session.connection().exec_driver_sql(statement).mappings()
    return {
        tuple(row[name] for name in _KEYS if name in row): {
            name: value for name, value in row.items() if name not in _KEYS
        }
        for row in rows
    }
