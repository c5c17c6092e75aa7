"""Consents by purpose with the day they were given, and the collection statement by version."""

import sqlalchemy as sa
from alembic import op

revision = "s0024"
down_revision = "s0023"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OUTSTANDING = "statement_version = '' AND archived_at IS NULL"


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default=default)


def upgrade() -> None:
    """All that was asked so far is consent to direct marketing, on the day it was recorded."""
    op.add_column("consent", _text("purpose", "marketing"))
    op.add_column("consent", sa.Column("day", sa.Date(), nullable=True))
    op.add_column("consent", _text("source"))
    op.add_column("consent", _text("statement_version"))
    op.add_column("consent", sa.Column("batch_id", WHOLE, nullable=True))
    op.add_column("customer", sa.Column("statement_on", sa.Date(), nullable=True))
    op.add_column("customer", sa.Column("statement_channel", sa.String(), nullable=True))
    op.create_index(
        "ix_customer_outstanding", "customer", ["id"], sqlite_where=sa.text(OUTSTANDING)
    )
    op.create_table(
        "collection_statement",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("written_by", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_collection_statement"),
        sa.UniqueConstraint("version", name="uq_collection_statement_version"),
    )


def downgrade() -> None:
    """Forget what an older program would take for consent to direct marketing."""
    op.execute("DELETE FROM consent WHERE purpose <> 'marketing' AND purpose LIKE '__%'")
    op.drop_table("collection_statement")
    op.drop_index("ix_customer_outstanding", "customer")
    for table, names in (
        ("customer", ("statement_channel", "statement_on")),
        ("consent", ("batch_id", "statement_version", "source", "day", "purpose")),
    ):
        for name in names:
            op.drop_column(table, name)
