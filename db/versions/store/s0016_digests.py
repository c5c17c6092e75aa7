"""The audit trail covers what it does not print: digests of bulk rows, and salts of records."""

import sqlalchemy as sa
from alembic import op

revision = "s0016"
down_revision = "s0015"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# An empty note: it has the opening give digests to the rows that stand (storage/schema/upgrade.py).
NOTE = "INSERT INTO store_setting (name, value) VALUES ('upgrade s0016', '[]')"


def upgrade() -> None:
    """Rows that are there get their digests when the store is opened, with the trail's key."""
    op.create_table(
        "bulk_digest",
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("part", WHOLE, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", "part", name="pk_bulk_digest"),
    )
    op.create_table(
        "record_salt",
        sa.Column("object_type", sa.String(), nullable=False),
        sa.Column("first", WHOLE, nullable=False),
        sa.Column("salts", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("object_type", "first", name="pk_record_salt"),
        sqlite_with_rowid=False,
    )
    op.execute(NOTE)


def downgrade() -> None:
    """Forget digests and salts: an older program takes the rows as they stand."""
    op.execute("DELETE FROM store_setting WHERE name = 'upgrade s0016'")
    op.drop_table("record_salt")
    op.drop_table("bulk_digest")
