"""The words of letters, which name the people they are written to."""

import sqlalchemy as sa
from alembic import op

revision = "v0008"
down_revision = "v0007"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXTS = ("recipient", "salutation", "subject", "body", "review", "frame")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "letter_words",
        sa.Column("letter_id", WHOLE, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in TEXTS),
        sa.PrimaryKeyConstraint("letter_id", name="pk_letter_words"),
    )


def downgrade() -> None:
    """Forget the words."""
    op.drop_table("letter_words")
