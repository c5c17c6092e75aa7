"""Tables of retention: legal holds, records that are left for now, and the ledger of erasures."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.erasures import ErasureMode
from csq_desktop.domain.retention.fields import LEGAL_HOLD, RETENTION_LEFT
from csq_desktop.storage.tables.row import Document, Key, Row, Worded


class LegalHoldRow(Row):
    """A hold on everything of a customer; released, never removed."""

    __tablename__ = "legal_hold"
    __audit__ = "legal_hold"
    __topic__ = "retention"
    __unsaid__ = LEGAL_HOLD.told_by_name_only

    id: Mapped[Key]
    customer_id: Mapped[int] = mapped_column(index=True)
    reason: Mapped[str]
    placed_at: Mapped[datetime]
    placed_by: Mapped[int]
    released_at: Mapped[datetime | None]
    released_by: Mapped[int | None]
    release_reason: Mapped[str] = mapped_column(default="")


class RetentionLeftRow(Row):
    """A record that is due and stays until a day all the same; the last one written holds."""

    __tablename__ = "retention_left"
    __audit__ = "retention_left"
    __topic__ = "retention"
    __unsaid__ = RETENTION_LEFT.told_by_name_only
    __table_args__ = (Index(None, "kind", "record_id"),)

    id: Mapped[Key]
    kind: Mapped[RecordKind] = mapped_column(Worded(RecordKind))
    record_id: Mapped[int]
    until: Mapped[date]
    reason: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[int]


class ErasureRow(Row):
    """One erasure: numbers of records alone, so that it can be repeated after a restore.

    `approver` is a name and not a number: the users of a restored copy may be others.
    """

    __tablename__ = "erasure"
    __audit__ = "erasure"
    __topic__ = "retention"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    number: Mapped[int]
    erased_at: Mapped[datetime]
    approver: Mapped[str]
    kind: Mapped[RecordKind] = mapped_column(Worded(RecordKind))
    months: Mapped[int]
    by_rule: Mapped[bool]
    mode: Mapped[ErasureMode] = mapped_column(Worded(ErasureMode))
    records: Mapped[Document]
    cases: Mapped[Document]
    spared: Mapped[Document]
    named: Mapped[Document]
    counts: Mapped[Document]
    replayed: Mapped[bool] = mapped_column(default=False)
