"""Imports of pledges' day counts: which fields identify a row, and the checks."""

from functools import partial

from csq_desktop.domain.imports.kinds.declaration import KindDeclaration
from csq_desktop.domain.imports.rows import Columns, Faults, Reason, numbers, present
from csq_desktop.domain.imports.targets import targets
from csq_desktop.domain.pledges.fields import PLEDGE_COUNT
from csq_desktop.texts import mark

IN_FUTURE = mark("{field} is in the future.")
OVER_MISSED = mark("{field} is more than the number not met.")
NO_REASON = mark("{field}: enter the reason for excluding them.")
_FIELDS = targets(PLEDGE_COUNT.fields)


def _not_after(columns: Columns, today: str) -> Faults:
    for field in present(_FIELDS, columns, ("day",)):
        for place, day in enumerate(columns["day"]):
            if isinstance(day, str) and day > today:
                yield place, Reason(IN_FUTURE, field)


def _adds_up(columns: Columns) -> Faults:
    for field in present(_FIELDS, columns, ("over_maximum",)):
        pairs = zip(numbers(columns["over_maximum"]), numbers(columns["missed"]), strict=True)
        for place, (part, whole) in enumerate(pairs):
            if part is not None and whole is not None and part > whole:
                yield place, Reason(OVER_MISSED, field)


def _excluded_with_reason(columns: Columns) -> Faults:
    for field in present(_FIELDS, columns, ("excluded",)):
        reasons = columns.get("reason") or [""] * len(columns["excluded"])
        for place, (count, reason) in enumerate(zip(columns["excluded"], reasons, strict=True)):
            if count and not reason:
                yield place, Reason(NO_REASON, field)


DECLARATION = KindDeclaration(
    label=mark("Pledge counts", "import kind"),
    undoing=mark(
        "Undo deletes the imported counts, except those re-entered by hand since.",
        "undo import",
    ),
    fields=PLEDGE_COUNT.fields,
    unique_by=("pledge_code+day",),
    telling=frozenset(("pledge_code", "met", "missed", "over_maximum")),
    checks=lambda today: (
        _adds_up,
        _excluded_with_reason,
        partial(_not_after, today=today.day),
    ),
    same=mark("Row {value} already has the count of this pledge for this day."),
)
