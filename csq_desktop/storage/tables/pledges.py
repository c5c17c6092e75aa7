"""Tables of pledges: versions, counts of each day, notes and sums of each month."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.pledges.facts import PledgeSource
from csq_desktop.domain.pledges.fields import PLEDGE_COUNT
from csq_desktop.storage.tables.row import CheckedBy, Document, Key, Row, Worded


class PledgeRow(Row):
    """A pledge; `code` never changes."""

    __tablename__ = "pledge"
    __audit__ = "pledge"
    __topic__ = "pledges"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[Key]
    code: Mapped[str]
    number: Mapped[int]
    source: Mapped[PledgeSource] = mapped_column(Worded(PledgeSource))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    owner_text: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    retired_on: Mapped[date | None]


class PledgeVersionRow(Row):
    """One version of a pledge's terms; never rewritten once in force."""

    __tablename__ = "pledge_version"
    __audit__ = "pledge_version"
    __topic__ = "pledges"
    __table_args__ = (UniqueConstraint("pledge_id", "version"),)

    id: Mapped[Key]
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledge.id"), index=True)
    version: Mapped[int]
    effective_from: Mapped[date]
    wording: Mapped[Document]
    standard: Mapped[Document]
    standard_share: Mapped[float]
    maximum: Mapped[Document]
    maximum_share: Mapped[float | None]
    maximum_minutes: Mapped[int | None]
    remedy: Mapped[Document]
    how_to_claim: Mapped[Document]
    limits: Mapped[Document]
    how_measured: Mapped[Document]
    published: Mapped[Document]
    created_at: Mapped[datetime]
    created_by: Mapped[int]


class PledgeCountRow(Row):
    """What was counted for one pledge on one day."""

    __tablename__ = "pledge_count"
    __audit__ = "pledge_count"
    __topic__ = "pledges"
    __unsaid__ = PLEDGE_COUNT.told_by_name_only
    __table_args__ = (UniqueConstraint("pledge_id", "day"),)

    id: Mapped[Key]
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledge.id"))
    day: Mapped[date]
    month: Mapped[Month] = mapped_column(index=True)
    met: Mapped[int]
    missed: Mapped[int]
    over_maximum: Mapped[int] = mapped_column(default=0)
    excluded: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime]
    entered_by: Mapped[int]
    batch_id: Mapped[int | None]


class PledgeMonthRow(Row):
    """What is written down about one month of one pledge, beside its counts."""

    __tablename__ = "pledge_month"
    __audit__ = "pledge_month"
    __topic__ = "pledges"
    __unsaid__ = frozenset({"cause"})
    __table_args__ = (UniqueConstraint("pledge_id", "month"),)

    id: Mapped[Key]
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledge.id"))
    month: Mapped[Month]
    cause: Mapped[str] = mapped_column(default="")
    left_out: Mapped[bool] = mapped_column(default=False)
    changed: Mapped[Document]
    remedied: Mapped[int] = mapped_column(default=0)
    remedied_cents: Mapped[int] = mapped_column(default=0)
    written_at: Mapped[datetime]
    written_by: Mapped[int]


class PledgeSumRow(Row):
    """A month's sum of one pledge's counts, kept by triggers; see storage/rollups."""

    __tablename__ = "pledge_sum"
    __audit__ = None
    __checked__ = CheckedBy.RECOUNT
    __topic__ = "figures"

    month: Mapped[Month] = mapped_column(primary_key=True, autoincrement=False)
    pledge_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    met: Mapped[int] = mapped_column(default=0)
    missed: Mapped[int] = mapped_column(default=0)
    over_maximum: Mapped[int] = mapped_column(default=0)
    excluded: Mapped[int] = mapped_column(default=0)
