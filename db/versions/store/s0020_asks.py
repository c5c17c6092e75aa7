"""What issued packs ask for is kept as facts, with the answers."""

import sqlalchemy as sa
from alembic import op

revision = "s0020"
down_revision = "s0019"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing fills them: packs issued before keep what they asked as printed sentences."""
    op.create_table(
        "pack_ask",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("pledge_id", sa.Integer(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("refs", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pack_ask"),
        sa.UniqueConstraint("pack_id", "place", name="uq_pack_ask_pack_id_place"),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name="fk_pack_ask_pack_id_pack"),
        sa.ForeignKeyConstraint(
            ["first_id"], ["pack_ask.id"], name="fk_pack_ask_first_id_pack_ask"
        ),
    )
    op.create_table(
        "ask_answer",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ask_answer"),
        sa.ForeignKeyConstraint(["ask_id"], ["pack_ask.id"], name="fk_ask_answer_ask_id_pack_ask"),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name="fk_ask_answer_decided_by_id_person"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_ask_answer_owner_id_person"),
    )
    op.create_index("ix_ask_answer_ask_id", "ask_answer", ["ask_id"])


def downgrade() -> None:
    """Forget the asks and their answers; what the packs printed stays."""
    op.drop_table("ask_answer")
    op.drop_table("pack_ask")
