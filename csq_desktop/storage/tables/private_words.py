"""The table of words that supervisors alone may read."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.storage.tables.row import Key, VaultRow


class PrivateWordsRow(VaultRow):
    """What a field said before it was corrected, or why somebody looked at an identity.

    `event_id` is the line of the record's history that it stands beneath, where there is one. Who
    wrote it and when says the entry of the audit trail about it.
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
