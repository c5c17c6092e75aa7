"""Assessment, secondary concern, coded causes, containment, and actions for many complaints."""

import json

import sqlalchemy as sa
from alembic import op

revision = "s0035"
down_revision = "s0034"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TRIGGERS = ("complaint_sum_added", "complaint_sum_changed", "complaint_sum_gone")
ROUND_TRIGGERS = tuple(name.replace("complaint_sum", "complaint_round_sum") for name in TRIGGERS)
# The codes of the list of causes when this was written; the shop's own stand in list_entry.
CODES = (
    *("people", "people.training", "people.staffing", "people.oversight", "people.conduct"),
    *("people.handover", "procedure", "procedure.missing", "procedure.unclear"),
    *("procedure.not_followed", "procedure.outdated", "procedure.authority", "product"),
    *("product.supplier", "product.storage", "product.packaging", "product.stock", "equipment"),
    *("equipment.till", "equipment.website", "equipment.facility", "information"),
    *("information.price", "information.description", "information.not_told"),
    *("information.advert", "outside", "outside.carrier", "outside.repairer", "outside.landlord"),
    *("outside.weather", "customer", "customer.misunderstanding", "customer.use", "unknown"),
)
OWN_WORDS = "other"
NOTE = f"upgrade {revision}"
JUDGED = ("safety", "complexity", "impact", "urgency")


def upgrade() -> None:
    """Nothing was judged before; a cause that was recorded counts by its code."""
    for name in JUDGED:
        op.add_column("complaint", sa.Column(name, sa.String(), nullable=True))
    op.add_column("complaint", sa.Column("assessed_at", sa.BigInteger(), nullable=True))
    op.add_column("complaint", sa.Column("assessed_by", WHOLE, nullable=True))
    for table, name in (
        ("complaint", "second_category"),
        ("complaint", "cause_code"),
        ("complaint_round", "cause_code"),
    ):
        column = sa.Column(name, sa.String(), nullable=False, server_default="")
        op.add_column(table, column)
    for name, where in (
        ("second_category", "second_category <> ''"),
        ("cause_code", "cause_code <> ''"),
    ):
        index = f"ix_complaint_{name.split('_')[0]}"
        op.create_index(index, "complaint", [name], sqlite_where=sa.text(where))
    _make_tables()
    _make_links()
    _tell({"complaint": _code_causes(), "complaint_round": _code_rounds()})


def _make_tables() -> None:
    op.create_table(
        "complaint_cause",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("complaint_id", WHOLE, nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        *_entered("complaint_cause"),
    )
    op.create_index("ix_complaint_cause_complaint_id", "complaint_cause", ["complaint_id"])
    op.create_table(
        "cause_why",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("complaint_id", WHOLE, nullable=False),
        sa.Column("cause_id", WHOLE, nullable=True),
        sa.Column("step", WHOLE, nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        *_entered("cause_why"),
        sa.ForeignKeyConstraint(
            ["cause_id"], ["complaint_cause.id"], name="fk_cause_why_cause_id_complaint_cause"
        ),
    )
    op.create_index("ix_cause_why_complaint_id", "cause_why", ["complaint_id"])
    op.create_table(
        "containment",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("complaint_id", WHOLE, nullable=False),
        sa.Column("contained", sa.String(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", WHOLE, nullable=True),
        *_entered("containment"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_containment_owner_id_person"),
    )
    op.create_index("ix_containment_complaint_id", "containment", ["complaint_id"])


def _make_links() -> None:
    op.create_table(
        "action_link",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("action_id", WHOLE, nullable=False),
        sa.Column("complaint_id", WHOLE, nullable=False),
        sa.Column("linked_at", sa.BigInteger(), nullable=False),
        sa.Column("linked_by", WHOLE, nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_action_link"),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name="fk_action_link_action_id_action"
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_action_link_complaint_id_complaint"
        ),
    )
    op.create_index("ix_action_link_action_id", "action_link", ["action_id"])
    op.create_index("ix_action_link_complaint_id", "action_link", ["complaint_id"])


def _entered(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.Column("entered_by", WHOLE, nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=f"fk_{table}_complaint_id_complaint"
        ),
    )


def _code_causes() -> list[int]:
    """The complaints that have a code now."""
    run = op.get_bind().execute
    own = run(sa.text("SELECT code FROM list_entry WHERE list_name = 'root_causes'")).scalars()
    codes: sa.BindParameter[str] = sa.bindparam("codes", [*CODES, *own], expanding=True)
    statement = sa.text(
        "UPDATE complaint SET cause_code = CASE WHEN cause IN :codes THEN cause ELSE :words END "
        "WHERE cause <> '' RETURNING id"
    )
    return list(run(statement.bindparams(codes, words=OWN_WORDS)).scalars())


def _code_rounds() -> list[int]:
    """The earlier rounds that have a code now: nobody kept the cause of each."""
    of_case = "SELECT c.cause_code FROM complaint AS c WHERE c.id = complaint_id"
    statement = sa.text(
        f"UPDATE complaint_round SET cause_code = ({of_case}) WHERE ({of_case}) <> '' RETURNING id"
    )
    return list(op.get_bind().execute(statement).scalars())


def _tell(coded: dict[str, list[int]]) -> None:
    """Leave word for the audit trail."""
    notes = [
        {
            "action": "changed_many",
            "object_type": table,
            "detail": {"count": len(numbers), "first": min(numbers), "last": max(numbers)},
        }
        for table, numbers in coded.items()
        if numbers
    ]
    if notes:
        value = json.dumps(notes, separators=(",", ":"), sort_keys=True)
        insert = sa.text("INSERT INTO store_setting (name, value) VALUES (:name, :value)")
        op.execute(insert.bindparams(name=NOTE, value=value))


def downgrade() -> None:
    """Forget it; the causes stay in their own words or codes."""
    for name in (*TRIGGERS, *ROUND_TRIGGERS):  # they speak of the columns
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
    for table in ("action_link", "containment", "cause_why", "complaint_cause"):
        op.drop_table(table)
    for name in ("ix_complaint_cause", "ix_complaint_second"):
        op.drop_index(name, "complaint")
    op.drop_column("complaint_round", "cause_code")
    for name in (*JUDGED, "assessed_at", "assessed_by", "second_category", "cause_code"):
        op.drop_column("complaint", name)
    statement = sa.text("DELETE FROM store_setting WHERE name = :name")
    op.execute(statement.bindparams(name=NOTE))
