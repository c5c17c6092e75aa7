"""Words that supervisors alone may read: what a correction replaced, why an identity was shown."""

import sqlalchemy as sa
from alembic import op

revision = "v0006"
down_revision = "v0005"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing fills it: what was corrected before is gone."""
    op.create_table(
        "private_words",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("object_type", sa.String(), nullable=False),
        sa.Column("object_id", WHOLE, nullable=False),
        sa.Column("event_id", WHOLE, nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_private_words"),
    )
    op.create_index(
        "ix_private_words_object_type_object_id", "private_words", ["object_type", "object_id"]
    )


def downgrade() -> None:
    """Forget the words."""
    op.drop_table("private_words")
