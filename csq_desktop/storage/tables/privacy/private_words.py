"""The tables of words that supervisors alone may read."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.storage.tables.row import Key, Row, VaultRow


class PrivateWordsRow(VaultRow):
    """What a field said before it was corrected, or why somebody looked at an identity.

    `event_id` is the line of the record's history that it stands beneath, where there is one. Who
    wrote it and when says the entry of the audit trail about it, or about the sealed words of the
    same number.
    """

    __tablename__ = "private_words"
    __audit__ = "private_words"
    __topic__ = "audit"
    __table_args__ = (Index(None, "object_type", "object_id"),)

    id: Mapped[Key]
    object_type: Mapped[str]
    object_id: Mapped[int]
    event_id: Mapped[int | None]
    field: Mapped[str]
    text: Mapped[str] = mapped_column(default="")


class SealedWordsRow(Row):
    """Words that somebody without the vault's key replaced; only its private key opens them.

    They become the private words of the same number when a supervisor signs in.
    """

    __tablename__ = "sealed_words"
    __audit__ = "sealed_words"
    __topic__ = "audit"
    __table_args__ = (Index(None, "object_type", "object_id"),)

    id: Mapped[Key]
    object_type: Mapped[str]
    object_id: Mapped[int]
    event_id: Mapped[int | None]
    sealed: Mapped[bytes]
    opened_at: Mapped[datetime | None]
