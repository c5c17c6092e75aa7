"""Imports that can be undone, and saved matchings of columns."""

import sqlalchemy as sa
from alembic import op

revision = "s0007"
down_revision = "s0006"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IMPORT_BATCH = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("kind", sa.String(), nullable=False),
    sa.Column("file_sha256", sa.String(), nullable=False),
    sa.Column("mapping", sa.Text(), nullable=False),
    sa.Column("first_id", WHOLE, nullable=False),
    sa.Column("last_id", WHOLE, nullable=False),
    sa.Column("added", WHOLE, nullable=False),
    sa.Column("updated", WHOLE, nullable=False),
    sa.Column("duplicates", WHOLE, nullable=False),
    sa.Column("invalid", WHOLE, nullable=False),
    sa.Column("at", sa.BigInteger(), nullable=False),
    sa.Column("user_id", WHOLE, nullable=False),
    sa.Column("undone_at", sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
)
IMPORT_CHANGE = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("batch_id", WHOLE, nullable=False),
    sa.Column("object_type", sa.String(), nullable=False),
    sa.Column("object_id", WHOLE, nullable=False),
    sa.Column("before", sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_import_change"),
    sa.ForeignKeyConstraint(
        ["batch_id"], ["import_batch.id"], name="fk_import_change_batch_id_import_batch"
    ),
)
SAVED_MAPPING = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("kind", sa.String(), nullable=False),
    sa.Column("name", sa.String(), nullable=False),
    sa.Column("headings", sa.String(), nullable=False),
    sa.Column("body", sa.Text(), nullable=False),
    sa.Column("saved_at", sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_saved_mapping"),
    sa.UniqueConstraint("kind", "name", name="uq_saved_mapping_kind_name"),
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table("import_batch", *IMPORT_BATCH)
    op.create_table("import_change", *IMPORT_CHANGE)
    op.create_index("ix_import_change_batch_id", "import_change", ["batch_id"])
    op.create_table("saved_mapping", *SAVED_MAPPING)


def downgrade() -> None:
    """Take the tables away again, the last one first."""
    op.drop_table("saved_mapping")
    op.drop_table("import_change")
    op.drop_table("import_batch")
