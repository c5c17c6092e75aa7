"""Evidence files of cases; their content stands apart from their facts."""

import sqlalchemy as sa
from alembic import op

revision = "s0030"
down_revision = "s0029"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "evidence",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("complaint_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("evidence_category", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("file_kind", sa.String(), nullable=False),
        sa.Column("pages", WHOLE, nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("copy_of_id", WHOLE, nullable=True),
        sa.Column("covered", WHOLE, nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("added_by", WHOLE, nullable=False),
        sa.Column("voided_at", sa.BigInteger(), nullable=True),
        sa.Column("voided_by", WHOLE, nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.UniqueConstraint("complaint_id", "number", name="uq_evidence_complaint_id_number"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_evidence_complaint_id_complaint"
        ),
        sa.ForeignKeyConstraint(
            ["copy_of_id"], ["evidence.id"], name="fk_evidence_copy_of_id_evidence"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )
    op.create_table(
        "evidence_content",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_content"),
    )


def downgrade() -> None:
    """Forget the files; the cases stay."""
    op.drop_table("evidence_content")
    op.drop_table("evidence")
