"""The connection to the encrypted files, set up exactly one way; see README, “The connection”."""

import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, StaticPool, create_engine, event
from sqlcipher3 import dbapi2 as sqlcipher

from csq_desktop.errors import NotAStore, StoreDamaged, UserError
from csq_desktop.storage.files.faults import user_errors
from csq_desktop.texts import tr

STORE_FILE = "store.db"
VAULT_FILE = "vault.db"
LOWEST_SQLITE = (3, 51, 3)  # below it a WAL that is reset at the wrong moment loses records
KEY_DIGITS = 64
PLAIN_HEADER = b"SQLite format 3\0"
READERS = 3
LONGEST_WAIT = 60.0  # seconds a thread waits for its turn on a connection
CACHE_KIB = 131_072
LARGEST_WAL = 64 * 1024 * 1024
SYNCHRONOUS = "FULL"  # a commit returns when the disk has it, and outlives a power cut

# A date or moment given to the driver unconverted would be stored as some text: refuse it.
for _kind in (date, datetime):
    sqlcipher.adapters.pop((_kind, sqlcipher.PrepareProtocol), None)


@dataclass(frozen=True)
class FileKeys:
    """The raw keys of both files, 64 hex digits each; no vault key for those who may not look."""

    store: str = field(repr=False)
    vault: str | None = field(default=None, repr=False)


def writer(folder: Path, keys: FileKeys) -> Engine:
    """The one connection that writes; whoever begins on it holds the write lock at once."""
    engine = _engine(folder, keys, readers=0)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def reader(folder: Path, keys: FileKeys) -> Engine:
    """Read-only connections, with the vault where its key is given."""
    engine = _engine(folder, keys, readers=READERS)
    event.listen(engine, "begin", _begin)
    return engine


def blind_reader(folder: Path, keys: FileKeys) -> Engine:
    """Read-only connections that never attach the vault: they cannot tell what they cannot read."""
    return reader(folder, FileKeys(keys.store))


def single(file: Path, key: str) -> Engine:
    """An engine over one file alone, for changing its schema."""
    engine = _built(file, lambda: connect(file, key), size=1)
    event.listen(engine, "begin", _begin_immediate)
    return engine


@contextmanager
def in_memory() -> Iterator[Connection]:
    """A connection to an empty database that no file holds, with what this SQLite can do."""
    bound = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: sqlcipher.connect(":memory:", isolation_level=None),
        module=sqlcipher,
        poolclass=StaticPool,
    )
    try:
        with bound.connect() as connection:
            yield connection
    finally:
        bound.dispose()


def connect(file: Path, key: str, *, create: bool = False) -> Any:
    """A driver's connection to one file as its main schema, set up exactly as the design says."""
    require_engine()
    _require_file(file, create=create)
    connection = _opened(file, create=create)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f'PRAGMA key = "{raw(key)}"')
        # SQLCipher tries a key only with the first page it reads.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not connection.execute("PRAGMA cipher_version").fetchone():
            raise StoreDamaged(tr("This program was built without encryption; install it again."))
        _set_up(connection, "main")
        _refuse_plaintext(file)
    except BaseException:
        connection.close()
        raise
    return connection


def create(folder: Path, keys: FileKeys) -> None:
    """Make both files, empty and encrypted; needs both keys."""
    if keys.vault is None:
        raise ValueError("a new store needs the vault's key")
    with user_errors():
        connection = connect(folder / STORE_FILE, keys.store, create=True)
        try:
            attach(connection, folder / VAULT_FILE, keys.vault, create=True)
        finally:
            connection.close()


def streamed(
    connection: Connection, statement: str, values: tuple[Any, ...] = (), at_once: int = 5_000
) -> Generator[tuple[Any, ...]]:
    """The rows of a statement as the driver gives them, which takes half the time, some at once."""
    result = connection.exec_driver_sql(statement, values)
    try:
        while batch := result.cursor.fetchmany(at_once):
            yield from batch
    finally:
        result.close()


def driver_of(connection: Connection) -> Any:
    """The driver's own connection: what runs on it is neither watched nor kept."""
    return connection.connection.driver_connection


def require_files(folder: Path) -> None:
    """NotAStore unless both files are there, even for those who can open only one."""
    for name in (STORE_FILE, VAULT_FILE):
        _require_file(folder / name, create=False)


def attach(connection: Any, file: Path, key: str, *, create: bool = False) -> None:
    """Attach the vault under its own key; never without one."""
    _require_file(file, create=create)
    connection.execute("ATTACH DATABASE ? AS vault KEY ?", (_uri(file, create), raw(key)))
    connection.execute("SELECT count(*) FROM vault.sqlite_master").fetchone()
    _set_up(connection, "vault")
    _refuse_plaintext(file)


def fitting_key(file: Path, keys: Sequence[str]) -> str:
    """The key of the list that opens the file; there are two while a re-key is under way."""
    for key in keys[:-1]:
        try:
            connect(file, key).close()
        except sqlcipher.DatabaseError:
            continue
        return key
    with user_errors():  # where no key fits, the reason of the last one is shown
        connect(file, keys[-1]).close()
    return keys[-1]


def raw(key: str) -> str:
    """The key as SQLCipher takes a raw one; anything else would silently become a passphrase."""
    if len(key) != KEY_DIGITS or not set(key) <= set("0123456789abcdef"):
        raise ValueError("a raw key is 64 small hex digits")
    return f"x'{key}'"


def require_engine() -> None:
    """Refuse to work on a SQLite that can lose committed records."""
    if sqlcipher.sqlite_version_info < LOWEST_SQLITE:
        raise UserError(
            tr(
                "This program contains SQLite {version}, which can lose records. "
                "Install the program again.",
                version=sqlcipher.sqlite_version,
            )
        )


def _engine(folder: Path, keys: FileKeys, *, readers: int) -> Engine:
    def create() -> Any:
        connection = connect(folder / STORE_FILE, keys.store)
        try:
            if keys.vault is not None:
                attach(connection, folder / VAULT_FILE, keys.vault)
            if readers:
                connection.execute("PRAGMA query_only = ON")
        except BaseException:
            connection.close()
            raise
        return connection

    return _built(folder / STORE_FILE, create, size=readers or 1)


def _built(file: Path, creator: Any, *, size: int) -> Engine:
    # Without `module` an integrity error would not be SQLAlchemy's; without the file in the
    # address the pool would be one that shares a connection between threads.
    return create_engine(
        URL.create("sqlite+pysqlite", database=str(file)),
        creator=creator,
        module=sqlcipher,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=LONGEST_WAIT,
        pool_use_lifo=True,  # the connection used last has the warm cache
        hide_parameters=True,  # bind values are identities: never in a message or a log
        echo=False,
    )


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _opened(file: Path, *, create: bool) -> Any:
    return sqlcipher.connect(
        _uri(file, create),
        uri=True,
        isolation_level=None,  # transactions are begun by us, schema changes included
        check_same_thread=False,  # the pool lends a connection to one thread at a time
        cached_statements=256,
    )


def _uri(file: Path, create: bool) -> str:
    return f"{file.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"


def _require_file(file: Path, *, create: bool) -> None:
    if not create and not file.is_file():
        raise NotAStore(
            tr("“{name}” is missing: this folder is not a complete database.", name=file.name)
        )


def _set_up(connection: Any, schema: str) -> None:
    mode = connection.execute(f"PRAGMA {schema}.journal_mode = WAL").fetchone()
    if mode != ("wal",):
        raise UserError(tr("This disk cannot hold a database: it does not allow write-ahead logs."))
    pragmas = [
        f"{schema}.synchronous = {SYNCHRONOUS}",
        "temp_store = MEMORY",
        f"{schema}.secure_delete = ON",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        f"{schema}.cache_size = -{CACHE_KIB}",
        "mmap_size = 0",
        "busy_timeout = 5000",
        f"{schema}.journal_size_limit = {LARGEST_WAL}",
    ]
    if sys.platform == "darwin":
        pragmas += ["fullfsync = ON", "checkpoint_fullfsync = ON"]
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _refuse_plaintext(file: Path) -> None:
    with file.open("rb") as opened:
        if opened.read(len(PLAIN_HEADER)) == PLAIN_HEADER:
            raise StoreDamaged(
                tr("“{name}” is not encrypted: it was not made by this program.", name=file.name)
            )
