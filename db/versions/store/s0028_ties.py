"""Complaints are merged, split, joined to problems, referred outside; repeat alerts set aside."""

import sqlalchemy as sa
from alembic import op

revision = "s0028"
down_revision = "s0027"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TRIGGERS = ("complaint_sum_added", "complaint_sum_changed", "complaint_sum_gone")
INDEXES = {
    "ix_problem_open": ("problem", "opened_at", "solved_at IS NULL"),
    "ix_problem_case_member": ("problem_case", "complaint_id", "left_at IS NULL"),
    "ix_complaint_referral_waiting": (
        "complaint_referral", "answer_due_on", "answered_on IS NULL AND removed_at IS NULL",
    ),
    "ix_complaint_merged": ("complaint", "merged_into_id", "merged_into_id IS NOT NULL"),
}  # fmt: skip


def upgrade() -> None:
    """Make the tables; no complaint so far was merged."""
    op.add_column("complaint", sa.Column("merged_into_id", WHOLE, nullable=True))
    _make_merges()
    _make_splits()
    _make_problems()
    _make_referrals()
    for name, (table, column, condition) in INDEXES.items():
        op.create_index(name, table, [column], sqlite_where=sa.text(condition))


def _make_merges() -> None:
    op.create_table(
        "complaint_merge",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("survivor_id", WHOLE, nullable=False),
        sa.Column("merged_id", WHOLE, nullable=False),
        sa.Column("merged_at", sa.BigInteger(), nullable=False),
        sa.Column("merged_by", WHOLE, nullable=False),
        sa.Column("merge_reason", sa.String(), nullable=False),
        sa.Column("unmerged_at", sa.BigInteger(), nullable=True),
        sa.Column("unmerged_by", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["complaint.id"], name="fk_complaint_merge_survivor_id_complaint"
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["complaint.id"], name="fk_complaint_merge_merged_id_complaint"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_merge"),
    )
    op.create_index("ix_complaint_merge_survivor_id", "complaint_merge", ["survivor_id"])
    op.create_index("ix_complaint_merge_merged_id", "complaint_merge", ["merged_id"])
    op.create_table(
        "complaint_merge_move",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("merge_id", WHOLE, nullable=False),
        sa.Column("moved_table", sa.String(), nullable=False),
        sa.Column("moved_row", WHOLE, nullable=False),
        sa.Column("moved_field", sa.String(), nullable=False),
        sa.Column("moved_before", sa.Text(), nullable=True),
        sa.Column("moved_after", sa.Text(), nullable=True),
        sa.Column("is_back", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merge_id"],
            ["complaint_merge.id"],
            name="fk_complaint_merge_move_merge_id_complaint_merge",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_merge_move"),
    )
    op.create_index("ix_complaint_merge_move_merge_id", "complaint_merge_move", ["merge_id"])


def _make_splits() -> None:
    op.create_table(
        "complaint_split",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("split_from_id", WHOLE, nullable=False),
        sa.Column("split_to_id", WHOLE, nullable=False),
        sa.Column("split_at", sa.BigInteger(), nullable=False),
        sa.Column("split_by", WHOLE, nullable=False),
        sa.Column("split_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["split_from_id"], ["complaint.id"], name="fk_complaint_split_split_from_id_complaint"
        ),
        sa.ForeignKeyConstraint(
            ["split_to_id"], ["complaint.id"], name="fk_complaint_split_split_to_id_complaint"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_split"),
    )
    op.create_index("ix_complaint_split_split_from_id", "complaint_split", ["split_from_id"])
    op.create_index("ix_complaint_split_split_to_id", "complaint_split", ["split_to_id"])


def _make_problems() -> None:
    op.create_table(
        "problem",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("problem_title", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("touch_point", sa.String(), nullable=False),
        sa.Column("owner_id", WHOLE, nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_by", WHOLE, nullable=False),
        sa.Column("reply_to_all", sa.String(), nullable=False),
        sa.Column("solved_at", sa.BigInteger(), nullable=True),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_problem_owner_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_problem"),
    )
    op.create_table(
        "problem_case",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("problem_id", WHOLE, nullable=False),
        sa.Column("complaint_id", WHOLE, nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("joined_by", WHOLE, nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name="fk_problem_case_problem_id_problem"
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_problem_case_complaint_id_complaint"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_problem_case"),
    )
    op.create_index("ix_problem_case_problem_id", "problem_case", ["problem_id"])
    op.create_index("ix_problem_case_complaint_id", "problem_case", ["complaint_id"])


def _make_referrals() -> None:
    op.create_table(
        "complaint_referral",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("complaint_id", WHOLE, nullable=False),
        sa.Column("referred_to", sa.String(), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("referred_by", WHOLE, nullable=False),
        sa.Column("body_reference", sa.String(), nullable=False),
        sa.Column("referral_reason", sa.String(), nullable=False),
        sa.Column("handed_over", sa.String(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("referral_result", sa.String(), nullable=True),
        sa.Column("result_note", sa.String(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_complaint_referral_complaint_id_complaint"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_referral"),
    )
    op.create_index("ix_complaint_referral_complaint_id", "complaint_referral", ["complaint_id"])
    op.create_index("ix_complaint_referral_referred_on", "complaint_referral", ["referred_on"])
    op.create_table(
        "repeat_dismissal",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("alert_of", sa.String(), nullable=False),
        sa.Column("alert_value", sa.String(), nullable=False),
        sa.Column("dismissed_at", sa.BigInteger(), nullable=False),
        sa.Column("dismissed_by", WHOLE, nullable=False),
        sa.Column("dismissal_reason", sa.String(), nullable=False),
        sa.Column("alerted_cases", WHOLE, nullable=False),
        sa.Column("one_in", WHOLE, nullable=False),
        sa.Column("last_case_id", WHOLE, nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_repeat_dismissal"),
    )


def downgrade() -> None:
    """Forget all that; the complaints stay, and merged ones stay voided."""
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
    op.drop_index("ix_complaint_merged", "complaint")
    op.drop_column("complaint", "merged_into_id")
    for table in (
        *("repeat_dismissal", "complaint_referral", "problem_case", "problem"),
        *("complaint_split", "complaint_merge_move", "complaint_merge"),
    ):
        op.drop_table(table)
