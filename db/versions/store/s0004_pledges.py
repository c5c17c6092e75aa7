"""Pledges, the counts of each day, notes and sums of each month."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "s0004"
down_revision = "s0003"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLEDGE = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("code", sa.String(), nullable=False),
    sa.Column("number", WHOLE, nullable=False),
    sa.Column("source", sa.String(), nullable=False),
    sa.Column("owner", sa.String(), nullable=False),
    sa.Column("created_at", sa.BigInteger(), nullable=False),
    sa.Column("retired_on", sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint("id", name="pk_pledge"),
    sa.UniqueConstraint("code", name="uq_pledge_code"),
)
PLEDGE_VERSION = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("pledge_id", WHOLE, nullable=False),
    sa.Column("version", WHOLE, nullable=False),
    sa.Column("effective_from", sa.Date(), nullable=False),
    sa.Column("wording", sa.Text(), nullable=False),
    sa.Column("standard", sa.Text(), nullable=False),
    sa.Column("standard_share", sa.Float(), nullable=False),
    sa.Column("maximum", sa.Text(), nullable=False),
    sa.Column("maximum_share", sa.Float(), nullable=True),
    sa.Column("maximum_minutes", WHOLE, nullable=True),
    sa.Column("remedy", sa.Text(), nullable=False),
    sa.Column("how_to_claim", sa.Text(), nullable=False),
    sa.Column("limits", sa.Text(), nullable=False),
    sa.Column("how_measured", sa.Text(), nullable=False),
    sa.Column("published", sa.Text(), nullable=False),
    sa.Column("created_at", sa.BigInteger(), nullable=False),
    sa.Column("created_by", WHOLE, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_pledge_version"),
    sa.UniqueConstraint("pledge_id", "version", name="uq_pledge_version_pledge_id_version"),
    sa.ForeignKeyConstraint(
        ["pledge_id"], ["pledge.id"], name="fk_pledge_version_pledge_id_pledge"
    ),
)
PLEDGE_COUNT = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("pledge_id", WHOLE, nullable=False),
    sa.Column("day", sa.Date(), nullable=False),
    sa.Column("month", sa.Integer(), nullable=False),
    sa.Column("met", WHOLE, nullable=False),
    sa.Column("missed", WHOLE, nullable=False),
    sa.Column("over_maximum", WHOLE, nullable=False),
    sa.Column("excluded", WHOLE, nullable=False),
    sa.Column("reason", sa.String(), nullable=False),
    sa.Column("entered_at", sa.BigInteger(), nullable=False),
    sa.Column("entered_by", WHOLE, nullable=False),
    sa.Column("batch_id", WHOLE, nullable=True),
    sa.PrimaryKeyConstraint("id", name="pk_pledge_count"),
    sa.UniqueConstraint("pledge_id", "day", name="uq_pledge_count_pledge_id_day"),
    sa.ForeignKeyConstraint(["pledge_id"], ["pledge.id"], name="fk_pledge_count_pledge_id_pledge"),
)
PLEDGE_MONTH: tuple[SchemaItem, ...] = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("pledge_id", WHOLE, nullable=False),
    sa.Column("month", sa.Integer(), nullable=False),
    sa.Column("cause", sa.String(), nullable=False),
    sa.Column("left_out", sa.Boolean(), nullable=False),
    sa.Column("changed", sa.Text(), nullable=False),
    sa.Column("remedied", WHOLE, nullable=False),
    sa.Column("remedied_cents", WHOLE, nullable=False),
    sa.Column("written_at", sa.BigInteger(), nullable=False),
    sa.Column("written_by", WHOLE, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_pledge_month"),
    sa.UniqueConstraint("pledge_id", "month", name="uq_pledge_month_pledge_id_month"),
    sa.ForeignKeyConstraint(["pledge_id"], ["pledge.id"], name="fk_pledge_month_pledge_id_pledge"),
)
PLEDGE_SUM = (
    sa.Column("month", sa.Integer(), nullable=False),
    sa.Column("pledge_id", WHOLE, nullable=False),
    sa.Column("met", WHOLE, nullable=False),
    sa.Column("missed", WHOLE, nullable=False),
    sa.Column("over_maximum", WHOLE, nullable=False),
    sa.Column("excluded", WHOLE, nullable=False),
    sa.PrimaryKeyConstraint("month", "pledge_id", name="pk_pledge_sum"),
)


_PLEDGE_FIELDS = ("met", "missed", "over_maximum", "excluded")


def _pledge_upsert(row: str, sign: str) -> str:
    values = ", ".join(f"{sign} {row}.{name}" for name in _PLEDGE_FIELDS)
    sums = ", ".join(f"{name} = {name} + excluded.{name}" for name in _PLEDGE_FIELDS)
    return (
        f"INSERT INTO pledge_sum (month, pledge_id, {', '.join(_PLEDGE_FIELDS)}) "
        f"VALUES ({row}.month, {row}.pledge_id, {values}) "
        f"ON CONFLICT (month, pledge_id) DO UPDATE SET {sums}"
    )


def _pledge_triggers() -> dict[str, str]:
    add, take = _pledge_upsert("NEW", "+"), _pledge_upsert("OLD", "-")
    events = {
        "added": f"AFTER INSERT ON pledge_count BEGIN {add}; END",
        "changed": f"AFTER UPDATE ON pledge_count BEGIN {take}; {add}; END",
        "gone": f"AFTER DELETE ON pledge_count BEGIN {take}; END",
    }
    return {
        f"pledge_sum_{name}": f"CREATE TRIGGER pledge_sum_{name} {text}"
        for name, text in events.items()
    }


def upgrade() -> None:
    """Make the tables."""
    op.create_table("pledge", *PLEDGE)
    op.create_table("pledge_version", *PLEDGE_VERSION)
    op.create_index("ix_pledge_version_pledge_id", "pledge_version", ["pledge_id"])
    op.create_table("pledge_count", *PLEDGE_COUNT)
    op.create_index("ix_pledge_count_month", "pledge_count", ["month"])
    op.create_table("pledge_month", *PLEDGE_MONTH)
    op.create_table("pledge_sum", *PLEDGE_SUM)
    for text in _pledge_triggers().values():
        op.get_bind().exec_driver_sql(text)


def downgrade() -> None:
    """Take the tables away again, the last one first."""
    op.drop_table("pledge_sum")
    op.drop_table("pledge_month")
    op.drop_table("pledge_count")
    op.drop_table("pledge_version")
    op.drop_table("pledge")
