"""The shop's own entries of its lists, and its changes of the program's."""

import sqlalchemy as sa
from alembic import op

revision = "s0025"
down_revision = "s0024"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing fills them: until now every shop had the program's lists."""
    op.create_table(
        "list_entry",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("list_name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("parent_code", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=False),
        sa.Column("zh_hk", sa.String(), nullable=False),
        sa.Column("zh_cn", sa.String(), nullable=False),
        sa.Column("earlier_words", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_list_entry"),
        sa.UniqueConstraint("list_name", "code", name="uq_list_entry_list_name_code"),
    )


def downgrade() -> None:
    """Forget the shop's entries; records keep their codes, which then stand for themselves."""
    op.drop_table("list_entry")
