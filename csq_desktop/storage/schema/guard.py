"""Nothing works inside the files but what this release has declared.

A trigger stands in a file and takes part in every commit, in the name of whoever makes it; a view
or an index can bend what is read. So before a transaction writes, the schema of each file is
compared with the declared one, which is made in memory, once. What is foreign is taken out, a
trigger or an index that is missing or was changed is made anew, and a table that is not as it was
declared stops the work. SQLite counts every change of a schema, so the comparison itself, under
a millisecond, runs once for each connection and again only after such a change.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as sqlcipher

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.errors import StoreDamaged
from csq_desktop.storage.audit import chain
from csq_desktop.storage.files import engine, faults
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE
from csq_desktop.storage.rollups import sums
from csq_desktop.storage.schema import revisions as schema
from csq_desktop.storage.tables.row import VAULT
from csq_desktop.texts import tr

MAIN = "main"
FILES = {MAIN: STORE_FILE, VAULT: VAULT_FILE}
SCHEMAS = {file: name for name, file in FILES.items()}
_PUT_RIGHT = "schema put right"
_COMPARED = "schema compared"
_STORED = "SELECT type, name, sql FROM {}.sqlite_master WHERE sql IS NOT NULL"
_DROPPED = ("trigger", "view", "index", "table")  # in this order: a table takes its own along
_MOST_NAMED, _LONGEST_NAME = 10, 80
_WORKING = ("trigger", "view")
_MADE_ANEW = ("index", "trigger")


class SchemaObject(NamedTuple):
    """A table, view, index or trigger of a file."""

    type: str
    name: str

    def __str__(self) -> str:
        return f"{self.type} {self.name}"


Schema = dict[SchemaObject, str]
PutRight = Callable[[Any, str], list[str]]


def watch(bound: Engine, *, vault: bool) -> None:
    """Have every transaction of an engine that writes begin with a schema that is in order."""
    names = (MAIN, VAULT) if vault else (MAIN,)
    event.listen(bound, "begin", lambda connection: _begin(connection, names, _put_in_order))


def watch_older(bound: Engine) -> None:
    """The same for both files of a store that may be of an earlier release, before its upgrade."""
    event.listen(bound, "begin", lambda connection: _begin(connection, (MAIN, VAULT), _as_it_is))


def taken(session: Session) -> tuple[str, ...]:
    """What the session's transaction found and put right as it began; given once."""
    return tuple(session.connection().info.pop(_PUT_RIGHT, ()))


def tell(session: Session, objects: Sequence[str]) -> None:
    """Write into the trail that these were found in the files, if any were, and put right."""
    if objects:
        chain.note(session, AuditAction.PUT_IN_ORDER, detail={"objects": objects})


def put_right_text(objects: Sequence[str]) -> str:
    """What a user is told of it."""
    names = tr(", ").join(each[:_LONGEST_NAME] for each in objects[:_MOST_NAMED])
    return tr(
        "Something was added to the database files from outside this program, and "
        "removed before it could do harm: {names}. This is now in the audit trail. "
        "Compare the database with the last backup.",
        names=names,
    )


@cache
def declared() -> dict[str, Schema]:
    """The schema of both files as this release declares it."""
    with engine.in_memory() as connection:
        connection.exec_driver_sql(f"ATTACH ':memory:' AS {VAULT}")
        schema.create(connection)
        return {name: stored(engine.driver_of(connection), name) for name in FILES}


def stored(driver: Any, name: str = MAIN) -> Schema:
    """What stands in a file, each object with its SQL."""
    objects = {}
    for kind, called, sql in driver.execute(_STORED.format(name)).fetchall():
        if kind not in _DROPPED or not isinstance(called, str) or not isinstance(sql, str):
            raise ValueError(kind)
        objects[SchemaObject(kind, called)] = sql
    return objects


def spelling(sql: str) -> str:
    """The SQL of an object in one spelling, whoever wrote it."""
    apart = re.sub(r"([(),])", r" \1 ", sql)
    return re.sub(r"[ \t\n\r\f]+", " ", apart).strip()  # no other blanks: SQLite knows none


def put_in_order(driver: Any, right: Schema, name: str = MAIN) -> list[SchemaObject]:
    """Take out what is foreign, make triggers and indexes anew; gives all it put right.

    StoreDamaged when a table is missing or is not the declared one.
    """
    here = stored(driver, name)
    wrong = [each for each in right if not _is_same(here.get(each, ""), right[each])]
    for each in wrong:
        if each.type not in _MADE_ANEW:
            raise _changed_table(each.name, FILES[name])
    foreign = here.keys() - right.keys()
    drop(driver, [*foreign, *(here.keys() & wrong)], name)
    for each in sorted(wrong, key=_order):
        driver.execute(_in_schema(right[each], name))
    return sorted({*foreign, *wrong}, key=_order)


def drop(driver: Any, objects: Iterable[SchemaObject], name: str = MAIN) -> None:
    """Take objects out of a schema."""
    for each in sorted(objects, key=_order):
        driver.execute(f"DROP {each.type} IF EXISTS {name}.{_quoted(each.name)}")


def take_foreign(driver: Any, file: str) -> list[str]:
    """Put a file in order that was just upgraded, alone in its connection; gives what is foreign.

    StoreDamaged as from put_in_order.
    """
    right = declared()[SCHEMAS[file]]
    changed = put_in_order(driver, right)
    return [str(each) for each in changed if each not in right]


def stop_triggers(driver: Any, file: str, name: str = MAIN) -> list[str]:
    """Take every trigger and view out of a file of an earlier release; gives the foreign ones.

    So none of them works in what is written before, or by, the revisions, which therefore drop
    none. Those of the newest schema are made anew behind the revisions.
    """
    right = declared()[SCHEMAS[file]]
    here = [each for each in stored(driver, name) if each.type in _WORKING]
    drop(driver, here, name)
    return [str(each) for each in here if each not in right and not sums.is_named(each.name)]


def _begin(connection: Connection, names: tuple[str, ...], put_right: PutRight) -> None:
    driver, compared = engine.driver_of(connection), connection.info.setdefault(_COMPARED, {})
    for name in names:
        (version,) = driver.execute(f"PRAGMA {name}.schema_version").fetchone()
        if compared.get(name) == version:
            continue
        changed = _readable(driver, name, put_right)
        if changed:  # compared once more when that is kept
            connection.info.setdefault(_PUT_RIGHT, []).extend(changed)
        else:
            compared[name] = version


def _readable(driver: Any, name: str, put_right: PutRight) -> list[str]:
    """What was put right; StoreDamaged where the schema is of no form that SQLite writes."""
    try:
        return put_right(driver, name)
    except (ValueError, TypeError) as fault:
        raise _changed_schema(FILES[name]) from fault
    except sqlcipher.Error as fault:
        if isinstance(faults.in_words(fault) or StoreDamaged(""), StoreDamaged):
            raise _changed_schema(FILES[name]) from fault
        raise


def _put_in_order(driver: Any, name: str) -> list[str]:
    return [*map(str, put_in_order(driver, declared()[name], name))]


def _as_it_is(driver: Any, name: str) -> list[str]:
    if schema.is_newest(driver, name):
        return _put_in_order(driver, name)
    return stop_triggers(driver, FILES[name], name)


def _is_same(here: str, right: str) -> bool:
    return here == right or spelling(here) == spelling(right)


def _in_schema(sql: str, name: str) -> str:
    return re.sub(r"^CREATE (UNIQUE INDEX|INDEX|TRIGGER) ", rf"CREATE \1 {name}.", sql)


def _order(each: SchemaObject) -> tuple[int, str]:
    return _DROPPED.index(each.type), each.name


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _changed_schema(file: str) -> StoreDamaged:
    return StoreDamaged(
        tr(
            "The structure of {file} was changed from outside this program. Stop "
            "working with the database and restore the last backup.",
            file=file,
        )
    )


def _changed_table(table: str, file: str) -> StoreDamaged:
    return StoreDamaged(
        tr(
            "The table {table} of {file} was changed from outside this program. Stop "
            "working with the database and restore the last backup.",
            table=table,
            file=file,
        )
    )
