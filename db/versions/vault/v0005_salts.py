"""Salts of the digests of identities stand where the identities do."""

import sqlalchemy as sa
from alembic import op

revision = "v0005"
down_revision = "v0004"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Identities that are there get their salts when a supervisor opens the store."""
    op.create_table(
        "vault_record_salt",
        sa.Column("object_type", sa.String(), nullable=False),
        sa.Column("first", WHOLE, nullable=False),
        sa.Column("salts", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("object_type", "first", name="pk_vault_record_salt"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Forget the salts."""
    op.drop_table("vault_record_salt")
