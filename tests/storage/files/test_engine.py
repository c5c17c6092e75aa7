"""The connection: how it is set up, what it refuses, what its errors mean."""

import errno
import logging
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, TimeoutError
from sqlcipher3 import dbapi2 as sqlcipher

from csq_desktop import memory
from csq_desktop.domain.impossible import ImpossibleNumbers
from csq_desktop.errors import NoSpace, NotAStore, StoreBusy, StoreDamaged, UserError
from csq_desktop.storage.files import engine, faults
from csq_desktop.storage.files.engine import PLAIN_HEADER, STORE_FILE, VAULT_FILE, FileKeys
from csq_desktop.storage.store import Store

Connecting = Callable[[Path, FileKeys], Engine]
KEYS = FileKeys("ab" * 32, "cd" * 32)
EVERYWHERE = {
    "journal_mode": "wal",
    "synchronous": 2,
    "temp_store": 2,
    "secure_delete": 1,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "cache_size": -131_072,
    "mmap_size": None,  # never set up: SQLite answers with no row
    "busy_timeout": 5000,
    "journal_size_limit": 64 * 1024 * 1024,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    engine.create(tmp_path, KEYS)
    return tmp_path


@pytest.mark.parametrize("make", [engine.writer, engine.reader, engine.blind_reader])
@pytest.mark.parametrize("schema", ["main", "vault"])
def test_every_connection_is_set_up_the_same_way(
    folder: Path, make: Connecting, schema: str
) -> None:
    bound = make(folder, KEYS)
    if schema == "vault" and make is engine.blind_reader:
        return
    with bound.connect() as connection:
        for pragma, wanted in EVERYWHERE.items():
            row = connection.exec_driver_sql(f"PRAGMA {schema}.{pragma}").fetchone()
            assert (row[0] if row else None) == wanted or (pragma, row) == ("mmap_size", (0,))
    bound.dispose()


def test_both_files_are_encrypted_from_their_first_byte(folder: Path) -> None:
    for name in (STORE_FILE, VAULT_FILE):
        content = (folder / name).read_bytes()
        assert content
        assert not content.startswith(PLAIN_HEADER)


def test_a_blind_connection_knows_no_vault(folder: Path) -> None:
    bound = engine.blind_reader(folder, KEYS)
    with bound.connect() as connection:
        attached = [row[1] for row in connection.exec_driver_sql("PRAGMA database_list")]
    bound.dispose()
    assert attached == ["main"]


@pytest.mark.parametrize("make", [engine.reader, engine.blind_reader])
def test_a_reading_connection_cannot_write(folder: Path, make: Connecting) -> None:
    bound = make(folder, KEYS)
    with bound.connect() as connection, pytest.raises(DBAPIError, match="readonly"):
        connection.exec_driver_sql("CREATE TABLE t (x)")
    bound.dispose()


def test_a_transaction_that_writes_holds_the_lock_from_its_beginning(folder: Path) -> None:
    first, second = engine.writer(folder, KEYS), engine.single(folder / STORE_FILE, KEYS.store)
    with first.begin() as connection:
        connection.exec_driver_sql("SELECT 1")
        with closing(engine.connect(folder / STORE_FILE, KEYS.store)) as other:
            other.execute("PRAGMA busy_timeout = 0")
            with pytest.raises(sqlcipher.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
    first.dispose()
    second.dispose()


def test_a_schema_change_that_fails_leaves_no_half_behind(folder: Path) -> None:
    bound = engine.single(folder / STORE_FILE, KEYS.store)
    with pytest.raises(DBAPIError, match="already exists"):
        _create_twice(bound)
    with bound.connect() as connection:
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master").fetchall()
    bound.dispose()
    assert found == []


def _create_twice(bound: Engine) -> None:
    with bound.begin() as connection:
        for _ in range(2):
            connection.exec_driver_sql("CREATE TABLE half (x)")


@pytest.mark.parametrize("key", ["", "ab" * 31, "ab" * 33, "AB" * 32, "x" * 64, "a passphrase"])
def test_a_key_that_is_not_64_hex_digits_never_reaches_the_file(folder: Path, key: str) -> None:
    with pytest.raises(ValueError, match="64"):
        engine.connect(folder / STORE_FILE, key)


def test_another_key_is_told_as_damage(folder: Path) -> None:
    with pytest.raises(StoreDamaged):
        engine.fitting_key(folder / STORE_FILE, ["ef" * 32])


def test_the_key_that_fits_is_found_among_two(folder: Path) -> None:
    keys = ["ef" * 32, KEYS.store]
    assert engine.fitting_key(folder / STORE_FILE, keys) == KEYS.store
    assert engine.fitting_key(folder / STORE_FILE, keys[::-1]) == KEYS.store


def test_a_store_needs_a_vault_key_when_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="vault"):
        engine.create(tmp_path, FileKeys(KEYS.store))
    assert list(tmp_path.iterdir()) == []


def test_a_sqlite_that_can_lose_records_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlcipher, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(UserError, match="lose records"):
        engine.connect(folder / STORE_FILE, KEYS.store)


def test_a_driver_without_encryption_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    def plain(file: str, **options: object) -> sqlite3.Connection:
        return sqlite3.connect(":memory:", check_same_thread=False)

    monkeypatch.setattr(sqlcipher, "connect", plain)
    with pytest.raises(StoreDamaged, match="without encryption"):
        engine.connect(folder / STORE_FILE, KEYS.store)


def test_a_plain_file_in_the_place_of_the_store_is_refused(folder: Path) -> None:
    import sqlite3

    for name in (STORE_FILE, VAULT_FILE):
        (folder / name).unlink()
        with closing(sqlite3.connect(folder / name)) as plain:
            plain.execute("CREATE TABLE t (x)")
    with pytest.raises(StoreDamaged):
        engine.fitting_key(folder / STORE_FILE, [KEYS.store])


def test_a_file_written_plain_after_all_is_noticed(folder: Path) -> None:
    plain = folder / "plain.db"
    plain.write_bytes(PLAIN_HEADER + bytes(100))
    with pytest.raises(StoreDamaged, match="plain"):
        engine._refuse_plaintext(plain)


class Listened:
    """A driver's connection whose statements are written down."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver
        self.heard: list[str] = []

    def execute(self, statement: str) -> object:
        self.heard.append(statement.removeprefix("PRAGMA "))
        return self.driver.execute(statement)

    def close(self) -> None:
        self.driver.close()


def test_the_key_comes_before_anything_is_read_and_the_log_before_anything_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = engine._opened
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(
        engine, "_opened", lambda file, create: Listened(opened(file, create=create))
    )
    with closing(engine.connect(folder / STORE_FILE, KEYS.store)) as listened:
        heard = [statement.split(" =")[0] for statement in listened.heard]
    assert heard == [
        "cipher_log_level",
        "key",
        "SELECT count(*) FROM sqlite_master",
        "cipher_version",
        "main.journal_mode",
        "main.synchronous",
        "temp_store",
        "main.secure_delete",
        "foreign_keys",
        "trusted_schema",
        "cell_size_check",
        "main.cache_size",
        "mmap_size",
        "busy_timeout",
        "main.journal_size_limit",
        "fullfsync",
        "checkpoint_fullfsync",
    ]


def test_a_disk_without_write_ahead_logs_is_refused() -> None:
    class Journal:
        def execute(self, _: str) -> "Journal":
            return self

        def fetchone(self) -> tuple[str]:
            return ("delete",)

    with pytest.raises(UserError, match="write-ahead"):
        engine._set_up(Journal(), "main")


@pytest.mark.parametrize("name", [STORE_FILE, VAULT_FILE])
def test_a_missing_file_is_told_by_its_name(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(NotAStore, match=name):
        engine.require_files(folder)
    with pytest.raises(NotAStore, match=name):
        engine.writer(folder, KEYS).connect()


@pytest.mark.parametrize("value", [date(2026, 10, 1), datetime(2026, 10, 1, tzinfo=UTC)])
def test_a_day_or_moment_that_was_not_converted_is_refused(folder: Path, value: object) -> None:
    with closing(engine.connect(folder / STORE_FILE, KEYS.store)) as driver:
        driver.execute("CREATE TABLE t (x)")
        with pytest.raises(sqlcipher.Error):
            driver.execute("INSERT INTO t VALUES (?)", (value,))


def test_an_error_names_no_value(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="sqlalchemy.engine")
    with pytest.raises(StoreDamaged) as caught:
        _insert(store, [1, 1], "Wong Tai Man 9123 4567")
    assert isinstance(caught.value.__cause__, IntegrityError)
    assert "Wong" not in str(caught.value.__cause__)
    assert "Wong" not in caplog.text


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlcipher.SQLITE_FULL, NoSpace),
        (sqlcipher.SQLITE_BUSY, StoreBusy),
        (sqlcipher.SQLITE_LOCKED, StoreBusy),
        (sqlcipher.SQLITE_CORRUPT, StoreDamaged),
        (sqlcipher.SQLITE_NOTADB, StoreDamaged),
        (sqlcipher.SQLITE_IOERR | 3 << 8, UserError),
        (sqlcipher.SQLITE_CANTOPEN, UserError),
        (sqlcipher.SQLITE_READONLY, UserError),
        (sqlcipher.SQLITE_NOMEM, StoreDamaged),
    ],
)
def test_an_error_of_the_database_becomes_a_sentence(code: int, kind: type[UserError]) -> None:
    error = sqlcipher.OperationalError("words of a machine")
    error.sqlite_errorcode = code
    with pytest.raises(kind) as caught, faults.user_errors():
        raise error
    assert "machine" not in caught.value.text


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, "full"), NoSpace),
        (OSError(errno.EDQUOT, "quota"), NoSpace),
        (OSError(errno.EPERM, "no"), UserError),
        (OSError(errno.EIO, "no answer", "/srv/Shop.csq/keys.json"), UserError),
        (MemoryError(), StoreDamaged),
        (TimeoutError("the pool"), StoreBusy),
        (OverflowError("a year 300,000"), StoreDamaged),
        (ImpossibleNumbers("3 of 2"), StoreDamaged),
    ],
)
def test_an_error_of_the_machine_becomes_a_sentence(
    error: Exception, kind: type[UserError]
) -> None:
    with pytest.raises(kind), faults.user_errors():
        raise error


@pytest.mark.parametrize(
    "error", [OSError("a bug"), sqlcipher.ProgrammingError("a bug"), KeyError("bug")]
)
def test_a_bug_stays_a_bug(error: Exception) -> None:
    with pytest.raises(type(error)), faults.user_errors():
        raise error


def test_what_the_disk_refused_is_named() -> None:
    with pytest.raises(UserError) as caught, faults.user_errors():
        raise OSError(errno.EIO, "no answer", "/srv/Shop.csq/keys.json")
    assert (
        caught.value.text == "The disk refused “keys.json”: the disk has a fault, or was removed. "
        "This was not finished: try it again."
    )


def test_only_a_machine_that_has_no_memory_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ANY_STEP", 1 << 62)
    with pytest.raises(UserError, match="not enough memory"), faults.user_errors():
        raise MemoryError


def test_a_full_disk_is_told_and_nothing_is_kept(store: Store) -> None:
    with store._driver() as driver:
        (pages,) = driver.execute("PRAGMA vault.page_count").fetchone()
        driver.execute(f"PRAGMA vault.max_page_count = {pages + 2}")
    with pytest.raises(NoSpace):
        _insert(store, range(100), "x" * 4000)
    with store._driver() as driver:
        driver.execute("PRAGMA vault.max_page_count = 1000000")
    with store.reading(identities=True) as session:
        assert session.scalar(text("SELECT count(*) FROM vault.vault_draft")) == 0


def _insert(store: Store, numbers: Iterable[int], fields: str) -> None:
    statement = text("INSERT INTO vault.vault_draft VALUES (:id, 1, :id, :fields, 1)")
    with store.writing() as session:
        for number in numbers:
            session.execute(statement, {"id": number, "fields": fields})


@pytest.mark.parametrize("value", ["'{' ->> '$.x'", "CAST(x'ff' AS TEXT)"])
def test_a_value_that_no_program_writes_is_told_with_what_to_do(folder: Path, value: str) -> None:
    reader = engine.reader(folder, KEYS)
    with (
        pytest.raises(StoreDamaged, match="did not write"),
        faults.user_errors(),
        reader.connect() as connection,
    ):
        connection.exec_driver_sql(f"SELECT {value}").all()
    reader.dispose()
