"""Words that supervisors alone may read: they are written to the vault and read from it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.privacy.private_words import PrivateWords
from csq_desktop.storage.audit import bulk, bulk_digests, details, digests
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.storage.tables.privacy.private_words import PrivateWordsRow, SealedWordsRow
from csq_desktop.storage.tables.row import Audited, table_of
from csq_desktop.storage.tables.store import UserRow

P, S, E = PrivateWordsRow, SealedWordsRow, AuditEntryRow
_COLUMNS = tuple(table_of(P).columns.keys())


@dataclass(frozen=True)
class SealedWords:
    """Words that wait for a supervisor: their number, whose they are, what was sealed."""

    id: int
    object_type: str
    object_id: int
    event_id: int | None
    sealed: bytes


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


def add_sealed(
    session: Session, kind: type[Audited], object_id: int, sealed: bytes, event_id: int | None
) -> None:
    """Keep sealed words about a record until a supervisor signs in."""
    session.add(
        S(
            id=ids.reserve(session),
            object_type=kind.__audit__,
            object_id=object_id,
            event_id=event_id,
            sealed=sealed,
        )
    )


def sealed_waiting(session: Session) -> list[SealedWords]:
    """The sealed words that nobody has opened yet, oldest first."""
    columns = (S.id, S.object_type, S.object_id, S.event_id, S.sealed)
    query = select(*columns).where(S.opened_at.is_(None)).order_by(S.id)
    return [SealedWords(*row) for row in session.execute(query)]


def move_to_vault(session: Session, words: SealedWords, field: str, text: str) -> None:
    """Opened words stand in the vault from now on, under the number they were sealed with."""
    about = {"object_type": words.object_type, "object_id": words.object_id}
    session.add(P(id=words.id, event_id=words.event_id, field=field, text=text, **about))
    set_aside(session, words.id)


def set_aside(session: Session, words_id: int) -> None:
    """Sealed words are in the vault, or were none: forget what was sealed."""
    row = session.get_one(S, words_id)
    row.opened_at, row.sealed = desk_of(session).now(), b""


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
        E.object_type.in_((P.__audit__, S.__audit__)),
        E.action.in_((AuditAction.REMOVED, AuditAction.REMOVED_MANY)),
    )
    connection, keys = session.connection(), set[int | None]()
    for number, text in session.execute(removed):
        keys.add(number)
        for place in bulk_digests.places(connection, details.read(text) or {}) or ():
            keys.update(bulk_digests.read(connection, place).keys)
    return frozenset(number for number in words_ids if number in keys)


def never_opened(session: Session, words_ids: Collection[int]) -> frozenset[int]:
    """Which words were sealed and, by the audit trail, never came into the vault."""
    taken_in = select(E.object_id).where(
        E.object_type == P.__audit__, E.object_id.in_(words_ids), E.action == AuditAction.CREATED
    )
    return frozenset(
        session.scalars(select(S.id).where(S.id.in_(words_ids), S.id.not_in(taken_in)))
    )


def _words() -> Select[Any]:
    """Every column of words, beside the entry that was made of them, who wrote them and when.

    The entry of words that came sealed is the supervisor's who signed in; staff wrote them.
    """
    sealing = aliased(E)
    is_written, was_sealed = (
        (entry.object_type == kind.__audit__)
        & (entry.object_id == P.id)
        & (entry.action == AuditAction.CREATED)
        for entry, kind in ((E, P), (sealing, S))
    )
    columns = [getattr(P, name) for name in _COLUMNS]
    return (
        select(*columns, func.coalesce(sealing.at, E.at, type_=E.at.type), E.detail, UserRow.name)
        .outerjoin(E, is_written)
        .outerjoin(sealing, was_sealed)
        .outerjoin(UserRow, UserRow.id == func.coalesce(sealing.user_id, E.user_id))
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
        for words in (P, S):
            about = [words.object_type == kind.__audit__, words.object_id.in_(some)]
            if until is not None:
                about.append(words.event_id <= until)
            numbers = session.scalars(select(words.id).where(*about)).all()
            bulk.delete(session, words, numbers, detail=detail)
