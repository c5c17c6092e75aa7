"""Imports of customers: which fields identify a row, and the checks on each."""

from csq_desktop.domain.customers.fields import CUSTOMER_FIELDS
from csq_desktop.domain.imports.kinds.declaration import KindDeclaration
from csq_desktop.domain.imports.rows import Columns, Faults, Reason
from csq_desktop.texts import mark

NOBODY = mark("No name, number, telephone or e-mail in this row.")
TOTALS = mark("This looks like a line of totals, not like a customer.")
_TOTALS = frozenset(
    ("total", "totals", "grand total", "subtotal", "sub total", "sum", "count",
     "合計", "合计", "總計", "总计", "小計", "小计", "總數", "总数", "共計", "共计")
)  # fmt: skip
_WHO = ("reference", "name", "phone", "email")


def _names_somebody(columns: Columns) -> Faults:
    identities = [columns[key] for key in _WHO if key in columns]
    if identities and not all(map(any, zip(*identities, strict=True))):
        for place, row in enumerate(zip(*identities, strict=True)):
            if not any(row):
                yield place, Reason(NOBODY)


def _is_no_total(columns: Columns) -> Faults:
    """A sheet's last line may sum it up: it has such a word, and nobody can be reached there."""
    texts = [columns[key] for key in ("reference", "name") if key in columns]
    ways = [columns[key] for key in ("phone", "email") if key in columns]
    for place, row in enumerate(zip(*texts, strict=True)):
        words = {str(text).strip(" :：").casefold() for text in row if text}
        if words & _TOTALS and not any(way[place] for way in ways):
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
