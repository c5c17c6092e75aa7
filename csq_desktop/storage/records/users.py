"""Queries of users: their names beside the records, and when they came last."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.storage.keys.slots import Slot
from csq_desktop.storage.records import people
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.storage.tables.store import UserRow

_PROMOTED = (
    "SELECT DISTINCT object_id FROM audit_entry WHERE object_type = 'user' AND json_valid(detail) "
    "AND 'supervisor' IN (detail ->> '$.from.role', detail ->> '$.to.role') "
    "AND user_id IN (SELECT value FROM json_each(?))"
)


def names(session: Session) -> dict[int, str]:
    """Every user's name by id, leavers too."""
    return {row.id: row.name for row in session.execute(select(UserRow.id, UserRow.name))}


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


def ever_supervisors(session: Session, supervisors: Collection[int]) -> frozenset[int]:
    """Who is or was a supervisor: `supervisors`, and whom their entries say it of."""
    values = (json.dumps([*supervisors]),)
    promoted = session.connection().exec_driver_sql(_PROMOTED, values).scalars()
    return frozenset(supervisors).union(promoted)


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
