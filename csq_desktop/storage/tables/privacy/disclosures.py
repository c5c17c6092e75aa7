"""Tables of the disclosure log, and the triggers that let it only grow."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.disclosures.fields import DISCLOSURE
from csq_desktop.domain.disclosures.words import DisclosureAuthority, DisclosureForm, RecipientKind
from csq_desktop.storage.tables.row import Key, Row, Worded, sqlite_only, table_of


class DisclosureRow(Row):
    """One disclosure; `fields` are the keys of the fields that left, with blanks between them.

    `customers` counts the people it was about, so that the number outlives them.
    """

    __tablename__ = "disclosure"
    __audit__ = "disclosure"
    __topic__ = "disclosures"
    __unsaid__ = DISCLOSURE.told_by_name_only
    __table_args__ = (UniqueConstraint("ref"), Index(None, "day"))

    id: Mapped[Key]
    ref: Mapped[str]
    day: Mapped[date]
    at: Mapped[datetime]
    user_id: Mapped[int]
    recipient_kind: Mapped[RecipientKind] = mapped_column(Worded(RecipientKind))
    recipient: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    fields: Mapped[str] = mapped_column(default="")
    authority: Mapped[DisclosureAuthority] = mapped_column(Worded(DisclosureAuthority))
    form: Mapped[DisclosureForm] = mapped_column(Worded(DisclosureForm))
    customers: Mapped[int] = mapped_column(default=0)
    by_hand: Mapped[bool] = mapped_column(default=False)
    blanked_at: Mapped[datetime | None]


class DisclosedCustomerRow(Row):
    """One customer a disclosure was about; a number, which outlives the person it stood for."""

    __tablename__ = "disclosed_customer"
    __audit__ = "disclosed_customer"
    __topic__ = "disclosures"
    __table_args__ = (Index(None, "customer_id", "disclosure_id"),)

    id: Mapped[Key]
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id"), index=True)
    customer_id: Mapped[int]


# Erasing a person blanks the words about them once; nothing else of a line ever changes.
_SAME = " AND ".join(
    f"NEW.{name} IS OLD.{name}"
    for name in (
        *("id", "ref", "day", "at", "user_id", "recipient_kind", "fields", "authority", "form"),
        *("customers", "by_hand"),
    )
)
_BLANKED = "NEW.recipient = '' AND NEW.purpose = '' AND NEW.blanked_at IS NOT NULL"
TRIGGERS = (
    "CREATE TRIGGER disclosure_unchanged BEFORE UPDATE ON disclosure "
    f"WHEN NOT ({_SAME} AND {_BLANKED}) "
    "BEGIN SELECT RAISE(ABORT, 'the disclosure log is never changed'); END",
    "CREATE TRIGGER disclosure_kept BEFORE DELETE ON disclosure "
    "BEGIN SELECT RAISE(ABORT, 'the disclosure log is never cut'); END",
)
PEOPLE_TRIGGERS = (
    "CREATE TRIGGER disclosed_customer_unchanged BEFORE UPDATE ON disclosed_customer "
    "BEGIN SELECT RAISE(ABORT, 'the disclosure log is never changed'); END",
    "CREATE TRIGGER disclosed_customer_kept BEFORE DELETE ON disclosed_customer "
    "BEGIN SELECT RAISE(ABORT, 'the disclosure log is never cut'); END",
)
sqlite_only(table_of(DisclosureRow), *TRIGGERS)
sqlite_only(table_of(DisclosedCustomerRow), *PEOPLE_TRIGGERS)
