"""Tables of the shop: its settings by version, closures, drafts, monthly inputs, lists."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.calendar.months import Month
from csq_desktop.storage.tables.row import CheckedBy, Document, Key, Row, VaultRow


class ShopSettingRow(Row):
    """One version of a group of the shop's settings, from a day on; never rewritten."""

    __tablename__ = "shop_setting"
    __audit__ = "shop_setting"
    __topic__ = "shop"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: Mapped[Key]
    name: Mapped[str]
    version: Mapped[int]
    effective_from: Mapped[date]
    body: Mapped[Document]
    created_at: Mapped[datetime]
    created_by: Mapped[int]


class ClosureRow(Row):
    """One planned or sudden closing of the shop; without a minute the day is closed whole."""

    __tablename__ = "closure"
    __audit__ = "closure"
    __topic__ = "shop"

    id: Mapped[Key]
    start: Mapped[date]
    end: Mapped[date]
    reason: Mapped[str]
    removed_at: Mapped[datetime | None]
    start_minute: Mapped[int | None]
    end_minute: Mapped[int | None]


class ListEntryRow(Row):
    """What the shop keeps of one entry of a list: its own, or a change of the program's.

    The first level has no code above it; `earlier_words` are lines of words that mean the entry.
    """

    __tablename__ = "list_entry"
    __audit__ = "list_entry"
    __topic__ = "lists"
    __table_args__ = (UniqueConstraint("list_name", "code"),)

    id: Mapped[Key]
    list_name: Mapped[str]
    code: Mapped[str]
    parent_code: Mapped[str]
    en: Mapped[str]
    zh_hk: Mapped[str]
    zh_cn: Mapped[str]
    earlier_words: Mapped[str]
    position: Mapped[int]
    retired_at: Mapped[datetime | None]


class MonthInputRow(Row):
    """One number of a month that only the shop knows, such as its transactions."""

    __tablename__ = "month_input"
    __audit__ = "month_input"
    __topic__ = "figures"
    __table_args__ = (UniqueConstraint("name", "month"),)

    id: Mapped[Key]
    name: Mapped[str]
    month: Mapped[Month]
    value: Mapped[int]


class DraftRow(Row):
    """Unsaved fields of a form that shows no identity."""

    __tablename__ = "draft"
    __audit__ = None
    __checked__ = CheckedBy.NOTHING
    __topic__ = "drafts"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[Key]
    user_id: Mapped[int]
    name: Mapped[str]
    fields: Mapped[Document]
    saved_at: Mapped[datetime]


class VaultDraftRow(VaultRow):
    """Unsaved fields of a form that shows an identity."""

    __tablename__ = "vault_draft"
    __audit__ = None
    __checked__ = CheckedBy.NOTHING
    __topic__ = "drafts"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[Key]
    user_id: Mapped[int]
    name: Mapped[str]
    fields: Mapped[Document]
    saved_at: Mapped[datetime]


class ReferenceRow(Row):
    """The last number given out per kind of record and year."""

    __tablename__ = "reference"
    __audit__ = None
    __checked__ = CheckedBy.REFERENCES
    __topic__ = "references"

    kind: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
