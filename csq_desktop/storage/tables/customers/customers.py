"""Tables of customers: the reference in store.db, the identity in vault.db."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.customers.consents import MARKETING
from csq_desktop.domain.customers.facts import Consent
from csq_desktop.domain.customers.fields import CUSTOMER
from csq_desktop.storage.tables.row import Json, Key, Row, VaultRow, Worded

# A partial index is used only by a query that states the very same condition.
OUTSTANDING = "statement_version = '' AND archived_at IS NULL AND merged_into IS NULL"
MERGED = "merged_into IS NOT NULL"
HAS_ORIGIN = "origin <> ''"


class CustomerRow(Row):
    """A customer without an identity: a number, consents and dates.

    `marketing` is what the customer's answers come to, by the rule of `domain.customers.consents`.
    The statement was given on the day of `statement_at` where `statement_on` says no other.
    One that was merged into another customer is in no list, and its number leads to that one:
    `merged_into` is always a customer who is there, whatever was merged in which order.
    An anonymised customer has an identity that says nothing.
    """

    __tablename__ = "customer"
    __audit__ = "customer"
    __topic__ = "customers"
    __unsaid__ = CUSTOMER.told_by_name_only
    __table_args__ = (
        UniqueConstraint("ref"),
        Index(None, "archived_at", "id"),
        Index(
            "ix_customer_outstanding",
            "id",
            sqlite_where=text(OUTSTANDING),
            postgresql_where=text(OUTSTANDING),
        ),
        Index(
            "ix_customer_merged",
            "merged_into",
            sqlite_where=text(MERGED),
            postgresql_where=text(MERGED),
        ),
        Index(
            "ix_customer_origin",
            "origin",
            sqlite_where=text(HAS_ORIGIN),
            postgresql_where=text(HAS_ORIGIN),
        ),
    )

    id: Mapped[Key]
    ref: Mapped[str]
    segment: Mapped[str] = mapped_column(default="")
    preferred_language: Mapped[str] = mapped_column(default="")
    district: Mapped[str] = mapped_column(default="")
    statement_version: Mapped[str] = mapped_column(default="")
    statement_at: Mapped[datetime | None]
    statement_by: Mapped[int | None]
    marketing: Mapped[Consent] = mapped_column(Worded(Consent))
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    archived_at: Mapped[datetime | None]
    batch_id: Mapped[int | None]
    statement_on: Mapped[date | None]
    statement_channel: Mapped[Channel | None] = mapped_column(Worded(Channel))
    anonymised_at: Mapped[datetime | None]
    merged_into: Mapped[int | None]
    origin: Mapped[str] = mapped_column(default="", server_default="")


class ConsentRow(Row):
    """One answer a customer gave about one purpose; never changed.

    `at` is when it was recorded, `day` when it was given: the same day where nothing stands there,
    but unknown of what a file brought. `statement_version` is of the statement
    whose words were put to the customer.
    """

    __tablename__ = "consent"
    __audit__ = "consent"
    __topic__ = "customers"
    __unsaid__ = frozenset({"source"})

    id: Mapped[Key]
    customer_id: Mapped[int] = mapped_column(index=True)
    at: Mapped[datetime]
    marketing: Mapped[Consent] = mapped_column(Worded(Consent))
    channel: Mapped[str] = mapped_column(default="")
    user_id: Mapped[int]
    purpose: Mapped[str] = mapped_column(server_default=MARKETING)
    day: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="", server_default="")
    statement_version: Mapped[str] = mapped_column(default="", server_default="")
    batch_id: Mapped[int | None]


class CollectionStatementRow(Row):
    """One version of the collection statement, with its text in three languages; never changed."""

    __tablename__ = "collection_statement"
    __audit__ = "collection_statement"
    __topic__ = "customers"
    __table_args__ = (UniqueConstraint("version"),)

    id: Mapped[Key]
    version: Mapped[str]
    effective_from: Mapped[date]
    body: Mapped[object] = mapped_column(Json)
    written_at: Mapped[datetime]
    written_by: Mapped[int]


class SealedIntakeRow(Row):
    """A caller's identity that staff handed in; only the vault's private key opens it."""

    __tablename__ = "sealed_intake"
    __audit__ = "sealed_intake"
    __topic__ = "customers"

    id: Mapped[Key]
    complaint_id: Mapped[int] = mapped_column(index=True)
    sealed: Mapped[bytes]
    at: Mapped[datetime]
    user_id: Mapped[int]
    opened_at: Mapped[datetime | None]
    customer_id: Mapped[int | None]


class IdentityRow(VaultRow):
    """Who a customer is; `customer_id` is the customer's number in store.db."""

    __tablename__ = "identity"
    __audit__ = "identity"
    __topic__ = "customers"

    customer_id: Mapped[Key]
    name: Mapped[str] = mapped_column(default="")
    other_name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="", index=True)
    email: Mapped[str] = mapped_column(default="", index=True)
    address: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    their_reference: Mapped[str] = mapped_column(default="", index=True)
    name_key: Mapped[str] = mapped_column(default="", index=True)


class VaultSecretRow(VaultRow):
    """A secret only the vault may hold, such as the key that opens sealed callers."""

    __tablename__ = "vault_secret"
    __audit__ = "vault_secret"
    __topic__ = "shop"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
