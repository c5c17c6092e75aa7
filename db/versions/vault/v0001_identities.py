"""Identities, the vault's own secrets, and the search in both."""

import sqlalchemy as sa
from alembic import op

revision = "v0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IDENTITY = (
    sa.Column("customer_id", WHOLE, nullable=False),
    sa.Column("name", sa.String(), nullable=False),
    sa.Column("other_name", sa.String(), nullable=False),
    sa.Column("phone", sa.String(), nullable=False),
    sa.Column("email", sa.String(), nullable=False),
    sa.Column("address", sa.String(), nullable=False),
    sa.Column("note", sa.String(), nullable=False),
    sa.Column("their_reference", sa.String(), nullable=False),
    sa.Column("name_key", sa.String(), nullable=False),
    sa.PrimaryKeyConstraint("customer_id", name="pk_identity"),
)
VAULT_SECRET = (
    sa.Column("name", sa.String(), nullable=False),
    sa.Column("value", sa.String(), nullable=False),
    sa.PrimaryKeyConstraint("name", name="pk_vault_secret"),
)
VAULT_MARK = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("mark", sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_vault_mark"),
)
SEARCH = (
    (
        "CREATE VIRTUAL TABLE customer_grams USING fts5(g, detail=none, content='', "
        "contentless_delete=1, tokenize='ascii')"
    ),
    (
        "CREATE TABLE customer_grams_pending (first_id INTEGER PRIMARY KEY, last_id INTEGER NOT "
        "NULL)"
    ),
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table("identity", *IDENTITY)
    op.create_index("ix_identity_email", "identity", ["email"])
    op.create_index("ix_identity_name_key", "identity", ["name_key"])
    op.create_index("ix_identity_phone", "identity", ["phone"])
    op.create_index("ix_identity_their_reference", "identity", ["their_reference"])
    op.create_table("vault_secret", *VAULT_SECRET)
    for text in SEARCH:
        op.get_bind().exec_driver_sql(text)
    op.create_table("vault_mark", *VAULT_MARK)


def downgrade() -> None:
    """Take the tables away again, the last one first."""
    op.drop_table("vault_mark")
    op.drop_table("customer_grams_pending")
    op.drop_table("customer_grams")
    op.drop_table("vault_secret")
    op.drop_table("identity")
