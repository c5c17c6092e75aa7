"""The order of a long list that a person chose by a heading."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ListOrder:
    """By which of its columns a list is ordered, and whether the largest stands first.

    What has nothing in the column comes last in either order.
    """

    key: str
    down: bool = False
