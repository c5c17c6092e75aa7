"""Drafts: what was typed is kept through a lock, a call at the counter, a closed dialog."""

from sqlalchemy.orm import Session

from csq_desktop.domain.drafts import Draft
from csq_desktop.storage.desk import desk_of
from csq_desktop.storage.records import drafts as records


def keep(session: Session, draft: Draft, *, identities: bool = False) -> bool:
    """Keep a form's fields; a form with identities is kept only where the vault is open.

    Returns whether it was kept; a form without any text left is forgotten instead.
    """
    if identities and not desk_of(session).sees_identities:
        return False
    if not any(value.strip() for _, value in draft.fields):
        records.drop(session, draft.key, identities=identities)
        return False
    records.keep(session, draft, identities=identities)
    return True


def find(session: Session, key: str, *, identities: bool = False) -> Draft | None:
    """The signed-in user's draft of a form, or None."""
    if identities and not desk_of(session).sees_identities:
        return None
    return records.find(session, key, identities=identities)


def drop(session: Session, key: str, *, identities: bool = False) -> None:
    """Forget a draft that was saved or thrown away."""
    if not identities or desk_of(session).sees_identities:
        records.drop(session, key, identities=identities)
