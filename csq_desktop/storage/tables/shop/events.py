"""Table of the event book."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.events import SHOP_EVENT, ShopEventKind
from csq_desktop.storage.tables.row import Key, Row, Worded


class ShopEventRow(Row):
    """One thing that happened in the shop, a day or some days long; a removed one stays."""

    __tablename__ = "shop_event"
    __audit__ = "shop_event"
    __topic__ = "events"
    __unsaid__ = SHOP_EVENT.told_by_name_only
    __table_args__ = (Index(None, "start"),)

    id: Mapped[Key]
    start: Mapped[date]
    end: Mapped[date]
    kind: Mapped[ShopEventKind] = mapped_column(Worded(ShopEventKind))
    title: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime]
    written_by: Mapped[int]
    removed_at: Mapped[datetime | None]
