"""Queries of drafts: those with identities lie in the vault, all others in store.db."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from csq_desktop.domain.drafts import Draft
from csq_desktop.errors import StoreDamaged
from csq_desktop.storage.records.bodies import from_body
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.shop.shop import DraftRow, VaultDraftRow

Kind = type[DraftRow] | type[VaultDraftRow]
_Pairs = tuple[tuple[str, str], ...]


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
    query = select(kind.id).where(kind.user_id == desk_of(session).user.id)
    read = (_read(session, kind, row_id) for row_id in session.scalars(query).all())
    return tuple(draft for draft in read if draft is not None)


def _read(session: Session, kind: Kind, row_id: int) -> Draft | None:
    """A draft; None for one that nobody can read, which must not keep the others away."""
    query = select(kind.name, kind.fields, kind.saved_at).where(kind.id == row_id)
    try:
        name, fields, saved_at = session.execute(query).one()
        return Draft(name, from_body(_Pairs, fields), saved_at)
    except StoreDamaged:
        return None


def _kind(identities: bool) -> Kind:
    return VaultDraftRow if identities else DraftRow


def _row(session: Session, kind: Kind, key: str) -> DraftRow | VaultDraftRow | None:
    owner = desk_of(session).user.id
    query = select(kind.id).where(kind.user_id == owner, kind.name == key)
    row = session.scalar(query)
    try:
        return None if row is None else _load(session, kind, row)
    except StoreDamaged:  # nobody can read it: it makes room
        session.execute(delete(kind).where(kind.id == row))
        return None


def _load(session: Session, kind: Kind, row_id: int) -> DraftRow | VaultDraftRow | None:
    if kind is VaultDraftRow:
        return session.get(VaultDraftRow, row_id)
    return session.get(DraftRow, row_id)
