"""Imports of customers: which fields identify a row, and the checks on each."""

from functools import partial
from itertools import repeat

from csq_desktop.domain.customers.fields import CONSENT_COLUMNS, CUSTOMER_FIELDS
from csq_desktop.domain.imports.kinds.declaration import KindDeclaration
from csq_desktop.domain.imports.list_lines import is_several_words, speaks_of_list
from csq_desktop.domain.imports.rows import Columns, Faults, Reason
from csq_desktop.domain.imports.targets import targets
from csq_desktop.texts import mark

IN_FUTURE = mark("{field} is in the future.")
NOBODY = mark("No name, number, telephone or e-mail in this row.")
TOTALS = mark("This looks like a line about the list, such as a total, not like a customer.")
_FIELDS = {field.key: field for field in targets(CUSTOMER_FIELDS)}
_WHO = ("reference", "name", "phone", "email")


def _names_somebody(columns: Columns) -> Faults:
    identities = [columns[key] for key in _WHO if key in columns]
    if identities and not all(map(any, zip(*identities, strict=True))):
        for place, row in enumerate(zip(*identities, strict=True)):
            if not any(row):
                yield place, Reason(NOBODY)


def _is_no_total(columns: Columns) -> Faults:
    """Lines above, between and below a list have such words, and nobody can be reached there."""
    numbers, names = (columns.get(key) or repeat("") for key in ("reference", "name"))
    ways = [columns[key] for key in ("phone", "email") if key in columns]
    reached = map(any, zip(*ways, strict=True)) if ways else repeat(False)
    rows = range(len(next(iter(columns.values()), ())))
    odd = []
    for place, number, name, is_reached in zip(rows, numbers, names, reached, strict=False):
        if is_reached:
            continue
        if _speaks_of_list(str(number), str(name)):
            yield place, Reason(TOTALS)
        elif is_several_words(str(number)) and not _has_letters(str(name)):
            odd.append(place)
    if odd and _are_numbers(columns):
        yield from ((place, Reason(TOTALS)) for place in odd)


def _is_past(today: str, columns: Columns) -> Faults:
    """Nobody has answered on a day to come."""
    for key in (answered.day for answered in CONSENT_COLUMNS.values()):
        for place, day in enumerate(columns.get(key, ())):
            if day and str(day) > today:
                yield place, Reason(IN_FUTURE, _FIELDS[key])


def _speaks_of_list(number: str, name: str) -> bool:
    """Whether a row has nothing but such words; who has a number may be called Sum or Page."""
    if number:
        return speaks_of_list(number) and (not _has_letters(name) or speaks_of_list(name))
    return bool(name) and speaks_of_list(name)


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _are_numbers(columns: Columns) -> bool:
    """Whether nearly nobody who has a name has words for a number; headings may be repeated."""
    pairs = zip(columns["reference"], columns.get("name", ()), strict=False)
    named = [str(number) for number, name in pairs if _has_letters(str(name))]
    return sum(map(is_several_words, named)) < len(named) / 2


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
    checks=lambda today: (_names_somebody, _is_no_total, partial(_is_past, today.day)),
    twins=("phone", "email"),
    known_by=("name", "phone", "email"),
    identities=True,
)
