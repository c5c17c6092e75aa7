"""The store itself: settings, users, ids, the audit trail, and the shop's own tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "s0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STORE_SETTING = (
    sa.Column("name", sa.String(), nullable=False),
    sa.Column("value", sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint("name", name="pk_store_setting"),
)
KEY_FILE_COPY = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("edition", WHOLE, nullable=False),
    sa.Column("text", sa.String(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_key_file_copy"),
)
SEQUENCE_COUNTER = (
    sa.Column("name", sa.String(), nullable=False),
    sa.Column("site", WHOLE, nullable=False),
    sa.Column("following", WHOLE, nullable=False),
    sa.PrimaryKeyConstraint("name", name="pk_sequence_counter"),
)
USER_ACCOUNT: tuple[SchemaItem, ...] = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("name", sa.String(), nullable=False),
    sa.Column("role", sa.String(), nullable=False),
    sa.Column("active", sa.Boolean(), nullable=False),
    sa.Column("created_at", sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_user_account"),
)
AUDIT_ENTRY = (
    sa.Column("sequence", WHOLE, nullable=False),
    sa.Column("at", sa.BigInteger(), nullable=False),
    sa.Column("user_id", WHOLE, nullable=False),
    sa.Column("action", sa.String(), nullable=False),
    sa.Column("object_type", sa.String(), nullable=True),
    sa.Column("object_id", WHOLE, nullable=True),
    sa.Column("detail", sa.String(), nullable=False),
    sa.Column("mac", sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint("sequence", name="pk_audit_entry"),
)
SHOP_SETTING = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("name", sa.String(), nullable=False),
    sa.Column("version", WHOLE, nullable=False),
    sa.Column("effective_from", sa.Date(), nullable=False),
    sa.Column("body", sa.Text(), nullable=False),
    sa.Column("created_at", sa.BigInteger(), nullable=False),
    sa.Column("created_by", WHOLE, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_shop_setting"),
    sa.UniqueConstraint("name", "version", name="uq_shop_setting_name_version"),
)
CLOSURE = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("start", sa.Date(), nullable=False),
    sa.Column("end", sa.Date(), nullable=False),
    sa.Column("reason", sa.String(), nullable=False),
    sa.Column("removed_at", sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint("id", name="pk_closure"),
)
MONTH_INPUT = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("name", sa.String(), nullable=False),
    sa.Column("month", sa.Integer(), nullable=False),
    sa.Column("value", WHOLE, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_month_input"),
    sa.UniqueConstraint("name", "month", name="uq_month_input_name_month"),
)
DRAFT = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("user_id", WHOLE, nullable=False),
    sa.Column("name", sa.String(), nullable=False),
    sa.Column("fields", sa.Text(), nullable=False),
    sa.Column("saved_at", sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_draft"),
    sa.UniqueConstraint("user_id", "name", name="uq_draft_user_id_name"),
)
REFERENCE = (
    sa.Column("kind", sa.String(), nullable=False),
    sa.Column("year", WHOLE, nullable=False),
    sa.Column("last", WHOLE, nullable=False),
    sa.PrimaryKeyConstraint("kind", "year", name="pk_reference"),
)
VAULT_REDO = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("sealed", sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_vault_redo"),
)
ONLY_GROWS = (
    (
        "CREATE TRIGGER audit_entry_in_order BEFORE INSERT ON audit_entry WHEN NEW.sequence <> "
        "(SELECT coalesce(max(sequence), 0) + 1 FROM audit_entry) BEGIN SELECT RAISE(ABORT, 'the "
        "audit trail grows by one'); END"
    ),
    (
        "CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry BEGIN SELECT "
        "RAISE(ABORT, 'the audit trail is never changed'); END"
    ),
    (
        "CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, "
        "'the audit trail is never cut'); END"
    ),
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table("store_setting", *STORE_SETTING)
    op.create_table("key_file_copy", *KEY_FILE_COPY)
    op.create_table("sequence_counter", *SEQUENCE_COUNTER)
    op.create_table("user_account", *USER_ACCOUNT)
    op.create_table("audit_entry", *AUDIT_ENTRY)
    op.create_index(
        "ix_audit_entry_object_type_object_id_sequence",
        "audit_entry",
        ["object_type", "object_id", "sequence"],
    )
    for text in ONLY_GROWS:
        op.get_bind().exec_driver_sql(text)
    op.create_table("shop_setting", *SHOP_SETTING)
    op.create_table("closure", *CLOSURE)
    op.create_table("month_input", *MONTH_INPUT)
    op.create_table("draft", *DRAFT)
    op.create_table("reference", *REFERENCE)
    op.create_table("vault_redo", *VAULT_REDO)


def downgrade() -> None:
    """Take the tables away again, the last one first."""
    op.drop_table("vault_redo")
    op.drop_table("reference")
    op.drop_table("draft")
    op.drop_table("month_input")
    op.drop_table("closure")
    op.drop_table("shop_setting")
    op.drop_table("audit_entry")
    op.drop_table("user_account")
    op.drop_table("sequence_counter")
    op.drop_table("key_file_copy")
    op.drop_table("store_setting")
