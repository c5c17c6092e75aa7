"""Tables of customers: the reference in store.db, the identity in vault.db."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.customers.facts import Consent
from csq_desktop.domain.customers.fields import CUSTOMER
from csq_desktop.storage.tables.row import Key, Row, VaultRow, Worded


class CustomerRow(Row):
    """A customer without an identity: a number, consents and dates."""

    __tablename__ = "customer"
    __audit__ = "customer"
    __topic__ = "customers"
    __unsaid__ = CUSTOMER.told_by_name_only
    __table_args__ = (UniqueConstraint("ref"), Index(None, "archived_at", "id"))

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


class ConsentRow(Row):
    """One answer a customer gave about direct marketing; never changed."""

    __tablename__ = "consent"
    __audit__ = "consent"
    __topic__ = "customers"

    id: Mapped[Key]
    customer_id: Mapped[int] = mapped_column(index=True)
    at: Mapped[datetime]
    marketing: Mapped[Consent] = mapped_column(Worded(Consent))
    channel: Mapped[str] = mapped_column(default="")
    user_id: Mapped[int]


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
