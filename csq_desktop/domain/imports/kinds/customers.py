"""Imports of customers: which fields identify a row, and the checks on each."""

import re
from functools import cache
from itertools import repeat

from csq_desktop.domain.customers.fields import CUSTOMER_FIELDS
from csq_desktop.domain.imports.kinds.declaration import KindDeclaration
from csq_desktop.domain.imports.rows import Columns, Faults, Reason
from csq_desktop.paths import resources
from csq_desktop.texts import mark

NOBODY = mark("No name, number, telephone or e-mail in this row.")
TOTALS = mark("This looks like a line of totals, not like a customer.")
_BETWEEN_WORDS = re.compile(r"[\W\d_]+")
_WHO = ("reference", "name", "phone", "email")


def _names_somebody(columns: Columns) -> Faults:
    identities = [columns[key] for key in _WHO if key in columns]
    if identities and not all(map(any, zip(*identities, strict=True))):
        for place, row in enumerate(zip(*identities, strict=True)):
            if not any(row):
                yield place, Reason(NOBODY)


@cache
def _words_of_totals() -> frozenset[str]:
    """What stands in the last lines of a sheet, in small letters and without its numbers."""
    listed = (resources() / "wordlists" / "totals.txt").read_text("utf-8")
    return frozenset(listed.splitlines())


def _is_no_total(columns: Columns) -> Faults:
    """A sheet's last lines may sum it up: they have such words, and nobody can be reached there."""
    texts = [columns[key] for key in ("reference", "name") if key in columns]
    ways = [columns[key] for key in ("phone", "email") if key in columns]
    totals = _words_of_totals()
    reached = map(any, zip(*ways, strict=True)) if ways else repeat(False)
    for place, (row, is_reached) in enumerate(zip(zip(*texts, strict=True), reached, strict=False)):
        if not is_reached and any(text and _in_words(str(text)) in totals for text in row):
            yield place, Reason(TOTALS)


def _in_words(text: str) -> str:
    """A text in small letters without its numbers and signs: “*** Sub-total: 2” is “sub total”."""
    return _BETWEEN_WORDS.sub(" ", text).strip().casefold()


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
