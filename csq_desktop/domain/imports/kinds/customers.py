"""Imports of customers: which fields identify a row, and the checks on each."""

from itertools import repeat

from csq_desktop.domain.customers.fields import CUSTOMER_FIELDS
from csq_desktop.domain.imports.kinds.declaration import KindDeclaration
from csq_desktop.domain.imports.list_lines import speaks_of_list
from csq_desktop.domain.imports.rows import Columns, Faults, Reason
from csq_desktop.texts import mark

NOBODY = mark("No name, number, telephone or e-mail in this row.")
TOTALS = mark("This looks like a line about the list, such as a total, not like a customer.")
_WHO = ("reference", "name", "phone", "email")


def _names_somebody(columns: Columns) -> Faults:
    identities = [columns[key] for key in _WHO if key in columns]
    if identities and not all(map(any, zip(*identities, strict=True))):
        for place, row in enumerate(zip(*identities, strict=True)):
            if not any(row):
                yield place, Reason(NOBODY)


def _is_no_total(columns: Columns) -> Faults:
    """A sheet's last lines may sum it up: they have such words, and nobody can be reached there."""
    numbers, names = (columns.get(key) or repeat("") for key in ("reference", "name"))
    ways = [columns[key] for key in ("phone", "email") if key in columns]
    reached = map(any, zip(*ways, strict=True)) if ways else repeat(False)
    rows = range(len(next(iter(columns.values()), ())))
    for place, number, name, is_reached in zip(rows, numbers, names, reached, strict=False):
        if not is_reached and _speaks_of_list(str(number), str(name)):
            yield place, Reason(TOTALS)


def _speaks_of_list(number: str, name: str) -> bool:
    """Whether a row has nothing but such words; who has a number may be called Sum or Page."""
    if number:
        return speaks_of_list(number) and not any(map(str.isalpha, name))
    return bool(name) and speaks_of_list(name)


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
    checks=lambda _today: (_names_somebody, _is_no_total),
    twins=("phone", "email"),
    known_by=("name", "phone", "email"),
    identities=True,
)
