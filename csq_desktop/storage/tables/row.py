"""What every table is built on: the two declarative roots, the column types, the naming rules.

A table of store.db extends `Row`, a table of vault.db extends `VaultRow`:

    class ComplaintRow(Row):
        __tablename__ = "complaint"
        __audit__ = "complaint"          # its name in the audit trail; None = not audited
        __topic__ = "complaints"         # what pages listen to

        id: Mapped[Key]
        shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
        received_at: Mapped[datetime]    # stored as whole seconds since 1970, UTC
        received_day: Mapped[date]       # stored as ISO text
        month: Mapped[Month]             # stored as 202610
        status: Mapped[Status] = mapped_column(Worded(Status))
        answers: Mapped[Document]        # any JSON value, stored as canonical text

Keys are given (`ids.reserve`), never counted by the database. A foreign key cannot reach from one
file into the other: the vault names a row of store.db by its number alone.
"""

import json
import math
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, TypeAlias, TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Date,
    Dialect,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    event,
)
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from csq_desktop.domain.calendar.months import Month
from csq_desktop.storage.files.faults import unreadable

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
VAULT = "vault"
_LARGEST = (1 << 63) - 1
Worder = TypeVar("Worder", bound=StrEnum)

# INTEGER, not BIGINT, makes a SQLite key the row's own address: no second tree to search, and
# nothing in it but whole numbers.
_ADDRESS = BigInteger().with_variant(Integer(), "sqlite")
Key: TypeAlias = Annotated[int, mapped_column(_ADDRESS, primary_key=True, autoincrement=False)]


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, no spaces, nothing escaped that need not be."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seconds(moment: datetime) -> int:
    """The stored form of an aware moment: whole seconds since 1970 UTC."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return math.floor(moment.timestamp())


_UNREADABLE = (ValueError, TypeError, OverflowError, OSError, RecursionError, AttributeError)
Reader: TypeAlias = Callable[[Any], Any]


def _only(*kinds: type) -> Reader:
    """A reader that lets values of these types through, and nothing: SQLite keeps any in a column.

    It takes 0.1 µs; without it a text among numbers trips over whoever reckons with them.
    """

    def read(value: Any) -> Any:
        if value is None or type(value) in kinds:
            return value
        raise unreadable()

    return read


class Whole(Integer):
    """A whole number."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Reader:
        return _only(int)


class Fraction(Float[float]):
    """A number that need not be whole."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Reader:
        return _only(float, int)


class Words(String):
    """A text."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Reader:
        return _only(str)


class Day(TypeDecorator[date]):
    """A day, stored as ISO text."""

    impl = Date
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Reader:
        reader = super().result_processor(dialect, coltype)
        assert reader is not None

        def read(value: Any) -> Any:
            try:
                return reader(value)
            except _UNREADABLE as fault:
                raise unreadable() from fault

        return read


class Content(LargeBinary):
    """Bytes: a picture, a document, what is sealed."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Reader:
        return _only(bytes)


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored as whole seconds since 1970 UTC (fractions are cut off)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else seconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        try:
            return None if value is None else datetime.fromtimestamp(value, UTC)
        except _UNREADABLE as fault:
            raise unreadable() from fault

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:
        return self if isinstance(value, datetime) else BigInteger()


class MonthCode(TypeDecorator[Month]):
    """A calendar month, stored as year × 100 + month."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Month | None, dialect: Dialect) -> int | None:
        return None if value is None else value.code

    def process_result_value(self, value: int | None, dialect: Dialect) -> Month | None:
        try:
            # From 1.5 a month could be made, which trips whoever reckons with it.
            return None if value is None else Month.from_code(_only(int)(value))
        except _UNREADABLE as fault:
            raise unreadable() from fault


class Worded(TypeDecorator[Worder]):
    """One word of a StrEnum, stored as that word."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[Worder]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Worder | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Worder | None:
        try:
            return None if value is None else self.kind(value)
        except _UNREADABLE as fault:
            raise unreadable() from fault


def _stored_whole(digits: str) -> int:
    """A whole number of a JSON text; a ValueError where no column could hold it.

    Nobody reckons with more digits: they cannot even become a fraction.
    """
    number = int(digits)
    if abs(number) > _LARGEST:
        raise ValueError(digits[:20])
    return number


class Json(TypeDecorator[Any]):
    """Any JSON value, stored as canonical text; change it by assigning a new value."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        try:
            return None if value is None else json.loads(value, parse_int=_stored_whole)
        except _UNREADABLE as fault:
            raise unreadable() from fault


Document: TypeAlias = Annotated[object, mapped_column(Json)]

_TYPES: dict[Any, Any] = {
    int: BigInteger().with_variant(Whole(), "sqlite"),
    str: Words(),
    bool: Boolean(create_constraint=False),
    float: Fraction(),
    bytes: Content(),
    date: Day(),
    datetime: Moment(),
    Month: MonthCode(),
}


ROWS: dict[str, "type[Audited]"] = {}
"""Every row class by the name of its table; no name stands in both files."""


class CheckedBy(StrEnum):
    """What shows a change of a table that has no entries in the audit trail."""

    TRAIL = "its own chain and signatures"
    ENTRIES = "the hash in an entry, or the digests that go by it"
    FILES = "the SHA-256 that the entry about the file's facts tells"
    RECOUNT = "the records it sums up"
    REFERENCES = "the numbers on the records"
    KEY_FILE = "keys.json beside the store"
    COMMITS = "the marks of both files, compared whenever the store is opened or written to"
    NOTHING = "nothing: no figure and no page of a record comes from it"


class Audited:
    """What each table says of itself: its name in the audit trail, its topic, what stays unsaid.

    A table without entries says what else it is compared with (`__checked__`).

    Of a table of identities, and of the fields named in `__unsaid__` (free text, where a person
    may be named), the trail tells that they changed and never what they said: it cannot forget.
    """

    __audit__: ClassVar[str | None]
    __topic__: ClassVar[str]
    __identity__: ClassVar[bool] = False
    __unsaid__: ClassVar[frozenset[str]] = frozenset()
    __checked__: ClassVar[CheckedBy]

    def __init_subclass__(cls, **options: Any) -> None:
        if "__tablename__" in cls.__dict__:
            has_entries = getattr(cls, "__audit__", None) is not None
            for word in ("__audit__", "__topic__", *(() if has_entries else ("__checked__",))):
                if not hasattr(cls, word):
                    raise TypeError(f"{cls.__name__} does not state its {word}")
            ROWS[cls.__dict__["__tablename__"]] = cls
        super().__init_subclass__(**options)


def table_of(row: "type[Row | VaultRow]") -> Table:
    """The table a row class stands for."""
    table = row.__table__
    assert isinstance(table, Table)
    return table


class Row(Audited, DeclarativeBase):
    """The root of every table of store.db."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = _TYPES


class VaultRow(Audited, DeclarativeBase):
    """The root of every table of vault.db, where identities are."""

    metadata = MetaData(schema=VAULT, naming_convention=NAMING)
    type_annotation_map = _TYPES
    __identity__ = True


def sqlite_only(owner: Table | MetaData, *statements: str) -> None:
    """Run statements (triggers, search tables) after the owner is created, on SQLite only."""

    def create(_: object, connection: Connection, **__: object) -> None:
        if connection.dialect.name == "sqlite":
            for text in statements:
                connection.exec_driver_sql(text)

    event.listen(owner, "after_create", create)


@event.listens_for(Row, "attribute_instrument", propagate=True)
@event.listens_for(VaultRow, "attribute_instrument", propagate=True)
def _remember_old_values(_kind: type, _name: str, attribute: Any) -> None:
    """Load what a field held before it is set, so that the audit trail can tell it."""
    event.listen(attribute, "set", lambda *_: None, active_history=True)
