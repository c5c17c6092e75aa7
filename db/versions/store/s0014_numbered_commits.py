"""Commits that write to both files are numbered, so that it shows which file lost one."""

import sqlalchemy as sa
from alembic import op

revision = "s0014"
down_revision = "s0013"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Older programs kept only the mark of the last commit, as the statement 0, and forgot it with the
# statements. `before numbers` stands for a mark that nobody kept: it goes with any in the vault.
UNKNOWN = "CAST('before numbers' AS BLOB)"
BEGIN = (
    f"INSERT INTO vault_commit SELECT 1, 2, sealed, {UNKNOWN} FROM vault_redo WHERE id = 0 "
    f"UNION ALL SELECT 1, 1, {UNKNOWN}, x'' "
    "WHERE NOT EXISTS (SELECT 1 FROM vault_redo WHERE id = 0)"
)


def upgrade() -> None:
    """Begin to count; what a crash has left to be redone stays."""
    op.create_table(
        "vault_commit",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_vault_commit"),
    )
    op.execute(BEGIN)
    op.execute("DELETE FROM vault_redo WHERE id = 0")


def downgrade() -> None:
    """Forget the numbers; an older program goes on from statements that stand in no mark."""
    op.drop_table("vault_commit")
