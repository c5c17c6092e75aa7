"""The schema's history: it ends where the tables are, and goes up and down with what is in them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from alembic import command
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Engine, event
from sqlcipher3 import dbapi2 as sqlcipher

from csq_desktop import paths
from csq_desktop.domain.users import Role
from csq_desktop.errors import NoSpace, StoreDamaged, UserError
from csq_desktop.storage.backup import places
from csq_desktop.storage.files import engine, space
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.maintenance import restore
from csq_desktop.storage.schema import guard, upgrade
from csq_desktop.storage.schema import revisions as schema
from tests.factory import FOLDER, FixedClock, copy_store, open_store, template
from tests.tally import Tally

KEY = "ab" * 32
FILES = {STORE_FILE: "store", VAULT_FILE: "vault"}
HEADS = {STORE_FILE: schema.HEAD_STORE, VAULT_FILE: schema.HEAD_VAULT}
Facts = dict[str, str]


def revisions(name: str) -> list[str]:
    """The revisions of a file's history, the first one first."""
    folder = paths.migrations() / "versions" / FILES[name]
    return sorted(path.name.partition("_")[0] for path in folder.glob("*.py"))


@contextmanager
def changing(file: Path, key: str = KEY) -> Iterator[Connection]:
    bound = upgrade.for_changes(file, key)
    try:
        with bound.begin() as connection:
            yield connection
    finally:
        bound.dispose()


def move(file: Path, revision: str, *, key: str = KEY, down: bool = False) -> None:
    """Move a file to a revision; to the newest one as the program itself does."""
    with changing(file, key) as connection:
        if revision == "head":
            upgrade.bring_to_head(file, connection)
        else:
            go = command.downgrade if down else command.upgrade
            go(upgrade.configured(file, connection), revision)


def by_history(folder: Path, name: str) -> Path:
    file = folder / name
    engine.connect(file, KEY, create=True).close()
    move(file, "head")
    return file


def objects(connection: Connection, of: str = "main") -> Facts:
    """The SQL of every table, index and trigger of a file, by name, in one spelling."""
    rows = connection.exec_driver_sql(
        f"SELECT type || ' ' || name, sql FROM {of}.sqlite_master "
        "WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'"
    )
    return {name: guard.spelling(sql) for name, sql in rows}


def objects_of(file: Path) -> Facts:
    with changing(file) as connection:
        return objects(connection)


def untriggered(there: Facts) -> Facts:
    return {name: sql for name, sql in there.items() if not name.startswith("trigger ")}


def differences(tables: Facts, history: Facts) -> list[str]:
    """What a new revision has to change, a sentence each."""
    missing = [f"{name} is missing from the history" for name in tables.keys() - history]
    extra = [f"{name} is no longer in the tables" for name in history.keys() - tables]
    other = [
        f"{name} differs:\n  tables:  {tables[name]}\n  history: {history[name]}"
        for name in tables.keys() & history
        if tables[name] != history[name]
    ]
    return sorted([*missing, *extra, *other])


@pytest.mark.parametrize("name", FILES)
def test_a_history_ends_where_the_tables_are(tmp_path: Path, name: str) -> None:
    with changing(by_history(tmp_path, name)) as connection:
        history = objects(connection)
    keys = engine.FileKeys(KEY, KEY)
    made = tmp_path / "made"
    made.mkdir()
    engine.create(made, keys)
    writer = engine.writer(made, keys)
    with writer.begin() as connection:
        schema.create(connection)
        tables = objects(connection, "main" if name == STORE_FILE else "vault")
    writer.dispose()
    found = differences(tables, history)
    assert not found, "\n".join(["db/versions and storage/tables differ:", *found])


def test_a_difference_is_told_by_name() -> None:
    told = differences({"table a": "x", "index b": "y"}, {"table a": "z", "trigger c": "w"})
    assert [line.splitlines()[0] for line in told] == [
        "index b is missing from the history",
        "table a differs:",
        "trigger c is no longer in the tables",
    ]


@pytest.mark.parametrize("name", FILES)
def test_a_history_is_one_line_that_ends_at_the_release(name: str) -> None:
    folder = paths.migrations()
    versions = folder / "versions" / FILES[name]
    found = list(ScriptDirectory(str(folder), version_locations=[str(versions)]).walk_revisions())
    names = [one.revision for one in reversed(found)]
    assert names == revisions(name)
    assert names[-1] == HEADS[name]
    assert [schema.number(one) for one in names] == list(range(1, len(names) + 1))
    assert all(one.doc.endswith(".") for one in found)


def test_a_history_imports_nothing_of_the_program() -> None:
    scripts = list(paths.migrations().rglob("*.py"))
    assert len(scripts) > sum(len(revisions(name)) for name in FILES)
    assert not [path.name for path in scripts if "csq_desktop" in path.read_text("utf-8")]


ROWS_ONLY = {"s0009", "s0011"}  # revisions that change rows and no table, index or trigger


@pytest.mark.parametrize("name", FILES)
def test_every_revision_goes_down_and_up_again(tmp_path: Path, name: str) -> None:
    """All the way down and up: each revision has the same tables and indexes on both ways.

    Triggers add up what the release counts; only at its own revision they are what they were.
    """
    file, on_the_way_down = by_history(tmp_path, name), {}
    whole = objects_of(file)
    for revision in reversed(revisions(name)):
        move(file, revision, down=True)
        on_the_way_down[revision] = objects_of(file)
    for later, earlier in pairwise(on_the_way_down):
        left, there = on_the_way_down[earlier], on_the_way_down[later]
        assert left.keys() <= there.keys(), later
        assert (left == there) is (later in ROWS_ONLY), later
    move(file, "base", down=True)
    assert objects_of(file) == {}
    for revision in revisions(name):
        move(file, revision if revision != HEADS[name] else "head")
        assert untriggered(objects_of(file)) == untriggered(on_the_way_down[revision]), revision
    assert objects_of(file) == whole


def fill(connection: Connection) -> None:
    """One row in every table, as plain as its columns allow; triggers fill the sums."""
    tables = [name.split()[1] for name in objects(connection) if name.startswith("table ")]
    for table in tables:
        if "_grams" in table:
            continue
        columns = list(connection.exec_driver_sql(f'PRAGMA table_info("{table}")'))
        names = ", ".join(f'"{column[1]}"' for column in columns)
        values = [_value(column[2]) for column in columns]
        marks = ", ".join("?" * len(values))
        connection.exec_driver_sql(
            f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})', tuple(values)
        )
        if table == "sequence_counter":
            connection.exec_driver_sql("UPDATE sequence_counter SET name = 'id'")


def _value(kind: str) -> object:
    return {"VARCHAR": "x", "TEXT": "{}", "BLOB": b"x", "DATE": "2026-10-05"}.get(kind, 1)


Contents = dict[str, list[dict[str, object]]]


def contents(connection: Connection) -> Contents:
    tables = [name.split()[1] for name in objects(connection) if name.startswith("table ")]
    return {
        table: [
            row._asdict()
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')
            if table != "store_setting" or not row.name.startswith("upgrade")
        ]
        for table in tables
        if "_grams" not in table
    }  # without the word that revisions leave for the trail, which is taken out at the opening


def contents_of(file: Path) -> Contents:
    with changing(file) as connection:
        return contents(connection)


# What revisions s0012 and s0013 put into another form; their own tests compare that.
MADE_OF_OTHERS = {"person", "action_version", "vault_commit"}
MAPPED = {
    *(("complaint", "owner"), ("action", "owner"), ("pledge", "owner")),
    ("sequence_counter", "following"),
}


def within(whole: Contents, older: Contents) -> Contents:
    """The tables and columns of a file that an older one has too."""
    return {
        table: [
            {name: value if (table, name) in MAPPED else row[name] for name, value in there.items()}
            for row, there in zip(whole[table], rows, strict=True)
        ]
        for table, rows in older.items()
    }


@pytest.mark.parametrize("name", FILES)
def test_what_other_revisions_hold_stays_while_one_goes_down_and_up(
    tmp_path: Path, name: str
) -> None:
    file = by_history(tmp_path, name)
    with changing(file) as connection:
        fill(connection)
        assert all(contents(connection).values())
    for revision, earlier in pairwise(reversed(revisions(name))):
        filled = contents_of(file)
        move(file, earlier, down=True)
        older = contents_of(file)
        assert older == within(filled, older), revision
        move(file, revision)
        newest = contents_of(file)
        assert within(newest, older) == older, revision
        added = newest.keys() - older.keys() - MADE_OF_OTHERS
        assert {table: newest[table] for table in added if newest[table]} == {}, revision
        move(file, earlier, down=True)


def test_a_table_can_be_rebuilt_under_what_refers_to_it(tmp_path: Path) -> None:
    file = by_history(tmp_path, STORE_FILE)
    with changing(file) as connection:
        fill(connection)
        filled = contents(connection)
    with changing(file) as connection:
        change = Operations(MigrationContext.configure(connection))
        with change.batch_alter_table("complaint", recreate="always") as batch:
            batch.alter_column("owner_text", nullable=True)
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").first() is None
    with changing(file) as connection:
        assert contents(connection) == filled


def older_store(tmp_path: Path, steps: int = 1) -> Path:
    """A store as an earlier release left it, a few revisions behind in both files."""
    folder = copy_store(tmp_path)
    for name, key in keys().items():
        behind = max(0, len(revisions(name)) - 1 - steps)
        move(folder / name, revisions(name)[behind], key=key, down=True)
    return folder


def ring() -> Keyring:
    return template().users[Role.SUPERVISOR].keyring


def keys() -> dict[str, str]:
    return {STORE_FILE: ring().store_key, VAULT_FILE: ring().vault_key or ""}


def files_of(folder: Path) -> dict[Path, str]:
    return {folder / name: key for name, key in keys().items()}


def standing(folder: Path) -> list[object]:
    """Everything that stands in both files, the revision included."""
    found: list[object] = []
    for file, key in files_of(folder).items():
        with closing(engine.connect(file, key)) as driver:
            found.append(schema.revision(driver))
        with changing(file, key) as connection:
            found += [objects(connection), contents(connection)]
    return found


def test_an_older_store_is_backed_up_and_upgraded_when_it_is_opened(
    tmp_path: Path, clock: FixedClock
) -> None:
    folder = older_store(tmp_path)
    was = dict(zip(FILES, standing(folder)[::3], strict=True))
    store = open_store(tmp_path, source=clock)
    assert store.quick_check() == ()
    (kept,) = places.list_backups(folder / "backups", store.keyring.store_id)
    told = restore.describe(
        folder / "backups" / kept.file,
        restore.by_recovery(template().users[Role.SUPERVISOR].recovery_code),
    )
    store.close()
    assert told.revisions == was
    assert standing(folder)[::3] == list(HEADS.values())


def test_an_older_store_that_cannot_be_backed_up_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = older_store(tmp_path)
    was = standing(folder)
    monkeypatch.setattr(space, "MARGIN", 1 << 60)
    with pytest.raises(NoSpace, match="Nothing was changed"):
        open_store(tmp_path)
    assert standing(folder) == was
    assert not list((folder / "backups").iterdir())


@pytest.mark.fault("T21")
def test_an_upgrade_that_fails_at_any_step_leaves_both_files_as_they_were(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rounds: Callable[[int, int], int],
    tally: Tally,
) -> None:
    """T21: every statement of the way up fails once; both files stay at their old revision."""
    folder = older_store(tmp_path, steps=7)
    was, bound = standing(folder), upgrade.for_changes
    failing = Failing()
    monkeypatch.setattr(upgrade, "for_changes", lambda *at: failing.watch(bound(*at)))
    upgrade.to_head(files_of(shutil.copytree(folder, tmp_path / "whole")), ring())
    steps = failing.seen
    assert steps > 60
    for step in range(1, steps + 1, steps // rounds(16, steps)):
        tried = shutil.copytree(folder, tmp_path / f"at {step}")
        failing.seen, failing.at = 0, step
        with pytest.raises(UserError, match="did not respond"):
            upgrade.to_head(files_of(tried), ring())
        failing.at = 0
        tally.rounds += 1
        tally.partial += standing(tried) != was
    with tally.counting("unopenable"):
        upgrade.to_head(files_of(tried), ring())
    assert standing(tried)[::3] == list(HEADS.values())


@dataclass
class Failing:
    """A disk that does not answer at one of the statements, counted from 1; 0 is never."""

    at: int = 0
    seen: int = 0

    def watch(self, bound: Engine) -> Engine:
        event.listen(bound, "before_cursor_execute", self._count)
        return bound

    def _count(self, *_: object) -> None:
        self.seen += 1
        if self.seen == self.at:
            error = sqlcipher.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlcipher.SQLITE_IOERR
            raise error


def test_references_to_nothing_stop_an_upgrade(tmp_path: Path) -> None:
    folder = older_store(tmp_path)
    with changing(folder / STORE_FILE, keys()[STORE_FILE]) as connection:
        connection.exec_driver_sql(
            "INSERT INTO complaint_event (id, complaint_id, at, user_id, kind, text) "
            "VALUES (1, 99, 1, 1, 'x', '')"
        )
    was = standing(folder)
    with pytest.raises(StoreDamaged):
        upgrade.to_head(files_of(folder), ring())
    assert standing(folder) == was


def test_a_new_revision_begins_with_the_template(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    with changing(by_history(folder, STORE_FILE)) as connection:
        config = upgrade.configured(folder / STORE_FILE, connection)
        config.set_main_option("version_locations", str(tmp_path))
        made = command.revision(config, "Loans of umbrellas", head="base", rev_id="s0099")
    assert isinstance(made, Script)
    text = Path(made.path).read_text("utf-8")
    compile(text, made.path, "exec")
    assert 'revision = "s0099"' in text
    assert text.startswith('"""Loans of umbrellas."""')
