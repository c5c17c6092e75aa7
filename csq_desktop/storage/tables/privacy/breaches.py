"""Tables of data breaches: the register and its decisions in store.db, all words in vault.db."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.breaches import harm
from csq_desktop.domain.breaches.fields import BREACH_NOTICE, PRIVACY_BREACH
from csq_desktop.domain.breaches.notices import NoticeAudience
from csq_desktop.domain.breaches.words import (
    BreachKind,
    CountBasis,
    FoundThrough,
    NotifyMethod,
    NotifyParty,
)
from csq_desktop.storage.tables.row import Key, Row, VaultRow, Worded, sqlite_only, table_of

OPEN = "breach_ended_at IS NULL"


class PrivacyBreachRow(Row):
    """One breach; kinds of people and of data are codes with blanks between them."""

    __tablename__ = "data_breach"
    __audit__ = "data_breach"
    __topic__ = "breaches"
    __unsaid__ = PRIVACY_BREACH.told_by_name_only
    __table_args__ = (
        UniqueConstraint("ref"),
        Index("ix_data_breach_open", "found_on", sqlite_where=text(OPEN)),
    )

    id: Mapped[Key]
    ref: Mapped[str]
    breach_kind: Mapped[BreachKind] = mapped_column(Worded(BreachKind))
    happened_from: Mapped[datetime | None]
    happened_to: Mapped[datetime | None]
    found_at: Mapped[datetime]
    found_on: Mapped[date]
    found_through: Mapped[FoundThrough] = mapped_column(Worded(FoundThrough))
    people_kinds: Mapped[str]
    people_count: Mapped[int | None]
    count_basis: Mapped[CountBasis] = mapped_column(Worded(CountBasis))
    detail_kinds: Mapped[str]
    contained_at: Mapped[datetime | None]
    sensitivity: Mapped[harm.Sensitivity | None] = mapped_column(Worded(harm.Sensitivity))
    protection: Mapped[harm.ProtectionKind | None] = mapped_column(Worded(harm.ProtectionKind))
    exposure: Mapped[harm.Exposure | None] = mapped_column(Worded(harm.Exposure))
    obtained: Mapped[harm.ReachedBy | None] = mapped_column(Worded(harm.ReachedBy))
    recovery: Mapped[harm.Recovery | None] = mapped_column(Worded(harm.Recovery))
    identity_theft: Mapped[harm.Likelihood | None] = mapped_column(Worded(harm.Likelihood))
    physical_harm: Mapped[harm.Likelihood | None] = mapped_column(Worded(harm.Likelihood))
    financial_harm: Mapped[harm.Likelihood | None] = mapped_column(Worded(harm.Likelihood))
    distress: Mapped[harm.Likelihood | None] = mapped_column(Worded(harm.Likelihood))
    harm_level: Mapped[harm.HarmLevel | None] = mapped_column(Worded(harm.HarmLevel))
    harm_at: Mapped[datetime | None]
    harm_by: Mapped[int | None]
    review_on: Mapped[date | None]
    breach_ended_at: Mapped[datetime | None]
    breach_ended_by: Mapped[int | None]
    action_id: Mapped[int | None]
    logged_at: Mapped[datetime]
    logged_by: Mapped[int]
    blanked_at: Mapped[datetime | None]


class BreachDecisionRow(Row):
    """A decision about one party; when and how it was notified is added once it is done."""

    __tablename__ = "breach_decision"
    __audit__ = "breach_decision"
    __topic__ = "breaches"

    id: Mapped[Key]
    breach_id: Mapped[int] = mapped_column(ForeignKey("data_breach.id"), index=True)
    party: Mapped[NotifyParty] = mapped_column(Worded(NotifyParty))
    notify: Mapped[bool]
    notify_decided_at: Mapped[datetime]
    notify_decided_by: Mapped[int]
    notified_at: Mapped[datetime | None]
    notify_method: Mapped[NotifyMethod | None] = mapped_column(Worded(NotifyMethod))


class BreachCustomerRow(Row):
    """A customer whose data are concerned."""

    __tablename__ = "breach_customer"
    __audit__ = "breach_customer"
    __topic__ = "breaches"

    id: Mapped[Key]
    breach_id: Mapped[int] = mapped_column(ForeignKey("data_breach.id"), index=True)
    customer_id: Mapped[int] = mapped_column(index=True)
    concerned_at: Mapped[datetime]


class BreachNoticeRow(Row):
    """A notice that was printed or saved; to one customer, or a general one."""

    __tablename__ = "breach_notice"
    __audit__ = "breach_notice"
    __topic__ = "breaches"
    __unsaid__ = BREACH_NOTICE.told_by_name_only

    id: Mapped[Key]
    breach_id: Mapped[int] = mapped_column(ForeignKey("data_breach.id"), index=True)
    audience: Mapped[NoticeAudience] = mapped_column(Worded(NoticeAudience))
    notice_language: Mapped[str]
    customer_id: Mapped[int | None] = mapped_column(index=True)
    disclosure_id: Mapped[int | None]
    printed_at: Mapped[datetime]
    printed_by: Mapped[int]


class BreachWordsRow(VaultRow):
    """What is written about a breach, by its number."""

    __tablename__ = "breach_words"
    __audit__ = "breach_words"
    __topic__ = "breaches"

    breach_id: Mapped[Key]
    account: Mapped[str] = mapped_column(default="")
    finder: Mapped[str] = mapped_column(default="")
    breach_containment: Mapped[str] = mapped_column(default="")
    harm_note: Mapped[str] = mapped_column(default="")
    breach_follow_up: Mapped[str] = mapped_column(default="")
    lessons: Mapped[str] = mapped_column(default="")
    prevention: Mapped[str] = mapped_column(default="")


class BreachTextRow(VaultRow):
    """The reason of a decision, or what a notice said, by the number of either."""

    __tablename__ = "breach_text"
    __audit__ = "breach_text"
    __topic__ = "breaches"
    __table_args__ = (Index(None, "breach_id"),)

    id: Mapped[Key]
    breach_id: Mapped[int]
    wording: Mapped[str] = mapped_column(default="")


# A register that could be thinned out would prove nothing: a breach stays, and of a decision only
# what was done about it is added.
_DECIDED = " AND ".join(
    f"NEW.{name} IS OLD.{name}"
    for name in (*("id", "breach_id", "party", "notify", "notify_decided_at", "notify_decided_by"),)
)
BREACH_TRIGGERS = (
    "CREATE TRIGGER data_breach_kept BEFORE DELETE ON data_breach "
    "BEGIN SELECT RAISE(ABORT, 'the register of breaches is never cut'); END",
)
DECISION_TRIGGERS = (
    "CREATE TRIGGER breach_decision_unchanged BEFORE UPDATE ON breach_decision "
    f"WHEN NOT ({_DECIDED}) "
    "BEGIN SELECT RAISE(ABORT, 'a decision is never changed: another one takes its place'); END",
    "CREATE TRIGGER breach_decision_kept BEFORE DELETE ON breach_decision "
    "BEGIN SELECT RAISE(ABORT, 'the decisions on a breach are never cut'); END",
)
sqlite_only(table_of(PrivacyBreachRow), *BREACH_TRIGGERS)
sqlite_only(table_of(BreachDecisionRow), *DECISION_TRIGGERS)
