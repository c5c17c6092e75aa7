"""Queries of users: their names beside the records, and when they came last."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import String, case, cast, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.users import Role
from csq_desktop.storage.keys.slots import Slot
from csq_desktop.storage.records.shop import people
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.storage.tables.store import UserRow


def names(session: Session) -> dict[int, str]:
    """Every user's name by id, leavers too; the id where somebody put no text there.

    A check names who wrote an entry: it must not trip over the very table it looks into.
    """
    is_text = func.typeof(UserRow.name) == "text"
    name = case((is_text, UserRow.name), else_=cast(UserRow.id, String)).label("name")
    return {row.id: row.name for row in session.execute(select(UserRow.id, name))}


def name_of(session: Session, user_id: int | None) -> str:
    """A user's name as it is now, or nothing."""
    if user_id is None:
        return ""
    return session.scalar(select(UserRow.name).where(UserRow.id == user_id)) or ""


def role_of(session: Session, user_id: int) -> Role | None:
    """What a user may do; None for one who may not sign in any more."""
    return session.scalar(select(UserRow.role).where(UserRow.id == user_id, UserRow.active))


def since(session: Session) -> dict[int, datetime]:
    """When each user was added."""
    rows = session.execute(select(UserRow.id, UserRow.created_at))
    return {row.id: row.created_at for row in rows}


def last_sign_ins(session: Session) -> dict[int, datetime]:
    """When each user signed in last."""
    query = (
        select(AuditEntryRow.user_id, func.max(AuditEntryRow.sequence).label("sequence"))
        .where(AuditEntryRow.action == AuditAction.SIGNED_IN)
        .group_by(AuditEntryRow.user_id)
        .subquery()
    )
    joined = select(AuditEntryRow.user_id, AuditEntryRow.at).join(
        query, AuditEntryRow.sequence == query.c.sequence
    )
    return {row.user_id: row.at for row in session.execute(joined)}


def follow(session: Session, slot: Slot) -> bool:
    """Make a user's row, and their person's, say what keys.json says.

    Returns whether anything had to change.
    """
    row = session.get(UserRow, slot.user_id)
    facts: Mapping[str, object] = {"name": slot.name, "role": slot.role, "active": slot.active}
    if row is None:
        row = UserRow(id=slot.user_id, created_at=desk_of(session).now(), **facts)
        session.add(row)
        people.follow(session, row)
        return True
    changed = {name: value for name, value in facts.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return people.follow(session, row) or bool(changed)
