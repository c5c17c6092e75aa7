"""Words that staff replaced wait in store.db, sealed, for a supervisor to sign in."""

import sqlalchemy as sa
from alembic import op

revision = "s0018"
down_revision = "s0017"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing fills it: what staff replaced before is gone."""
    op.create_table(
        "sealed_words",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("object_type", sa.String(), nullable=False),
        sa.Column("object_id", WHOLE, nullable=False),
        sa.Column("event_id", WHOLE, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_sealed_words"),
    )
    op.create_index(
        "ix_sealed_words_object_type_object_id", "sealed_words", ["object_type", "object_id"]
    )


def downgrade() -> None:
    """Forget the words that no supervisor has taken in."""
    op.drop_table("sealed_words")
