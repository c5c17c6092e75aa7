"""The issued versions of the privacy policy statement."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.storage.tables.row import Json, Key, Row, sqlite_only, table_of


class PolicyStatementRow(Row):
    """One version as the public was given it, in three languages, and what it rests on."""

    __tablename__ = "privacy_statement"
    __audit__ = "privacy_statement"
    __topic__ = "shop"
    __table_args__ = (UniqueConstraint("version"),)

    id: Mapped[Key]
    version: Mapped[int]
    body: Mapped[object] = mapped_column(Json)
    issued_at: Mapped[datetime]
    issued_by: Mapped[int]


STATEMENT_TRIGGERS = (
    "CREATE TRIGGER privacy_statement_unchanged BEFORE UPDATE ON privacy_statement "
    "BEGIN SELECT RAISE(ABORT, 'an issued statement is never changed'); END",
    "CREATE TRIGGER privacy_statement_kept BEFORE DELETE ON privacy_statement "
    "BEGIN SELECT RAISE(ABORT, 'an issued statement is never deleted'); END",
)
sqlite_only(table_of(PolicyStatementRow), *STATEMENT_TRIGGERS)
