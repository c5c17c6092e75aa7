"""Drafts that show an identity, and what an import changed of one."""

import sqlalchemy as sa
from alembic import op

revision = "v0002"
down_revision = "v0001"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
VAULT_DRAFT = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("user_id", WHOLE, nullable=False),
    sa.Column("name", sa.String(), nullable=False),
    sa.Column("fields", sa.Text(), nullable=False),
    sa.Column("saved_at", sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_vault_draft"),
    sa.UniqueConstraint("user_id", "name", name="uq_vault_draft_user_id_name"),
)
VAULT_IMPORT_CHANGE = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("batch_id", WHOLE, nullable=False),
    sa.Column("customer_id", WHOLE, nullable=False),
    sa.Column("before", sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_vault_import_change"),
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table("vault_draft", *VAULT_DRAFT)
    op.create_table("vault_import_change", *VAULT_IMPORT_CHANGE)
    op.create_index("ix_vault_import_change_batch_id", "vault_import_change", ["batch_id"])


def downgrade() -> None:
    """Take the tables away again, the last one first."""
    op.drop_table("vault_import_change")
    op.drop_table("vault_draft")
