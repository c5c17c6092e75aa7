"""Packs are defined under a name; an issued one keeps its definition, a new version its reason."""

import sqlalchemy as sa
from alembic import op

revision = "s0021"
down_revision = "s0020"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Packs issued before had every section and no reason."""
    op.create_table(
        "pack_definition",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sections", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pack_definition"),
        sa.UniqueConstraint("name", name="uq_pack_definition_name"),
    )
    op.add_column("pack", sa.Column("reason", sa.String(), nullable=False, server_default=""))
    op.add_column("pack", sa.Column("definition", sa.Text(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Forget the definitions; what they printed stays."""
    op.drop_column("pack", "definition")
    op.drop_column("pack", "reason")
    op.drop_table("pack_definition")
