"""Taking words out of records so that nothing of them is left, not even a digest to guess by.

The trail has a digest of each text behind the salt of its record. Words that go take the salt
along: the record gets a new one, and new digests of all it still says.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, String, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from csq_desktop.domain.retention.erasures import NO_WORDS, TextPlace
from csq_desktop.storage.audit import bulk, digests
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.tables.row import ROWS, Row, VaultRow, table_of

_SPARED = "texts that stay"
Change = Callable[[TextPlace, str], str]


@dataclass(frozen=True)
class CaseTexts:
    """Which rows of a table speak of a complaint: those whose `link` is its number.

    `only` narrows them where the column holds numbers of other records, too. `required` are the
    columns that may not be empty, `codes` tells words of the program or of a list, which stay.
    """

    kind: Kind
    link: str
    only: tuple[ColumnElement[bool], ...] = ()
    required: frozenset[str] = frozenset()
    codes: Callable[[str, str], bool] = lambda _column, _text: False

    def ids(self, session: Session, complaint_ids: Sequence[int]) -> list[int]:
        """The numbers of the rows about some complaints."""
        table = table_of(self.kind)
        key, link = table.columns[digests.key_of(self.kind)], table.columns[self.link]
        return [
            number
            for some in in_parts(complaint_ids)
            for number in session.scalars(select(key).where(link.in_(some), *self.only))
        ]


def spare(session: Session, texts: Mapping[TextPlace, str | None]) -> None:
    """Have some texts stay when this session blanks those around them.

    None leaves a text as it is; words take its place.
    """
    session.info[_SPARED] = dict(texts)


def blank(session: Session, texts: CaseTexts, complaint_ids: Sequence[int]) -> int:
    """Take the words about some complaints out of a table; gives how many texts went."""
    spared: Mapping[TextPlace, str | None] = session.info.get(_SPARED, {})

    def change(place: TextPlace, text: str) -> str:
        if place in spared:
            return text if (words := spared[place]) is None else words
        if texts.codes(place.column, text):
            return text
        return NO_WORDS if place.column in texts.required else ""

    return scrub(session, texts.kind, texts.ids(session, complaint_ids), change)


def scrub(session: Session, kind: Kind, row_ids: Sequence[int], change: Change) -> int:
    """Change texts of some rows, and let go of what the trail had to compare them with."""
    return sum(_scrub(session, kind, some, change) for some in in_parts(row_ids))


def _scrub(session: Session, kind: Kind, row_ids: Sequence[int], change: Change) -> int:
    columns, texts, count = _hidden(kind), text_columns(kind), 0
    rows: list[bulk.Stored] = []
    for number, *values in _stored(session, kind, columns, row_ids):
        stored = dict(zip(columns, values, strict=True))
        changed = {
            name: new
            for name in texts
            if (old := stored[name])
            and (new := change(TextPlace(kind.__tablename__, number, name), old)) != old
        }
        if changed:
            count += len(changed)
            rows.append((*(stored | changed).values(), number))
    if rows:
        digests.SaltShelf(session.connection(), kind).renew([row[-1] for row in rows])
        bulk.update(session, kind, columns, rows, detail={"erased": True})
    return count


def read(
    session: Session, kind: Kind, row_ids: Sequence[int] | None = None
) -> Iterator[tuple[TextPlace, str]]:
    """Every text of some rows, or of all, that says anything."""
    names = text_columns(kind)
    parts = [None] if row_ids is None else in_parts(row_ids)
    for some in parts:
        for number, *values in _stored(session, kind, names, some):
            for name, text in zip(names, values, strict=True):
                if text and text != NO_WORDS:
                    yield TextPlace(kind.__tablename__, number, name), text


def _stored(
    session: Session, kind: Kind, columns: Sequence[str], row_ids: Sequence[int] | None
) -> Sequence[Any]:
    """Keys and columns as they stand in the file, not as the program reads them."""
    session.flush()
    key = digests.key_of(kind)
    names = ", ".join(f'"{name}"' for name in (key, *columns))
    statement = f"SELECT {names} FROM {table_of(kind).fullname}"
    if row_ids is None:
        return session.connection().exec_driver_sql(statement).fetchall()
    marks = ", ".join("?" * len(row_ids))
    where = f'{statement} WHERE "{key}" IN ({marks})'
    return session.connection().exec_driver_sql(where, tuple(row_ids)).fetchall()


@cache
def text_columns(kind: Kind) -> tuple[str, ...]:
    """The columns of free text: those the trail does not print and that hold words."""
    columns = table_of(kind).columns
    return tuple(name for name in _hidden(kind) if _is_words(columns[name].type))


@cache
def _hidden(kind: Kind) -> tuple[str, ...]:
    """The columns the trail has digests of, in the order of the table, but for the key."""
    hidden, key = digests.hidden_fields(kind), digests.key_of(kind)
    names = (column.name for column in table_of(kind).columns)
    return tuple(name for name in names if name in hidden and name != key)


def _is_words(kind: Any) -> bool:
    return isinstance(kind, String) and not isinstance(kind, TypeDecorator)


def kind_of(name: str) -> Kind:
    """The row class of a table."""
    row = ROWS[name]
    assert issubclass(row, Row | VaultRow)
    return row


def speaking_tables() -> Iterator[Kind]:
    """The tables of store.db with free text in which anybody may be named."""
    for name in sorted(ROWS):
        row = ROWS[name]
        if issubclass(row, Row) and row.__audit__ is not None and text_columns(row):
            yield row
