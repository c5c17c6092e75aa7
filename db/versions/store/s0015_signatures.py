"""The audit trail is signed by who wrote it, one signature a commit."""

import sqlalchemy as sa
from alembic import op

revision = "s0015"
down_revision = "s0014"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# As this release made them: a revision must do for ever what it did on the day it ran.
TRIGGERS = (
    "CREATE TRIGGER audit_signature_unchanged BEFORE UPDATE ON audit_signature "
    "BEGIN SELECT RAISE(ABORT, 'a signature is never changed'); END",
    "CREATE TRIGGER audit_signature_kept BEFORE DELETE ON audit_signature "
    "BEGIN SELECT RAISE(ABORT, 'a signature is never removed'); END",
)


def upgrade() -> None:
    """What was written before stays unsigned: nobody can sign it afterwards."""
    op.create_table(
        "audit_signature",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("first", WHOLE, nullable=False),
        sa.Column("last", WHOLE, nullable=False),
        sa.Column("user_id", WHOLE, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("edition", WHOLE, nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_signature"),
    )
    op.create_index("ix_audit_signature_user_id_id", "audit_signature", ["user_id", "id"])
    for trigger in TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    """Forget the signatures."""
    op.drop_table("audit_signature")
