"""Checklists, their runs and photos, and the actions that follow."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "s0005"
down_revision = "s0004"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CHECKLIST_TEMPLATE = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("key", sa.String(), nullable=False),
    sa.Column("version", WHOLE, nullable=False),
    sa.Column("body", sa.Text(), nullable=False),
    sa.Column("created_at", sa.BigInteger(), nullable=False),
    sa.Column("created_by", WHOLE, nullable=False),
    sa.Column("retired_at", sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint("id", name="pk_checklist_template"),
    sa.UniqueConstraint("key", "version", name="uq_checklist_template_key_version"),
)
CHECKLIST_RUN: tuple[SchemaItem, ...] = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("ref", sa.String(), nullable=False),
    sa.Column("template_id", WHOLE, nullable=False),
    sa.Column("template_key", sa.String(), nullable=False),
    sa.Column("for_day", sa.Date(), nullable=False),
    sa.Column("started_at", sa.BigInteger(), nullable=False),
    sa.Column("started_by", WHOLE, nullable=False),
    sa.Column("finished_at", sa.BigInteger(), nullable=True),
    sa.Column("finished_by", WHOLE, nullable=True),
    sa.Column("month", sa.Integer(), nullable=True),
    sa.Column("gained", sa.Float(), nullable=True),
    sa.Column("possible", sa.Float(), nullable=True),
    sa.Column("score", sa.Float(), nullable=True),
    sa.Column("failed_items", WHOLE, nullable=False),
    sa.Column("critical_failed", WHOLE, nullable=False),
    sa.Column("late", sa.Boolean(), nullable=False),
    sa.Column("note", sa.String(), nullable=False),
    sa.Column("removed_at", sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint("id", name="pk_checklist_run"),
    sa.UniqueConstraint("ref", name="uq_checklist_run_ref"),
    sa.ForeignKeyConstraint(
        ["template_id"],
        ["checklist_template.id"],
        name="fk_checklist_run_template_id_checklist_template",
    ),
)
CHECKLIST_ANSWER: tuple[SchemaItem, ...] = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("run_id", WHOLE, nullable=False),
    sa.Column("item_code", sa.String(), nullable=False),
    sa.Column("choice", sa.String(), nullable=False),
    sa.Column("fails", sa.Boolean(), nullable=False),
    sa.Column("comment", sa.String(), nullable=False),
    sa.Column("answered_at", sa.BigInteger(), nullable=False),
    sa.Column("answered_by", WHOLE, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_checklist_answer"),
    sa.UniqueConstraint("run_id", "item_code", name="uq_checklist_answer_run_id_item_code"),
    sa.ForeignKeyConstraint(
        ["run_id"], ["checklist_run.id"], name="fk_checklist_answer_run_id_checklist_run"
    ),
)
PHOTO = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("run_id", WHOLE, nullable=False),
    sa.Column("item_code", sa.String(), nullable=False),
    sa.Column("sha256", sa.String(), nullable=False),
    sa.Column("jpeg", sa.LargeBinary(), nullable=False),
    sa.Column("at", sa.BigInteger(), nullable=False),
    sa.Column("user_id", WHOLE, nullable=False),
    sa.Column("removed_at", sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint("id", name="pk_photo"),
    sa.ForeignKeyConstraint(["run_id"], ["checklist_run.id"], name="fk_photo_run_id_checklist_run"),
)
ACTION = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("ref", sa.String(), nullable=False),
    sa.Column("title", sa.String(), nullable=False),
    sa.Column("owner", sa.String(), nullable=False),
    sa.Column("due_on", sa.Date(), nullable=False),
    sa.Column("priority", sa.String(), nullable=False),
    sa.Column("state", sa.String(), nullable=False),
    sa.Column("source", sa.String(), nullable=False),
    sa.Column("source_id", WHOLE, nullable=True),
    sa.Column("item_code", sa.String(), nullable=False),
    sa.Column("created_at", sa.BigInteger(), nullable=False),
    sa.Column("created_by", WHOLE, nullable=False),
    sa.Column("done_at", sa.BigInteger(), nullable=True),
    sa.Column("done_note", sa.String(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_action"),
    sa.UniqueConstraint("ref", name="uq_action_ref"),
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table("checklist_template", *CHECKLIST_TEMPLATE)
    op.create_table("checklist_run", *CHECKLIST_RUN)
    op.create_index(
        "ix_checklist_run_month_template_key", "checklist_run", ["month", "template_key"]
    )
    op.create_index("ix_checklist_run_template_id", "checklist_run", ["template_id"])
    op.create_index(
        "ix_checklist_run_template_key_for_day", "checklist_run", ["template_key", "for_day"]
    )
    op.create_table("checklist_answer", *CHECKLIST_ANSWER)
    op.create_table("photo", *PHOTO)
    op.create_index("ix_photo_run_id", "photo", ["run_id"])
    op.create_table("action", *ACTION)
    op.create_index("ix_action_source_id", "action", ["source_id"])
    op.create_index("ix_action_state_due_on", "action", ["state", "due_on"])


def downgrade() -> None:
    """Take the tables away again, the last one first."""
    op.drop_table("action")
    op.drop_table("photo")
    op.drop_table("checklist_answer")
    op.drop_table("checklist_run")
    op.drop_table("checklist_template")
