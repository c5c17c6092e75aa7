"""Search by any part of a text, one or two Chinese characters included.

FTS5 holds position-free n-grams (grams.py); a query asks for rows with all of its grams, newest
first, and looks at the rows themselves with GLOB: nothing is missed and nothing wrong is found.
Rows of a bulk import are not indexed at once: `defer` marks their ids, `catch_up` indexes them in
the background, and meanwhile `find` looks through the marked rows one by one. Only there can it
miss a part of a word that folding makes longer or shorter (ß, ligatures, loose accents).
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from heapq import merge
from itertools import islice, takewhile
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.customers.fields import CUSTOMER, IDENTITY
from csq_desktop.domain.fields.fields import RecordField
from csq_desktop.storage.files import engine
from csq_desktop.storage.search.grams import UNEVEN, folded, grams, pattern, required_grams
from csq_desktop.storage.tables.row import VAULT, Row, VaultRow, sqlite_only

Fits = Callable[[Sequence[int]], Iterable[int]]
LOOK = 64
CHUNK = 2_000
_EVERYTHING = (-(1 << 63), (1 << 63) - 1)


class GramIndex:
    """The n-gram index of one kind of row; `source` selects its `id` and searchable `text`."""

    def __init__(self, name: str, source: str, *, schema: str = "main") -> None:
        self.name = name
        self.table = f"{schema}.{name}"
        self.pending = f"{schema}.{name}_pending"
        self.source = source

    def statements(self) -> tuple[str, ...]:
        """The SQL that creates the index, for a new store and for its history."""
        return (
            f"CREATE VIRTUAL TABLE {self.table} USING fts5(g, detail=none, content='', "
            "contentless_delete=1, tokenize='ascii')",
            f"CREATE TABLE {self.pending} (first_id INTEGER PRIMARY KEY, last_id INTEGER NOT NULL)",
        )

    def index(self, session: Session, row_id: int, text: str | None = None) -> None:
        """Make a row findable by its present text, and no longer by an earlier one."""
        connection = session.connection()
        if text is None:
            text = self._text(connection, row_id)
        self._put(connection, [(row_id, grams(text))])

    def unindex(self, session: Session, row_id: int, _text: str = "") -> None:
        """Make a row no longer findable."""
        self._run(session, f"DELETE FROM {self.table} WHERE rowid = ?", (row_id,))

    def unindex_span(self, session: Session, first_id: int, last_id: int) -> None:
        """Make the rows of a span of ids no longer findable, such as an import undone."""
        span = (first_id, last_id)
        self._run(session, f"DELETE FROM {self.table} WHERE rowid BETWEEN ? AND ?", span)
        self._run(session, f"DELETE FROM {self.pending} WHERE first_id BETWEEN ? AND ?", span)

    def defer(self, session: Session, first_id: int, last_id: int) -> None:
        """Mark the rows of a span as not yet indexed; they are found all the same, more slowly."""
        statement = (
            f"INSERT INTO {self.pending} VALUES (?, ?) "
            "ON CONFLICT (first_id) DO UPDATE SET last_id = max(last_id, excluded.last_id)"
        )
        self._run(session, statement, (first_id, last_id))

    def is_behind(self, session: Session) -> bool:
        """Whether any rows are marked."""
        statement = f"SELECT 1 FROM {self.pending} LIMIT 1"
        return session.connection().exec_driver_sql(statement).fetchone() is not None

    def catch_up(self, session: Session, limit: int = CHUNK) -> int:
        """Index some of the marked rows; gives how many, and 0 when nothing is left."""
        connection = session.connection()
        span = connection.exec_driver_sql(
            f"SELECT first_id, last_id FROM {self.pending} ORDER BY first_id LIMIT 1"
        ).fetchone()
        if span is None:
            return 0
        rows = connection.exec_driver_sql(
            f"SELECT id, text FROM ({self.source}) WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?",
            (*span, limit),
        ).fetchall()
        self._put(connection, [(row[0], grams(row[1])) for row in rows])
        self._run(session, f"DELETE FROM {self.pending} WHERE first_id = ?", (span[0],))
        if len(rows) == limit and rows[-1][0] < span[1]:
            self.defer(session, rows[-1][0] + 1, span[1])
        return max(len(rows), 1)  # a span whose rows are gone was work too: 0 would end it all

    def optimise(self, session: Session) -> None:
        """Rewrite the index without what was taken from it: the end of an erasure."""
        self._run(session, f"INSERT INTO {self.table}({self.name}) VALUES ('optimize')")

    def find(
        self,
        session: Session,
        text: str,
        fits: Fits | None = None,
        *,
        limit: int = 50,
        since: int = 0,
    ) -> list[int]:
        """Ids of rows that hold every word of the text, newest first.

        `fits` keeps those of the ids it is shown that a list would show; none is below `since`.
        """
        words = folded(text).split()
        row_ids: list[int] = []
        if not words:
            return row_ids
        with closing(self._holding(session.connection(), words)) as holding:
            newer = takewhile(lambda row_id: row_id >= since, holding)
            while len(row_ids) < limit and (chunk := list(islice(newer, LOOK))):
                fitting = set(chunk if fits is None else fits(chunk))
                row_ids += [row_id for row_id in chunk if row_id in fitting]
        return row_ids[:limit]

    def _holding(self, connection: Connection, words: list[str]) -> Generator[int]:
        """Ids of rows that hold the words, newest first, each once."""
        needed = required_grams(words)
        if needed:
            spans = self._marked(connection)
            streams = [
                self._indexed(connection, needed, words),
                self._uneven(connection, needed, words),
            ]
        else:
            spans, streams = [_EVERYTHING], []
        streams += [self._looked_through(connection, words, *span) for span in spans]
        last = None
        for row_id in merge(*streams, reverse=True):
            if row_id != last:
                yield row_id
            last = row_id

    def _marked(self, connection: Connection) -> list[Any]:
        statement = f"SELECT first_id, last_id FROM {self.pending}"
        return list(connection.exec_driver_sql(statement))

    def _indexed(
        self, connection: Connection, needed: list[str], words: list[str]
    ) -> Iterator[int]:
        holds = " ".join("AND s.text GLOB ?" for _ in words)
        # CROSS JOIN holds SQLite to this order: the index decides, then its rows are looked at.
        return _ids(
            connection,
            f"SELECT g.rowid FROM {self.table} AS g CROSS JOIN ({self.source}) AS s "
            f"ON s.id = g.rowid WHERE {self.name} MATCH ? {holds} ORDER BY g.rowid DESC",
            (_all_of(needed), *map(pattern, words)),
        )

    def _uneven(self, connection: Connection, needed: list[str], words: list[str]) -> Iterator[int]:
        """The few rows that GLOB cannot judge, because folding makes them longer or shorter."""
        ids = _ids(
            connection,
            f"SELECT rowid FROM {self.table} WHERE {self.name} MATCH ? ORDER BY rowid DESC",
            (_all_of([*needed, UNEVEN]),),
        )
        for row_id in ids:
            text = folded(self._text(connection, row_id))
            if all(word in text for word in words):
                yield row_id

    def _looked_through(
        self, connection: Connection, words: list[str], first_id: int, last_id: int
    ) -> Iterator[int]:
        holds = " ".join("AND text GLOB ?" for _ in words)
        return _ids(
            connection,
            f"SELECT id FROM ({self.source}) WHERE id BETWEEN ? AND ? {holds} ORDER BY id DESC",
            (first_id, last_id, *map(pattern, words)),
        )

    def _text(self, connection: Connection, row_id: int) -> str:
        row = connection.exec_driver_sql(
            f"SELECT text FROM ({self.source}) WHERE id = ?", (row_id,)
        ).fetchone()
        return row[0] if row else ""

    def _put(self, connection: Connection, rows: list[tuple[int, str]]) -> None:
        if rows:
            statement = f"INSERT OR REPLACE INTO {self.table}(rowid, g) VALUES (?, ?)"
            connection.exec_driver_sql(statement, rows)

    def _run(self, session: Session, statement: str, values: tuple[int, ...] = ()) -> None:
        session.connection().exec_driver_sql(statement, values)


def _ids(connection: Connection, statement: str, values: tuple[Any, ...]) -> Iterator[int]:
    with closing(engine.streamed(connection, statement, values, LOOK)) as rows:
        for (row_id,) in rows:
            yield row_id


def _all_of(needed: list[str]) -> str:
    return " AND ".join(f'"{gram}"' for gram in needed)


def _lines(table: str, fields: Iterable[RecordField]) -> str:
    """The searched fields as one text, a line each, so that no word reaches over two of them."""
    return " || char(10) || ".join(f"{table}.{field.key}" for field in fields if field.searched)


_COMPLAINT = _lines("c", COMPLAINT.stored)
_CUSTOMER, _IDENTITY = _lines("c", CUSTOMER.stored), _lines("i", IDENTITY.stored)
COMPLAINTS = GramIndex(
    "complaint_grams", f"SELECT c.id AS id, {_COMPLAINT} AS text FROM main.complaint AS c"
)
_MERGED_CUSTOMER, _MERGED_IDENTITY = _lines("m", CUSTOMER.stored), _lines("n", IDENTITY.stored)
# By the number or the name of whoever was merged into a customer that one is found.
_MERGED = (
    f"SELECT group_concat({_MERGED_CUSTOMER} || char(10) || {_MERGED_IDENTITY}, char(10)) "
    "FROM main.customer AS m JOIN vault.identity AS n ON n.customer_id = m.id "
    "WHERE m.merged_into = c.id"
)
CUSTOMERS = GramIndex(
    "customer_grams",
    f"SELECT c.id AS id, {_CUSTOMER} || char(10) || {_IDENTITY} || "
    f"COALESCE(char(10) || ({_MERGED}), '') AS text "
    "FROM main.customer AS c JOIN vault.identity AS i ON i.customer_id = c.id "
    "WHERE c.merged_into IS NULL",
    schema=VAULT,
)
sqlite_only(Row.metadata, *COMPLAINTS.statements())
sqlite_only(VaultRow.metadata, *CUSTOMERS.statements())
