"""Queries of the issued versions of the privacy policy statement."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csq_desktop.storage.tables.privacy.privacy_policy import PolicyStatementRow as P
from csq_desktop.storage.tables.store import UserRow


def everything(session: Session) -> Iterator[tuple[P, str]]:
    """Every version with the name of who issued it, the newest first."""
    query = select(P, UserRow.name).outerjoin(UserRow, UserRow.id == P.issued_by)
    for row, user in session.execute(query.order_by(P.version.desc())):
        yield row, user or ""


def newest(session: Session) -> P | None:
    """The version issued last."""
    return session.scalar(select(P).order_by(P.version.desc()).limit(1))


def next_version(session: Session) -> int:
    """The number of the next version."""
    return (session.scalar(select(func.max(P.version))) or 0) + 1


def add(session: Session, row: P) -> None:
    """Keep a version."""
    session.add(row)
    session.flush()
