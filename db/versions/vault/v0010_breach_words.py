"""What is written about data breaches, their decisions and their notices."""

import sqlalchemy as sa
from alembic import op

revision = "v0010"
down_revision = "v0009"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(name: str) -> sa.Column[str]:
    """A text that may be empty."""
    return sa.Column(name, sa.String(), nullable=False)


def upgrade() -> None:
    """Nothing fills them: no breach was recorded before."""
    op.create_table(
        "breach_words",
        sa.Column("breach_id", WHOLE, nullable=False),
        *(text(name) for name in ("account", "finder", "breach_containment", "harm_note")),
        *(text(name) for name in ("breach_follow_up", "lessons", "prevention")),
        sa.PrimaryKeyConstraint("breach_id", name="pk_breach_words"),
    )
    op.create_table(
        "breach_text",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("breach_id", WHOLE, nullable=False),
        text("wording"),
        sa.PrimaryKeyConstraint("id", name="pk_breach_text"),
    )
    op.create_index("ix_breach_text_breach_id", "breach_text", ["breach_id"])


def downgrade() -> None:
    """Forget the words."""
    op.drop_table("breach_text")
    op.drop_table("breach_words")
