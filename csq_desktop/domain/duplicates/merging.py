"""Merging two customers: whose values stay, and what un-merging may put back."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from csq_desktop.domain.customers.facts import Consent


@dataclass(frozen=True)
class MergeChange:
    """One field of one record that a merge changed; without a field, a record that it added."""

    id: int
    record: str
    object_id: int
    field: str
    before: object
    after: object

    @property
    def cell(self) -> tuple[str, int, str]:
        """Which field of which record."""
        return self.record, self.object_id, self.field


class Fate(Enum):
    """What becomes of a change when its merge is taken back."""

    BACK = auto()
    LATER = auto()  # a later merge changed the same field: it goes back to what was before this one
    SINCE = auto()  # changed since by somebody: it stays
    THERE = auto()  # it says already what it said before


def fate(change: MergeChange, now: object, later: MergeChange | None) -> Fate:
    """What becomes of a change whose field says something `now`.

    A record that a merge gave to another customer, and a later one to a third, goes back to its
    own customer. A value chosen in a later merge stays, and goes back with that merge.
    """
    if later is not None and not is_link(change):
        return Fate.LATER
    if now == change.before:
        return Fate.THERE
    reached = change.after if later is None else later.after
    return Fate.BACK if now == reached else Fate.SINCE


def is_link(change: MergeChange) -> bool:
    """Whether it says whose a record is, not what it says."""
    return change.field in ("customer_id", "merged_into")


def loses_opt_out(first: Consent, second: Consent, together: Consent) -> bool:
    """Whether the answers of two customers taken together would end an opt-out of either.

    A merge is no consent: an opt-out of either stands until the person gives a new one.
    """
    return Consent.REFUSED in (first, second) and together is not Consent.REFUSED


def filled(survivor: Mapping[str, str], merged: Mapping[str, str]) -> frozenset[str]:
    """The fields that the survivor leaves empty and the other fills: they are proposed."""
    return frozenset(key for key, text in merged.items() if text and not survivor[key])
