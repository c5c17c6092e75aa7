"""What becomes of a case that another record of the same complaint is merged into.

A complaint that was logged twice was received at the first: the survivor takes the earliest
receipt, and the earliest acknowledgement, whichever record has it. Deadlines that ran from the
receipt follow it as they follow a corrected one. The decision and the closing are the survivor's.
"""

from collections.abc import Mapping
from typing import NamedTuple

from csq_desktop.domain.complaints import lifecycle, redating
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.redating import Surroundings
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

FILLED = (
    *("customer_id", "owner_id", "their_reference", "remedy_sought", "touch_point", "product"),
    "immediate_action",
)
"""What the survivor takes from the other record where it holds nothing itself."""
BETWEEN = "\n\n"
"""Stands between what two records say the customer said."""


class Pair(NamedTuple):
    """Two records of one complaint: which goes on, and which is voided."""

    survivor: Case
    merged: Case


def check(pair: Pair, *, is_same: bool) -> None:
    """A UserError for records that cannot be merged."""
    if is_same:
        raise UserError(tr("Choose another complaint."), field="other")
    if pair.survivor.kind is not pair.merged.kind:
        raise UserError(
            tr("Both must be of the same kind. Change the kind of one first."), field="other"
        )
    if pair.survivor.removed_at is not None or pair.merged.removed_at is not None:
        raise UserError(tr("One of the two is voided. Reinstate it first."), field="other")


def merged(pair: Pair, rules: ShopRules, around: Surroundings) -> Case:
    """The survivor with the earliest receipt and acknowledgement of both."""
    case, other = pair
    typed = {}
    if other.received_at < case.received_at:
        typed["received_at"] = other.received_at
    first = other.acknowledged_at
    if first is not None and case.acknowledged_at is not None and first < case.acknowledged_at:
        typed["acknowledged_at"] = first
    # What was told to the customer on another record may be earlier than this one was logged.
    case = redating.redated(case, typed, rules, around)
    if first is not None and case.acknowledged_at is None and case.kind.is_complaint:
        case = lifecycle.acknowledged(case, first)
    return case


def filled(survivor: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    """The fields the survivor takes over, where it holds nothing and the other does."""
    return {key: other[key] for key in FILLED if other[key] and not survivor[key]}


def joined(words: str, others: str) -> str:
    """What the customer said by both records, once where one holds the other."""
    if others.strip() in words:
        return words
    return others if words.strip() in others else words + BETWEEN + others


def parted(words: str, others: str) -> str | None:
    """The words without those of the other record; None where they were changed since."""
    suffix = BETWEEN + others
    return words.removesuffix(suffix) if words.endswith(suffix) else None
