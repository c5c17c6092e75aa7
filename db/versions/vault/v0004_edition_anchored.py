"""The vault's anchor of the trail says under which register of users it was set."""

import sqlalchemy as sa
from alembic import op

revision = "v0004"
down_revision = "v0003"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Before the first signed register there was none to be older than."""
    edition = sa.Column("edition", WHOLE, nullable=False, server_default="0")
    op.add_column("trail_anchor", edition)


def downgrade() -> None:
    """Forget the edition."""
    op.drop_column("trail_anchor", "edition")
