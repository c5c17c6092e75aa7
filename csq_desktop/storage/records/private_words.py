"""Words that supervisors alone may read: they are written to the vault and read from it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.private_words import PrivateWords
from csq_desktop.storage.audit import bulk, bulk_digests, details, digests
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.storage.tables.private_words import PrivateWordsRow
from csq_desktop.storage.tables.row import Audited, table_of
from csq_desktop.storage.tables.store import UserRow

P, E = PrivateWordsRow, AuditEntryRow
_COLUMNS = tuple(table_of(P).columns.keys())


def add(
    session: Session,
    kind: type[Audited],
    object_id: int,
    words: Mapping[str, str],
    event_id: int | None = None,
) -> list[int]:
    """Keep what fields of a record said; gives the ids. The session must see the vault."""
    desk_of(session).require_identities()
    rows = [
        P(
            id=ids.reserve(session),
            object_type=kind.__audit__,
            object_id=object_id,
            event_id=event_id,
            field=field,
            text=text,
        )
        for field, text in words.items()
    ]
    session.add_all(rows)
    return [row.id for row in rows]


def of_events(
    session: Session, kind: type[Audited], object_id: int
) -> dict[int | None, list[PrivateWords]]:
    """The words about a record, oldest first, by the line of history they stand beneath."""
    query = _words().where(P.object_type == kind.__audit__, P.object_id == object_id)
    by_event: dict[int | None, list[PrivateWords]] = {}
    for event_id, words in _read(session, query).values():
        by_event.setdefault(event_id, []).append(words)
    return by_event


def texts(session: Session, words_ids: Iterable[int]) -> dict[int, PrivateWords]:
    """Words by their ids; those that are gone are left out."""
    query = _words().where(P.id.in_(words_ids))
    return {words_id: words for words_id, (_, words) in _read(session, query).items()}


def forgotten(session: Session, words_ids: Collection[int]) -> frozenset[int]:
    """Which words an entry of the audit trail says were let go of."""
    if not words_ids:
        return frozenset()
    removed = select(E.object_id, E.detail).where(
        E.object_type == P.__audit__,
        E.action.in_((AuditAction.REMOVED, AuditAction.REMOVED_MANY)),
    )
    connection, keys = session.connection(), set[int | None]()
    for number, text in session.execute(removed):
        keys.add(number)
        for place in bulk_digests.places(connection, details.read(text) or {}) or ():
            keys.update(bulk_digests.read(connection, place).keys)
    return frozenset(number for number in words_ids if number in keys)


def _words() -> Select[Any]:
    """Every column of words, beside the entry that was made of them, who made it and when."""
    is_written = (
        (E.object_type == P.__audit__) & (E.object_id == P.id) & (E.action == AuditAction.CREATED)
    )
    columns = [getattr(P, name) for name in _COLUMNS]
    return (
        select(*columns, E.at, E.detail, UserRow.name)
        .outerjoin(E, is_written)
        .outerjoin(UserRow, UserRow.id == E.user_id)
        .order_by(P.id, E.sequence)
    )


def _read(session: Session, query: Select[Any]) -> dict[int, tuple[int | None, PrivateWords]]:
    """Words by their ids, each with the line of history it stands beneath."""
    shelf = digests.SaltShelf(session.connection(), P)
    words = {}
    for *values, at, detail, name in session.execute(query):
        stored = dict(zip(_COLUMNS, values, strict=True))
        number = stored["id"]
        salt = shelf.between(number, number).get(number, b"")
        words[number] = (
            stored["event_id"],
            PrivateWords(
                at,
                name or "",
                stored["field"],
                stored["text"],
                stored["object_type"],
                stored["object_id"],
                _is_intact(stored, salt, details.read(detail)),
            ),
        )
    return words


def _is_intact(stored: Mapping[str, Any], salt: bytes, detail: Mapping[str, Any] | None) -> bool:
    """Whether words are those that the trail has digests of, and about the record they were."""
    written = {name: value for name, value in stored.items() if value not in (None, "")}
    fields = {name: digests.digest(salt, name, value).hex() for name, value in written.items()}
    return detail is not None and detail.get("fields") == fields


def forget(
    session: Session,
    kind: type[Audited],
    object_ids: Sequence[int],
    *,
    detail: Mapping[str, object],
    until: int | None = None,
) -> None:
    """Let go of the words about some records, all or those up to a line of their history."""
    for some in in_parts(object_ids):
        about = [P.object_type == kind.__audit__, P.object_id.in_(some)]
        if until is not None:
            about.append(P.event_id <= until)
        bulk.delete(session, P, session.scalars(select(P.id).where(*about)).all(), detail=detail)
