"""Drafts: what was typed is kept through a lock, a call at the counter, a closed dialog.

A draft whose key begins with VAULT shows an identity: it is kept in the vault, and only for those
who hold the vault's key.
"""

from sqlalchemy.orm import Session

from csq_desktop.domain.drafts import VAULT, Draft
from csq_desktop.storage.records import drafts as records
from csq_desktop.storage.sessions.desk import desk_of


def keep(session: Session, draft: Draft) -> bool:
    """Keep a form's fields in place of what was kept before; returns whether it was kept."""
    if not _allowed(session, draft.key):
        return False
    if not any(value.strip() for _, value in draft.fields):
        drop(session, draft.key)
        return False
    records.keep(session, draft, identities=_private(draft.key))
    return True


def drop(session: Session, key: str) -> None:
    """Forget a draft that was saved or thrown away."""
    if _allowed(session, key):
        records.drop(session, key, identities=_private(key))


def read_all(session: Session) -> tuple[Draft, ...]:
    """Every draft of the signed-in user that this session can read."""
    own = records.all_of_user(session, identities=False)
    if desk_of(session).sees_identities:
        own += records.all_of_user(session, identities=True)
    return own


def _private(key: str) -> bool:
    return key.startswith(VAULT)


def _allowed(session: Session, key: str) -> bool:
    return not _private(key) or desk_of(session).sees_identities
