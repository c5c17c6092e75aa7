"""Imports of customers: which fields identify a row, and the checks on each."""

from functools import cache

from csq_desktop.domain.customers.fields import CUSTOMER_FIELDS
from csq_desktop.domain.imports.kinds.declaration import KindDeclaration
from csq_desktop.domain.imports.rows import Columns, Faults, Reason
from csq_desktop.paths import resources
from csq_desktop.texts import mark

NOBODY = mark("No name, number, telephone or e-mail in this row.")
TOTALS = mark("This looks like a line of totals, not like a customer.")
_WHO = ("reference", "name", "phone", "email")


def _names_somebody(columns: Columns) -> Faults:
    identities = [columns[key] for key in _WHO if key in columns]
    if identities and not all(map(any, zip(*identities, strict=True))):
        for place, row in enumerate(zip(*identities, strict=True)):
            if not any(row):
                yield place, Reason(NOBODY)


@cache
def _words_of_totals() -> frozenset[str]:
    """What stands in the last line of a sheet that sums it up, in small letters."""
    listed = (resources() / "wordlists" / "totals.txt").read_text("utf-8")
    return frozenset(listed.splitlines())


def _is_no_total(columns: Columns) -> Faults:
    """A sheet's last line may sum it up: it has such a word, and nobody can be reached there."""
    texts = [columns[key] for key in ("reference", "name") if key in columns]
    ways = [columns[key] for key in ("phone", "email") if key in columns]
    totals = _words_of_totals()
    places = {
        place
        for column in texts
        for place, text in enumerate(column)
        if str(text).strip(" :\uff1a").casefold() in totals
    }
    for place in sorted(places):
        if not any(way[place] for way in ways):
            yield place, Reason(TOTALS)


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
    identities=True,
)
