"""Queries of drafts: those with identities lie in the vault, all others in store.db."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.drafts import Draft
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.shop import DraftRow, VaultDraftRow

Kind = type[DraftRow] | type[VaultDraftRow]


def keep(session: Session, draft: Draft, *, identities: bool) -> None:
    """Keep a form's fields for its user, in place of what was kept before."""
    desk = desk_of(session)
    row = _row(session, _kind(identities), draft.key)
    fields = [list(pair) for pair in draft.fields]
    if row is None:
        row = _kind(identities)(
            id=ids.reserve(session), user_id=desk.user.id, name=draft.key, fields=fields
        )
        session.add(row)
    row.fields = fields
    row.saved_at = desk.now()


def drop(session: Session, key: str, *, identities: bool) -> None:
    """Forget a draft that was saved or thrown away."""
    row = _row(session, _kind(identities), key)
    if row is not None:
        session.delete(row)


def all_of_user(session: Session, *, identities: bool) -> tuple[Draft, ...]:
    """The signed-in user's drafts, those with identities or those without."""
    kind = _kind(identities)
    query = select(kind.name, kind.fields, kind.saved_at)
    rows = session.execute(query.where(kind.user_id == desk_of(session).user.id))
    return tuple(Draft(name, _pairs(fields), saved_at) for name, fields, saved_at in rows)


def _pairs(fields: object) -> tuple[tuple[str, str], ...]:
    pairs = fields if isinstance(fields, list) else []
    return tuple((str(name), str(value)) for name, value in pairs)


def _kind(identities: bool) -> Kind:
    return VaultDraftRow if identities else DraftRow


def _row(session: Session, kind: Kind, key: str) -> DraftRow | VaultDraftRow | None:
    owner = desk_of(session).user.id
    query = select(kind.id).where(kind.user_id == owner, kind.name == key)
    row = session.scalar(query)
    return None if row is None else _load(session, kind, row)


def _load(session: Session, kind: Kind, row_id: int) -> DraftRow | VaultDraftRow | None:
    if kind is VaultDraftRow:
        return session.get(VaultDraftRow, row_id)
    return session.get(DraftRow, row_id)
