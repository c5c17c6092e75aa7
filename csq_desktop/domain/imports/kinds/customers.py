"""Imports of customers: which fields identify a row, and the checks on each."""

from csq_desktop.domain.customers.fields import CUSTOMER_FIELDS
from csq_desktop.domain.imports.kinds.declaration import KindDeclaration
from csq_desktop.domain.imports.rows import Columns, Faults, Reason
from csq_desktop.texts import mark

NOBODY = mark("No name, number, telephone or e-mail in this row.")
_WHO = ("reference", "name", "phone", "email")


def _names_somebody(columns: Columns) -> Faults:
    identities = [columns[key] for key in _WHO if key in columns]
    if identities and not all(map(any, zip(*identities, strict=True))):
        for place, row in enumerate(zip(*identities, strict=True)):
            if not any(row):
                yield place, Reason(NOBODY)


DECLARATION = KindDeclaration(
    label=mark("Customers", "import kind"),
    undoing=mark(
        "Undo deletes the imported customers, except those with a complaint.",
        "undo import",
    ),
    fields=CUSTOMER_FIELDS,
    unique_by=("reference", "phone", "email"),
    telling=frozenset(
        ("name", "other_name", "phone", "email", "address", "consent_marketing", "first_seen")
    ),
    checks=lambda _today: (_names_somebody,),
    twins=("phone", "email"),
    identities=True,
)
