"""Table of issued review packs."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.months import Month
from csq_desktop.storage.tables.row import Document, Key, Row


class PackRow(Row):
    """One issued pack, kept byte for byte with the figures it printed."""

    __tablename__ = "pack"
    __audit__ = "pack"
    __topic__ = "packs"
    __unsaid__ = frozenset({"message", "asked"})
    __table_args__ = (UniqueConstraint("month", "version"),)

    id: Mapped[Key]
    month: Mapped[Month]
    version: Mapped[int]
    languages: Mapped[Document]
    message: Mapped[str]
    asked: Mapped[str] = mapped_column(default="")
    issued_at: Mapped[datetime]
    issued_by: Mapped[int]
    pages: Mapped[int]
    sha256: Mapped[str]
    chain_sequence: Mapped[int]
    chain_head: Mapped[str]
    figures: Mapped[Document]
    pdf: Mapped[bytes] = mapped_column(deferred=True)
