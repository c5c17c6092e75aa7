"""Words that supervisors alone may read: they are written to the vault and read from it."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.private_words import PrivateWords
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.storage.tables.private_words import PrivateWordsRow
from csq_desktop.storage.tables.row import Audited
from csq_desktop.storage.tables.store import UserRow

P, E = PrivateWordsRow, AuditEntryRow


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
    is_written = (
        (E.object_type == P.__audit__) & (E.object_id == P.id) & (E.action == AuditAction.CREATED)
    )
    query = (
        select(P.event_id, E.at, UserRow.name, P.field, P.text)
        .outerjoin(E, is_written)
        .outerjoin(UserRow, UserRow.id == E.user_id)
        .where(P.object_type == kind.__audit__, P.object_id == object_id)
        .order_by(P.id)
    )
    by_event: dict[int | None, list[PrivateWords]] = {}
    for event_id, at, name, field, text in session.execute(query):
        by_event.setdefault(event_id, []).append(PrivateWords(at, name or "", field, text))
    return by_event


def texts(session: Session, words_ids: Iterable[int]) -> dict[int, tuple[str, PrivateWords]]:
    """Words by their ids, with the kind of record they are about; those forgotten are left out."""
    query = select(P.id, P.object_type, P.field, P.text).where(P.id.in_(words_ids))
    return {
        row.id: (row.object_type, PrivateWords(None, "", row.field, row.text))
        for row in session.execute(query)
    }


def forget(
    session: Session,
    kind: type[Audited],
    object_ids: Sequence[int],
    *,
    detail: Mapping[str, object],
) -> None:
    """Let go of all words about records that are gone."""
    for some in in_parts(object_ids):
        about = (P.object_type == kind.__audit__, P.object_id.in_(some))
        bulk.delete(session, P, session.scalars(select(P.id).where(*about)).all(), detail=detail)
